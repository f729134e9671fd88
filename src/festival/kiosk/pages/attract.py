"""The attract loop: what the square sees while nobody stands at the kiosk."""

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar, Final

from textual.widget import Widget

from festival.kiosk.page import Page
from festival.kiosk.state import State
from festival.kiosk.view.session import about, change, status, track_colour
from festival.locale import LANGUAGES, locale_for
from festival.schedule.model import Session
from festival.schedule.timeline import Phase, in_order, is_open, next_round, now_in_rooms, phase
from festival.tui.bigtext import SMALL, TALL, big, line
from festival.tui.paint import Row, column, fit, spread, width_of
from festival.tui.rows import Rows

SLIDE_S: Final = 9
"""Seconds that a slide stays: enough to read it twice."""


def opening(state: State, width: int, _height: int) -> Sequence[Row]:
    """Return the festival's name and motto, large."""
    festival = state.schedule.festival
    face = TALL if width >= 90 else SMALL
    rows = [*big(state.say(festival.name), width - 6, "accent", 2, face)]
    rows += [[], [(state.say(festival.motto), "*")], [(state.locale.day(state.now), "muted")]]
    return rows


def on_now(state: State, width: int, height: int) -> Sequence[Row]:
    """Return each place with what is on and what comes next."""
    rows: list[Row] = []
    board = [
        one
        for one in now_in_rooms(state.schedule, state.now, until=state.day.end)
        if one.running or one.following
    ]
    roomy = height >= len(board) * 3
    for one in board[: height // (3 if roomy else 2)]:
        shown = one.running[0] if one.running else one.following[0]
        bar = ("▌ ", track_colour(state, shown))
        name = column([(state.say(one.room.name), "accent")], min(26, width // 3))
        when = [] if one.running else [(f"{state.locale.time(shown.expected.start)} ", "*accent")]
        title = (state.say(shown.title), "*" if one.running else "")
        rows.append(spread([bar, *name, (" ", ""), *when, title], [status(state, shown)], width))
        rest = one.following[0 if one.running else 1 :]
        news = change(state, shown)
        second: Row = news
        if not news and rest:
            second = [
                (f"{state.locale.time(rest[0].expected.start)} ", "accent"),
                (state.say(rest[0].title), "muted"),
            ]
        rows.append([bar, (" " * (width_of(name) + 1), ""), *second])
        if roomy:
            rows.append([])
    return rows


def highlights(state: State, width: int, height: int) -> Sequence[Row]:
    """Return the next highlights of the day."""
    coming = [one for one in in_order(state.schedule.sessions) if one.highlight and _lies_ahead(state, one)]
    rows: list[Row] = []
    for session in coming[: height // 3]:
        bar = ("▌ ", track_colour(state, session))
        left: Row = [
            bar,
            (state.locale.time(session.expected.start), "*accent"),
            ("  ", ""),
            (state.say(session.title), "*"),
        ]
        rows.append(spread(left, [status(state, session)], width))
        rows.append([bar, ("       ", ""), *(change(state, session) or [(about(state, session), "muted")])])
        rows.append([])
    return rows


def _lies_ahead(state: State, session: Session) -> bool:
    return (
        phase(session, state.now) in {Phase.UPCOMING, Phase.RUNNING}
        and session.expected.start < state.day.end
    )


def stations(state: State, width: int, height: int) -> Sequence[Row]:
    """Return the stations that are open now."""
    t = state.locale.t
    found = [one for one in state.schedule.stations if is_open(one, state.now)]
    columns = 2 if width >= 100 else 1
    rows: list[Row] = []
    size = (width - 2 * (columns - 1)) // columns
    shown = found[: height // 2 * columns]
    for at in range(0, len(shown), columns):
        upper: Row = []
        lower: Row = []
        for one in shown[at : at + columns]:
            start = next_round(one, state.now)
            when = t("next round {time}", time=state.locale.time(start)) if start else t("come any time")
            age = t("from {age}", age=one.min_age) if one.min_age else t("all ages")
            upper += column([("◎ ", "good"), (fit(state.say(one.name), size - 2), "*")], size + 2)
            lower += column([("  ", ""), (f"{when} · {age}", "muted")], size + 2)
        rows += [upper, lower]
    return rows


SLIDES: "Final[Sequence[tuple[str, Callable[[State, int, int], Sequence[Row]]]]]" = (
    ("", opening),
    ("On now", on_now),
    ("Highlights", highlights),
    ("Open to try out now", stations),
)


class AttractPage(Page):
    """Slides in all languages in turn; the first touch only leads to the home page."""

    NAME: ClassVar[str] = "attract"
    FRAMED: ClassVar[bool] = False
    DEFAULT_CSS = """
    AttractPage #slide { height: 1fr; }
    """

    def body(self) -> Iterable[Widget]:
        """Return the slide, and the line that says what to do."""
        yield Rows(id="slide")

    def on_mount(self) -> None:
        """Begin the loop."""
        self._step = 0
        super().on_mount()
        self.set_interval(SLIDE_S, self.turn)

    def turn(self) -> None:
        """Show the next slide that has something to show; after the last one, the other language."""
        self._step += 1
        if self.state is not None and self.is_current:
            self.show(self.state)

    def show(self, state: State) -> None:
        """Show the present slide."""
        tags = [state.locale.language, *(tag for tag in LANGUAGES if tag != state.locale.language)]
        language = tags[self._step // len(SLIDES) % len(tags)]
        shown = state.with_(locale=locale_for(language, state.locale.zone))
        number = self._step % len(SLIDES)
        self.query_one("#slide", Rows).paint = lambda width: slide(shown, number, width, self.size.height)


def slide(state: State, number: int, width: int, height: int) -> Sequence[Row]:
    """Return a whole screen: the clock, the slide, the invitation in every language."""
    t = state.locale.t
    name, paint = SLIDES[number]
    inner, foot = width - 6, 5
    head: list[Row] = [[]]
    face = TALL if height >= 40 else SMALL
    clock = line(state.locale.time(state.now), face)
    title = line(t(name), face) if name and len(t(name)) <= face.fits(inner - len(clock[0]) - 2) else ()
    for at, row in enumerate(clock):
        left = [(title[at], "*")] if title else [(t(name) if at == 1 and name else "", "*")]
        head.append(spread(left, [(row, "accent")], inner))
    head.append([])
    room = height - len(head) - foot
    body = list(paint(state, inner, room))[:room]
    if number == 0:
        body = [[] for _ in range(max(0, (room - len(body)) // 2))] + body
    body += [[] for _ in range(room - len(body))]
    rows = [[("   ", ""), *row] for row in [*head, *body]]
    return [*rows, *_invitation(state, width)]


def _invitation(state: State, width: int) -> list[Row]:
    """Return the line at the bottom: touch, in every language, and what is honest to say about the data."""
    zone = state.locale.zone
    invitations = [locale_for(tag, zone).t("Touch the screen") for tag in LANGUAGES]
    text = "   ·   ".join(dict.fromkeys(invitations))
    names = "   ".join(LANGUAGES.values())
    note = state.say(state.schedule.festival.note)
    rehearsal = f"{state.locale.t('Rehearsal')} · " if state.rehearsing else ""

    def band(row: Row) -> Row:
        left = max(0, (width - width_of(row)) // 2)
        right = max(0, width - left - width_of(row))
        return [(" " * left, "@band"), *row, (" " * right, "@band")]

    return [
        [("   ", ""), (fit(rehearsal + note, width - 6), "muted")],
        band([]),
        band([(f"● {text}", "*band_accent@band")]),
        band([(names, "band_text@band")]),
        band([]),
    ]
