"""Batches that are being prepared at this desk: nobody else sees them until they are published."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, get_args

from festival.schedule.cursor import Cursor
from festival.schedule.edits import MOST_IN_BATCH, Batch, SingleEdit

SINGLE: Final = get_args(SingleEdit)
"""The kinds of edit that can stand in a batch."""
_NOT_IN_A_NAME: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Draft:
    """A named set of edits in the order in which they are to be made."""

    key: str
    """Names it at this desk, and its file: lower-case letters, digits and single hyphens."""
    name: str
    edits: tuple[SingleEdit, ...] = ()
    reason: dict[str, str] | None = None
    """Of the whole, for edits without one."""
    published: Cursor | None = None
    """Where it was last published, by this desk; what is published again happens again: +5 becomes +10."""

    @property
    def is_full(self) -> bool:
        """Whether no further edit fits."""
        return len(self.edits) >= MOST_IN_BATCH

    @property
    def batch(self) -> Batch | None:
        """The edit that publishes it; None while it is empty."""
        if not self.edits:
            return None
        return Batch(name=self.name, edits=self.edits, reason=self.reason or {})

    def published_in(self, epoch: str) -> int | None:
        """Return the revision as which it was published in `epoch`; None: not there, perhaps in a rehearsal."""
        return (
            self.published.revision if self.published is not None and self.published.epoch == epoch else None
        )

    @classmethod
    def of(cls, key: str, batch: Batch) -> "Draft":
        """Return the draft that `batch` was written from."""
        return cls(key, batch.name, batch.edits, batch.reason or None)


def key_for(name: str, taken: Iterable[str]) -> str:
    """Return a key for a draft called `name` that is none of `taken`."""
    plain = _NOT_IN_A_NAME.sub("-", name.casefold()).strip("-")[:40].strip("-") or "batch"
    known, key, number = set(taken), plain, 1
    while key in known:
        number += 1
        key = f"{plain}-{number}"
    return key


def with_edit(draft: Draft, edit: SingleEdit) -> Draft:
    """Return `draft` with one more edit, at its end."""
    return replace(draft, edits=(*draft.edits, edit))


def without_edit(draft: Draft, at: int) -> Draft:
    """Return `draft` without its edit number `at`, from 0 on."""
    return replace(draft, edits=draft.edits[:at] + draft.edits[at + 1 :])


def moved_edit(draft: Draft, at: int, step: int) -> Draft:
    """Return `draft` with its edit number `at` moved by `step`; as it is where that leads out of it."""
    to = at + step
    if not (0 <= at < len(draft.edits) and 0 <= to < len(draft.edits)):
        return draft
    edits = list(draft.edits)
    edits.insert(to, edits.pop(at))
    return replace(draft, edits=tuple(edits))


def with_published(drafts: tuple[Draft, ...], batch: Batch, cursor: Cursor) -> tuple[Draft, ...]:
    """Return `drafts`, of which those that say what `batch` says are marked as published at `cursor`."""
    return tuple(replace(one, published=cursor) if one.edits == batch.edits else one for one in drafts)


def with_draft(drafts: tuple[Draft, ...], draft: Draft) -> tuple[Draft, ...]:
    """Return `drafts` with `draft`, in the place of an earlier state of it."""
    if any(one.key == draft.key for one in drafts):
        return tuple(draft if one.key == draft.key else one for one in drafts)
    return (*drafts, draft)
