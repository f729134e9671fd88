"""One room on the page Run: what is on in large letters, what comes next, and the list of cues."""

from collections.abc import Iterator, Sequence

from festival.desk.state import DeskState
from festival.desk.view.countdown import GLYPHS, ROLES, countdown
from festival.desk.view.course import Course, changeover_left, waits
from festival.desk.view.standing import fullness
from festival.desk.view.told import state_word
from festival.schedule.model import Room, Session
from festival.tui.bigtext import SMALL, TALL, big
from festival.tui.paint import Row, Span, column, fit, join, spread, wrap

_NOTE_LINES = 3
_ROOMY = 30
"""Rows of a body that has room for taller letters."""


def now_rows(state: DeskState, room: Room, course: Course, width: int, height: int) -> list[Row]:
    """Return what is on in `room`, or comes next, with its countdown; then what follows, and the keys that delay."""
    subject = course.subject
    if subject is None:
        return [[], [(f" {state.locale.t('Nothing more here today.')}", "muted")], *_note(state, room, width)]
    glyph, words, role = _time(state, course, subject)
    expected = state.locale.times(subject.expected.start, subject.expected.end)
    title: Row = [(f" {glyph} ", f"*{role}"), (state.say(subject.title), "*")]
    rows = [spread(title, [(expected, "*"), (" ", "")], width)]
    letters = big(words, width * 2 // 3, role, 1, TALL if height >= _ROOMY and width >= 120 else SMALL)
    facts = list(_facts(state, subject))
    side = max(len(row[0][0]) for row in letters) + 3
    for at in range(max(len(letters), len(facts))):
        large = letters[at] if at < len(letters) else []
        fact = facts[at] if at < len(facts) else []
        rows.append([(" ", ""), *column(large, side), *fact])
    rows += [_next(state, room, course, width), _delays(state, course, width)]
    return [*rows, *_note(state, room, width)]


def _time(state: DeskState, course: Course, subject: Session) -> tuple[str, str, str]:
    """Return a sign, the countdown in words, and the role of their colour."""
    if subject is course.present:
        found = countdown(state, subject)
        return GLYPHS[found.stage], found.words(state.locale), ROLES[found.stage]
    wait = state.locale.duration(subject.expected.start - state.now)
    return "·", state.locale.t("in {time}", time=wait), "accent"


def _facts(state: DeskState, session: Session) -> Iterator[Row]:
    """Yield how it departs from the plan, what was said of it, and how full it is."""
    locale, t, live = state.locale, state.locale.t, session.live
    expected = session.expected
    planned = locale.times(session.planned.start, session.planned.end)
    if session.is_changed:
        yield [(t("Planned {times}", times=planned), "muted"), (" · ", "muted"), _late(state, session)]
    else:
        yield [(t("as planned"), "muted")]
    if live.started_at is not None:
        yield [(t("Begun {time}", time=locale.time(live.started_at)), "good")]
    elif expected.start <= state.now:
        if waits(session, state.now):
            yield [(t("Nobody said yet that it has begun (s)"), "*late")]
        else:
            yield [(t("Nobody said when it began (S)"), "muted")]
    if live.state is not None:
        yield [fullness(state, session)]
    if why := state.say(live.reason):
        yield [(why, "muted")]


def _late(state: DeskState, session: Session) -> Span:
    """Return by how much it departs from the plan."""
    minutes, t = off_min(session), state.locale.t
    if minutes > 0:
        words = t("ends {n} min late", n=minutes) if _ends_off(session) else t("{n} min late", n=minutes)
        return words, "*late"
    if minutes < 0:
        words = t("ends {n} min early", n=-minutes) if _ends_off(session) else t("{n} min early", n=-minutes)
        return words, "*moved"
    return t("changed"), "*moved"


def off_min(session: Session) -> int:
    """Return by how many minutes it is expected to begin, or :func:`_ends_off` to end, after the plan; negative: before."""
    expected, planned = session.expected, session.planned
    off = expected.end - planned.end if _ends_off(session) else expected.start - planned.start
    return round(off.total_seconds() / 60)


def _ends_off(session: Session) -> bool:
    """Return whether its end is what matters: it has begun, or it only takes longer or shorter than planned."""
    live = session.live
    is_begun = live.started_at is not None or live.ended_at is not None
    return is_begun or session.expected.start == session.planned.start


def _next(state: DeskState, room: Room, course: Course, width: int) -> Row:
    """Return what comes after the present session, and whether the time between is enough to change over."""
    t, locale, following = state.locale.t, state.locale, course.following
    if course.present is None:
        return []
    if following is None:
        return [(f"   {t('The last one here today.')}", "muted")]
    gap = int(changeover_left(course.present, following, state.now).total_seconds() // 60)
    time = locale.time(following.expected.start)
    if following.expected.start <= state.now:
        tail: Span = (t("should have begun"), "*stop")
    elif gap < room.changeover_min or gap < 0:
        words = t("{n} min to change over, {needed} needed", n=gap, needed=room.changeover_min)
        tail = (f"▲ {words}", "*late")
    else:
        tail = (t("{n} min to change over", n=gap), "muted")
    head: Row = [(f"   {t('Next')} ", "muted"), (time, "*"), (f" {state.say(following.title)}", "")]
    return spread(head, [tail, (" ", "")], width)


def _delays(state: DeskState, course: Course, width: int) -> Row:
    """Return with which session a delay begins."""
    first = course.begins_with
    if first is None:
        return []
    words = state.locale.t("A delay begins with {session}", session=state.say(first.title))
    return [(fit(f"   {words}", width), "muted")]


def _note(state: DeskState, room: Room, width: int) -> list[Row]:
    """Return the note for the crew, in a few lines."""
    text = state.notes.get(room.id, "")
    lines = wrap(text, width - 4, _NOTE_LINES) if text else ()
    return [[(" ✎ " if at == 0 else "   ", "*accent"), (line, "accent")] for at, line in enumerate(lines)]


class CuePainter:
    """Paints a session of the room, one row each, for :class:`festival.tui.cards.Cards`."""

    def __init__(self, state: DeskState, room: Room, course: Course) -> None:
        self._state = state
        self._room = room
        self._course = course

    def key(self, session: Session) -> str | None:
        """Return what names it."""
        return session.id

    def height(self, session: Session, width: int) -> int:
        """Return how many rows it takes."""
        del session, width
        return 1

    def rows(self, session: Session, width: int) -> Sequence[Row]:
        """Return its row: planned, expected, title; at the right over or under, and its state."""
        state, expected = self._state, session.expected
        glyph, role = self._sign(session)
        here = expected.room == self._room.id and not session.live.cancelled
        shifted = expected.start != session.planned.start or expected.end != session.planned.end
        planned = state.locale.time(session.planned.start)
        times = state.locale.times(expected.start, expected.end) if here else ""
        tone = role if role in {"muted", "~muted"} else ""
        left: Row = [
            (f" {glyph} ", role),
            (planned, "~muted" if shifted or not here else "muted"),
            ("  ", ""),
            *column([(times, f"*{'late' if shifted else tone}")], 13),
            (state.say(session.title), tone),
        ]
        return [spread(left, [*self._right(session), (" ", "")], width)]

    def _sign(self, session: Session) -> tuple[str, str]:
        now, expected, course = self._state.now, session.expected, self._course
        if session.live.cancelled:
            return "✕", "~muted"
        if expected.room != self._room.id:
            return "→", "~muted"
        if course.present is not None and session.id == course.present.id:
            return "▶", "*good"
        if course.following is not None and session.id == course.following.id:
            return "›", "*accent"
        is_over = session.live.ended_at is not None or expected.end <= now
        return ("✓", "muted") if is_over else ("·", "")

    def _right(self, session: Session) -> Row:
        state, t = self._state, self._state.locale.t
        if session.live.cancelled:
            return [(t("cancelled"), "stop")]
        if session.expected.room != self._room.id:
            room = state.schedule.room_by_id.get(session.expected.room)
            return [(t("moved to {room}", room=fit(state.say(room.name), 24) if room else ""), "moved")]
        minutes = off_min(session)
        off: Row = [(f"{minutes:+} min".replace("-", "−"), "*late" if minutes > 0 else "*moved")]
        fixed: Row = [(t("fixed start"), "muted")] if session.fixed_start else []
        full: Row = [fullness(state, session)] if session.live.state else []
        return join([full, fixed, off if minutes else []], ("  ", ""))


def room_row(state: DeskState, room: Room, width: int) -> Row:
    """Return the room's name, and how full it is."""
    found = room.live.state_at(state.now)
    known: Row = [(state_word(state, found), "*late"), (" ", "")] if found else []
    return spread([(f" {state.say(room.name)}", "*accent"), *_venue(state, room)], known, width)


def _venue(state: DeskState, room: Room) -> Row:
    venue = state.say(room.venue)
    return [(f"  {wrap(venue, 60, 1)[0]}", "muted")] if venue else []
