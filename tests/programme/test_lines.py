"""The scanner gives each key of a TOML text its line."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festival.programme.lines import Lines, Path

TEXT = '''\
# [not] a = table
top = 1
[festival]
name.de = "a # [b]"
"quo ted".'x' = 'y'
[[session]]
id = "one"
abstract = """
[[session]]
id = "no"  # \\""" still inside
ends with two quotes"""""
list = [ # comment ]
  "a",
  [1, 2], # ,
  { x = "]", y = [3] },
]
[[session]]
[[session.part]]
x = 1
[[session.part]]
x = \'\'\'
x = 2\'\'\'
inline = { a.b = 1, c = "}" }
[ spaced . "name" ]
key = 2022-05-27 14:20:00 # end
last = true'''

EXPECTED = {
    ("top",): 2,
    ("festival",): 3,
    ("festival", "name", "de"): 4,
    ("festival", "quo ted", "x"): 5,
    ("session", 0): 6,
    ("session", 0, "id"): 7,
    ("session", 0, "abstract"): 8,
    ("session", 0, "list"): 12,
    ("session", 0, "list", 0): 13,
    ("session", 0, "list", 1): 14,
    ("session", 0, "list", 2): 15,
    ("session", 1): 17,
    ("session", 1, "part", 0): 18,
    ("session", 1, "part", 0, "x"): 19,
    ("session", 1, "part", 1): 20,
    ("session", 1, "part", 1, "x"): 21,
    ("session", 1, "part", 1, "inline"): 23,
    ("spaced", "name"): 24,
    ("spaced", "name", "key"): 25,
    ("spaced", "name", "last"): 26,
}


def test_every_key_has_its_line() -> None:
    tomllib.loads(TEXT)
    lines = Lines(TEXT)
    assert {path: lines.find(path) for path in EXPECTED} == EXPECTED


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_line_ends_of_both_kinds_count_once(newline: str) -> None:
    lines = Lines(newline.join(TEXT.split("\n")))
    assert {path: lines.find(path) for path in EXPECTED} == EXPECTED


def test_unknown_key_gets_the_line_of_what_is_around_it() -> None:
    assert Lines(TEXT).find(("session", 1, "title", "de")) == 17
    assert Lines(TEXT).find(("nothing",)) == 1


KEYS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=4)
SCALARS = st.one_of(
    st.integers(),
    st.booleans(),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12),
)
TABLES = st.dictionaries(
    KEYS,
    st.one_of(SCALARS, st.lists(SCALARS, max_size=3), st.dictionaries(KEYS, SCALARS, max_size=3)),
    max_size=4,
)


def _quoted(text: str, style: str) -> str:
    if style == "'''" and text.isprintable() and "'" not in text:
        return f"'''\n{text}'''"
    escaped = "".join(
        f"\\u{ord(char):04x}" if not char.isprintable() and ord(char) < 0x10000 else char
        for char in text.replace("\\", "\\\\").replace('"', '\\"')
    )
    return f'"""\n{escaped}"""' if style == '"""' else f'"{escaped}"'


def _name(key: str) -> str:
    return _quoted(key, '"')


def _value(value: Any, style: str) -> str:
    if isinstance(value, str):
        return _quoted(value, style)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[ # ]\n" + "".join(f"  {_value(item, style)}, # [\n" for item in value) + "]"
    return str(value)


def _written(tables: list[dict[str, Any]], style: str) -> Iterator[str]:
    for table in tables:
        yield "[[ thing ]] # [x]"
        for key, value in table.items():
            name = _name(key)
            if isinstance(value, dict):
                yield from (
                    f"{name} . {_name(inner)} = {_value(item, style)}" for inner, item in value.items()
                )
            else:
                yield f"{name} = {_value(value, style)}"


def _paths(tables: list[dict[str, Any]]) -> Iterator[Path]:
    for index, table in enumerate(tables):
        yield ("thing", index)
        for key, value in table.items():
            if isinstance(value, dict):
                yield from (("thing", index, key, inner) for inner in value)
                if value:
                    yield ("thing", index, key)
            else:
                yield ("thing", index, key)
                if isinstance(value, list):
                    yield from (("thing", index, key, item) for item in range(len(value)))


@given(st.lists(TABLES, min_size=1, max_size=4), st.sampled_from(['"', '"""', "'''"]))
def test_keys_of_any_text_are_those_that_tomllib_finds(tables: list[dict[str, Any]], style: str) -> None:
    text = "\n".join(_written(tables, style))
    expected = [{key: value for key, value in table.items() if value != {}} for table in tables]
    assert tomllib.loads(text)["thing"] == expected
    assert set(Lines(text).paths()) == {("thing",), *_paths(tables)}
