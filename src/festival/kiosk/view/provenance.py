"""Where an entry comes from, in words."""

from urllib.parse import urlsplit

from festival.kiosk.state import State
from festival.kiosk.view.freshness import freshness
from festival.schedule.model import Provenance
from festival.tui.paint import Row, join


def source_title(state: State, source: str) -> str:
    """Return what the festival calls `source`; the host of an address it has no name for."""
    known = state.schedule.festival.sources.get(source)
    if known:
        return known.title
    try:
        return urlsplit(source).hostname or source
    except ValueError:  # brackets in a host that is no IPv6 address
        return source


def origin(state: State, thing: Provenance) -> str:
    """Return the sentence that says where `thing` comes from: its source, or that it was made up."""
    t = state.locale.t
    if thing.source:
        return t("Source: {title}", title=source_title(state, thing.source))
    return t("Sample entry, made up for this rehearsal.")


def rehearsal(state: State) -> str:
    """Return that the day is being rehearsed, and of which year it is; empty on a real day."""
    locale = state.locale
    return f"{locale.t('Rehearsal')} {locale.local(state.now).year}" if state.rehearsing else ""


def notice(state: State) -> Row:
    """Return the quiet line: how fresh it is, that the day is being rehearsed, and the festival's note about its data."""
    said = " · ".join(part for part in (rehearsal(state), state.say(state.schedule.festival.note)) if part)
    return join([[span] if span[0] else [] for span in (freshness(state), (said, "muted"))], (" · ", "muted"))
