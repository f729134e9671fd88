"""An urgent announcement, for which everything else makes room."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from festival.schedule.model import Announcement
from festival.tui.bigtext import SMALL, TALL, Face, big, draws
from festival.tui.paint import Row, Span, spread, width_of, wrap
from festival.wording.announcements import GLYPHS
from festival.wording.reading import Reading

MARGIN: Final = 3
"""Columns to both sides of the text."""
BUTTON_ROWS: Final = 3
_BUTTON_MOST: Final = 48
_ROOMY: Final = 30
"""Rows of a screen from which some are left empty."""
_BAND: Final = "*alarm_text@alarm"
_LETTERS: Final[tuple[tuple[Face | None, tuple[Face | None, ...]], ...]] = (
    (TALL, (SMALL, None)),
    (SMALL, (SMALL, None)),
    (None, (None,)),
)
"""Letters for the text (None: plain ones), and those for the other language below it."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One urgent announcement on its way to a screen."""

    one: Announcement
    number: int
    """Which it is, counted from 1, the newest first."""
    count: int
    """How many there are."""
    ending: Sequence[Span]
    """What stands in the button: how to go on."""
    pressed: bool = False
    countdown_s: int | None = None
    """Seconds until a screen that nobody touches forgets its visitor; None while it does not ask."""
    rehearsal: str = ""
    """That the day is only rehearsed."""
    freshness: Span = ("", "")
    """How much it can be relied on, with the role of its colour."""


def screen(state: Reading, notice: Notice, width: int, height: int) -> list[Row]:
    """Return a whole screen: head, the text as large as it fits in one or two languages, how long it holds, the button."""
    gap: list[Row] = [[]] if height >= _ROOMY else []
    head = _head(state, notice, width)
    below = [*gap, _foot(state, notice, width), *gap, *button(notice, width), *gap]
    room = max(1, height - len(head) - len(below) - 2)
    said = [[(" " * MARGIN, ""), *row] for row in _words(state, notice.one, width - 2 * MARGIN, room)]
    above = 1 + (room - len(said)) // 3
    body: list[Row] = [*([[]] * above), *said]
    body += [[]] * (height - len(head) - len(below) - len(body))
    return [*head, *body, *below]


def button_span(width: int) -> tuple[int, int]:
    """Return the first column of the button and the one after its last; it ends at the bottom, in a tall screen a row above."""
    wide = min(_BUTTON_MOST, width - 2 * MARGIN)
    left = (width - wide) // 2
    return left, left + wide


def button_rows(height: int) -> range:
    """Return the rows of the button."""
    end = height - 1 if height >= _ROOMY else height
    return range(end - BUTTON_ROWS, end)


def button(notice: Notice, width: int) -> list[Row]:
    """Return the button, whose words say how to go on."""
    left, right = button_span(width)
    role = "text@focus" if notice.pressed else "chosen_text@chosen"
    ground = role.partition("@")[2]
    words: Row = [(text, f"{mark}{role}") for text, mark in notice.ending]
    gap = max(0, right - left - width_of(words))
    inner: Row = [(" " * (gap // 2), f"@{ground}"), *words, (" " * (gap - gap // 2), f"@{ground}")]
    edge: Row = [(" " * left, ""), (" " * (right - left), f"@{ground}")]
    return [edge, [(" " * left, ""), *inner], edge]


def _head(state: Reading, notice: Notice, width: int) -> list[Row]:
    """Return the band at the top: that it is important, or only rehearsed, which of how many it is, and the time."""
    locale = state.locale
    margin = " " * MARGIN
    words = " · ".join(part for part in (notice.rehearsal, locale.t("Important announcement")) if part)
    title = f"{margin}{GLYPHS['urgent']} {words}"
    counted = locale.t("{n} of {all}", n=notice.number, all=notice.count) + "   " if notice.count > 1 else ""
    row = spread([(title, "")], [(f"{counted}{locale.time(state.now)}{margin}", "")], width)
    edge: Row = [(" " * width, _BAND)]
    return [edge, [(text, _BAND) for text, _ in row], edge]


def _foot(state: Reading, notice: Notice, width: int) -> Row:
    """Return when it was said, until when it holds and where; at the right how fresh that is, or the countdown."""
    locale, one = state.locale, notice.one
    rooms = (state.schedule.room_by_id.get(room) for room in one.rooms)
    said = locale.t("said at {time}", time=locale.time(one.at))
    until = locale.t("holds until {time}", time=locale.time_beside(one.expires, state.now))
    words = " · ".join([said, until, *(state.say(room.name) for room in rooms if room)])
    right: Row = [notice.freshness]
    if notice.countdown_s is not None:
        right = [(f"{locale.t('Continue?')} {notice.countdown_s}", "*accent")]
    margin: Span = (" " * MARGIN, "")
    return spread([margin, (words, "muted")], [*right, margin], width)


def _words(state: Reading, one: Announcement, width: int, room: int) -> list[Row]:
    """Return the text as large as its room allows, and below it in the festival's other language if that fits too."""
    first = state.say(one.text)
    other = _other(state, one, first)
    for face, smaller in _LETTERS:
        said = _set(first, width, face, "*")
        if said is None or len(said) > room:
            continue
        if not other:
            return said
        for second_face in smaller:
            second = _set(other, width, second_face, "muted")
            if second is not None and len(said) + 1 + len(second) <= room:
                return [*said, [], *second]
        if face is SMALL:  # large in one language is read by more people than plain in two
            return said
    return [[(line, "*")] for line in wrap(first, width, room)]


def _set(text: str, width: int, face: Face | None, role: str) -> list[Row] | None:
    """Return `text` in the letters of `face` (None: plain ones), None if those cannot show it."""
    if face is None:
        return [[(line, role)] for line in wrap(text, width)]
    if not draws(text, face) or max(map(len, text.split()), default=0) > face.fits(width):
        return None
    return big(text, width, role.lstrip("*"), 1_000, face)


def _other(state: Reading, one: Announcement, first: str) -> str:
    """Return the text in another of the festival's languages, empty if there is none."""
    others = (tag for tag in state.schedule.festival.languages if tag != state.locale.language)
    return next((text for tag in others if (text := one.text.get(tag, "")) and text != first), "")
