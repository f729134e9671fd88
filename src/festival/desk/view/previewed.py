"""What an edit would do, in rows: old and new, what then fits no longer, and who sees it."""

from collections.abc import Iterator

from festival.desk.state import DeskState
from festival.desk.view.conflict import conflict_sentence
from festival.desk.view.told import session_name, state_word
from festival.schedule.differences import Difference
from festival.schedule.model import Announcement, Session
from festival.schedule.preview import Preview, Shift
from festival.tui.paint import Row, column, fit, wrap

_TIMES = 15


def previewed(state: DeskState, preview: Preview, width: int) -> list[Row]:
    """Return what would change, then the conflicts, then where it is seen."""
    rows: list[Row] = []
    for shift in preview.shifts:
        rows += shift_rows(state, shift, width)
    if not preview.shifts:
        rows.append([(state.locale.t("No visitor sees a difference."), "muted")])
    rows += _conflicts(state, preview, width)
    rows += [[], _where(state, preview, width)]
    return rows


def shift_rows(state: DeskState, shift: Shift, width: int) -> list[Row]:
    """Return the old and the new of one thing."""
    was, now = shift.before, shift.after
    if isinstance(was, Session) and isinstance(now, Session):
        times: tuple[Row, Row] = (_times(state, was, now), [])
        return [
            [*column(time, _TIMES), ("  ", ""), *said]
            for time, said in zip(times, _session(state, shift, now, width), strict=False)
        ]
    name = shift_name(state, shift)
    if was is None:
        when = state.locale.times(now.expected.start, now.expected.end) if isinstance(now, Session) else ""
        return [
            [*column([("+ ", "*good"), (when, "*")], _TIMES), ("  ", ""), (fit(name, width - _TIMES - 2), "")]
        ]
    if now is None:
        return [[*column([("− ", "*stop")], _TIMES), ("  ", ""), (fit(name, width - _TIMES - 2), "~")]]
    parts = ", ".join(_difference(state, one) for one in shift.differences)
    return [[(fit(name, width), "*")], [("  ", ""), (fit(parts, width - 2), "moved")]]


def _times(state: DeskState, was: Session, now: Session) -> Row:
    """Return the start before and after; a session that is cancelled has its start struck through."""
    locale = state.locale
    before, after = was.expected.start, now.expected.start
    if now.live.cancelled:
        return [(locale.time(before), "~muted")]
    if before == after:
        return [(locale.time(after), "")]
    role = "*late" if after > before else "*moved"
    return [(locale.time(before), "~muted"), (" → ", "muted"), (locale.time(after), role)]


def _session(state: DeskState, shift: Shift, now: Session, width: int) -> Iterator[Row]:
    room = width - _TIMES - 2
    yield [(fit(session_name(state, shift.id), room), "~muted" if now.live.cancelled else "")]
    also = [_difference(state, one) for one in shift.differences if one.field not in {"time", "delay"}]
    if also:
        yield [(fit(", ".join(also), room), "moved")]


def _difference(state: DeskState, one: Difference) -> str:
    locale, t = state.locale, state.locale.t
    match one.field:
        case "cancelled":
            return t("cancelled") if one.new else t("takes place after all")
        case "end":
            return t("until {new}, not {old}", new=locale.time(one.new), old=locale.time(one.old))
        case "room":
            return f"{_room(state, one.old)} → {_room(state, one.new)}"
        case "state":
            now = state_word(state, one.new)
            return now if one.old is None else f"{state_word(state, one.old)} → {now}"
        case "wait":
            return t("{n} min wait", n=one.new or 0)
        case "text":
            return f"{_text(state, one.old)} → {_text(state, one.new)}"
        case _:
            return ""


def _text(state: DeskState, value: object) -> str:
    return state.say(value) if isinstance(value, dict) else str(value)


def _room(state: DeskState, name: str) -> str:
    room = state.schedule.room_by_id.get(name)
    return state.say(room.name) if room else name


def shift_name(state: DeskState, shift: Shift) -> str:
    """Return what people call the thing."""
    thing = shift.after or shift.before
    if isinstance(thing, Announcement):
        return state.say(thing.text)
    if isinstance(thing, Session):
        return state.say(thing.title)
    return state.say(thing.name) if thing else shift.id


def _conflicts(state: DeskState, preview: Preview, width: int) -> list[Row]:
    t = state.locale.t
    rows: list[Row] = []
    for sign, role, word, conflicts in (
        ("▲", "*stop", t("New conflict"), preview.new_conflicts),
        ("✓", "*good", t("Solved"), preview.solved_conflicts),
    ):
        for one in conflicts:
            lines = wrap(f"{word}: {conflict_sentence(state, one)}", width - 2)
            rows += [
                [(f"{sign} " if not at else "  ", role), (line, role.lstrip("*"))]
                for at, line in enumerate(lines)
            ]
    return [[], *rows] if rows else []


def _where(state: DeskState, preview: Preview, width: int) -> Row:
    t = state.locale.t
    if preview.rooms is None:
        places = t("everywhere")
    else:
        stations = state.schedule.station_by_id
        places = ", ".join(
            state.say(stations[name].name) if name in stations else _room(state, name)
            for name in sorted(preview.rooms)
        ) or t("nowhere")
    return [(t("Seen at: "), "muted"), (fit(places, width - 12), "")]
