"""Where a follower stands: what it has, how fresh that is, and who is told."""

from dataclasses import replace
from datetime import datetime

from festival.client.course import Course
from festival.client.followed import Contact, Followed, Freshness
from festival.client.keeper import Keeper
from festival.client.kept import Kept
from festival.client.orders import Order
from festival.client.outlet import Outlet
from festival.schedule.changes import Change


class Standing:
    """What the roads from the hub share. They run in one event loop, so nothing is locked.

    `course` is changed by :meth:`advance` alone. `outlet` gets each state that differs from the one before, `keeper`
    what is known to be the hub's newest.
    """

    def __init__(self, start: Kept, outlet: Outlet, keeper: Keeper | None) -> None:
        self.course = Course(start.schedule)
        self._outlet = outlet
        self._keeper = keeper
        self._is_live = False
        """There is a stream that can be relied on: what it has not brought has not been made."""
        self._freshness = Freshness("dated", start.confirmed, start.origin, start.rehearsed)
        """What holds while there is none. Its instant is kept up to date all the time."""
        self.shown = Followed(start.schedule, self._freshness)

    def advance(
        self,
        course: Course,
        now: datetime,
        changes: tuple[Change, ...] = (),
        *,
        is_whole: bool = False,
    ) -> None:
        """Go on to `course`, which is what is known at `now` (by the hub's clock), and which `changes` led to.

        `is_whole`: its schedule came whole.
        """
        if course.is_newest:
            self._freshness = replace(self._freshness, at=now, origin="hub")
        elif course.schedule is not self.course.schedule:
            self._freshness = replace(self._freshness, origin="hub")
        self.course = course
        if course.is_newest and self._keeper is not None:
            self._keeper.note(course.schedule, now, rehearsed=self._freshness.rehearsed, is_whole=is_whole)
        self._show(changes, is_whole=is_whole)

    def hear_of_rehearsal(self, *, rehearsed: bool) -> None:
        """Note whether the hub's day is made up."""
        self._freshness = replace(self._freshness, rehearsed=rehearsed)

    def rely_on_stream(self) -> None:
        """Call the schedule live whenever it is the newest, from now on."""
        self._is_live = True
        self._show()

    def lose_stream(self, away: Contact) -> None:
        """Call the schedule live no more."""
        self._is_live = False
        self.answered(away)

    def answered(self, away: Contact) -> None:
        """Note what holds when there is no stream: whether the hub answers at all."""
        self._freshness = replace(self._freshness, contact=away)
        self._show()

    def order(self, order: Order) -> None:
        """Pass on what an organiser has this screen do."""
        self._outlet.put(replace(self.shown, changes=(), orders=(order,)), is_whole=False)

    def _show(self, changes: tuple[Change, ...] = (), *, is_whole: bool = False) -> None:
        freshness = self._freshness
        if self._is_live and self.course.is_newest:
            freshness = replace(freshness, contact="live", at=None)
        schedule = self.course.schedule
        if schedule is not self.shown.schedule or freshness != self.shown.freshness:
            self.shown = Followed(schedule, freshness, changes)
            self._outlet.put(self.shown, is_whole=is_whole)
