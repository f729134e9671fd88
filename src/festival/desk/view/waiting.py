"""Edits that the hub has not made: what became of them, how old they are, and both values of a conflict."""

from festival.desk.permission import forbidden
from festival.desk.sending import Sending
from festival.desk.state import DeskState
from festival.desk.view.change import newest_of
from festival.desk.view.previewed import shift_name
from festival.desk.view.told import state_word, told
from festival.schedule.changes import Change, Thing
from festival.schedule.errors import EditRefused
from festival.schedule.model import Announcement, Session
from festival.schedule.preview import preview
from festival.tui.paint import Row, spread, wrap
from festival.wording.refusals import refusal


def age(state: DeskState, one: Sending) -> str:
    """Return how long ago `one` was sent: in seconds at first, then in minutes."""
    seconds = max(0, round((state.now - one.since).total_seconds()))
    if seconds < 120:
        return state.locale.t("{n} s ago", n=seconds)
    return state.locale.t("{time} ago", time=state.locale.duration(state.now - one.since))


def stage_words(state: DeskState, one: Sending) -> tuple[str, str]:
    """Return what became of `one`, and a role."""
    t = state.locale.t
    return {
        "sending": (t("↑ being sent"), "muted"),
        "unanswered": (t("◷ no answer: nobody knows whether it was made"), "*late"),
        "refused": (t("✕ refused"), "*stop"),
        "conflict": (t("⇄ what it touches has changed since"), "*stop"),
    }[one.stage]


def waiting_rows(state: DeskState, one: Sending, width: int) -> list[Row]:
    """Return everything about `one`."""
    words, role = stage_words(state, one)
    rows: list[Row] = [
        spread([(told(state, one.edit), "*")], [(age(state, one), "muted")], width),
        [("  ", ""), (words, role)],
    ]
    if one.stage == "conflict":
        rows += [[("  ", ""), *row] for row in _values(state, one, width - 2)]
    elif why := _why(state, one):
        rows += [[("    ", ""), (line, "muted")] for line in wrap(why, width - 4)]
    return rows


def _why(state: DeskState, one: Sending) -> str:
    """Return why `one` came back, in the organiser's language if the desk comes to the same judgement as the hub."""
    if one.stage != "refused":
        return one.why
    if (why := forbidden(state, one.edit)) is not None:
        return why
    try:
        preview(state.schedule, one.edit, now=state.now, by=state.name or "?", log=_log(state))
    except EditRefused as error:
        return refusal(state, error)
    return one.why


def _values(state: DeskState, one: Sending, width: int) -> list[Row]:
    """Return the value that the thing has now, and the one that the edit would give it."""
    t = state.locale.t
    try:
        would = preview(state.schedule, one.edit, now=state.now, by=state.name or "?", log=_log(state))
    except EditRefused as error:
        return [[(line, "muted")] for line in wrap(refusal(state, error), width)]
    shift = next((found for found in would.shifts if found.id == one.thing), None)
    if shift is None:
        return [[(line, "muted")] for line in wrap(one.why, width)]
    maker = newest_of(state, shift.kind, shift.id)
    by = t("{name}, {time}", name=maker.by, time=state.locale.time(maker.at)) if maker else ""
    return [
        [(shift_name(state, shift), "")],
        spread([(f"{t('Now')}: ", "muted"), (_value(state, shift.before), "*")], [(by, "muted")], width),
        [(f"{t('Yours')}: ", "muted"), (_value(state, shift.after), "*late")],
    ]


def _log(state: DeskState) -> dict[int, Change]:
    return {change.revision: change for change in state.changes}


def _value(state: DeskState, thing: Thing | None) -> str:
    locale, t = state.locale, state.locale.t
    if thing is None:
        return t("not there")
    if isinstance(thing, Announcement):
        return state.say(thing.text)
    if isinstance(thing, Session):
        if thing.live.cancelled:
            return t("cancelled")
        slot = thing.expected
        room = state.schedule.room_by_id.get(slot.room)
        word = state_word(state, thing.live.state) if thing.live.state else ""
        return ", ".join(
            part
            for part in (locale.times(slot.start, slot.end), state.say(room.name) if room else "", word)
            if part
        )
    return state_word(state, thing.live.state_at(state.now))
