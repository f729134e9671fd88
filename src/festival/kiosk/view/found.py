"""What a search found, as a list of cards."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from festival.kiosk.state import State
from festival.kiosk.view.hit import Card, Leads, card, joined
from festival.schedule.search import Hit, SearchIndex
from festival.tui.bigtext import big
from festival.tui.paint import Row, crop, join, spread, wrap

MOST: Final = 30
"""Entries that are shown; who sees as many types another letter rather than scrolls on."""
_WIDE: Final = 56
"""Columns from which an card says its time before its title."""


def results(state: State, hits: Sequence[Hit], leads: Leads) -> list[Card]:
    """Return the best of `hits`, and below them how many more there are."""
    cards = [one for hit in hits[:MOST] if (one := card(state, hit, leads))]
    if len(hits) > MOST:
        t = state.locale.t
        more = t("and {n} more", n=len(hits) - MOST)
        cards.append(Card(more, colour="line", role="*muted", about=t("Type on to find fewer.")))
    return cards


def instead(state: State, index: SearchIndex, query: str, leads: Leads) -> list[Card]:
    """Return what to offer where nothing is found."""
    t = state.locale.t
    cause = {"nearest": t("Similar"), "running": t("On now"), "next": t("Next")}
    cards = [Card(t("Nothing found."), colour="line", about=t("Perhaps one of these?"))]
    for suggestion in index.suggestions(query, state.now):
        found = card(state, suggestion.hit, leads)
        cards += [replace(found, about=joined(cause[suggestion.cause], found.about))] if found else []
    return cards


class CardPainter:
    """Paints them in two lines or more; with the gap below they are a finger high."""

    def __init__(self) -> None:
        self.large = False

    def key(self, item: Card) -> str | None:
        """Return where the card leads, as a text."""
        return str(item.target) if item.target else None

    def height(self, item: Card, width: int) -> int:
        """Return the lines of a card."""
        return len(self.rows(item, width))

    def rows(self, item: Card, width: int) -> Sequence[Row]:
        """Return the card."""
        inner = max(1, width - 3)
        rows = (
            _large(item, inner)
            if self.large
            else _wide(item, inner)
            if width >= _WIDE
            else _narrow(item, inner)
        )
        return [[("▌ ", item.colour), *crop(row, inner)] for row in rows]


def _large(item: Card, width: int) -> list[Row]:
    below = join(
        [[span] for span in (item.when, item.status, (item.about, "*muted")) if span[0]], (" · ", "muted")
    )
    more = [list(item.more)] if item.more else []
    return [*big(item.title, width, item.role.replace("~", ""), 2), below, *more]


def _wide(item: Card, width: int) -> list[Row]:
    lead = [(f"{item.when[0]}  ", item.when[1])] if item.when[0] else []
    mark = [(f"{item.glyph} ", "accent")] if item.glyph else []
    first = spread([*lead, *mark, (item.title, item.role)], [item.status], width)
    more = [list(item.more)] if item.more else []
    return [first, [(item.about, "muted")], *more]


def _narrow(item: Card, width: int) -> list[Row]:
    """Return a title of up to two lines, and below it as much of the rest as three lines hold."""
    text = f"{item.glyph} {item.title}" if item.glyph else item.title
    rows: list[Row] = [[(one, item.role)] for one in wrap(text, width, 2)]
    when = [item.when, (" ", "")] if item.when[0] else []
    rows.append(spread([*when, (item.about, "muted")], [item.status], width))
    if item.more and len(rows) < 3:
        rows.append(list(item.more))
    return rows
