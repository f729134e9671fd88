"""The catalogues hold every text of the interface, and nothing else."""

import ast
import string
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from festival.locale import LANGUAGES, locale_for

SOURCE = Path(__file__).parents[1] / "src" / "festival"
BERLIN = ZoneInfo("Europe/Berlin")
REFUSALS = {"EditRefused", "EditConflict", "WouldBeEarlier"}


def messages() -> dict[str | tuple[str, str], str]:
    """Find every text given to `t`, `n`, a refusal or a `Command`, and where; a text that is no literal cannot be translated."""
    found: dict[str | tuple[str, str], str] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            where = f"{path.relative_to(SOURCE)}:{node.lineno}"
            if name == "Command":
                said = [one.value for one in node.keywords if one.arg in {"name", "help"}]
                found |= {str(one.value): where for one in said if isinstance(one, ast.Constant)}
            if name not in {"t", "n", *REFUSALS} or not node.args:
                continue
            literals = [
                arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
            ]
            if name != "n" and literals:
                found[literals[0]] = where
            elif name == "n" and len(literals) == 2:
                found[literals[0], literals[1]] = where
    return found | messages_of_pages()


def messages_of_pages() -> dict[str | tuple[str, str], str]:
    """Find every text given to `t` or `n` in a template of a page, and where."""
    found: dict[str | tuple[str, str], str] = {}
    for path in sorted(SOURCE.glob("pages/templates/*.html")):
        tree = Environment(autoescape=True).parse(path.read_text())
        for call in tree.find_all(nodes.Call):
            if not isinstance(call.node, nodes.Name) or call.node.name not in {"t", "n"}:
                continue
            literals = [arg.value for arg in call.args if isinstance(arg, nodes.Const)]
            where = f"{path.relative_to(SOURCE)}:{call.lineno}"
            found[literals[0] if call.node.name == "t" else (literals[0], literals[1])] = where
    return found


def catalogue(language: str) -> dict[str | tuple[str, str], Message]:
    with (SOURCE / "locale" / f"{language}.po").open("rb") as file:
        return {
            (message.id if isinstance(message.id, str) else (message.id[0], message.id[1])): message
            for message in read_po(file, locale=language)
            if message.id
        }


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


OTHERS = sorted(set(LANGUAGES) - {"en"})


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_is_missing(language: str) -> None:
    known = catalogue(language)
    missing = {where: text for text, where in messages().items() if text not in known}
    assert missing == {}


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_is_untranslated_or_doubtful(language: str) -> None:
    doubtful = [
        message.id
        for message in catalogue(language).values()
        if message.fuzzy
        or not (message.string if isinstance(message.string, str) else all(message.string or [""]))
    ]
    assert doubtful == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_is_left_over(language: str) -> None:
    assert set(catalogue(language)) - set(messages()) == set()


@pytest.mark.parametrize("language", OTHERS)
def test_translations_keep_the_fields(language: str) -> None:
    for message in catalogue(language).values():
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
        for text in strings:
            assert fields(text) <= set.union(*map(fields, ids)), message.id


def test_times_are_local_on_both_sides_of_the_change_to_winter() -> None:
    locale = locale_for("de", BERLIN)
    before = datetime(2022, 10, 30, 0, 30, tzinfo=UTC)
    assert [locale.time(before), locale.time(before + timedelta(hours=1))] == ["02:30", "02:30"]


@pytest.mark.parametrize(("language", "day"), [("de", "Freitag, 27. Mai"), ("en", "Friday 27 May")])
def test_days_are_written_as_in_the_language(language: str, day: str) -> None:
    assert locale_for(language, BERLIN).day(datetime(2022, 5, 27, tzinfo=BERLIN).date()) == day


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(0, "0 min"), (0.2, "1 min"), (59, "59 min"), (60, "1 h"), (90, "1 h 30"), (1441, "24 h 01")],
)
def test_durations_round_up_to_the_minute(minutes: float, text: str) -> None:
    assert locale_for("en", BERLIN).duration(timedelta(minutes=minutes)) == text


def test_an_unknown_language_speaks_english() -> None:
    assert locale_for("tlh", BERLIN).language == "en"
