"""How a session of the workshop's agenda looks, with the target that keeps it."""

from collections.abc import Mapping, Sequence

from festival.kiosk.state import State
from festival.kiosk.view.clashes import clash_words
from festival.kiosk.view.hours import large_title
from festival.kiosk.view.session import change, track_colour
from festival.schedule.agenda import Parallel, Placed
from festival.schedule.model import Session
from festival.schedule.timeline import Phase, phase
from festival.tui.paint import Row, Span, fit, spread, width_of, wrap
from festival.wording.people import people_lines
from festival.wording.sessions import about, status

KEEP = 8
"""Columns at the right of a session that keep it: a touch target of six, and one to each side."""
MOST_PEOPLE = 3
INDENT = 9
"""Columns of the time, with the gaps around it."""


def keep_mark(state: State, session: Session, row: int) -> Row:
    """Return one of the three rows of the target that keeps `session`, or lets go of it."""
    kept = session.id in state.picks
    if row == 1:
        return [(f"   {'★' if kept else '☆'}    ", "*accent" if kept else "accent")]
    if row == 2:
        word = state.locale.t("Kept") if kept else state.locale.t("Keep")
        return [(f"{fit(word, KEEP):^{KEEP}}", "*accent" if kept else "accent")]
    return [(" " * KEEP, "")]


class AgendaPainter:
    """A session with its people; parallel ones are joined by a bracket, a break is one quiet line."""

    state: State
    clashes: Mapping[str, Sequence[Session]]

    def key(self, item: Placed | Parallel) -> str | None:
        """Return the session's id; a heading and a break cannot be chosen."""
        if isinstance(item, Parallel) or item.session.kind == "break":
            return None
        return item.session.id

    def height(self, item: Placed | Parallel, width: int) -> int:
        """Return the lines of the item."""
        if isinstance(item, Parallel) or item.session.kind == "break":
            return 1
        return max(4, len(self._said(item, width)) + 1)

    def rows(self, item: Placed | Parallel, width: int) -> Sequence[Row]:
        """Return the heading, the break or the session."""
        if isinstance(item, Parallel):
            return [self._round(item, width)]
        if item.session.kind == "break":
            return [self._break(item.session, width)]
        said: list[Row] = list(self._said(item, width))
        said += [[] for _ in range(self.height(item, width) - len(said))]
        last = len(said) - 1
        framed = []
        for number, row in enumerate(said):
            mark = keep_mark(self.state, item.session, number) if number < 3 else []
            framed.append(spread([*self._bracket(item, number, last), *row], mark, width))
        return framed

    def _round(self, item: Parallel, width: int) -> Row:
        locale, now = self.state.locale, self.state.now
        parallel = locale.n("{n} in parallel", "{n} in parallel", item.count)
        words = f" {locale.times(item.start, item.end)} · {parallel} "
        role = "muted" if item.end <= now else "*accent"
        return [("┌", "accent"), (words, role), ("─" * max(0, width - len(words) - 2), "line")]

    def _break(self, session: Session, width: int) -> Row:
        expected, locale = session.expected, self.state.locale
        room = self.state.schedule.room_by_id.get(expected.room)
        words = f"{self.state.say(session.title)} · {self.state.say(room.name) if room else ''}"
        when = locale.times(expected.start, expected.end)
        news = [] if phase(session, self.state.now) is Phase.UPCOMING else [status(self.state, session)]
        role = "~muted" if session.live.cancelled else "muted"
        return spread([("  ", ""), (when, "muted"), ("  ", ""), (words, role)], [*news, (" ", "")], width)

    def _bracket(self, item: Placed, number: int, last: int) -> Row:
        bar: Span = ("▌", track_colour(self.state, item.session)) if number < last else (" ", "")
        if item.of == 1:
            return [(" ", ""), bar]
        ends = item.place == item.of - 1
        glyph = "│" if not ends or number < last - 1 else "└" if number == last - 1 else " "
        return [(glyph, "accent"), bar]

    def _said(self, item: Placed, width: int) -> list[Row]:
        """Return the text beside the bracket and the bar; one column before the target stays free."""
        state, session = self.state, item.session
        over = phase(session, state.now) in {Phase.OVER, Phase.CANCELLED}
        late = "late" if session.live.delay_min and not over else "muted" if over else "accent"
        paint = self._large if state.large else self._normal
        return paint(session, width - KEEP - 3, "muted" if over else "", late)

    def _normal(self, session: Session, width: int, role: str, late: str) -> list[Row]:
        state, expected = self.state, session.expected
        room = width - INDENT + 1
        struck = "~" if session.live.cancelled else "" if role else "*"
        lines: list[Row] = [[(line, struck + role)] for line in wrap(state.say(session.title), room, 2)]
        lines += [[(fit(text, room), shade)] for text, shade in self._small(session, role)]
        times = [
            (f" {state.locale.time(expected.start)}  ", f"*{late}"),
            (f" {state.locale.time(expected.end)}  ", "muted"),
        ]
        times += [(" " * (INDENT - 1), "")] * (len(lines) - len(times))
        rows: list[Row] = [[time, *line] for time, line in zip(times, lines, strict=True)]
        now = status(state, session)
        if now[0]:
            beside = 0 if width_of(rows[0]) + width_of([now]) + 3 <= width else 1
            rows[beside] = spread(rows[beside], [now, ("  ", "")], width)
        return rows

    def _large(self, session: Session, width: int, role: str, late: str) -> list[Row]:
        state, expected = self.state, session.expected
        times = state.locale.times(expected.start, expected.end)
        rows = [spread([(" ", ""), (times, f"*{late}")], [status(state, session), ("  ", "")], width)]
        rows += [[(" ", ""), *row] for row in large_title(state, session, width - 1, role, late, lines=2)]
        return [*rows, *([(f" {fit(text, width - 1)}", shade)] for text, shade in self._small(session, role))]

    def _small(self, session: Session, role: str) -> list[Span]:
        """Return the lines below a title: where, who, what has changed, and with what it overlaps."""
        state = self.state
        small: list[Span] = [(about(state, session), "muted")]
        small += [(line, role) for line in people_lines(state, session)[:MOST_PEOPLE]]
        if news := change(state, session):
            small.append(("".join(part for part, _ in news), news[0][1]))
        if others := self.clashes.get(session.id):
            small.append((clash_words(state, others), "*late"))
        return small
