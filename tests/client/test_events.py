import pytest
from hypothesis import given
from hypothesis import strategies as st

from festival.client.errors import WrongServer
from festival.client.events import Decoder, Event
from festival.client.messages import Beat, Changed, Hello, message_of


def decoded(*parts: bytes, **caps: int) -> list[Event]:
    decoder = Decoder(**caps)
    return [event for part in parts for event in decoder.feed(part)]


@pytest.mark.parametrize(
    ("text", "events"),
    [
        # The first four are the examples of the standard.
        (b"data: YHOO\ndata: +2\ndata: 10\n\n", [("message", "YHOO\n+2\n10", "")]),
        (
            b": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
            [
                ("message", "first event", "1"),
                ("message", "second event", ""),
                ("message", " third event", ""),
            ],
        ),
        (b"data\n\ndata\ndata\n\ndata:", [("message", "\n", "")]),  # with one empty line the data is empty
        (b"data:test\n\ndata: test\n\n", [("message", "test", "")] * 2),
        (b"event: add\ndata: 73857293\n\n", [("add", "73857293", "")]),
        (b"\xef\xbb\xbfdata: a\n\n\xef\xbb\xbfdata: b\n\n", [("message", "a", "")]),
        (b"data: a\r\rdata: b\r\n\r\ndata: c\n\r\n", [("message", x, "") for x in "abc"]),
        (b"id: 7\ndata: a\n\nid: 8\0\ndata: b\n\n", [("message", "a", "7"), ("message", "b", "7")]),
        (b"id: 7\n\ndata: a\n\n", [("message", "a", "7")]),
        (b"event: x\n\ndata: a\n\n", [("message", "a", "")]),
        (b"data: a\nretry: 5\nunknown: x\ndata : b\n\n", [("message", "a", "")]),
        (b"data: a", []),
        (b"data: a\n", []),
    ],
)
def test_a_stream_is_read_as_the_standard_says(text: bytes, events: list[tuple[str, str, str]]) -> None:
    assert [(one.name, one.data, one.last_id) for one in decoded(text)] == events


LINES = st.sampled_from(
    [b"data: a", b"data:", b"data: \xc3\xa4", b"event: x", b"id: 3", b": hm", b"", b"", b"x"]
)
ENDS = st.sampled_from([b"\n", b"\r", b"\r\n"])


@given(st.lists(st.tuples(LINES, ENDS)), st.lists(st.integers(1, 9)))
def test_where_a_stream_is_cut_changes_nothing(lines: list[tuple[bytes, bytes]], sizes: list[int]) -> None:
    text = b"".join(line + end for line, end in lines)
    parts = []
    rest = text
    for size in sizes:
        parts.append(rest[:size])
        rest = rest[size:]
    assert decoded(*parts, rest) == decoded(text)


def test_an_event_is_there_as_soon_as_its_empty_line_is() -> None:
    decoder = Decoder()
    assert [list(decoder.feed(part)) for part in (b"data: a\r", b"\r", b"\n")] == [
        [],
        [Event("message", "a", "")],
        [],
    ]


@pytest.mark.parametrize(
    "parts",
    [
        [b"data: " + b"x" * 100],
        [b"x"] * 101,
        [b"x" * 90 + b"\n", b"x" * 101 + b"\n"],
        [b"data: " + b"x" * 50 + b"\n"] * 5,
        [b"data:\n"] * 300,
    ],
)
def test_what_never_ends_is_given_up(parts: list[bytes]) -> None:
    with pytest.raises(WrongServer):
        decoded(*parts, line_cap=100, event_cap=200)


def test_what_is_no_event_costs_no_memory_and_ends_nothing() -> None:
    filler = [b": beat\n", b"event: x\n\n", b"id: 9\n"] * 1_000
    assert decoded(*filler, b"data: a\n\n", line_cap=100, event_cap=200) == [Event("message", "a", "9")]


@pytest.mark.parametrize(
    "line", [b"data: \xff", b"event: \xff\ndata: a", b"id: \xff\ndata: a", b"data: \xed\xa0\x80"]
)
def test_what_is_not_utf8_is_an_error(line: bytes) -> None:
    with pytest.raises(WrongServer):
        decoded(line + b"\n\n")


HELLO = '{"epoch":"e","revision":3,"head":5,"server_time":"2022-05-27T10:00:00Z","beat_s":5'


def test_a_message_that_says_more_than_is_known_is_understood() -> None:
    said = message_of(Event("hello", HELLO + ',"rehearsed":true,"rate":60,"mood":"fine"}', "e-3"))
    assert isinstance(said, Hello)
    assert (said.head, said.rehearsed, said.rate) == (5, True, 60)
    beat = message_of(Event("beat", HELLO + "}", "e-3"))
    assert isinstance(beat, Beat)
    assert message_of(Event("weather", "rain", "")) is None


CHANGE = '{"revision":%s,"at":"2022-05-27T10:00:00Z","by":"","kind":"x","touches":[%s]}'
TOUCH = '{"kind":"room","id":"hall","after":{"live":{"wait_min":%s}}}'


def test_a_change_is_understood() -> None:
    said = message_of(Event("change", CHANGE % (4, TOUCH % 5), "e-4"))
    assert isinstance(said, Changed)
    assert (str(said.cursor), said.change.revision) == ("e-4", 4)


@pytest.mark.parametrize(
    ("name", "data", "last_id"),
    [
        ("hello", HELLO + "}", ""),
        ("hello", HELLO + "}", "e-4"),
        ("hello", HELLO.replace('"head":5', '"head":2') + "}", "e-3"),
        ("hello", HELLO + ',"rate":0}', "e-3"),
        ("hello", HELLO + ',"rate":NaN}', "e-3"),
        ("hello", HELLO + ',"rate":1e999}', "e-3"),
        ("hello", HELLO.replace(":5", ":-5") + "}", "e-3"),
        ("hello", HELLO.replace("2022", "9999") + "}", "e-3"),
        ("hello", HELLO.replace("Z", "") + "}", "e-3"),
        ("hello", HELLO.replace('"e"', '"e\\n"') + "}", "e-3"),
        ("hello", "null", "e-3"),
        ("beat", '{"epoch":"e","revision":"3","server_time":"2022-05-27T10:00:00Z"}', ""),
        ("beat", '{"epoch":"e","revision":1e18,"server_time":"2022-05-27T10:00:00Z"}', ""),
        ("beat", "{" * 10_000, ""),
        ("beat", "9" * 10_000, ""),
        ("reset", "[" * 100_000, ""),
        ("bye", '{"retry_after_s":-1}', ""),
        ("bye", '{"retry_after_s":NaN}', ""),
        ("change", CHANGE % (4, TOUCH % 5), ""),
        ("change", CHANGE % (4, TOUCH % 5), "e-3"),
        ("change", CHANGE % ("1" * 5_000, TOUCH % 5), "e-4"),
        ("change", CHANGE % (4, TOUCH % ("[" * 1_000 + "]" * 1_000)), "e-4"),
        ("change", CHANGE % (4, TOUCH % "x"), "e-4"),
        ("change", CHANGE % (4, ""), "e-4"),
    ],
)
def test_what_no_hub_says_is_refused(name: str, data: str, last_id: str) -> None:
    with pytest.raises(WrongServer):
        message_of(Event(name, data, last_id))
