"""Where a session stands, by what was said of it and by the clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil
from typing import Final

from festival.desk.state import DeskState
from festival.desk.view.told import state_word
from festival.locale import Locale
from festival.schedule.model import Session
from festival.schedule.timeline import place_of
from festival.tui.paint import Span

SOON: Final = timedelta(minutes=15)


class Phase(StrEnum):
    """What a session is doing, as far as anybody said so."""

    CANCELLED = "cancelled"
    ENDED = "ended"
    """Somebody said so."""
    OVER = "over"
    """By the clock."""
    RUNNING = "running"
    OVERRUNNING = "overrunning"
    """It began, should have ended, and nobody said that it has."""
    DUE = "due"
    """It should be on; nobody said that it began."""
    COMING = "coming"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a session stands."""

    phase: Phase
    minutes: int
    """Until it begins (coming) or ends (running), or since it should have begun (due) or ended (overrunning); else 0."""

    @property
    def is_past(self) -> bool:
        """Whether nothing more is to be done about it."""
        return self.phase in {Phase.ENDED, Phase.OVER}


def standing(session: Session, now: datetime, *, was_followed: bool = False) -> Standing:
    """Return where `session` stands at `now` (aware); `was_followed`: a later one of its room has begun already."""
    live, place = session.live, place_of(session)
    start, end = place.start, place.end
    if live.cancelled:
        return Standing(Phase.CANCELLED, 0)
    if live.ended_at is not None and live.ended_at <= now:
        return Standing(Phase.ENDED, 0)
    if now < start:
        return Standing(Phase.COMING, _minutes(start - now))
    if live.started_at is not None and not was_followed:
        phase = Phase.RUNNING if now < end else Phase.OVERRUNNING
        return Standing(phase, _minutes(end - now) if now < end else _minutes(now - end))
    if now < end and not was_followed:
        return Standing(Phase.DUE, _minutes(now - start))
    return Standing(Phase.OVER, 0)


def _minutes(span: timedelta) -> int:
    return ceil(span.total_seconds() / 60)


def standing_words(locale: Locale, where: Standing) -> Span:
    """Return a glyph and words for it, with a role."""
    t, n = locale.t, where.minutes
    span = locale.duration(timedelta(minutes=n))
    match where.phase:
        case Phase.CANCELLED:
            return f"✕ {t('cancelled')}", "*stop"
        case Phase.ENDED:
            return f"✓ {t('has ended')}", "muted"
        case Phase.OVER:
            return f"· {t('over by the clock')}", "muted"
        case Phase.RUNNING:
            return f"▶ {t('on, {time} left', time=span)}", "*good"
        case Phase.OVERRUNNING:
            return f"▶ {t('over by {time}', time=span)}", "*late"
        case Phase.DUE:
            return (f"▷ {t('begun? {time} ago', time=span)}" if n else f"▷ {t('begins now?')}"), "late"
        case Phase.COMING:
            soon = n <= SOON.total_seconds() // 60
            return f"○ {t('in {time}', time=span)}", "*accent" if soon else "muted"


def fullness(state: DeskState, session: Session) -> Span:
    """Return how full it is, with a glyph; nothing if nobody said so."""
    known = session.live.state
    if known is None:
        return "", ""
    return (
        f"{'■' if known == 'full' else '◧' if known == 'few' else '□'} {state_word(state, known)}",
        "*stop" if known == "full" else "late",
    )
