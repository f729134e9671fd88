import pytest

from rig.cell import Cell
from rig.parser import Parser, Token
from rig.screen import Screen


def fed(text: str, columns: int = 20, rows: int = 4) -> Screen:
    screen = Screen(columns, rows)
    screen.feed(text.encode())
    return screen


def test_text_is_placed_by_cursor_addressing() -> None:
    screen = fed("one\x1b[3;5Htwo\r\nthree")
    assert screen.text() == "one\n\n    two\nthree"
    assert (screen.find("two"), screen.find("four")) == ((4, 2), None)


@pytest.mark.parametrize(
    ("codes", "cell"),
    [
        ("1;31", Cell("x", fg=(205, 0, 0), bold=True)),
        ("38;2;1;2;3;48;5;196", Cell("x", fg=(1, 2, 3), bg=(255, 0, 0))),
        ("38:2::1:2:3", Cell("x", fg=(1, 2, 3))),
        ("48:5:231", Cell("x", bg=(255, 255, 255))),
        ("90;107", Cell("x", fg=(127, 127, 127), bg=(255, 255, 255))),
        ("2;7", Cell("x", dim=True, reverse=True)),
        ("1;2;22", Cell("x")),
        ("4:3", Cell("x", underscore=True)),
        ("31;41;39;49", Cell("x")),
        ("31;0;9", Cell("x", strikethrough=True)),
        ("38;2;1", Cell("x")),
        ("", Cell("x")),
    ],
)
def test_sgr_gives_cells_their_look(codes: str, cell: Cell) -> None:
    assert fed(f"\x1b[{codes}mx").cell(0, 0) == cell


def test_sequences_may_be_cut_at_every_byte() -> None:
    output = "\x1b[?1049h\x1b[2;3H\x1b[38;2;9;8;7mÄ日\x1b]2;Titel\x1b\\\x1bP1$r\x1b\\\x1b[>1u\x1b[m✓".encode()
    whole, cut = Screen(20, 4), Screen(20, 4)
    whole.feed(output)
    for byte in output:
        cut.feed(bytes([byte]))
    assert whole.text() == cut.text() == "\n  Ä日✓\n\n"
    assert whole.title == cut.title == "Titel"
    assert whole.unhandled == cut.unhandled == [Token("csi", ">1u")]
    assert whole.strings == cut.strings == ["1$r"]


def test_wide_character_takes_two_cells_and_dies_whole() -> None:
    screen = fed("a日b")
    assert [screen.cell(column, 0).data for column in range(4)] == ["a", "日", "", "b"]
    assert screen.find("b") == (3, 0)
    screen.feed(b"\x1b[1;3Hx")
    assert [screen.cell(column, 0).data for column in range(4)] == ["a", " ", "x", "b"]


def test_wide_character_does_not_hang_over_the_edge() -> None:
    assert fed("abc日", columns=4).text() == "abc\n日\n\n"


def test_marks_join_their_character_and_zero_width_ones_hide_nothing() -> None:
    screen = fed("e\u0301\u0302x\u200by")
    assert [screen.cell(column, 0).data for column in range(3)] == ["e\u0301\u0302", "x\u200b", "y"]


def test_line_wraps_only_when_it_goes_on() -> None:
    assert fed("abcd", columns=4).text() == "abcd\n\n\n"
    assert fed("abcde", columns=4).text() == "abcd\ne\n\n"
    assert fed("\x1b[?7labcde", columns=4).text() == "abce\n\n\n"


def test_alternate_screen_gives_the_main_one_back() -> None:
    screen = fed("shell$ \x1b[?1049h\x1b[Happ")
    assert (screen.alternate, screen.text()) == (True, "app\n\n\n")
    screen.feed(b"\x1b[?1049l!")
    assert (screen.alternate, screen.text()) == (False, "shell$ !\n\n\n")


def test_scrolling_keeps_to_its_margins() -> None:
    screen = fed("a\r\nb\r\nc\r\nd\x1b[2;3r\x1b[S")
    assert screen.text() == "a\nc\n\nd"
    screen.feed(b"\x1b[T")
    assert screen.text() == "a\n\nc\nd"


def test_titles_and_commands_are_recorded() -> None:
    screen = fed("\x1b]0;one\x07\x1b]2;two\x1b\\\x1b]52;c;cGFzcw==\x07\x07")
    assert (screen.title, screen.titles, screen.bells) == ("two", ["one", "two"], 1)
    assert screen.oscs == ["0;one", "2;two", "52;c;cGFzcw=="]
    assert screen.text() == "\n\n\n"


def test_eight_bit_controls_are_controls() -> None:
    screen = fed("\u009b31mx\u009d2;t\u009cy")
    assert (screen.cell(0, 0), screen.title, screen.text()) == (Cell("x", fg=(205, 0, 0)), "t", "xy\n\n\n")


def test_broken_sequence_is_forgotten_and_text_goes_on() -> None:
    tokens = list(Parser().feed("\x1b[12\x18a\x1b]2;t\x1b[1mb"))
    assert [token for token in tokens if token.kind != "malformed"] == [
        Token("text", "[12"),
        Token("control", "\x18"),
        Token("text", "a"),
        Token("text", "]2;t"),
        Token("csi", "1m"),
        Token("text", "b"),
    ]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("\x1b[c", "\x1b[?62;22c"),
        ("\x1b[>c", "\x1b[>41;370;0c"),
        ("\x1b[5n", "\x1b[0n"),
        ("\x1b[2;7H\x1b[6n", "\x1b[2;7R"),
        ("\x1b[?2026$p", "\x1b[?2026;2$y"),
        ("\x1b[?2026h\x1b[?2026$p", "\x1b[?2026;1$y"),
        ("\x1b[?2048$p", "\x1b[?2048;0$y"),
        ("\x1b[?u", ""),
        ("\x1b[18t", "\x1b[8;4;20t"),
        ("\x1b]11;?\x1b\\", "\x1b]11;rgb:0000/0000/0000\x1b\\"),
    ],
)
def test_questions_are_answered_as_by_xterm(question: str, answer: str) -> None:
    answers: list[str] = []
    Screen(20, 4, answer=answers.append).feed(question.encode())
    assert "".join(answers) == answer


def test_shrinking_cuts_at_the_right_and_at_the_bottom() -> None:
    screen = fed("abcdef\r\n2\r\n3\r\n4")
    screen.resize(2, 3)
    assert (screen.text(), screen.cursor.x, screen.cursor.y) == ("abc\n2", 1, 1)
    screen.resize(3, 5)
    assert screen.text() == "abc\n2\n"
