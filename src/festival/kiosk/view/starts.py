"""Where a visitor may begin who has typed nothing yet."""

from collections.abc import Iterator

from festival.kiosk.state import Filters, State
from festival.kiosk.view.hit import Card, Target
from festival.schedule.model import Pin


def starts(state: State) -> list[Card]:
    """Return what people ask for most: what is on, for families, the way to a toilet and to first aid, and so on."""
    t, today = state.locale.t, state.day.date
    families, step_free = Filters(day=today, audience="families"), Filters(day=today, access="step_free")
    cards = [
        Card(t("On now"), Target("now"), "good", glyph="●", about=t("Every place at a glance")),
        Card(t("For families"), Target("programme", "", families), "late", about=t("Today's programme")),
        *_ways(state),
        *_stations(state),
        Card(t("Without steps"), Target("programme", "", step_free), "moved", about=t("Today's programme")),
    ]
    if state.locale.language != state.schedule.festival.languages[0]:
        spoken = Filters(day=today, language=state.locale.language)
        cards.append(
            Card(t("In my language"), Target("programme", "", spoken), "moved", about=t("Today's programme"))
        )
    return cards


def _stations(state: State) -> Iterator[Card]:
    """Yield the way to the stations, if there are some."""
    t = state.locale.t
    if state.schedule.stations:
        yield Card(
            t("Try something yourself"), Target("stations"), "good", glyph="◎", about=t("All stations")
        )


def _ways(state: State) -> Iterator[Card]:
    """Yield the ways that the map knows."""
    t = state.locale.t
    pins: dict[str, Pin] = {
        pin.kind: pin for site in reversed(state.schedule.maps) for pin in reversed(site.pins)
    }
    asked = {
        "toilet": t("Where is the toilet?"),
        "toilet_accessible": t("Where is the accessible toilet?"),
        "first_aid": t("Where is first aid?"),
    }
    for kind, question in asked.items():
        if pin := pins.get(kind):
            yield Card(question, Target("map", pin.id), "accent", glyph="⊞", about=t("On the map"))
