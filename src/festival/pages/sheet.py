"""How a site plan is drawn: how large its pins are, and where its words stand free of them. All lengths are metres."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product
from math import dist, hypot
from textwrap import wrap
from typing import Final

Spot = tuple[float, float]
"""A point on the plan: from the left, and from the top."""
_TARGET_PX: Final = 44
"""What a finger needs, each way (WCAG 2.2, 2.5.5)."""
_REM_PX: Final = 16
_MOST_REM: Final = 80
"""No plan is wider, however near two pins are: who looks for one must not move it for ever."""
_APART: Final = 0.47
"""Of the distance between the two nearest pins: their radius, so that a line of ground stays between them."""
_LETTER: Final = 0.68
"""Of the size of the letters: the width of one in bold, in the widest of the fonts that browsers take."""
_CAPITAL: Final = 0.75
_LINE: Final = 1.15
_IN_LINE: Final = 18
_MOST_IN_LINE: Final = 28
"""Letters of one of two lines beside a pin; a phone shows half of the plan at once. The list has the name in full."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the plan."""

    x: float
    y: float
    width: float
    height: float

    def away(self, spot: Spot) -> float:
        """Return how far it is to `spot`; 0 within."""
        x, y = spot
        across = max(self.x - x, 0, x - self.x - self.width)
        return hypot(across, max(self.y - y, 0, y - self.y - self.height))


@dataclass(frozen=True, slots=True)
class Words:
    """Lines of text, centred on `x`; `y` is the foot of the first."""

    lines: tuple[str, str]
    """The second may be empty; both are where there is no room for the text."""
    x: float
    y: float
    size: float
    ground: Box
    """What they stand on."""


@dataclass(frozen=True)
class Sheet:
    """A plan of a width and a height with pins on it."""

    width: float
    height: float
    pins: tuple[Spot, ...]

    @cached_property
    def pin(self) -> float:
        """The radius of a pin: as large as the nearest two allow, within what can be read."""
        nearest = min((dist(one, other) for one, other in combinations(self.pins, 2)), default=self.width)
        return round(min(max(_APART * nearest, self.width / 90), self.width / 30), 2)

    @property
    def ring(self) -> float:
        """The radius of the ring around the pin that somebody was sent to."""
        return round(1.2 * self.pin, 2)

    @property
    def rems(self) -> float:
        """How wide the plan is so that a finger finds a pin, in the reader's letters."""
        return round(min(_TARGET_PX / (2 * self.pin) * (self.width + 2 * self.pin) / _REM_PX, _MOST_REM), 1)

    @property
    def view(self) -> str:
        """The part of the plane that is seen (SVG 2, 8.6): with room for half a pin at each edge."""
        edge = self.pin
        return f"{-edge:g} {-edge:g} {self.width + 2 * edge:g} {self.height + 2 * edge:g}"

    def name_of_area(self, name: str, area: Box) -> Words:
        """Return where the name of an area stands so that no pin covers it, in one line."""
        for share in (1, 0.8):
            size = round(self.pin * share, 2)
            width, height = _LETTER * size * len(name), _CAPITAL * size
            for x, y in _spots(area, width, height, edge=size / 4):
                ground = Box(x, y, width, height)
                if not self._covered(ground, size / 8):
                    return Words((name, ""), round(x + width / 2, 1), round(y + height, 1), size, ground)
        return Words(("", ""), area.x, area.y, size, area)

    def name_of_pin(self, name: str, spot: Spot) -> Words:
        """Return the name of the pin at `spot`, above or below it: where it covers less of others."""
        short = wrap(name, _IN_LINE)
        lines = short if len(short) <= 2 else wrap(name, _MOST_IN_LINE, max_lines=2, placeholder="…")
        size, (at, middle) = self.pin, spot
        width = round(min(_LETTER * size * max(map(len, lines), default=0) + size, self.width), 1)
        height = round(size * (_LINE * (len(lines) - 1) + 2 * _CAPITAL), 1)
        x = round(min(max(at - width / 2, 0), self.width - width), 1)
        places = [
            Box(x, round(y, 1), width, height) for y in (middle - 1.5 * size - height, middle + 1.5 * size)
        ]
        inside = [one for one in places if one.y >= 0 and one.y + height <= self.height]
        best = min(inside or places, key=self._covered)
        first, second, *_ = (*lines, "", "")
        return Words(
            (first, second), round(x + width / 2, 1), round(best.y + 1.5 * _CAPITAL * size, 1), size, best
        )

    def _covered(self, box: Box, spare: float = 0) -> float:
        """Return how far pins reach into `box`, all together, and into what is to be `spare` around it."""
        return sum(max(0, self.pin + spare - box.away(one)) for one in self.pins)


def _spots(area: Box, width: float, height: float, *, edge: float) -> Iterable[Spot]:
    """Return where words may stand in `area`, the best place first: at the top, else at the foot, else between."""
    across, down = area.width - width - 2 * edge, area.height - height - 2 * edge
    if across < 0 or down < 0:
        return
    for share_y, share_x in product((0, 1, 0.5, 0.25, 0.75), (0.5, 0, 1)):
        yield area.x + edge + across * share_x, area.y + edge + down * share_y
