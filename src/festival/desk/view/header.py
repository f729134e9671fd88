"""The band at the top: where and when we are, how fresh it is, who sits here, what waits."""

from collections.abc import Sequence
from typing import Final

from festival.desk.state import DeskState
from festival.desk.view.warnings import chosen, own_room
from festival.tui.bigtext import line
from festival.tui.freshness import freshness
from festival.tui.paint import Row, Span, join, spread

ROWS: Final = 2
TALL_ROWS: Final = 4
"""With the time in large digits, where the window has room for it."""
_ON_BAND: Final = {"*good": "*band_text", "*late": "*band_accent", "*stop": "*band_accent"}


def header(state: DeskState, page: str, width: int, *, is_tall: bool = False) -> Sequence[Row]:
    """Return the band's rows."""
    locale, festival = state.locale, state.schedule.festival
    where: Row = [(" ", ""), (page, "*band_accent"), ("  ", ""), (state.say(festival.name), "band_muted")]
    how: Row = [(" ", ""), *join([_fresh(state), _who(state), _rehearsed(state)], ("  ·  ", "band_muted"))]
    watch = join([_warnings(state), _screens(state), _waiting(state)], ("  ·  ", "band_muted"))
    day: Row = [(locale.short_day(state.now), "band_muted")]
    if is_tall:
        digits: list[Row] = [[(row, "*band_accent"), (" ", "")] for row in line(locale.time(state.now))]
        left = (where, how, [(" ", ""), *watch], [(" ", ""), *day])
        return [spread(one, digit, width) for one, digit in zip(left, digits, strict=True)]
    time: Row = [
        (locale.time(state.now), "*band_accent"),
        (f"{locale.local(state.now)::%S} ", "band_muted"),
    ]
    return [spread(where, [*day, ("  ", ""), *time], width), spread(how, [*watch, (" ", "")], width)]


def _fresh(state: DeskState) -> Row:
    words, role = freshness(state.locale, state.freshness.contact, state.freshness.at, state.now)
    return [(words, _ON_BAND[role])]


def _who(state: DeskState) -> Row:
    holder, t = state.holder, state.locale.t
    if holder is None:
        return [(t("the hub has not said yet who you are"), "band_muted")]
    roles = {"host": t("stage host"), "editor": t("editor"), "admin": t("admin")}
    room = state.schedule.room_by_id.get(holder.room or "")
    parts = [holder.name, roles.get(holder.role, holder.role), state.say(room.name) if room else ""]
    return [(", ".join(part for part in parts if part), "band_muted")]


def _rehearsed(state: DeskState) -> Row:
    return [(state.locale.t("Rehearsal"), "*band_accent")] if state.freshness.rehearsed else []


def _warnings(state: DeskState) -> Row:
    own = chosen(state, severity="", room=own_room(state))
    count = len(own)
    if not count:
        return [(state.locale.t("no warnings"), "band_muted")]
    is_urgent = any(one.severity == "urgent" for one in own)
    words = state.locale.n("{n} warning", "{n} warnings", count)
    return [(f"‼ {words}", "*band_accent") if is_urgent else (f"▲ {words}", "band_text")]


def _screens(state: DeskState) -> Row:
    """Say how many of the kiosks show the newest revision; nothing before the hub has told of any."""
    screens = state.screens
    if screens is None or not screens.screens:
        return []
    showing, count = screens.showing_newest, len(screens.screens)
    words = state.locale.t("{k}/{n} kiosks", k=showing, n=count)
    return [(f"✓ {words}", "band_text") if showing == count else (f"◷ {words}", "*band_accent")]


def _waiting(state: DeskState) -> Row:
    """Say what is on its way, and what waits for a decision."""
    locale = state.locale
    stuck = sum(one.needs_somebody for one in state.waiting)
    on_the_way = len(state.waiting) - stuck
    found: list[Span] = []
    if on_the_way:
        found.append((f"↑ {locale.n('{n} sending', '{n} sending', on_the_way)}", "band_text"))
    if stuck:
        found.append((f"◷ {locale.n('{n} waiting', '{n} waiting', stuck)} ^O", "*band_accent"))
    return join([[one] for one in found], ("  ·  ", "band_muted"))
