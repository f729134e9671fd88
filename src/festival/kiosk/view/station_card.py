"""A station in a list: a card of a few lines, or of large letters."""

from collections.abc import Sequence
from dataclasses import dataclass

from festival.kiosk.state import State
from festival.kiosk.view.station import about, colour
from festival.schedule.model import Station
from festival.tui.bigtext import big
from festival.tui.paint import Row, crop, join, spread, width_of
from festival.wording.stations import Standing, lasts, news, standing, status, when


@dataclass(frozen=True, slots=True)
class Heading:
    """Says what the cards below it have in common, and how many they are."""

    text: str
    count: int


class StationPainter:
    """Paints stations, and headings between them."""

    state: State

    def key(self, item: Station | Heading) -> str | None:
        """Return the station's id."""
        return item.id if isinstance(item, Station) else None

    def height(self, item: Station | Heading, width: int) -> int:
        """Return the lines of a card."""
        return len(self.rows(item, width))

    def rows(self, item: Station | Heading, width: int) -> Sequence[Row]:
        """Return the card."""
        if isinstance(item, Heading):
            return [[("  ", ""), (item.text, "*accent"), (f"  {item.count}", "muted")]]
        state = self.state
        bar = ("▌ ", colour(state, item))
        room = max(1, width - 3)
        rows = self._large(item, room) if state.large else self._small(item, room)
        reported = news(state, item)
        if state.say(item.live.reason) and reported:
            rows.append([(reported, "late")])
        return [crop([bar, *row], width - 1) for row in rows]

    def _small(self, station: Station, width: int) -> list[Row]:
        state = self.state
        title = "*muted" if standing(state, station) is Standing.CLOSED else "*"
        return [
            spread([(state.say(station.name), title)], [status(state, station)], width),
            *self._when(station, width),
            *([(line, "muted")] for line in about(state, station, width)),
        ]

    def _large(self, station: Station, width: int) -> list[Row]:
        state = self.state
        name = big(state.say(station.name), max(1, width), "*", 2)
        more: list[Row] = [[(line, "")] for line in about(state, station, width)]
        return [*name, [status(state, station)], *self._when(station, width), *more]

    def _when(self, station: Station, width: int) -> list[Row]:
        """Return the next round and how long it takes, in two lines where one is too short."""
        state = self.state
        words, length = when(state, station), lasts(state.locale, station)
        rows: list[Row] = [[(words, "accent")], [(length, "muted")]]
        joined = join([row for row in rows if row[0][0]], (" · ", "muted"))
        return [joined] if width_of(joined) <= width else rows
