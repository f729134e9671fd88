"""What the model refuses, said for a person who edits a programme file."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from festival.programme.convert import FILE_NAMES, Converter, suggestion
from festival.programme.entries import Entry
from festival.programme.findings import Findings
from festival.programme.lines import Path
from festival.programme.times import shown

_PATTERNS: Final[Mapping[str, str]] = {
    "id": "lower-case letters, digits and single hyphens",
    "code": "five of 0-9 and A-Z without I, L, O and U",
    "color": "a colour like #5b6b7b",
    "country": "two capital letters (ISO 3166)",
    "url": "an address that starts with https://, in ASCII",
    "kiosk": "at most eight capital letters and digits",
    "language": "a language like de or en (BCP 47)",
}
_SIMPLE: Final[Mapping[str, str]] = {
    "missing": "is missing",
    "string_type": "must be a text in quotes",
    "dict_type": 'must be a text, or one for each language: title.de = "..."',
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "tuple_type": 'must be a list: ["..."]',
    "datetime_type": "must be a time like 14:20",
    "model_type": "must be a table",
}
_TOO_FEW: Final = "needs at least one entry"
"""Also said of a list of which every entry is wrong; then it is no news."""


def _pattern(path: Path) -> str:
    names = [part for part in path if isinstance(part, str)]
    if names[-2:] == ["kiosk", "id"]:
        return _PATTERNS["kiosk"]
    # What is no field of its own name is a reference to an id, or a language.
    if names[-1] in _PATTERNS:
        return _PATTERNS[names[-1]]
    return _PATTERNS["language" if names[0] in ("languages", "language") else "id"]


def _message(error: ErrorDetails, path: Path) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    if kind == "literal_error":
        expected = str(context["expected"])
        known = [word.strip("'") for word in expected.replace(" or ", ", ").split(", ")]
        return f"{shown(error['input'])} is none of {', '.join(known)}{suggestion(error['input'], known)}"
    if kind == "string_pattern_mismatch":
        return f"{shown(error['input'])} must be {_pattern(path)}"
    if kind == "value_error":
        return str(context["error"])
    if kind == "too_short":
        return _TOO_FEW
    text = error["msg"].removeprefix("Input ")
    return f"{text[:1].lower()}{text[1:]}, not {shown(error['input'])}"


def _place(location: tuple[int | str, ...]) -> Path:
    """Return where an error stands, by the names that the file uses."""
    if location and isinstance(location[0], str):
        location = (FILE_NAMES.get(location[0], location[0]), *location[1:])
    return location


def validated(
    entry: Entry, model: type[BaseModel], data: Mapping[str, Any], converter: Converter, findings: Findings
) -> BaseModel | None:
    """Return the `model` made from the converted `data` of `entry`, None when it refuses them.

    What the converter and the model say goes to `findings`. Raises :class:`EnoughError`.
    """
    value, complaints = None, []
    try:
        value = model.model_validate(data)
    except ValidationError as error:
        complaints = [found for found in _complaints(error) if found[0] not in converter.settled]
    found = converter.errors + complaints
    for path, message in found:
        if message != _TOO_FEW or not any(path == other[: len(path)] != other for other, _ in found):
            findings.error(entry.problem(path, message))
    for path, message in converter.warnings:
        findings.warn(entry.problem(path, message))
    return value


def _complaints(error: ValidationError) -> Iterator[tuple[Path, str]]:
    for found in error.errors(include_url=False):
        path = _place(found["loc"])
        if path and path[-1] == "[key]":
            yield path[:-1], f"{shown(path[-2])} must be {_PATTERNS['language']}"
        else:
            yield path, _message(found, path)
