"""A session in words: where it stands, what has changed, and why."""

from datetime import datetime, timedelta

from festival.schedule.live import PlaceLive, SessionLive
from festival.schedule.model import Session, Slot
from festival.schedule.timeline import Phase, phase
from festival.wording import labels
from festival.wording.reading import Mixed, Reading, Span, plain

SOON = timedelta(minutes=30)
"""What starts within this time is said as "in 12 min"."""


def status(reading: Reading, session: Session) -> Span:
    """Return in a word or two where the session stands, with the role of its colour."""
    locale, live, expected = reading.locale, session.live, session.expected
    match phase(session, reading.now):
        case Phase.CANCELLED:
            return f"✕ {locale.t('Cancelled')}", "*stop"
        case Phase.OVER:
            return locale.t("Over"), "muted"
        case Phase.RUNNING:
            if live.state == "full":
                return f"■ {locale.t('Full')}", "*stop"
            left = locale.duration(expected.end - reading.now)
            return f"● {locale.t('{time} left', time=left)}", "*good"
    if live.state == "full":
        return f"■ {locale.t('Full')}", "*stop"
    wait = expected.start - reading.now
    if live.delay_min:
        return f"▲ +{live.delay_min} {locale.t('min')}", "*late"
    if live.moved is not None:
        return f"➜ {locale.t('Moved')}", "*moved"
    if wait <= SOON:
        return locale.t("in {time}", time=locale.duration(wait)), "*accent"
    if live.state == "few":
        return locale.t("Few places left"), "late"
    return "", ""


def reasons(reading: Reading, live: SessionLive) -> str:
    """Return why, behind a dash; of what was moved also why it is late, if that is another reason. Empty if nobody said."""
    return plain(reading, why(reading, live))


def why(reading: Reading, live: SessionLive) -> tuple[Mixed, ...]:
    """Return what :func:`reasons` does, each reason in its own language."""
    said = because(reading, live.reason)
    if live.moved is not None and not live.cancelled and "delay_min" in live.reasons:
        later = reading.locale.t("{n} min later", n=live.delay_min)
        said += (f" · {later}", *because(reading, live.why("delay_min")))
    return said


def because(reading: Reading, reason: dict[str, str]) -> tuple[Mixed, ...]:
    """Return a reason behind a dash; empty if there is none."""
    return (" – ", reason) if reading.say(reason) else ()


def since(reading: Reading, live: SessionLive | PlaceLive) -> Span:
    """Return when what the day made of a thing was last changed: "since 15:40"; empty if nobody knows."""
    if live.changed_at is None:
        return "", ""
    return reading.locale.t(
        "since {time}", time=reading.locale.time_beside(live.changed_at, reading.now)
    ), "muted"


def change_words(reading: Reading, session: Session, *, is_new: bool = False) -> tuple[str, str, str]:
    """Return a sign, the words for what has changed, and the role of their colour; no words for nothing.

    What has just changed (`is_new`) is said even if it is as planned again.
    """
    locale, live = reading.locale, session.live
    t = locale.t
    if live.cancelled:
        return "✕", t("Cancelled"), "stop"
    if live.moved is not None:
        before = ", ".join(_apart(reading, session.planned, session.expected))
        was = f" ({t('instead of {before}', before=before)})" if before else ""
        return "➜", f"{_moved(reading, session)}{was}", "moved"
    if live.delay_min:
        planned = t("instead of {before}", before=locale.time(session.start))
        return "▲", f"{t('{n} min later', n=live.delay_min)} ({planned})", "late"
    if live.overrun_min > 0:
        return "▲", t("takes {n} min longer", n=live.overrun_min), "late"
    if live.overrun_min < 0:
        return "▲", t("ends {n} min earlier", n=-live.overrun_min), "late"
    if live.state in {"full", "few"} and (reading.say(live.reason) or is_new):
        return "■", labels.state(locale, live.state), "stop" if live.state == "full" else "late"
    if live.state is None and is_new:
        return "✓", t("as planned again"), "good"
    return "", "", ""


def has_left(session: Session, now: datetime) -> bool:
    """Return whether a move took `session` away from where it would, by the plan, still be on or to come."""
    if session.live.moved is None or session.end <= now:
        return False
    expected = session.expected
    return expected.room != session.room or not expected.meets(session.planned)


def whereto(reading: Reading, session: Session) -> str:
    """Return where a moved session went, as far as that differs from the plan: ``18:00 Forum``."""
    return " ".join(_apart(reading, session.expected, session.planned))


def went(reading: Reading, session: Session) -> Span:
    """Return what stands where a session was moved away: where it went, or that it does not take place at all."""
    if session.live.cancelled:
        return f"✕ {reading.locale.t('Cancelled')}", "stop"
    return f"→ {whereto(reading, session)}", "moved"


def _apart(reading: Reading, slot: Slot, other: Slot) -> list[str]:
    """Return what of `slot` differs from `other`: its start, its room."""
    room = reading.schedule.room_by_id.get(slot.room)
    parts = [reading.locale.time_beside(slot.start, other.start)] if slot.start != other.start else []
    return [*parts, reading.say(room.name)] if room and slot.room != other.room else parts


def _moved(reading: Reading, session: Session) -> str:
    """Return that it was moved; to which day, if lists that show times only would leave that open."""
    locale, start = reading.locale, session.expected.start
    if locale.local(start).date() == locale.local(session.start).date():
        return locale.t("Moved")
    return locale.t("Moved to {day}", day=locale.short_day(start))


def about(reading: Reading, session: Session, *, with_room: bool = True) -> str:
    """Return where it is and for whom: ``Hansaplatz · Music · Families``."""
    room = reading.schedule.room_by_id.get(session.expected.room)
    parts = [reading.say(room.name)] if with_room and room else []
    return " · ".join(dict.fromkeys([*parts, *for_whom(reading, session)]))


def for_whom(reading: Reading, session: Session) -> list[str]:
    """Return what kind of session it is, for whom, and in which languages; none of it twice."""
    locale = reading.locale
    skipped = {"everyone", "families" if session.kind == "family" else "everyone"}
    named = [labels.audience(locale, one) for one in session.audience if one not in skipped]
    tongues = "/".join(tag.upper() for tag in session.languages)
    return [*dict.fromkeys([labels.kind(locale, session.kind), *named]), *([tongues] if tongues else [])]
