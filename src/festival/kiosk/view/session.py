"""A session in a line or three: when, what, where, and what has changed."""

from festival.kiosk.state import State
from festival.kiosk.view.newness import is_new, marked
from festival.schedule.model import Session
from festival.schedule.timeline import Phase, phase
from festival.tui.paint import Row, Span, crop, progress, spread
from festival.wording.sessions import about, change_words, reasons, status


def change(state: State, session: Session) -> Row:
    """Return what has changed and why, with the planned value: "instead of 15:00, Stage B – rain"; empty if nothing.

    What has just changed is said to be new, and is bold.
    """
    new = is_new(state, session.live)
    glyph, words, role = change_words(state, session, is_new=new)
    if not words:
        return []
    told = f"{glyph} {marked(state, session.live, words)}{reasons(state, session.live)}"
    return [(told, ("*" if new else "") + role)]


def coming(state: State, session: Session, width: int) -> Row:
    """Return in one line what comes next: time and title, and in a word whether it is late, moved, full or cancelled."""
    cancelled = session.live.cancelled
    time = (f"{state.locale.time(session.expected.start)}  ", "~muted" if cancelled else "accent")
    title = (state.say(session.title), "~muted" if cancelled else "muted")
    word = status(state, session) if session.is_changed or session.live.state == "full" else ("", "")
    if word[0] and is_new(state, session.live):
        word = (f"✱ {word[0]}", word[1])
    return spread([time, title], [word, (" ", "")] if word[0] else [], width)


def track_colour(state: State, session: Session) -> str:
    """Return the colour of the session's track as ``#rrggbb``."""
    track = state.schedule.track_by_id.get(session.track)
    return track.color if track else "line"


def three_lines(state: State, session: Session, width: int, *, with_room: bool = True) -> list[Row]:
    """Return a session for a list: time and title, place and kind, and what has changed or how far it is."""
    locale, expected = state.locale, session.expected
    past = phase(session, state.now) in {Phase.OVER, Phase.CANCELLED}
    bar: Span = ("▌", track_colour(state, session))
    late = "*late" if session.live.delay_min and not past else "*muted" if past else "*accent"
    title = "*muted" if past else "*"
    if session.live.cancelled:
        title = "~muted"
    mark = ("★ ", "accent") if session.id in state.picks else ("", "")
    first = spread(
        [
            bar,
            (" ", ""),
            (locale.time(expected.start), late),
            ("  ", ""),
            mark,
            (state.say(session.title), title),
        ],
        [status(state, session), (" ", "")],
        width,
    )
    second: Row = [bar, (" ", ""), (locale.time(expected.end), "muted"), ("  ", "")]
    second.append((about(state, session, with_room=with_room), "muted"))
    third: Row = crop([bar, ("        ", ""), *change(state, session)], width - 1)
    if len(third) == 2 and phase(session, state.now) is Phase.RUNNING:
        done = (state.now - expected.start) / (expected.end - expected.start)
        third.extend(progress(done, min(30, width - 12)))
    return [first, second, third]
