"""A place in the list beside a site plan; the one that is lit up says all there is to say."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from rich.cells import cell_len

from festival.kiosk.state import State
from festival.kiosk.view.ink import INKS
from festival.kiosk.view.places import bearings, board, name, on_there, way_words
from festival.kiosk.view.station_card import Heading
from festival.schedule.model import KioskStand, Map
from festival.schedule.timeline import RoomNow
from festival.tui.bigtext import big
from festival.tui.paint import Row, Span, crop, wrap
from festival.wording.places import Place

_INDENT: Final = 5
"""Columns of the sign and the space beside it."""
_ROOMY: Final = 40
"""Columns from which on a whole card keeps clear of the sign's columns."""


class PlacePainter:
    """Paints places and headings. `chosen` gives the key of the place that is lit up."""

    state: State
    site: Map
    stand: KioskStand | None
    _rooms: Mapping[str, RoomNow]

    def __init__(self, chosen: Callable[[], str | None]) -> None:
        self.chosen = chosen

    def show(self, state: State, site: Map, stand: KioskStand | None) -> None:
        """Paint places of `site` as they are in `state`, seen from `stand`."""
        self.state, self.site, self.stand = state, site, stand
        self._rooms = board(state)

    def key(self, item: Place | Heading) -> str | None:
        """Return the place's key."""
        return item.key if isinstance(item, Place) else None

    def height(self, item: Place | Heading, width: int) -> int:
        """Return the lines of a card."""
        return len(self.rows(item, width))

    def rows(self, item: Place | Heading, width: int) -> Sequence[Row]:
        """Return the card."""
        if isinstance(item, Heading):
            return [crop([(" ", ""), (item.text, "*accent"), (f"  {item.count}", "muted")], width)]
        is_chosen = item.key == self.chosen()
        sign, room = self._sign(item, is_chosen=is_chosen), width - _INDENT - 1
        if not is_chosen:
            head, body, indent = self._title(item, room, 1), self._short(item, room), _INDENT
        else:
            indent = _INDENT if width >= _ROOMY else 2
            head, body = self._title(item, room, 2), self._whole(item, width - indent - 1)
        gap: Span = (" " * _INDENT, "")
        return [
            *([*(sign if at == 0 else [gap]), *row] for at, row in enumerate(head)),
            *([(" " * indent, ""), *row] for row in body),
        ]

    def _sign(self, place: Place, *, is_chosen: bool) -> Row:
        """Return the place's sign in the colours that it has on the plan."""
        inks = INKS[self.state.theme].marks
        label = f"{place.label:>2}" if cell_len(place.label) == 1 else place.label
        gap = " " * (_INDENT - 1 - cell_len(label))
        if place.pin is None:
            return [(f" {label}{gap}", "*accent")]
        role = inks["chosen" if is_chosen else place.kind].role(bold=True)
        return [(" ", ""), (label, role), (gap, "")]

    def _title(self, place: Place, width: int, most: int) -> list[Row]:
        title = name(self.state, place)
        if self.state.large:
            return big(title, width, "*", most)
        return [[(line, "*")] for line in wrap(title, width, most)]

    def _short(self, place: Place, width: int) -> list[Row]:
        state = self.state
        far = bearings(state.locale, place, self.stand)
        on = on_there(state, place, self._rooms)[:1]
        second: Row = [(far, "accent"), *([(" · ", "muted")] if far and on else []), *(on[0] if on else [])]
        if place.pin is None:
            second = [(state.say(place.thing.venue) if place.thing else "", "muted")]
        return [crop(second, width)]

    def _whole(self, place: Place, width: int) -> list[Row]:
        state, thing = self.state, place.thing
        rows: list[Row] = []
        if thing is not None and thing.venue:
            rows += _lines((state.say(thing.venue), "muted"), width)
        if words := way_words(state, self.site, place, self.stand):
            rows += big(words, width, "accent", 3) if state.large else _lines((words, "*accent"), width)
        for row in on_there(state, place, self._rooms):
            rows += _lines(row[0], width, 2)
        if thing is not None:
            rows += self._step_free(thing.access, state.say(thing.way), width)
            rows.append([(f"➜ {state.locale.t('More about it')}", "*accent")])
        elif place.pin is not None and place.pin.way:
            rows += self._step_free((), state.say(place.pin.way), width)
        return rows

    def _step_free(self, access: Sequence[str], the_way: str, width: int) -> list[Row]:
        """Return the step-free way in words, or at least whether there is one; nothing where nobody said a word."""
        t = self.state.locale.t
        if the_way:
            return _lines((f"{t('Way:')} {the_way}", ""), width)
        if not access:
            return []
        return _lines(
            (f"✓ {t('Step-free')}", "") if "step_free" in access else (t("Not step-free"), "late"), width
        )


def _lines(span: Span, width: int, most: int = 1_000) -> list[Row]:
    return [[(line, span[1])] for line in wrap(span[0], width, most)]
