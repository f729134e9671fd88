"""A measured figure, its floor, and the table of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    """One line of the table."""

    name: str
    floor: str
    """What the figure is compared with, and its own value."""
    figure: str
    value: float
    """What the bound is about: a ratio, or milliseconds where `unit` says so."""
    bound: float | None = None
    """None: it is told, and nothing is promised."""
    unit: str = "x"

    @property
    def is_met(self) -> bool:
        """Whether the value is within the bound."""
        return self.bound is None or self.value <= self.bound


def ratio(figures: Sequence[float], floors: Sequence[float]) -> float:
    """Return the median of the rounds' own ratios: what slows a machine for a while slows both sides of a round."""
    return median(figure / floor for figure, floor in zip(figures, floors, strict=True))


def table(figures: Iterable[Figure]) -> str:
    """Return the figures as aligned text."""
    rows = [("", "floor", "figure", "value", "bound", "")]
    for one in figures:
        if one.bound is None:
            rows.append((one.name, one.floor, one.figure, "", "", ""))
            continue
        verdict = "ok" if one.is_met else "MISSED"
        rows.append(
            (
                one.name,
                one.floor,
                one.figure,
                f"{one.value:.3g} {one.unit}",
                f"{one.bound:.3g} {one.unit}",
                verdict,
            )
        )
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
