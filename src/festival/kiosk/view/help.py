"""What there is to know about the program itself, in blocks of text."""

from collections.abc import Iterator, Sequence
from typing import Final

from festival import __version__
from festival.kiosk.state import State
from festival.kiosk.view.block import LONGEST_LINE, MARGIN, Block, heading, prose
from festival.tui.bigtext import big
from festival.tui.paint import Row, wrap

STAFF: Final = "staff"
"""The key of the block that leads to the staff's page."""


def blocks(state: State, *, with_legend: bool) -> list[Block]:
    """Return the whole text; the legend may stand elsewhere."""
    t = state.locale.t
    parts: list[Block] = [_part(state, t("How it works"), *_use(state))]
    if with_legend:
        parts.append(Block(lambda width: legend(state, width)))
    parts += [
        _part(state, t("What you see here"), *_data(state)),
        _part(state, t("Privacy"), *_privacy(state)),
        _part(state, t("Accessibility"), *_accessibility(state)),
        Block(lambda width: _sources(state, width)),
        _part(state, t("Version"), f"festival {__version__}"),
    ]
    if state.door is not None:
        parts.append(Block(lambda _width: [[], [("  ", ""), (t("Staff"), "accent")], []], STAFF))
    return parts


def _part(state: State, title: str, *paragraphs: str) -> Block:
    def paint(width: int) -> list[Row]:
        rows = _title(state, title, width)
        for text in paragraphs:
            rows += _text(state, text, width)
        return rows

    return Block(paint)


def _title(state: State, text: str, width: int) -> list[Row]:
    if not state.large:
        return heading(text)
    return [[(" " * MARGIN, ""), *row] for row in big(text, width - MARGIN - 1, "accent")]


def _text(state: State, text: str, width: int) -> list[Row]:
    if not state.large:
        return prose(text, width)
    return [[(" " * MARGIN, ""), *row] for row in big(text, width - MARGIN - 1, "", 1_000)]


def _use(state: State) -> Iterator[str]:
    t = state.locale.t
    yield t("Touch what you would like to see. Start, at the top left, leads back to the beginning.")
    yield t("With keys: the arrows choose, Enter opens, Escape goes back. Letters begin a search.")
    yield t("In an agenda, + keeps a session.")


def _data(state: State) -> Iterator[str]:
    t = state.locale.t
    note = state.say(state.schedule.festival.note)
    if note:
        yield note
    if state.rehearsing:
        yield t("This is a rehearsal: the clock and the changes of the day are made up.")
    if state.rehearsing and state.kiosk_id is None and state.links.base_url:
        address = state.links.base_url
        yield t(
            "Phones read its pages at {address}; nobody changes anything there without a token.",
            address=address,
        )
    yield t("Whatever comes from a public source says so on its own page; the rest says that it is a sample.")


def _privacy(state: State) -> Iterator[str]:
    t = state.locale.t
    if state.kiosk_id is not None:
        yield t("Nothing that you type or keep here is stored, and nothing is sent anywhere.")
        yield t("When nobody has touched the screen for a minute, it asks, and then forgets everything.")
    else:
        yield t("Picks, language and looks are kept on this computer and nowhere else.")
        yield t("What you search for is not kept.")


def _accessibility(state: State) -> Iterator[str]:
    t = state.locale.t
    yield t("Everything works by touch, and with four arrows and Enter.")
    yield t("Large text and a theme of high contrast are at the top of this page.")
    yield t("No status is told by colour alone: each has a sign and a word.")
    yield t("This screen cannot read itself aloud. The QR codes lead to pages that a phone can read to you.")
    yield t("There is no hurry: before it forgets, the screen asks, and any key or touch gives more time.")


def _sources(state: State, width: int) -> list[Row]:
    rows = _title(state, state.locale.t("Sources"), width)
    for source in state.schedule.festival.sources.values():
        rows += _sign(state, "·", "muted", source.title, width)
    return rows


def legend(state: State, width: int) -> Sequence[Row]:
    """Return what signs and colours mean."""
    t = state.locale.t
    rows = _title(state, t("Signs and colours"), width)
    for glyph, role, words in (
        ("●", "*good", t("Runs now, or is open")),
        ("▲", "*late", t("Later than planned, or busy")),
        ("➜", "*moved", t("At another place or time")),
        ("✕", "*stop", t("Cancelled")),
        ("■", "*stop", t("Full, or paused")),
        ("✱", "*late", t("Changed within the last five minutes")),
        ("★", "*accent", t("One of your picks")),
    ):
        rows += _sign(state, glyph, role, words, width)
    rows.append([])
    for track in state.schedule.tracks:
        rows += _sign(state, "▌", track.color, state.say(track.name), width)
    return rows


def _sign(state: State, glyph: str, role: str, words: str, width: int) -> list[Row]:
    room = max(1, min(width - MARGIN - 4, LONGEST_LINE))
    if state.large:
        lines = [row[0][0] for row in big(words, room, "", 3)]
        shown = {1} if glyph != "▌" else set(range(len(lines)))
    else:
        lines = list(wrap(words, room))
        shown = {0}
    return [
        [(" " * MARGIN, ""), (glyph if at in shown else " ", role), ("  ", ""), (one, "")]
        for at, one in enumerate(lines)
    ]
