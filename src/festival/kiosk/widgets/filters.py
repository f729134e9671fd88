"""The row of filters, and the options of one of them as touch targets."""

from collections.abc import Sequence

from rich.cells import cell_len

from festival.kiosk.state import State
from festival.kiosk.view.filters import FIELDS, Option, active, label, name, with_day
from festival.tui.choices import Choice, Choices
from festival.tui.paint import Row, fit, spread

MORE = ("track", "audience", "language", "access")
"""Filters that the closed row gathers under one target."""
LONGEST = 16
"""Cells of the longest label in the row."""


class FilterBar(Choices):
    """Day, place, further filters and the layout; while options are shown, every filter and the way back."""

    def show(self, state: State, *, field: str, count: int) -> None:
        """Show the filters of `state`, of which `field` is being chosen ("" for none), and how many sessions match."""
        found = opened(state, field, count) if field else closed(state)
        most = min(LONGEST, max(6, self.size.width // len(found) - 2)) if self.size.width >= 80 else LONGEST
        self.choices = tuple(Choice(one.key, fit(one.label, most), one.glyph, one.chosen) for one in found)
        if field:
            self.cursor = next(at for at, one in enumerate(found) if one.key == field)
        else:
            self.cursor = min(self.cursor, len(found) - 1)


def closed(state: State) -> Sequence[Choice]:
    """Return the row while no filter is being chosen."""
    t, filters = state.locale.t, with_day(state)
    narrowing = [field for field in active(filters) if field in MORE]
    day = filters.day.isoformat() if filters.day else ""
    more = t("{n} chosen", n=len(narrowing)) if narrowing else t("none")
    found = [
        Choice("day", label(state, "day", day), f"{name(state, 'day')} ▼"),
        Choice("room", label(state, "room", filters.room), f"{name(state, 'room')} ▼", bool(filters.room)),
        Choice(MORE[0], more, f"{t('Filter')} ▼", bool(narrowing)),
    ]
    if active(filters):
        found.append(Choice("clear", t("Clear all"), "✕"))
    if not state.large:
        found.append(
            Choice("layout", t("List"), "≡") if state.layout == "grid" else Choice("layout", t("Grid"), "⊞")
        )
    return found


def opened(state: State, field: str, count: int) -> Sequence[Choice]:
    """Return the row while the options of `field` are shown."""
    filters = with_day(state)
    values = {"day": filters.day.isoformat() if filters.day else ""}
    values |= {one: getattr(filters, one) for one in FIELDS}
    found = [
        Choice(one, label(state, one, value), name(state, one), one == field) for one, value in values.items()
    ]
    return [*found, Choice("done", state.locale.t("Show {n}", n=count), "✓")]


class OptionPainter:
    """One option: whether it is chosen, its words, and how many sessions it leaves."""

    state: State

    def key(self, item: Option) -> str:
        """Return its name among the options of all filters."""
        return f"{item.field}={item.value}"

    def height(self, item: Option, width: int) -> int:
        """Return the lines of a touch target."""
        return 3

    def rows(self, item: Option, width: int) -> Sequence[Row]:
        """Return the option; one that leaves nothing is quiet."""
        mark = ("● ", "*accent") if item.chosen else ("○ ", "muted")
        role = "muted" if not item.count else "*" if item.chosen else ""
        count = (f"{item.count}  ", "muted" if not item.chosen else "*accent")
        words = fit(item.label, width - cell_len(count[0]) - 5)
        return [[], spread([("  ", ""), mark, (words, role)], [count], width), []]
