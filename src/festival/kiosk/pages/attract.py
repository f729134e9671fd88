"""The attract loop: what the square sees while nobody stands at the kiosk."""

from collections.abc import Iterable, Sequence
from typing import ClassVar, Final, TypeVar

from textual.widget import Widget

from festival.kiosk.page import Page
from festival.kiosk.state import State
from festival.kiosk.view.provenance import notice
from festival.kiosk.view.session import change, coming, track_colour
from festival.kiosk.widgets.news import News
from festival.locale import LANGUAGES, locale_for
from festival.schedule.model import Session, Station
from festival.schedule.timeline import Phase, in_order, is_open, next_round, now_in_rooms, phase
from festival.tui.bigtext import SMALL, TALL, big, line
from festival.tui.paint import Row, column, crop, spread, width_of, wrap
from festival.tui.picture import picture
from festival.tui.rows import Rows
from festival.wording.labels import invitation
from festival.wording.sessions import about, status
from festival.wording.stations import age

SLIDE_S: Final = 9
"""Seconds that a slide stays: enough to read it twice."""


EMBLEM: Final = {"#": "#2f6f86", "o": "band_accent", "w": "#ffe9b0"}
BAND: Final = "@band"
BAND_MUTED: Final = "band_muted@band"
INVITATION_ROWS: Final = 5
Slide = tuple[str, Sequence[Row]]
"""Its title and its rows."""
Thing = TypeVar("Thing")


def opening(state: State, width: int, height: int) -> Sequence[Row]:
    """Return a whole screen: the festival's name, motto, day and time, and its emblem on the horizon."""
    festival, locale = state.schedule.festival, state.locale
    art = _emblem(festival.emblem, width // 2 - 4, height - 1)
    art_width = width_of(art[0]) if art else 0
    inner = width - art_width - 9
    name = state.say(festival.name)
    face = TALL if len(name) <= TALL.fits(inner) * 2 and height >= 24 else SMALL
    words: list[Row] = [
        *[[(row, "band_text@band")] for row in line(locale.time(state.now), face)],
        [],
        *big(name, inner, "band_accent@band", 3, face),
        [],
        *[[(row, "*band_text@band")] for row in wrap(state.say(festival.motto), inner, 2)],
        [(locale.day(state.now), "band_muted@band")],
    ]
    words = words[-height:] if len(words) > height else words
    top = max(0, (height - len(words)) // 2)
    rows: list[Row] = []
    for at in range(height):
        left: Row = words[at - top] if 0 <= at - top < len(words) else []
        drawn = art[at - (height - len(art))] if at >= height - len(art) else []
        gap = width - 3 - width_of(left) - width_of(drawn) - (3 if drawn else 0)
        rows.append(
            [("   ", BAND), *left, (" " * max(0, gap), BAND), *drawn, (" " * 3 if drawn else "", BAND)]
        )
    return rows


def _emblem(lines: Sequence[str], width: int, height: int) -> list[Row]:
    """Return the emblem as large as fits, nothing if it does not fit at all."""
    columns = max(map(len, lines), default=0)
    scale = min(width // columns, height * 2 // len(lines)) if columns else 0
    return picture(lines, EMBLEM, scale, "band") if scale else []


def _share(things: Sequence[Thing], most: int, turn: int) -> Sequence[Thing]:
    """Return at most `most` of `things`: with every turn of the loop the next ones."""
    pages = -(-len(things) // most) if most > 0 else 0
    if not pages:
        return ()
    first = turn % pages * most
    return things[first : first + most]


def on_now(state: State, width: int, height: int, turn: int) -> Slide:
    """Return the places with what is on and what comes next, where something is on first."""
    board = now_in_rooms(state.schedule, state.now, until=state.day.end)
    alive = [one for one in sorted(board, key=lambda one: one.urgency) if one.running or one.following]
    rows: list[Row] = []
    for one in _share(alive, height // 3, turn):
        shown = (*one.running, *one.following)[0]
        bar = ("▌ ", track_colour(state, shown))
        name = column([(state.say(one.room.name), "accent")], min(26, width // 3))
        when: Row = [] if one.running else [(f"{state.locale.time(shown.expected.start)} ", "*accent")]
        title = (state.say(shown.title), "*" if one.running else "")
        rows.append(spread([bar, *name, (" ", ""), *when, title], [status(state, shown)], width))
        rest = one.following[0 if one.running else 1 :]
        second = change(state, shown)
        if not second and rest:
            second = coming(state, rest[0], width - width_of(name) - 3)
        rows += [[bar, (" " * (width_of(name) + 1), ""), *second], []]
    return state.locale.t("On now"), rows


def highlights(state: State, width: int, height: int, turn: int) -> Slide:
    """Return the next highlights of the day."""
    ahead = [one for one in in_order(state.schedule.sessions) if one.highlight and _lies_ahead(state, one)]
    rows: list[Row] = []
    for session in _share(ahead, height // 3, turn):
        bar = ("▌ ", track_colour(state, session))
        time = (state.locale.time(session.expected.start), "*accent")
        left: Row = [bar, time, ("  ", ""), (state.say(session.title), "*")]
        second = change(state, session) or [(about(state, session), "muted")]
        rows += [spread(left, [status(state, session)], width), [bar, ("       ", ""), *second], []]
    return state.locale.t("Highlights"), rows


def _lies_ahead(state: State, session: Session) -> bool:
    ahead = phase(session, state.now) in {Phase.UPCOMING, Phase.RUNNING}
    return ahead and session.expected.start < state.day.end


def stations(state: State, width: int, height: int, turn: int) -> Slide:
    """Return the stations that one can join now."""
    t = state.locale.t
    found = [one for one in state.schedule.stations if is_open(one, state.now) and _lets_in(state, one)]
    columns = max(1, width // 36)
    size = (width - 3 * (columns - 1)) // columns
    shown = _share(found, height // 3 * columns, turn)
    rows: list[Row] = []
    for at in range(0, len(shown), columns):
        upper: Row = []
        lower: Row = []
        for one in shown[at : at + columns]:
            start = next_round(one, state.now)
            when = t("next round {time}", time=state.locale.time(start)) if start else t("come any time")
            gap: Row = [("   ", "")] if upper else []
            upper += [*gap, *column([("◎ ", "good"), (state.say(one.name), "*")], size)]
            lower += [*gap, *column([("  ", ""), (f"{when} · {age(state.locale, one)}", "muted")], size)]
        rows += [upper, lower, []]
    return t("Open to try out now"), rows


def _lets_in(state: State, station: Station) -> bool:
    has_rounds = station.every_min is None or next_round(station, state.now) is not None
    return has_rounds and station.live.state_at(state.now) not in {"full", "paused"}


SLIDES: Final = (on_now, highlights, stations)
"""They follow the opening."""


class AttractPage(Page):
    """Slides in all languages in turn; the first touch only leads to the home page."""

    NAME: ClassVar[str] = "attract"
    FRAMED: ClassVar[bool] = False
    DEFAULT_CSS = """
    AttractPage #slide { height: 1fr; }
    """

    def body(self) -> Iterable[Widget]:
        """Return the slide; an announcement stands above it."""
        yield News(leads=False)
        yield Rows(id="slide")

    def on_mount(self) -> None:
        """Begin the loop."""
        self._step = 0
        self._timer = self.set_interval(SLIDE_S, self.turn)

    def turn(self) -> None:
        """Show the next slide; after the last one, all in the other language, and then what there was no room for."""
        # Not `is_current`: that holds for the screens below the one that is seen, too.
        if self.state is None or self.app.screen is not self:
            return
        if self.alarm is not None:
            self.alarm.turn()
            return
        self._step += 1
        self.show(self.state)

    def forget(self) -> None:
        """Begin the loop again with the opening."""
        self._step = 0
        self._timer.reset()

    def show(self, state: State) -> None:
        """Show the present slide."""
        tags = [state.locale.language, *(tag for tag in LANGUAGES if tag != state.locale.language)]
        turn, number = divmod(self._step, len(SLIDES) + 1)
        self.language = tags[turn % len(tags)]
        shown = state.with_(locale=locale_for(self.language, state.locale.zone))
        share = turn // len(tags)
        news = self.query_one(News)
        news.show(shown)
        if number == 0:
            news.display = False  # the emblem needs the whole window, and the next slide tells the news

        def paint(width: int) -> Sequence[Row]:
            taken = len(news.paint(width)) if news.display else 0
            return slide(shown, number, share, width, self.size.height - taken)

        self.query_one("#slide", Rows).paint = paint


def slide(state: State, number: int, turn: int, width: int, height: int) -> Sequence[Row]:
    """Return a whole screen: the opening, or the slide `number` with its title and the clock; below, the invitation."""
    room = height - INVITATION_ROWS
    if number == 0:
        return [*opening(state, width, room), *_invitation(state, width)]
    inner = width - 6
    face = TALL if height >= 40 else SMALL
    name, body = SLIDES[number - 1](state, inner, room - face.rows - 2, turn)
    clock = line(state.locale.time(state.now), face)
    title: Sequence[str] = line(name, face)
    if width_of([(title[0], "")]) > inner - len(clock[0]) - 2:
        title = ["", name, *[""] * (face.rows - 2)]
    head: list[Row] = [
        spread([(part, "*")], [(row, "accent")], inner) for part, row in zip(title, clock, strict=True)
    ]
    rows = [[], *head, [], *(crop(row, inner) for row in body)][:room]
    rows += [[] for _ in range(room - len(rows))]
    return [*([("   ", ""), *row] for row in rows), *_invitation(state, width)]


def _invitation(state: State, width: int) -> list[Row]:
    """Return the line at the bottom: touch, in every language, and what is honest to say about the data."""
    names = "   ".join(LANGUAGES.values())

    def band(row: Row) -> Row:
        left = max(0, (width - width_of(row)) // 2)
        right = max(0, width - left - width_of(row))
        return [(" " * left, "@band"), *row, (" " * right, "@band")]

    return [
        band(
            [
                (text, "*band_text@band" if role.startswith("*") else BAND_MUTED)
                for text, role in crop(notice(state), width - 6)
            ]
        ),
        band([]),
        band([(f"● {invitation(state.locale)}", "*band_accent@band")]),
        band([(names, "band_text@band")]),
        band([]),
    ]
