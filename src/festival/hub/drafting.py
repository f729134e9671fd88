"""Edits that wait for the store, and what they would do together: no store, feed or clock of its own."""

import asyncio
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from festival.clock import Clock
from festival.hub.deciding import Accepted, Intent, Unavailable, decide
from festival.schedule.changes import Change
from festival.schedule.errors import FestivalError
from festival.schedule.model import Schedule
from festival.store.log import Pending

MOST: Final = 256
"""Edits that are appended together, at most."""

_log = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class Job:
    """An intent, and who waits for what it did."""

    intent: Intent
    answer: asyncio.Future[Accepted]

    def accept(self, change: Change, epoch: str, *, is_replay: bool = False) -> None:
        """Answer that it was done."""
        if not self.answer.done():
            self.answer.set_result(Accepted(change, epoch, is_replay))

    def fail(self, error: FestivalError) -> None:
        """Answer that it was not."""
        if not self.answer.done():
            self.answer.set_exception(error)


@dataclass(slots=True)
class Draft:
    """What jobs would do to a schedule."""

    schedule: Schedule
    """Where they lead."""
    accepted: list[tuple[Job, Change]] = field(default_factory=list)
    refused: list[tuple[Job, FestivalError]] = field(default_factory=list)

    def pending(self) -> list[Pending]:
        """Return what the store is to append."""
        return [Pending(change, job.intent.key, job.intent.request) for job, change in self.accepted]


def draft_of(jobs: Sequence[Job], base: Schedule, log: dict[int, Change], clock: Clock) -> Draft:
    """Think out what `jobs` do to `base`, one after the other.

    `log` holds the changes that led there, as far back as the jobs need them; it takes the new ones.
    """
    draft = Draft(base)
    for job in jobs:
        try:
            change, draft.schedule = decide(job.intent, draft.schedule, log, now=clock())
        except FestivalError as error:
            draft.refused.append((job, error))
        except Exception:  # noqa: BLE001 - those that are appended with it need not bear what one edit does
            _log.exception("edit failed", extra={"kind": job.intent.edit.kind})
            draft.refused.append((job, Unavailable("the hub could not handle this edit")))
        else:
            log[change.revision] = change
            draft.accepted.append((job, change))
    return draft


def parted(jobs: Iterable[Job], most: int) -> tuple[list[Job], list[Job]]:
    """Return at most `most` jobs with different keys, and the others: a repeated key finds its first answer next time."""
    batch: dict[str, Job] = {}
    later: list[Job] = []
    for job in jobs:
        if job.intent.key in batch or len(batch) == most:
            later.append(job)
        else:
            batch[job.intent.key] = job
    return list(batch.values()), later
