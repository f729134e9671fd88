"""A session in a line or three: when, what, where, and what has changed."""

from datetime import datetime, timedelta

from festival.kiosk.state import State
from festival.kiosk.view import labels
from festival.kiosk.view.newness import is_new, marked
from festival.schedule.live import PlaceLive, SessionLive
from festival.schedule.model import Session, Slot
from festival.schedule.timeline import Phase, phase
from festival.tui.paint import Row, Span, crop, progress, spread

SOON = timedelta(minutes=30)
"""What starts within this time is said as "in 12 min"."""


def status(state: State, session: Session) -> Span:
    """Return in a word or two where the session stands, with the role of its colour."""
    locale, live, expected = state.locale, session.live, session.expected
    match phase(session, state.now):
        case Phase.CANCELLED:
            return f"✕ {locale.t('Cancelled')}", "*stop"
        case Phase.OVER:
            return locale.t("Over"), "muted"
        case Phase.RUNNING:
            if live.state == "full":
                return f"■ {locale.t('Full')}", "*stop"
            left = locale.duration(expected.end - state.now)
            return f"● {locale.t('{time} left', time=left)}", "*good"
    if live.state == "full":
        return f"■ {locale.t('Full')}", "*stop"
    wait = expected.start - state.now
    if live.delay_min:
        return f"▲ +{live.delay_min} {locale.t('min')}", "*late"
    if live.moved is not None:
        return f"➜ {locale.t('Moved')}", "*moved"
    if wait <= SOON:
        return locale.t("in {time}", time=locale.duration(wait)), "*accent"
    if live.state == "few":
        return locale.t("Few places left"), "late"
    return "", ""


def change(state: State, session: Session) -> Row:
    """Return what has changed and why, with the planned value: "instead of 15:00, Stage B – rain"; empty if nothing.

    What has just changed is said to be new, and is bold.
    """
    glyph, words, role = _change(state, session)
    if not words:
        return []
    live = session.live
    told = f"{glyph} {marked(state, live, words)}{_because(state, live.reason)}"
    if live.moved is not None and not live.cancelled and "delay_min" in live.reasons:
        later = state.locale.t("{n} min later", n=live.delay_min)
        told += f" · {later}{_because(state, live.why('delay_min'))}"
    bold = "*" if is_new(state, live) else ""
    return [(told, bold + role)]


def _because(state: State, reason: dict[str, str]) -> str:
    """Return a reason behind a dash; empty if there is none."""
    said = state.say(reason)
    return f" – {said}" if said else ""


def since(state: State, live: SessionLive | PlaceLive) -> Span:
    """Return when what the day made of a thing was last changed: "since 15:40"; empty if nobody knows."""
    if live.changed_at is None:
        return "", ""
    return state.locale.t("since {time}", time=time_beside(state, live.changed_at, state.now)), "muted"


def _change(state: State, session: Session) -> tuple[str, str, str]:
    """Return a sign, the words for what has changed, and the role of their colour; no words for nothing."""
    locale, live = state.locale, session.live
    t = locale.t
    if live.cancelled:
        return "✕", t("Cancelled"), "stop"
    if live.moved is not None:
        before = ", ".join(_apart(state, session.planned, session.expected))
        was = f" ({t('instead of {before}', before=before)})" if before else ""
        return "➜", f"{_moved(state, session)}{was}", "moved"
    if live.delay_min:
        planned = t("instead of {before}", before=locale.time(session.start))
        return "▲", f"{t('{n} min later', n=live.delay_min)} ({planned})", "late"
    if live.overrun_min > 0:
        return "▲", t("takes {n} min longer", n=live.overrun_min), "late"
    if live.overrun_min < 0:
        return "▲", t("ends {n} min earlier", n=-live.overrun_min), "late"
    if live.state in {"full", "few"} and (state.say(live.reason) or is_new(state, live)):
        return "■", labels.state(locale, live.state), "stop" if live.state == "full" else "late"
    if live.state is None and is_new(state, live):
        return "✓", t("as planned again"), "good"
    return "", "", ""


def coming(state: State, session: Session, width: int) -> Row:
    """Return in one line what comes next: time and title, and in a word whether it is late, moved, full or cancelled."""
    cancelled = session.live.cancelled
    time = (f"{state.locale.time(session.expected.start)}  ", "~muted" if cancelled else "accent")
    title = (state.say(session.title), "~muted" if cancelled else "muted")
    word = status(state, session) if session.is_changed or session.live.state == "full" else ("", "")
    if word[0] and is_new(state, session.live):
        word = (f"✱ {word[0]}", word[1])
    return spread([time, title], [word, (" ", "")] if word[0] else [], width)


def has_left(session: Session, now: datetime) -> bool:
    """Return whether a move took `session` away from where it would, by the plan, still be on or to come."""
    if session.live.moved is None or session.live.cancelled or session.end <= now:
        return False
    expected = session.expected
    return expected.room != session.room or not expected.meets(session.planned)


def whereto(state: State, session: Session) -> str:
    """Return where a moved session went, as far as that differs from the plan: ``18:00 Forum``."""
    return " ".join(_apart(state, session.expected, session.planned))


def time_beside(state: State, instant: datetime, other: datetime) -> str:
    """Return the local time of `instant`, with its day unless that is the day of `other`."""
    locale = state.locale
    time = locale.time(instant)
    same = locale.local(instant).date() == locale.local(other).date()
    return time if same else f"{locale.short_day(instant)} {time}"


def _apart(state: State, slot: Slot, other: Slot) -> list[str]:
    """Return what of `slot` differs from `other`: its start, its room."""
    room = state.schedule.room_by_id.get(slot.room)
    parts = [time_beside(state, slot.start, other.start)] if slot.start != other.start else []
    return [*parts, state.say(room.name)] if room and slot.room != other.room else parts


def _moved(state: State, session: Session) -> str:
    """Return that it was moved; to which day, if lists that show times only would leave that open."""
    locale, start = state.locale, session.expected.start
    if locale.local(start).date() == locale.local(session.start).date():
        return locale.t("Moved")
    return locale.t("Moved to {day}", day=locale.short_day(start))


def about(state: State, session: Session, *, with_room: bool = True) -> str:
    """Return where it is and for whom: ``Hansaplatz · Music · Families``."""
    locale = state.locale
    parts: list[str] = []
    room = state.schedule.room_by_id.get(session.expected.room)
    if with_room and room:
        parts.append(state.say(room.name))
    parts.append(labels.kind(locale, session.kind))
    parts += [labels.audience(locale, one) for one in session.audience if one != "everyone"]
    if session.languages:
        parts.append("/".join(tag.upper() for tag in session.languages))
    return " · ".join(dict.fromkeys(parts))


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
