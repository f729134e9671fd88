"""Whether edits that were prepared together can still be made, one by one and as a whole: nothing here changes anything."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from festival.schedule.edits import Batch, SingleEdit
from festival.schedule.errors import EditRefused, WouldBeEarlier
from festival.schedule.model import Schedule
from festival.schedule.preview import Preview, preview


@dataclass(frozen=True, slots=True)
class Fit:
    """How one of the edits fits the schedule that those before it lead to."""

    edit: SingleEdit
    preview: Preview | None
    """None: it is refused."""
    refused: EditRefused | None = None
    """Why."""


@dataclass(frozen=True, slots=True)
class Fitting:
    """How a batch fits a schedule."""

    fits: tuple[Fit, ...]
    """Of its edits, in their order."""
    whole: Preview | None
    """None: it would be refused, for an edit that does not fit, or because it changes nothing."""
    is_earlier: bool = False
    """Something would begin earlier than was last said: it needs a confirmation."""


def fitting(schedule: Schedule, batch: Batch, *, now: datetime, by: str) -> Fitting:
    """Return how `batch`, made at `now` (aware) by the person `by`, fits `schedule`."""
    fits = tuple(_fits(schedule, batch.edits, now=now, by=by, reason=batch.reason))
    try:
        return Fitting(fits, preview(schedule, batch, now=now, by=by))
    except WouldBeEarlier:
        lax = batch.model_copy(update={"earlier": True})
        return Fitting(fits, preview(schedule, lax, now=now, by=by), is_earlier=True)
    except EditRefused:
        return Fitting(fits, None)


def _fits(
    schedule: Schedule, edits: Iterable[SingleEdit], *, now: datetime, by: str, reason: Mapping[str, str]
) -> Iterator[Fit]:
    """Yield what each edit would do; one that is refused is left out for those after it.

    An earlier start refuses none: of a batch it is judged as a whole (:func:`festival.schedule.apply.apply`).
    """
    for edit in edits:
        asked = edit.model_copy(update={"earlier": True, "reason": edit.reason or dict(reason)})
        try:
            would = preview(schedule, asked, now=now, by=by)
        except EditRefused as error:
            yield Fit(edit, None, error)
        else:
            yield Fit(edit, would)
            schedule = would.after
