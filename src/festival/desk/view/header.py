"""The band at the top: where and when we are, how fresh it is, who sits here, what waits."""

from collections.abc import Sequence

from festival.desk.state import DeskState
from festival.tui.freshness import freshness
from festival.tui.paint import Row, Span, join, spread

_ON_BAND = {"*good": "*band_text", "*late": "*band_accent", "*stop": "*band_accent"}


def header(state: DeskState, page: str, width: int) -> Sequence[Row]:
    """Return the band's rows."""
    locale, festival = state.locale, state.schedule.festival
    words, role = freshness(locale, state.freshness.contact, state.freshness.at, state.now)
    told: list[Row] = [[(words, _ON_BAND[role])], [(one, "band_muted") for one in _who(state)]]
    return [
        spread(
            [(" ", ""), (page, "*band_accent"), ("  ", ""), (state.say(festival.name), "band_muted")],
            [(locale.time(state.now), "*band_accent"), (f"{locale.local(state.now)::%S} ", "band_muted")],
            width,
        ),
        spread(
            [(" ", ""), *join([*told, _rehearsed(state)], ("  ·  ", "band_muted"))],
            [(locale.short_day(state.now), "band_muted"), (" ", "")],
            width,
        ),
        [(" ", ""), *join([_warnings(state), _waiting(state)], ("  ·  ", "band_muted"))],
    ]


def _who(state: DeskState) -> list[str]:
    holder, t = state.holder, state.locale.t
    if holder is None:
        return [t("the hub has not said yet who you are")]
    roles = {"host": t("stage host"), "editor": t("editor"), "admin": t("admin")}
    room = state.schedule.room_by_id.get(holder.room or "")
    parts = [holder.name, roles.get(holder.role, holder.role), state.say(room.name) if room else ""]
    return [", ".join(part for part in parts if part)]


def _rehearsed(state: DeskState) -> Row:
    return [(state.locale.t("Rehearsal"), "*band_accent")] if state.freshness.rehearsed else []


def _warnings(state: DeskState) -> Row:
    count = len(state.warnings)
    if not count:
        return [(state.locale.t("no warnings"), "band_muted")]
    worst = any(one.severity == "urgent" for one in state.warnings)
    return [
        (
            f"{'‼' if worst else '▲'} {state.locale.n('{n} warning', '{n} warnings', count)}",
            "*band_accent" if worst else "band_text",
        )
    ]


def _waiting(state: DeskState) -> Row:
    """Say what is on its way, and what waits for a decision."""
    locale = state.locale
    stuck = sum(one.needs_somebody for one in state.waiting)
    on_the_way = len(state.waiting) - stuck
    found: list[Span] = []
    if on_the_way:
        found.append((f"↑ {locale.n('{n} sending', '{n} sending', on_the_way)}", "band_text"))
    if stuck:
        found.append(
            (f"◷ {locale.n('{n} waiting for you (Ctrl+O)', '{n} waiting for you (Ctrl+O)', stuck)}", "*band_accent")
        )
    return join([[one] for one in found], ("  ·  ", "band_muted"))
