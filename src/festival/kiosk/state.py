"""What the screens show, as one frozen value: attributes go down, messages come up."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal, Self

from festival.links import Links
from festival.locale import Locale
from festival.schedule.model import Announcement, Day, KioskStand, Map, Schedule, Session, words
from festival.schedule.timeline import day_in_view
from festival.tui.pin import TRIES, Answer

if TYPE_CHECKING:
    from festival.client.followed import Freshness


@dataclass(frozen=True, slots=True)
class Filters:
    """What the programme is narrowed to; an empty field does not narrow."""

    day: date | None = None
    room: str = ""
    track: str = ""
    audience: str = ""
    language: str = ""
    access: str = ""


@dataclass(frozen=True, slots=True)
class Door:
    """How the staff's way out stands, on a kiosk that has a PIN."""

    answer: Answer | None = None
    """What the last try brought."""
    tries_left: int = TRIES
    wait_s: int = 0
    """Seconds until the next try is looked at."""


@dataclass(frozen=True, slots=True)
class TakenAway:
    """Picks that a hub keeps, so that one short address leads to them all."""

    picks: tuple[str, ...]
    secret: str
    """What follows in the path of their page."""
    until: datetime
    """They are kept before this instant (UTC)."""


@dataclass(frozen=True, slots=True)
class State:
    """Everything that a screen may show. Screens read it and never change it."""

    schedule: Schedule
    now: datetime
    """The present instant (aware, UTC); it moves on with every minute."""
    locale: Locale
    links: Links
    kiosk_id: str | None = None
    """Set on a kiosk, None in a person's own terminal."""
    door: Door | None = None
    """None where there is no PIN to leave with."""
    rehearsing: bool = False
    """The clock or the changes are made up; every screen says so."""
    freshness: "Freshness | None" = None
    """How much the schedule can be relied on; None where no hub is followed."""
    news_after: datetime | None = None
    """What changed after this instant is news: it is the newest change of the schedule that was shown first."""
    identifying: bool = False
    """An organiser wants to see which screen this is: it shows nothing else."""
    understood: tuple[Announcement, ...] = ()
    """Urgent announcements that the visitor has read; they no longer take the screen."""
    picks: tuple[str, ...] = ()
    """Ids of the sessions that the visitor keeps, in the order of picking; at most :data:`MOST_PICKS`."""
    taken: TakenAway | None = None
    """Where a hub keeps the picks, or other ones that they were before."""
    filters: Filters = Filters()
    large: bool = False
    theme: str = "festival-day"
    layout: Literal["grid", "list"] = "list"
    """How the programme is laid out."""

    def with_(self, **changes: object) -> Self:
        """Return a copy with `changes`."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def say(self, text: dict[str, str]) -> str:
        """Return a programme text in the visitor's language, or the nearest there is."""
        return words(text, self.locale.languages)

    @property
    def day(self) -> Day:
        """The festival day that holds `now`, else the next one, else the last."""
        return day_in_view(self.schedule.festival.days, self.now)

    @property
    def stand(self) -> tuple[Map, KioskStand] | None:
        """This kiosk on the map, if it is on one."""
        for site in self.schedule.maps:
            for stand in site.kiosks:
                if stand.id == self.kiosk_id:
                    return site, stand
        return None

    @property
    def place(self) -> str | None:
        """The id of the room that this kiosk stands nearest to; None if the map does not say."""
        if self.stand is None:
            return None
        site, stand = self.stand
        rooms = [pin for pin in site.pins if pin.kind == "room"]
        nearest = min(rooms, key=lambda pin: (pin.x - stand.x) ** 2 + (pin.y - stand.y) ** 2, default=None)
        return nearest.id if nearest else None

    def picked(self) -> list[Session]:
        """Return the picked sessions that the schedule (still) has."""
        return [session for pick in self.picks if (session := self.schedule.session_by_id.get(pick))]
