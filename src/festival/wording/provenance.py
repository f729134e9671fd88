"""Where an entry comes from, in words."""

from urllib.parse import urlsplit

from festival.schedule.model import Provenance
from festival.wording.reading import Reading, Today


def source_title(reading: Reading, source: str) -> str:
    """Return what the festival calls `source`; the host of an address it has no name for."""
    known = reading.schedule.festival.sources.get(source)
    if known:
        return known.title
    try:
        return urlsplit(source).hostname or source
    except ValueError:  # brackets in a host that is no IPv6 address
        return source


def origin(reading: Reading, thing: Provenance) -> str:
    """Return the sentence that says where `thing` comes from: its source, that it was made up, or came up on the day."""
    t = reading.locale.t
    if thing.source:
        return t("Source: {title}", title=source_title(reading, thing.source))
    if thing.sample:
        return t("Sample entry, made up for this rehearsal.")
    return t("Added by the organisers after the programme was published.")


def rehearsal(reading: Today) -> str:
    """Return that the day is being rehearsed, and of which year it is; empty on a real day."""
    locale = reading.locale
    return f"{locale.t('Rehearsal')} {locale.local(reading.now).year}" if reading.rehearsing else ""
