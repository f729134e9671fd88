"""What the desk shows, as one frozen value: attributes go down, messages come up."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal, Self

from festival.client.followed import Freshness
from festival.desk.drafts import Draft
from festival.desk.sending import Sending
from festival.locale import Locale
from festival.schedule.cursor import Cursor
from festival.schedule.model import Day, Room, Schedule, Session, words
from festival.schedule.timeline import day_of

if TYPE_CHECKING:
    from festival.client.organising import Holder, Screens
    from festival.schedule.changes import Change
    from festival.schedule.watchlist import Warning as Warned


@dataclass(frozen=True, slots=True)
class Notice:
    """The last outcome, in words, for the line below the page."""

    text: str
    role: Literal["good", "late", "stop", "muted"] = "good"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody has chosen, as far as it outlives a change of page. A page that needs more adds a field."""

    room: str = ""
    """Id of the room that Board's cursor is in and Run shows; "": none yet."""
    session: str = ""
    """Id of the session under Board's cursor."""
    marked: str = ""
    """Id of the session that was marked to change places with another."""
    draft: str = ""
    """Key of the batch that is worked on."""

    def with_(self, **changes: str) -> Self:
        """Return a copy with `changes`."""
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class DeskState:
    """Everything that a page may show. Pages read it and never change it."""

    schedule: Schedule
    now: datetime
    """The present instant (aware, UTC, by the hub's clock) in whole seconds; it moves on with every second."""
    locale: Locale
    freshness: Freshness
    """How much the schedule can be relied on."""
    hub: str
    """The address of the hub."""
    holder: "Holder | None" = None
    """Whose token it is; None until the hub has said so."""
    changes: "tuple[Change, ...]" = ()
    """The newest changes, newest first: those that the page History asked for, and what came since."""
    in_vain: int = 0
    """How often older changes were asked for and did not come."""
    warnings: "tuple[Warned, ...]" = ()
    """What is wrong with the day at `now`, worst first."""
    screens: "Screens | None" = None
    """The kiosks; None until they were asked for."""
    screens_at: datetime | None = None
    """When the hub last told of them (UTC, by its clock)."""
    drafts: tuple[Draft, ...] = ()
    """Batches that are being prepared here."""
    notes: Mapping[str, str] = field(default_factory=dict)
    """For the crew, by the id of the room; they stay on this computer."""
    waiting: tuple[Sending, ...] = ()
    """Edits that the hub has not made, in the order of sending: each is seen until it is made or thrown away."""
    notice: Notice | None = None
    chosen: Chosen = Chosen()
    theme: str = "festival-night"

    def with_(self, **changes: object) -> Self:
        """Return a copy with `changes`."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def say(self, text: dict[str, str]) -> str:
        """Return a programme text in the organiser's language, or the nearest there is."""
        return words(text, self.locale.languages)

    @property
    def cursor(self) -> Cursor | None:
        """What an edit made now is based on; None before the hub was heard of."""
        schedule = self.schedule
        return Cursor(schedule.epoch, schedule.revision) if schedule.epoch else None

    @property
    def name(self) -> str:
        """Who sits at the desk; "" until the hub has said so."""
        return self.holder.name if self.holder else ""

    @property
    def day(self) -> Day:
        """The festival day that holds `now`, else the next one, else the last."""
        days = self.schedule.festival.days
        return day_of(days, self.now) or next((day for day in days if self.now < day.start), days[-1])

    @property
    def room(self) -> Room | None:
        """The room that was chosen, else the host's own, else the first."""
        rooms = self.schedule.room_by_id
        own = (self.holder.room if self.holder else None) or ""
        return rooms.get(self.chosen.room) or rooms.get(own) or next(iter(rooms.values()), None)

    @property
    def draft(self) -> Draft | None:
        """The batch that is worked on, else the last one."""
        chosen = next((one for one in self.drafts if one.key == self.chosen.draft), None)
        return chosen or next(reversed(self.drafts), None)

    @property
    def session(self) -> Session | None:
        """The session that was chosen, if there (still) is one."""
        return self.schedule.session_by_id.get(self.chosen.session)
