"""The speaker's timer: the time that is left in digits as large as the screen allows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from festival.desk.state import DeskState
from festival.desk.view.countdown import GLYPHS, ROLES, Countdown, countdown
from festival.desk.view.course import Course
from festival.schedule.model import Room
from festival.tui.bigtext import SMALL, TALL, Face, big, draws, pixels
from festival.tui.freshness import freshness
from festival.tui.paint import Row, fit, spread, width_of
from festival.tui.picture import picture

_AROUND: Final = 4
"""Rows of the head and the foot."""
_ROOMY: Final = 34
"""Rows of a screen that has room for larger letters around the digits."""


@dataclass(frozen=True, slots=True)
class Stand:
    """How things stand in one room."""

    state: DeskState
    room: Room
    course: Course


def timer_rows(stand: Stand, width: int, height: int) -> list[Row]:
    """Return a whole screen."""
    state, course = stand.state, stand.course
    t, subject = state.locale.t, course.subject
    if subject is None:
        middle = _centred(big(t("Nothing more here today."), width, "muted", 2), width)
        return _framed(stand, middle, width, height)
    is_on = subject is course.present
    found = countdown(state, subject) if is_on else Countdown(subject.expected.start - state.now)
    role = ROLES[found.stage] if is_on else "accent"
    plea = found.plea(state.locale) if is_on else t("Begins in")
    glyph = f"{GLYPHS[found.stage]} " if is_on and found.stage != "calm" else ""
    said = _large(plea, f"{glyph}{plea}", width, role, TALL if height >= _ROOMY else SMALL)
    name = state.say(subject.title)
    title = _large(name, name, width, "") if height >= _ROOMY else [[(fit(name, width - 2), "*")]]
    room_left = height - _AROUND - len(said) - len(title) - 1
    digits = digit_rows(found.clock, width - 2, room_left, role)
    spare = room_left - len(digits)
    middle = [*([[]] * (spare // 2)), *_centred(digits, width), *([[]] * (spare - spare // 2))]
    middle += [[], *_centred(title, width), *_centred(said, width)]
    return _framed(stand, middle, width, height)


def digit_rows(text: str, width: int, height: int, role: str) -> list[Row]:
    """Return `text` in digits as large as fits `width` by `height` cells, at least one cell for a pixel."""
    lines = _trimmed(pixels(text, TALL))
    tall, wide = len(lines), max(map(len, lines))
    scale = max(1, min(width // wide, height * 2 // tall))
    return picture(lines, {"#": role}, scale)


def _trimmed(lines: Sequence[str]) -> list[str]:
    """Return the pixels without empty rows above and below, and empty columns at the sides."""
    kept = [line for line in lines if "#" in line]
    first = min(line.index("#") for line in kept)
    last = max(line.rindex("#") for line in kept)
    return [line[first : last + 1] for line in kept]


def _large(text: str, plain: str, width: int, role: str, face: Face = SMALL) -> list[Row]:
    """Return `text` in large letters, or `plain` in bold ones where those cannot show it; always as many rows."""
    if not text:
        return [[]] * face.rows
    for fitting in dict.fromkeys((face, SMALL)):
        if draws(text, fitting) and len(text) <= fitting.fits(width - 2):
            return [*([[]] * (face.rows - fitting.rows)), *big(text, width, role, 1, fitting)]
    return [[], [(fit(plain, width - 2), f"*{role}")], *([[]] * (face.rows - 2))]


def _centred(rows: Sequence[Row], width: int) -> list[Row]:
    wide = max((width_of(row) for row in rows), default=0)
    return [[(" " * max(0, (width - wide) // 2), ""), *row] if row else [] for row in rows]


def _framed(stand: Stand, middle: Sequence[Row], width: int, height: int) -> list[Row]:
    """Return `middle` between the room and the clock above, and what comes next and how fresh it is below."""
    state, course = stand.state, stand.course
    locale, t = state.locale, state.locale.t
    clock = f"{locale.local(state.now):%H:%M:%S} "
    head = spread([(f" {state.say(stand.room.name)}", "*accent")], [(clock, "*")], width)
    following: Row = []
    if course.present is not None and course.following is not None:
        time = locale.time(course.following.expected.start)
        following = [(f" {t('Next')} ", "muted"), (f"{time} {state.say(course.following.title)}", "")]
    words, role = freshness(locale, state.freshness.contact, state.freshness.at, state.now)
    fresh: Row = [] if state.freshness.contact == "live" else [(f" {words}  ", role)]
    foot = spread([*fresh, (f" {t('Any key: back')}", "muted")], [], width)
    gap = height - _AROUND - len(middle)
    return [head, [], *middle, *([[]] * gap), spread(following, [], width), foot]
