"""Whether edits that were prepared together can still be made, one by one: nothing here changes anything."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from festival.schedule.edits import SingleEdit
from festival.schedule.errors import EditRefused
from festival.schedule.model import Schedule
from festival.schedule.preview import Preview, preview


@dataclass(frozen=True, slots=True)
class Fit:
    """How one of the edits fits the schedule that those before it lead to."""

    edit: SingleEdit
    preview: Preview | None
    """None: it is refused, for the reason `why`."""
    why: str = ""


def fits(
    schedule: Schedule,
    edits: Iterable[SingleEdit],
    *,
    now: datetime,
    by: str,
    reason: Mapping[str, str] | None = None,
) -> tuple[Fit, ...]:
    """Return for each of `edits`, in their order, what it would do; one that is refused is left out for those after it.

    `reason` is that of the batch, for edits without one. An earlier start refuses no edit here: of a batch it is
    judged as a whole (:func:`festival.schedule.apply.apply`).
    """
    found: list[Fit] = []
    for edit in edits:
        asked = edit.model_copy(update={"earlier": True, "reason": edit.reason or dict(reason or {})})
        try:
            would = preview(schedule, asked, now=now, by=by)
        except EditRefused as error:
            found.append(Fit(edit, None, str(error)))
        else:
            found.append(Fit(edit, would))
            schedule = would.after
    return tuple(found)
