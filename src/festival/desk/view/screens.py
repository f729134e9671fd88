"""The kiosks in rows: which shows what, how far behind it is, and when it was last heard."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from festival.desk.state import DeskState
from festival.desk.view.change import change_words
from festival.schedule.changes import Change
from festival.tui.paint import Row, column, fit, join, spread, wrap

if TYPE_CHECKING:
    from festival.client.organising import Screens, ScreenSeen

SILENT: Final = timedelta(seconds=35)
"""A kiosk reports with each beat of the hub, every 5 s; one that missed seven may be off."""
_SKEW_MS: Final = 2_000
"""A clock that is less wrong disturbs nobody who reads minutes."""
_NAME: Final = 24
_SEEN: Final = 14


@dataclass(frozen=True, slots=True)
class Stand:
    """A kiosk: one that reports, or one that stands on the map and does not."""

    id: str
    place: str
    """Where it stands, in words; "" for one that is on no map."""
    screen: "ScreenSeen | None"


def stands(state: DeskState) -> tuple[Stand, ...]:
    """Return every kiosk that reports or is on a map, by id."""
    places = {
        stand.id: " · ".join(part for part in (state.say(stand.name), state.say(site.name)) if part)
        for site in state.schedule.maps
        for stand in site.kiosks
    }
    screens = {one.id: one for one in (state.screens.screens if state.screens else ())}
    known = sorted(places.keys() | screens.keys())
    return tuple(Stand(name, places.get(name, ""), screens.get(name)) for name in known)


def is_silent(state: DeskState, screen: "ScreenSeen") -> bool:
    """Return whether it should have been heard since."""
    return state.now - screen.last_seen > SILENT


def behind(screens: "Screens", screen: "ScreenSeen") -> int | None:
    """Return by how many revisions it shows less than the hub has; None: what it shows is not of this log."""
    shown = screen.cursor
    if shown is None or shown.epoch != screens.newest.epoch:
        return None
    return max(0, screens.newest.revision - shown.revision)


def summary(state: DeskState, width: int) -> list[Row]:
    """Return how many kiosks show the newest revision, and this desk's own last edit."""
    screens, locale = state.screens, state.locale
    if screens is None or not screens.screens:
        return []
    count = len(screens.screens)
    shown = locale.t("{k} of {n} show revision {revision}", k=screens.showing_newest, n=count, revision=screens.newest.revision)  # fmt: skip
    silent = sum(is_silent(state, one) for one in screens.screens)
    parts: list[Row] = [[(shown, "*good" if screens.showing_newest == count else "*late")]]
    if silent:
        parts.append([(locale.n("{n} silent", "{n} silent", silent), "*stop")])
    if state.screens_at is not None and state.now - state.screens_at > timedelta(seconds=15):
        parts.append(
            [(locale.t("as of {time}", time=locale.time_beside(state.screens_at, state.now)), "late")]
        )
    rows: list[Row] = [[(" ", ""), *join(parts, ("  ·  ", "muted"))]]
    mine = next((one for one in state.changes if one.by == state.name), None)
    if mine is not None:
        rows.append([(" ", ""), (fit(_mine(state, screens, mine), width - 2), "muted")])
    return [*rows, []]


def _mine(state: DeskState, screens: "Screens", mine: Change) -> str:
    showing = sum(
        one.cursor is not None
        and one.cursor.epoch == screens.newest.epoch
        and one.cursor.revision >= mine.revision
        for one in screens.screens
    )
    return state.locale.t(
        "Your last edit (revision {revision}) is on {k} of {n}: {what}",
        revision=mine.revision,
        k=showing,
        n=len(screens.screens),
        what=change_words(state, mine),
    )


def _standing(state: DeskState, screen: "ScreenSeen") -> tuple[str, str, str]:
    """Return a sign, a word and a role for how it stands."""
    t = state.locale.t
    if is_silent(state, screen):
        return "✕", t("silent"), "*stop"
    late = behind(state.screens, screen) if state.screens else None
    if late is None:
        return (
            "✕",
            t("shows another programme") if screen.cursor else t("shows the printed programme"),
            "*stop",
        )
    if late:
        return "◷", state.locale.n("{n} revision behind", "{n} revisions behind", late), "*late"
    return "✓", t("up to date"), "good"


def _ago(state: DeskState, screen: "ScreenSeen") -> str:
    seconds = max(0, round((state.now - screen.last_seen).total_seconds()))
    if seconds < 120:
        return state.locale.t("{n} s ago", n=seconds)
    return state.locale.t("{time} ago", time=state.locale.duration(timedelta(seconds=seconds)))


def _skew(state: DeskState, skew_ms: float | None) -> str:
    """Return how wrong its clock is; ``skew_ms`` is the hub's clock minus the machine's."""
    t = state.locale.t
    if skew_ms is None:
        return t("not measured in a rehearsal") if state.freshness.rehearsed else t("not known yet")
    if abs(skew_ms) < _SKEW_MS:
        return t("right")
    seconds = f"{abs(skew_ms) / 1000:.1f}"
    return t("{n} s slow", n=seconds) if skew_ms > 0 else t("{n} s fast", n=seconds)


class StandPainter:
    """Paints kiosks, for :class:`festival.tui.cards.Cards`, in one state."""

    def __init__(self, state: DeskState | None = None) -> None:
        self._state = state

    def key(self, one: Stand) -> str | None:
        """Return the kiosk's id."""
        return one.id

    def height(self, _one: Stand, _width: int) -> int:
        """Return how many rows it takes."""
        return 1

    def rows(self, one: Stand, width: int) -> Sequence[Row]:
        """Return its row."""
        return [_row(self._state, one, width)] if self._state is not None else []


def _row(state: DeskState, one: Stand, width: int) -> Row:
    screen = one.screen
    name: Row = [(f" {one.id}", "*"), (f"  {one.place}" if one.place else "", "muted")]
    if screen is None:
        return [*column(name, _NAME), (f"  ✕ {state.locale.t('does not report')}", "*stop")]
    sign, words, role = _standing(state, screen)
    number = f"{screen.cursor.revision}" if screen.cursor else "—"
    return spread(
        [*column(name, _NAME), (f"{number:>6}  ", ""), (f"{sign} {words}", role)],
        column([(_ago(state, screen), "muted")], _SEEN),
        width,
    )


def about_stand(state: DeskState, one: Stand, width: int) -> list[Row]:
    """Return everything about a kiosk."""
    t, screen = state.locale.t, one.screen
    rows: list[Row] = [[(one.id, "*accent"), (f"  {one.place or t('on no map')}", "*")]]
    if screen is None:
        advice = t(
            "It stands on the map and has not reported in the last ten minutes: is it on, and has it a token?"
        )
        return [*rows, *([(line, "stop")] for line in wrap(advice, width))]
    sign, words, role = _standing(state, screen)
    shows = t("Revision {n}", n=screen.cursor.revision) if screen.cursor else t("the printed programme")
    facts = (
        (t("Shows"), shows),
        (t("Last heard"), f"{_ago(state, screen)}, {state.locale.time(screen.last_seen)}"),
        (t("Its clock"), _skew(state, screen.skew_ms)),
        (t("Window"), f"{screen.columns} × {screen.rows}"),
        (t("Version"), screen.version),
    )
    label = max(len(name) for name, _ in facts) + 2
    return [
        *rows,
        [(f"{sign} {words}", role)],
        *([*column([(name, "muted")], label), (fit(value, width - label), "")] for name, value in facts),
    ]


def explanation(state: DeskState) -> list[Row]:
    """Return how kiosks come to report, for when none does."""
    t = state.locale.t
    rows: list[Row] = [[(t("No kiosk reports to this hub."), "*")], []]
    steps = (
        t("1. Beside the hub, make a token for each kiosk:"),
        "   festival token new --role kiosk --label K1",
        t("2. At the kiosk, start the program with it:"),
        f"   FESTIVAL_TOKEN=… festival kiosk --id K1 --hub {state.hub or 'http://…'}",
        t("3. Within ten seconds it stands here, with what it shows."),
    )
    return [*rows, *([(step, "accent" if step.startswith(" ") else "")] for step in steps)]
