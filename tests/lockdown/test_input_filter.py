"""What passes the input filter, whatever bytes come and however they are cut."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festival.tui.input_filter import ESC, LONGEST_SEQUENCE, PASTE_CAP, InputFilter

# Bytes out of which hostile input is made, so that sequences begin, break and end often.
_PIECES = [
    b"\x1b", b"[", b"]", b"O", b"P", b"_", b"^", b"X", b"\\", b"\x07", b"\x18", b"\x1a", b"<", b"M", b"m", b"t", b"R",
    b"u", b"~", b"A", b"$y", b"?", b"0;1;1", b"48;24;80;1;1", b"97;;97", b"55296", b"1114112", b"27;5:1", b"1", b";",
    b":", b"200~", b"201~", b"\x1b[200~", b"\x1b[201~", b"\xff", b"\x9b", b"\xc2\x9b", b"\xc3", b"\xa4", b"\xf0\x9f",
    b"\x98\x80", b"\r", b"\x00", b"\x7f", b"x", b" ", b"1" * 50,
]  # fmt: skip
hostile = st.lists(st.one_of(st.sampled_from(_PIECES), st.binary(max_size=6)), max_size=40).map(b"".join)
plain = st.text(st.characters(exclude_categories=["Cc", "Cs"]))

_SEQUENCE = (
    "\x1b(?:"
    r"\[[0-9:;]{0,33}[u~ABCDEFHPQSZ^@]|\[<\d{1,3};\d{1,4};\d{1,4}[Mm]|\[\?2026;\d\$y|\[\[[A-E]|\[[IO]"
    r"|O[@-~]|[ -NQ-WYZ`-~]"
    ")"
)
_SAFE = re.compile(f"(?:{_SEQUENCE}|[^\x1b\x80-\x9f])*")


def pieces_of(data: bytes, cuts: list[int]) -> list[bytes]:
    at = sorted({cut % (len(data) + 1) for cut in cuts})
    return [data[a:b] for a, b in zip([0, *at], [*at, len(data)], strict=True)]


@given(hostile, st.lists(st.integers(0, 10_000)), st.booleans())
def test_the_same_bytes_in_any_pieces_give_the_same_text(data: bytes, cuts: list[int], paste: bool) -> None:
    whole, cut = InputFilter(paste=paste), InputFilter(paste=paste)
    assert whole.feed(data) == "".join(cut.feed(piece) for piece in pieces_of(data, cuts))
    assert whole.patience_s == cut.patience_s
    assert whole.idle() == cut.idle()


@given(hostile, st.booleans())
def test_nothing_but_known_sequences_and_text_passes(data: bytes, paste: bool) -> None:
    assert _SAFE.fullmatch(InputFilter(paste=paste).feed(data))


@given(hostile, st.booleans())
def test_what_passes_is_never_longer_than_what_came(data: bytes, paste: bool) -> None:
    assert len(InputFilter(paste=paste).feed(data).encode()) <= len(data)


@given(plain)
def test_plain_text_passes_unchanged(text: str) -> None:
    assert InputFilter(paste=False).feed(text.encode()) == text


@given(hostile, plain)
def test_after_a_silence_everything_is_heard_again(data: bytes, text: str) -> None:
    stream = InputFilter(paste=False)
    stream.feed(data)
    stream.idle()
    assert stream.feed(b"\r").endswith("\r")
    assert stream.feed(text.encode()) == text


@given(st.lists(hostile, max_size=30))
def test_what_is_held_back_is_bounded(stream_of: list[bytes]) -> None:
    stream = InputFilter(paste=True)
    for data in stream_of:
        stream.feed(data)
        assert len(stream._held) < LONGEST_SEQUENCE


@pytest.mark.parametrize(
    "sequence",
    [
        "\x1b[A", "\x1bOA", "\x1b[1;5C", "\x1b[3~", "\x1b[15;2~", "\x1b[Z", "\x1b[[A", "\x1bOP", "\x1bf", "\x1b[97u",
        "\x1b[113;5u", "\x1b[97;;228u", "\x1b[13u", "\x1b[27u", "\x1b[57358;2u", "\x1b[<0;10;5M", "\x1b[<0;10;5m",
        "\x1b[<64;80;24M", "\x1b[<35;400;200M", "\x1b[?2026;2$y", "\r", "\t", "\x7f", "\x11", "\x03", "ä", "日",
    ],
)  # fmt: skip
def test_a_key_or_mouse_sequence_passes(sequence: str) -> None:
    assert InputFilter(paste=False).feed(sequence.encode()) == sequence


@pytest.mark.parametrize(
    "sequence",
    [
        b"\x1b[48;99999;99999;9;9t", b"\x1b[48;24;80;480;640t", b"\x1b[24;80R", b"\x1b[?62;4c", b"\x1b[0n",
        b"\x1b[?2048;2$y", b"\x1b]52;c;aGFsbG8=\x07", b"\x1b]52;c;aGFsbG8=\x1b\\", b"\x1bPq#0;2\x1b\\",
        b"\x1b_Gi=1;OK\x1b\\", b"\x1b^x\x1b\\", b"\x1bXx\x1b\\", b"\x1b[<0;99999;1M", b"\x1b[<0;-5;1M", b"\x1b[55296u",
        b"\x1b[1114112u", b"\x1b[97;1:3u", b"\x1b[97:65;1u", b"\x1b[97;;27u", b"\x1b[M !!", b"\x1b[I", b"\x1b[O",
        b"\x1b[" + b"1;" * 100 + b"u", b"\xff", b"\xe4", b"\x9b48;1;1;1;1"[:1], b"\xc2\x85",
    ],
)  # fmt: skip
def test_what_no_visitor_types_is_dropped(sequence: bytes) -> None:
    assert InputFilter(paste=False).feed(b"a" + sequence + b"z") == "az"


def test_dropped_bytes_do_not_join_an_escape_with_what_follows() -> None:
    for dropped in (b"\xff", b"\xc2\x85", b"\x1b]0;x\x07", b"\x1b"):
        assert InputFilter(paste=False).feed(b"\x1b" + dropped + b"[48;1;1;1;1t").count(ESC) == 0


def test_a_paste_is_dropped_where_it_is_not_allowed() -> None:
    assert InputFilter(paste=False).feed(b"a\x1b[200~" + b"text\x1b[A" * 1000 + b"\x1b[201~z") == "az"


def test_a_paste_is_capped_where_it_is_allowed() -> None:
    passed = InputFilter(paste=True).feed(b"\x1b[200~" + b"x" * 1_000_000 + b"\x1b[201~z")
    assert passed == "\x1b[200~" + "x" * PASTE_CAP + "\x1b[201~z"


def test_an_unfinished_paste_is_closed_by_silence() -> None:
    stream = InputFilter(paste=True)
    stream.feed(b"\x1b[200~abc")
    assert stream.patience_s == 1.0
    assert stream.idle() == "\x1b[201~"
    assert stream.feed(b"d") == "d"


def test_silence_after_an_escape_is_the_escape_key() -> None:
    stream = InputFilter(paste=False)
    assert stream.feed(b"\x1b") == ""
    assert stream.patience_s == 0.1
    assert stream.idle() == ESC
    assert stream.patience_s is None
