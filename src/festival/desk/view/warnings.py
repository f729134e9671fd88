"""What is wrong with the day, in the organiser's language: each warning, and what to do about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from festival.desk.state import DeskState
from festival.desk.view.conflict import conflict_sentence, field_name, ref_name, spoken
from festival.desk.view.told import told
from festival.schedule import edits
from festival.schedule.conflicts import Conflict, ConflictKind
from festival.schedule.model import Session, Severity
from festival.schedule.timeline import place_of
from festival.schedule.watchlist import Warning as Warned
from festival.schedule.watchlist import WatchKind
from festival.tui.paint import Row, fit, join, spread, wrap

SEVERITIES: Final[tuple[Severity, ...]] = ("urgent", "warning", "info")
"""Worst first."""
_SIGNS: Final = {"urgent": ("‼", "*stop"), "warning": ("▲", "*late"), "info": ("·", "muted")}
_LINES: Final = 2
"""Most rows of a sentence in the list."""


def severity_word(state: DeskState, severity: Severity) -> str:
    """Return what organisers call how bad it is."""
    t = state.locale.t
    return {"urgent": t("urgent"), "warning": t("soon"), "info": t("when there is time")}[severity]


def warning_sentence(state: DeskState, one: Warned) -> str:
    """Return what is wrong, with the names that organisers know."""
    t = state.locale.t
    if isinstance(one.kind, ConflictKind):
        known = Conflict(one.kind, one.things, one.minutes, one.languages, one.field, one.code)
        return conflict_sentence(state, known)
    names = [*(ref_name(state, ref) for ref in one.things), t("the day")]
    first, second = names[0], names[1]
    match one.kind:
        case WatchKind.PAST_START:
            return t(
                "{first} should have begun {n} min ago ({second})", first=first, n=one.minutes, second=second
            )
        case WatchKind.CURFEW:
            return t("{first} ends {n} min after {second} closes", first=first, n=one.minutes, second=second)
        case WatchKind.CAPACITY:
            return t("{first} is for {n} people, {second} holds {most}", first=first, n=one.size, second=second, most=one.most)  # fmt: skip
        case WatchKind.TOO_LONG:
            field, tongues = field_name(state.locale, one.field), spoken(state.locale, one.languages)
            return t("{first}: {field} ({languages}) has {n} letters, a kiosk shows {most}", first=first, field=field, languages=tongues, n=one.size, most=one.most)  # fmt: skip
        case WatchKind.CODE_WITHOUT_PAGE:
            return t("{first} has a code that leads to no page", first=first)


def advice(state: DeskState, kind: ConflictKind | WatchKind) -> str:
    """Return what can be done about a warning of that kind."""
    t = state.locale.t
    return {
        ConflictKind.ROOM_OVERLAP: t("Delay or move the later one, or cut the earlier one short."),
        ConflictKind.CHANGEOVER: t("Delay the later one by the missing minutes, or cut the earlier one short."),
        ConflictKind.FIXED_START: t("It cannot begin later: cut short or move what is before it."),
        ConflictKind.PERSON_TWICE: t("Delay one of the two, or let somebody else speak."),
        ConflictKind.OUTSIDE_DAY: t("Move it to a time within the day."),
        ConflictKind.OUTSIDE_ROOM: t("Move it to a time at which the room is open, or to another room."),
        ConflictKind.NO_TRANSLATION: t("Type the missing language: correct the text here, a reason or an announcement anew."),
        ConflictKind.CODE_TWICE: t("Give one of the two another code in the programme's files."),
        ConflictKind.STAGE_WITHOUT_PROJECT: t("Name its project in the programme's files."),
        WatchKind.PAST_START: t("Say that it begins (s) or since when it is on (S), delay it, or cancel it."),
        WatchKind.CURFEW: t("Cut it short, or move it."),
        WatchKind.CAPACITY: t("Move it to a larger room, or announce early that it may be full."),
        WatchKind.TOO_LONG: t("Say it shorter: the end is cut off on kiosks."),
        WatchKind.CODE_WITHOUT_PAGE: t("Name its project in the programme's files."),
    }[kind]  # fmt: skip


def session_of(state: DeskState, one: Warned) -> Session | None:
    """Return the session that has to be changed, if it is one."""
    first = one.things[0]
    return state.schedule.session_by_id.get(first.id) if first.kind == "session" else None


def rooms_of(state: DeskState, one: Warned) -> frozenset[str]:
    """Return the ids of the rooms that the warning is about."""
    sessions = state.schedule.session_by_id
    found = {ref.id for ref in one.things if ref.kind == "room"}
    found |= {
        place_of(sessions[ref.id]).room for ref in one.things if ref.kind == "session" and ref.id in sessions
    }
    return frozenset(found)


def remedy(state: DeskState, one: Warned) -> edits.Edit | None:
    """Return the edit that solves it, where one does and nothing need be asked; it is previewed like any other."""
    session = session_of(state, one)
    if session is None:
        return None
    match one.kind:
        case WatchKind.PAST_START:
            return edits.StartSession(session=session.id)
        case (
            ConflictKind.ROOM_OVERLAP
            | ConflictKind.CHANGEOVER
            | ConflictKind.PERSON_TWICE
            | ConflictKind.FIXED_START
        ):
            if session.fixed_start:
                return _shorter(state.schedule.session_by_id.get(one.things[1].id), one.minutes)
            room = place_of(session).room
            return edits.DelayRoom(room=room, minutes=one.minutes, from_session=session.id)
        case WatchKind.CURFEW:
            return _shorter(session, one.minutes)
        case _:
            return None


def _shorter(session: Session | None, minutes: int) -> edits.Edit | None:
    if session is None or place_of(session).end - place_of(session).start <= timedelta(minutes=minutes):
        return None
    return edits.ExtendSession(session=session.id, minutes=-minutes)


def chosen(state: DeskState, *, severity: str, room: str) -> tuple[Warned, ...]:
    """Return the warnings of that `severity` ("": any) about `room` ("": any), worst first."""
    return tuple(
        one
        for one in state.warnings
        if severity in {"", one.severity} and (not room or room in rooms_of(state, one))
    )


def own_room(state: DeskState) -> str:
    """Return the id of the room whose warnings this organiser sees first: a host's own; "": those of all."""
    holder = state.holder
    return (holder.room or "") if holder is not None and holder.role == "host" else ""


def counts(state: DeskState, width: int) -> list[Row]:
    """Return how many there are of each severity, and an empty line."""
    parts: list[Row] = []
    for severity in SEVERITIES:
        count = sum(one.severity == severity for one in state.warnings)
        if count:
            sign, role = _SIGNS[severity]
            parts.append([(f"{sign} {count} {severity_word(state, severity)}", role)])
    row: Row = [(" ", ""), *join(parts, ("   ", ""))]
    return [spread(row, [], width), []] if parts else []


@dataclass(frozen=True, slots=True)
class WarningPainter:
    """Paints warnings, for :class:`festival.tui.cards.Cards`, in one state."""

    state: DeskState | None = None

    def key(self, one: Warned) -> str | None:
        """Return what names it: its kind and what it is about."""
        return key_of(one)

    def height(self, one: Warned, width: int) -> int:
        """Return how many rows it takes."""
        return len(self.rows(one, width))

    def rows(self, one: Warned, width: int) -> Sequence[Row]:
        """Return its rows."""
        if self.state is None:
            return [[]]
        sign, role = _SIGNS[one.severity]
        lines = wrap(warning_sentence(self.state, one), width - 12, _LINES)
        return [
            [(f" {sign if not at else ' '} ", role), (f"{self._when(one) if not at else '':<6}", "muted"), (line, "")]
            for at, line in enumerate(lines)
        ]  # fmt: skip

    def _when(self, one: Warned) -> str:
        state = self.state
        session = session_of(state, one) if state is not None else None
        return state.locale.time(place_of(session).start) if state is not None and session is not None else ""


def key_of(one: Warned) -> str:
    """Return what stays the same of a warning while its minutes change."""
    return " ".join((one.kind, *map(str, one.things), one.field))


def about_warning(state: DeskState, one: Warned, width: int) -> list[Row]:
    """Return the whole sentence, where and when it is, and what to do."""
    t, locale = state.locale.t, state.locale
    sign, role = _SIGNS[one.severity]
    rows: list[Row] = [[(f"{sign} {severity_word(state, one.severity)}", role)]]
    rows += [[(line, "*")] for line in wrap(warning_sentence(state, one), width, 3)]
    if (session := session_of(state, one)) is not None:
        place = place_of(session)
        room = state.schedule.room_by_id.get(place.room)
        where = state.say(room.name) if room else place.room
        rows.append([(fit(f"{locale.times(place.start, place.end)}  {where}", width), "muted")])
    rows += [[(line, "")] for line in wrap(advice(state, one.kind), width, 2)]
    if (solution := remedy(state, one)) is not None:
        rows.append([("z", "*accent"), (f" {t('Solve')}: {fit(told(state, solution), width - 12)}", "")])
    return rows
