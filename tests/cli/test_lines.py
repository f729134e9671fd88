"""Facts below each other, on a terminal of any width; JSON that a terminal does not obey."""

import json

import pytest

from festival.cli.lines import Fact, aligned, json_text

FACTS = [Fact((("14:00", "time"), ("Bühne", "muted"), ("Ein langer Titel, der nicht passt", "title"))), Fact((("9:05", "time"), ("日本", "muted"), ("Kurz", "title")))]  # fmt: skip


def test_cells_stand_below_each_other_whatever_they_hold() -> None:
    assert list(aligned(FACTS, colour=False)) == [
        "14:00  Bühne  Ein langer Titel, der nicht passt",
        "9:05   日本   Kurz",
    ]


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (47, "14:00  Bühne  Ein langer Titel, der nicht passt"),
        (46, "14:00  Bühne  Ein langer Titel, der nicht pas…"),
        (36, "14:00  Bühne  Ein langer Titel, der…"),
        (10, "14:00  Bühne  Ein langer Titel, d…"),
    ],
)
def test_the_last_cell_is_cut_but_never_below_what_can_be_read(width: int, line: str) -> None:
    assert next(iter(aligned(FACTS, colour=False, width=width))) == line


def test_colour_does_not_move_anything() -> None:
    plain, coloured = (next(iter(aligned(FACTS, colour=colour, width=46))) for colour in (False, True))
    assert coloured != plain
    for escape in ("\x1b[1m", "\x1b[2m", "\x1b[0m"):
        coloured = coloured.replace(escape, "")
    assert coloured == plain


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize(
    "text", ["Bühne – 日本 🎈", "\x1b[2J", "\x9b2J", "\u202ex", "\ud800", "\U000e0041", "\x7f\t\n", '"\\']
)
def test_json_says_everything_and_holds_only_what_is_printed(text: str, indent: int | None) -> None:
    written = json_text({"a": [text]}, indent=indent)
    assert json.loads(written) == {"a": [text]}
    assert "".join(written.split("\n")).isprintable()
    if text.isprintable():
        assert written == json.dumps({"a": [text]}, ensure_ascii=False, indent=indent)
