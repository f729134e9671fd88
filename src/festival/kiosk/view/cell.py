"""What stands in one cell of the timetable: the time with its state, the title, and what there is room for."""

from collections.abc import Callable, Sequence

from festival.kiosk.state import State
from festival.kiosk.view.grid import Block, Cell
from festival.kiosk.view.newness import is_new
from festival.kiosk.view.session import change, track_colour
from festival.schedule.model import Session
from festival.schedule.timeline import Phase, phase
from festival.tui.paint import Row, Span, fit, width_of, wrap
from festival.wording.sessions import about, went


def ground(state: State, cell: Cell) -> str:
    """Return the background of `cell`: what is over sinks into the page, and so does a break."""
    return "ground" if all(_is_quiet(state, block) for block in cell.blocks) else "card"


def _is_quiet(state: State, block: Block) -> bool:
    session = block.session
    return block.gone or session.kind == "break" or phase(session, state.now) is Phase.OVER


def bar(state: State, cell: Cell) -> str:
    """Return the colour of the bar beside `cell`."""
    return track_colour(state, cell.blocks[0].session)


Details = Callable[[State, Session], Sequence[str]]
"""Gives the lines below a session's title, where there is room for them."""


def kind(state: State, session: Session) -> Sequence[str]:
    """Return what sort of session it is and for whom."""
    return [about(state, session, with_room=False)]


def rows(state: State, cell: Cell, width: int, details: Details = kind) -> Sequence[Row]:
    """Return what `cell` says in `width` cells, at most as many rows as it is tall."""
    height = cell.bottom - cell.top
    if len(cell.blocks) > 1:
        return _stack(state, cell, height)
    block = cell.blocks[0]
    title = state.say(block.session.title)
    time, role = _time(state, block, width), _role(state, block)
    if height <= 2:
        return _inline(time[:1] if height == 1 else time, title, role, width, height)
    said: list[Row] = [time]
    said += [[(line, role)] for line in wrap(title, width, height - 1)]
    if len(said) < height:
        said += _rest(state, block, width, height - len(said), details)
    return said


def _rest(state: State, block: Block, width: int, most: int, details: Details) -> list[Row]:
    """Return what has changed, and the details, in at most `most` rows."""
    news = change(state, block.session) if not block.gone else []
    changed = "".join(part for part, _ in news)
    said: list[Row] = [[(line, news[0][1])] for line in wrap(changed, width, most)] if news else []
    for text in details(state, block.session):
        left = most - len(said)
        lines = wrap(text, width, left) if left > 1 else (fit(text, width),) * left
        said += [[(line, "muted")] for line in lines]
    return said


def _inline(time: Row, title: str, role: str, width: int, height: int) -> list[Row]:
    """Return time and title in one run of text."""
    lead = width_of(time) + 1
    if lead + 4 > width:
        return [time, [(fit(title, width), role)]][:height]
    first, *rest = wrap("·" * (lead - 1) + " " + title, width, height)
    return [[*time, (first[lead - 1 :], role)], *([(line, role)] for line in rest)]


def _role(state: State, block: Block) -> str:
    if block.gone or block.session.live.cancelled:
        return "~muted"
    if block.session.kind == "break":
        return "muted"
    return {Phase.OVER: "muted", Phase.RUNNING: "*"}.get(phase(block.session, state.now), "")


def _time(state: State, block: Block, width: int) -> Row:
    """Return the row with the time: first when, then in what state."""
    locale, session = state.locale, block.session
    live, present = session.live, phase(session, state.now)
    star: Row = [("★ ", "*accent")] if session.id in state.picks and width >= 9 else []
    if is_new(state, live) and width >= 9:
        star = [("✱ ", "*late"), *star]
    gap = " " if width >= 7 else ""  # in a narrow lane the time matters more
    start = locale.time(block.start)
    if block.gone:
        return _gone(state, block, width)
    if live.cancelled:
        return _joined(
            [*star, (f"✕{gap}", "*stop"), (start, "~muted")], (locale.t("Cancelled"), "*stop"), width
        )
    if present is Phase.OVER:
        return [*star, (start, "muted")]
    planned = state.locale.time_beside(session.start, block.start)
    was: Span = (locale.t("instead of {before}", before=planned), "muted")
    if live.moved is not None:
        shown: Row = [*star, (f"➜{gap}{start}", "*moved")]
        other = session.expected.room != session.room and session.room in state.schedule.room_by_id
        room = state.say(state.schedule.room_by_id[session.room].name) if other else ""
        was = (locale.t("from {place}", place=room), "muted") if room else was
        return _joined(shown, was, width)
    if live.delay_min:
        return _joined([*star, (f"▲{gap}{start}", "*late")], was, width, short=(f"({planned})", "muted"))
    if live.state == "full":
        return _joined([*star, (f"■{gap}{start}", "*stop")], (locale.t("Full"), "*stop"), width)
    if present is Phase.RUNNING:
        left = locale.t("{time} left", time=locale.duration(block.end - state.now))
        return _joined([*star, (f"●{gap}{start}", "*good")], (left, "good"), width)
    return [*star, (start, "*accent")]


def _gone(state: State, block: Block, width: int) -> Row:
    """Return where a moved session went, or that it does not take place."""
    words, role = went(state, block.session)
    return [(words[:2], f"*{role}"), (fit(words[2:], width - 2), role)]


def _joined(first: Row, second: Span, width: int, *, short: Span | None = None) -> Row:
    """Return both, or `short` in place of the second, or only the first: what fits."""
    for end in (second, short):
        if end and width_of([*first, end]) + 1 <= width:
            return [*first, (" ", ""), end]
    return first


def _stack(state: State, cell: Cell, height: int) -> list[Row]:
    """Return what stands in a stack: how many, then the first of them."""
    more = state.locale.n("+{n} more", "+{n} more", len(cell.blocks))
    shown: list[Row] = [
        [
            (state.locale.time(block.start), "muted"),
            (" ", ""),
            (state.say(block.session.title), _role(state, block)),
        ]
        for block in cell.blocks
    ]
    return [[(more, "*accent")], *shown][:height]
