"""A station in words: whether it is open, when the next round starts, and for whom it is."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import takewhile

from festival.locale import Locale
from festival.schedule.model import Station, Window
from festival.schedule.timeline import is_open, rounds, window_at
from festival.wording import labels
from festival.wording.days import date_of, is_today
from festival.wording.reading import Reading, Span, Today


class Standing(StrEnum):
    """Where a station stands in the day."""

    OPEN = "open"
    LATER = "later"
    CLOSED = "closed"


def windows_today(reading: Today, station: Station) -> list[Window]:
    """Return the opening windows of the festival day in view, in order."""
    day = reading.day
    windows = (window for window in station.open if window.start < day.end and day.start < window.end)
    return sorted(windows, key=lambda window: window.start)


def standing(reading: Today, station: Station) -> Standing:
    """Return whether the station is open now, opens later on the day in view, or neither."""
    if is_open(station, reading.now):
        return Standing.OPEN
    window = window_at(station, reading.now)
    if window is None or window.start >= reading.day.end:
        return Standing.CLOSED
    return Standing.CLOSED if window.holds(reading.now) else Standing.LATER


def rounds_ahead(reading: Today, station: Station) -> tuple[str, list[datetime]]:
    """Return the rounds that are left on the day in view, below what may be said of them; none while it is shut.

    Shut for a time, or pausing, it has those after that time, if it goes on then.
    """
    locale, live = reading.locale, station.live
    known = live.state_at(reading.now)
    if known not in {"paused", "closed"}:
        starts = rounds_left(station, reading.now, reading.day.end)
        if is_today(reading):
            return locale.n("{n} round left today", "{n} rounds left today", len(starts)), starts
        day = locale.short_day(reading.day.date)
        return locale.n("{n} round on {day}", "{n} rounds on {day}", len(starts), day=day), starts
    starts = rounds_left(station, live.until, reading.day.end) if live.until else []
    return locale.t("Rounds, if it goes on then"), starts


def hours(reading: Today, station: Station) -> tuple[str, str]:
    """Return what to call the opening hours of the day in view, and these."""
    locale, t = reading.locale, reading.locale.t
    spans = ", ".join(locale.times(one.start, one.end) for one in windows_today(reading, station))
    if is_today(reading):
        return t("Open today"), spans or t("not today")
    return t("Open on {day}", day=locale.short_day(reading.day.date)), spans or t("not on this day")


def all_hours(reading: Reading, station: Station) -> list[str]:
    """Return the opening hours of each day, for who looks back."""
    locale = reading.locale
    spans: dict[date, list[str]] = {}
    for window in sorted(station.open, key=lambda window: window.start):
        spans.setdefault(date_of(reading, window.start), []).append(locale.times(window.start, window.end))
    return [f"{locale.short_day(day)} {', '.join(times)}" for day, times in spans.items()]


def rounds_left(station: Station, now: datetime, until: datetime) -> list[datetime]:
    """Return the starts of the rounds from `now` to before `until`, in order; empty for a station without rounds."""
    return list(takewhile(lambda start: start < until, rounds(station, now)))


def status(reading: Today, station: Station) -> Span:
    """Return the state in a glyph and words, with the role of its colour.

    A state that has run out says nothing: then the station is just open.
    """
    locale = reading.locale
    t = locale.t
    match standing(reading, station):
        case Standing.LATER:
            window = window_at(station, reading.now)
            assert window is not None  # noqa: S101  LATER says that there is one
            return f"○ {t('opens {time}', time=_time(reading, window.start))}", "*accent"
        case Standing.CLOSED:
            return f"✕ {t('Closed')}", "*muted"
    match station.live.state_at(reading.now):
        case "full":
            return f"■ {t('Full')}", "*stop"
        case "paused":
            return f"‖ {t('Paused')}", "*late"
        case "busy":
            wait = station.live.wait_min
            word = t("Busy, about {n} min", n=wait) if wait else t("Busy")
            return f"▲ {word}", "*late"
        case "few":
            return f"◐ {t('Few places left')}", "*late"
        case "open":
            return f"● {t('Places free')}", "*good"
    return f"● {t('Open')}", "*good"


def _time(reading: Today, instant: datetime) -> str:
    """Return the local time, with the day if that is not today."""
    locale = reading.locale
    if locale.local(instant).date() == locale.local(reading.now).date():
        return locale.time(instant)
    return f"{locale.short_day(instant)}, {locale.time(instant)}"


def news(reading: Today, station: Station) -> str:
    """Return what somebody reported, since when, until when and why: "Paused since 11:40, until 12:45 – reason"."""
    reason, said = reading.say(station.live.reason), reported(reading, station)
    return f"{said} – {reason}" if said and reason else said


def reported(reading: Today, station: Station) -> str:
    """Return what :func:`news` does, without the reason."""
    live, locale = station.live, reading.locale
    known = live.state_at(reading.now)
    if known is None or standing(reading, station) is Standing.LATER:
        return ""
    said = labels.state(locale, known)
    if live.changed_at is not None:
        said = locale.t("{state} since {time}", state=said, time=locale.time(live.changed_at))
    if live.until is not None and known in {"paused", "closed"}:
        said += f", {locale.t('until {time}', time=locale.time(live.until))}"
    return said


def when(reading: Today, station: Station) -> str:
    """Return when one can take part: "next round 14:30, in 10 min", "come any time until 18:00"; "" when closed."""
    locale = reading.locale
    here = standing(reading, station)
    window = window_at(station, reading.now)
    if here is Standing.CLOSED or window is None:
        return ""
    if here is Standing.OPEN and station.live.state_at(reading.now) == "paused":
        return _after_pause(reading, station, window)
    if station.every_min is None:
        if here is Standing.LATER:
            return locale.t("come any time from {time}", time=_time(reading, window.start))
        return locale.t("come any time until {time}", time=locale.time(window.end))
    rounds = rounds_left(station, reading.now, reading.day.end)
    if not rounds:
        return locale.t("no more rounds today") if is_today(reading) else ""
    if here is Standing.LATER:
        return locale.t("first round {time}", time=_time(reading, rounds[0]))
    wait = rounds[0] - reading.now
    soon = locale.t("in {time}", time=locale.duration(wait)) if wait else locale.t("now")
    return locale.t("next round {time}, {wait}", time=locale.time(rounds[0]), wait=soon)


def _after_pause(reading: Today, station: Station, window: Window) -> str:
    """Return when one can take part after a pause, if somebody said how long it is."""
    locale, until = reading.locale, station.live.until
    if until is None or until >= window.end:
        return ""
    if station.every_min is None:
        return locale.t("come any time from {time}", time=locale.time(until))
    _, starts = rounds_ahead(reading, station)
    return locale.t("next round {time}, if the pause is over", time=locale.time(starts[0])) if starts else ""


def lasts(locale: Locale, station: Station) -> str:
    """Return how long it takes: "a round takes 15 min"; "" if nobody says."""
    if station.round_min is None:
        return ""
    span = locale.duration(timedelta(minutes=station.round_min))
    if station.every_min is None:
        return locale.t("takes about {time}", time=span)
    return locale.t("a round takes {time}", time=span)


def age(locale: Locale, station: Station) -> str:
    """Return for which age it is: "from 6", "6 to 12, with an adult", "all ages"."""
    t = locale.t
    if station.max_age is not None:
        years = t("{a} to {b} years", a=station.min_age, b=station.max_age)
    elif station.min_age:
        years = t("from {n} years", n=station.min_age)
    else:
        years = t("all ages")
    return f"{years}, {t('with an adult')}" if station.with_adult else years


def host(reading: Today, station: Station) -> str:
    """Return the name of who runs it, "" if nobody says."""
    found = reading.schedule.organisation_by_id.get(station.host or "")
    return reading.say(found.name) if found else ""


def tags(station: Station) -> str:
    """Return its languages as ``DE/EN``."""
    return "/".join(tag.upper() for tag in station.languages)


def access(locale: Locale, station: Station) -> list[str]:
    """Return what makes it accessible, in words; "not step-free" where the way is not known to be."""
    known = [labels.access(locale, one) for one in station.access]
    return known if "step_free" in station.access else [locale.t("Not step-free"), *known]
