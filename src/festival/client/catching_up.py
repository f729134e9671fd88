"""Fetching what the stream did not bring, and no more of it than is needed."""

import logging
from collections.abc import Callable
from functools import partial

import httpx

from festival.client.clock import HubClock
from festival.client.course import folded_to
from festival.client.errors import HubUnreachable, WrongServer
from festival.client.fetching import fetch_changes, fetch_schedule
from festival.client.messages import ChangesAnswer, Gone
from festival.client.standing import Standing
from festival.client.threads import Aside
from festival.client.timings import Ration, Timings
from festival.schedule.cursor import Cursor

_log = logging.getLogger(__name__)


class CatchingUp:
    """Brings `standing` nearer to the hub by requests of `client`."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        standing: Standing,
        *,
        clock: HubClock,
        aside: Aside,
        timings: Timings,
        monotonic: Callable[[], float],
    ) -> None:
        self._client = client
        self._standing = standing
        self._clock = clock
        self._aside = aside
        self._timings = timings
        self._monotonic = monotonic
        self._ration = Ration(timings, monotonic)
        self._failed_at = float("-inf")
        self._listed_at = float("-inf")
        self._reloaded_at = float("-inf")

    async def fetch_what_is_missing(self) -> None:
        """Fetch what the course wants, if it wants something and has not just failed to get it. What fails is logged."""
        if self._standing.course.want == "nothing":
            return
        if self._monotonic() - self._failed_at < self._timings.gap_s:
            return
        try:
            await self._fetch()
        except (HubUnreachable, WrongServer) as error:
            self._failed_at = self._monotonic()
            _log.info("could not catch up: %s", error)

    async def poll(self) -> bool:
        """Ask for what is new; return False if nothing may be asked now. Raises :class:`HubUnreachable`, :class:`WrongServer`."""
        has_asked = self._standing.course.can_list
        if has_asked:
            await self._fetch_list()
        if self._standing.course.want == "schedule":
            has_asked = await self._fetch() or has_asked
            # A whole schedule may come from a cache on the way, so it does not tell the time. A list does.
            if self._clock.skew is None and self._standing.course.can_list:
                await self._fetch_list()
        return has_asked

    async def fetch_afresh(self) -> None:
        """Fetch the whole schedule, whatever is at hand, unless that has just been done. What fails is logged."""
        if self._monotonic() - self._reloaded_at < self._timings.reload_every_s:
            return
        self._reloaded_at = self._monotonic()
        asked_at = self._clock()
        try:
            schedule = await fetch_schedule(
                self._client, None, aside=self._aside, within_s=self._timings.fetch_s
            )
        except (HubUnreachable, WrongServer) as error:
            _log.info("could not reload: %s", error)
            return
        if schedule is not None:
            self._standing.advance(self._standing.course.take_afresh(schedule), asked_at, is_whole=True)

    async def _fetch(self) -> bool:
        """Fetch what the course wants; return whether something was asked of the hub."""
        course = self._standing.course
        named = course.passed.epoch if course.passed and course.is_elsewhere else ""
        if course.want == "changes" or (named and course.schedule.epoch):
            await self._fetch_list()
            course = self._standing.course
            # Another log costs the whole schedule: it is believed in when it was named twice alike.
            is_sure = course.passed is not None and named in {"", course.passed.epoch}
            if course.want != "schedule" or not is_sure:
                return True
        if self._ration.take(is_first=course.is_elsewhere):
            await self._fetch_whole()
            return True
        if course.is_elsewhere or self._monotonic() - self._listed_at < self._timings.poll_s:
            return False
        await self._fetch_list()  # what did not fit may have been garbled on the way
        return True

    async def _fetch_whole(self) -> None:
        course = self._standing.course
        known = None if course.is_elsewhere or course.is_adrift else course.cursor
        asked_at = self._clock()
        schedule = await fetch_schedule(
            self._client, known, aside=self._aside, within_s=self._timings.fetch_s
        )
        if schedule is None:
            self._ration.give_back()
        else:
            self._standing.advance(self._standing.course.take_whole(schedule), asked_at, is_whole=True)

    async def _fetch_list(self) -> None:
        start = self._standing.course
        asked_at = self._clock()
        self._listed_at = self._monotonic()
        answer = await fetch_changes(
            self._client, start.cursor, aside=self._aside, within_s=self._timings.answer_s
        )
        if isinstance(answer, Gone):
            self._standing.advance(self._standing.course.hear_reset(Cursor.parse(answer.cursor)), asked_at)
            return
        took_s = self._monotonic() - self._listed_at
        self._clock.hear(answer.server_time, rate=answer.rate, took_s=took_s)
        self._standing.hear_of_rehearsal(rehearsed=answer.rehearsed)
        if answer.epoch != start.cursor.epoch:
            self._standing.advance(self._standing.course.hear(answer.cursor), answer.server_time)
        else:
            await self._take_list(answer)

    async def _take_list(self, answer: ChangesAnswer) -> None:
        start = self._standing.course
        changes = [one for one in answer.changes if one.revision > start.cursor.revision]
        folded = await self._aside(partial(folded_to, start.schedule, changes))
        before = self._standing.course
        course = before.take_list(start.cursor, folded, answer.cursor)
        is_news = course.schedule is not before.schedule
        news = tuple(one for one in changes if is_news and one.revision > before.cursor.revision)
        self._standing.advance(course, answer.server_time, news)
