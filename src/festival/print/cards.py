"""The card that stands on a hands-on station."""

from festival.locale import Locale
from festival.print.reader import Data, Reader, code_of
from festival.schedule.editions import of_stations
from festival.schedule.model import Station, Window
from festival.wording import stations


def cards(reader: Reader) -> Data:
    """Return a card for each station."""
    schedule = reader.schedule
    return reader.common(reader.locale.t("Hands-on stations"), of_stations(schedule, schedule.stations)) | {
        "cards": [_card(reader, station) for station in schedule.stations],
    }


def _card(reader: Reader, station: Station) -> Data:
    locale = reader.locale
    track = reader.schedule.track_by_id.get(station.track)
    host = stations.host(reader, station)
    facts = [
        stations.lasts(locale, station),
        stations.age(locale, station),
        *stations.access(locale, station),
        stations.tags(station),
    ]
    return {
        "track": reader.say(track.name) if track else "",
        "accent": track.color if track else "#000000",
        "name": reader.say(station.name),
        "venue": " · ".join(part for part in (reader.say(station.venue), host) if part),
        "abstract": reader.say(station.abstract).split("\n"),
        "open": [opening(reader, window) for window in sorted(station.open, key=lambda one: one.start)],
        "scan": _scan(locale, station),
        "facts": " · ".join(part for part in facts if part),
        "edition": reader.edition(of_stations(reader.schedule, [station])),
        "code": code_of(reader.links.station(station, reader.schedule)),
    }


def _scan(locale: Locale, station: Station) -> str:
    """Return what the page behind the code tells."""
    if station.every_min is None:
        return locale.t("Scan: is it open now?")
    return locale.t("Scan: is it open now, and when does the next round start?")


def opening(reader: Reader, window: Window) -> Data:
    """Return the day and the times of an opening window."""
    return {
        "day": reader.locale.short_day(window.start),
        "times": reader.locale.times(window.start, window.end),
    }
