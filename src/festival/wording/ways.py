"""Where something is, seen by somebody who stands somewhere and looks in some direction.

Positions are metres on a site plan, x to the east and y to the north; directions are compass degrees (0 north,
90 east). Distances are straight lines: a plan without paths cannot know better, and the words say "about".
"""

from dataclasses import dataclass
from math import atan2, degrees, hypot
from typing import Final

from festival.locale import Locale
from festival.schedule.model import KioskStand, Point

WALKING_KMH: Final = 4.0
"""How fast people walk at a festival."""
HERE_M: Final = 5.0
"""What is nearer than this is "right here"; a direction would only confuse."""
ARROWS: Final = "↑↗→↘↓↙←↖"
"""One for each eighth of a turn, clockwise from straight ahead (or from the top of a plan)."""


@dataclass(frozen=True, slots=True)
class Way:
    """The straight way from a stand to a point."""

    distance_m: float
    turn_deg: float
    """Clockwise from the direction of sight, 0 up to (not including) 360."""

    @property
    def octant(self) -> int:
        """Which eighth of a turn it lies in: 0 straight ahead, 2 to the right, 4 behind."""
        return octant(self.turn_deg)


def bearing(start: Point, end: Point) -> float:
    """Return the compass direction of `end` seen from `start`, 0 up to (not including) 360; 0 where both are one point."""
    # Adding a whole turn to a tiny negative angle gives 360.0 itself, hence the second remainder.
    return degrees(atan2(end.x - start.x, end.y - start.y)) % 360.0 % 360.0


def distance(start: Point, end: Point) -> float:
    """Return the metres between two points."""
    return hypot(end.x - start.x, end.y - start.y)


def octant(turn_deg: float) -> int:
    """Return the eighth of a turn, 0 to 7, whose middle is nearest to `turn_deg`."""
    return round(turn_deg / 45) % 8


def way(stand: KioskStand, end: Point) -> Way:
    """Return the way to `end` from a person who stands at a kiosk and looks at it."""
    return Way(distance(stand, end), (bearing(stand, end) - stand.bearing_deg) % 360.0 % 360.0)


def up_for(bearing_deg: float) -> int:
    """Return which compass direction a plan shows upwards for somebody looking to `bearing_deg`: the nearest of 0, 90, 180, 270."""
    return int((bearing_deg + 45) // 90 * 90) % 360


def rounded_m(distance_m: float) -> int:
    """Return a distance to the nearest five metres, at least five."""
    return max(5, round(distance_m / 5) * 5)


def minutes(distance_m: float) -> int:
    """Return the started minutes of a walk, at least one."""
    return max(1, -int(-distance_m * 60 // (WALKING_KMH * 1000)))


def direction(locale: Locale, eighth: int) -> str:
    """Return the words for an eighth of a turn, as a person would say them."""
    t = locale.t
    return (
        t("straight ahead"),
        t("ahead on the right"),
        t("on the right"),
        t("behind you on the right"),
        t("behind you"),
        t("behind you on the left"),
        t("on the left"),
        t("ahead on the left"),
    )[eighth]


def length(locale: Locale, distance_m: float) -> str:
    """Return distance and time: "about 45 m, 1 min on foot"."""
    return locale.t("about {m} m, {n} min on foot", m=rounded_m(distance_m), n=minutes(distance_m))


def in_words(locale: Locale, found: Way) -> str:
    """Return direction, distance and time: "behind you on the left, about 45 m, 1 min on foot"."""
    if found.distance_m < HERE_M:
        return locale.t("right here")
    return f"{direction(locale, found.octant)}, {length(locale, found.distance_m)}"
