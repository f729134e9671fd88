"""What becomes of the state by what arrives: the hub's news, the time, an answer."""

from dataclasses import replace
from datetime import datetime

from festival.client.followed import Followed
from festival.desk.state import DeskState, Notice
from festival.desk.view.change import change_words
from festival.schedule.changes import Change


def followed_by(state: DeskState, followed: Followed, now: datetime) -> DeskState:
    """Return `state` with what the hub said. Who made a change, which kiosks hear of too, it does not say."""
    return state.with_(
        schedule=followed.schedule,
        freshness=followed.freshness,
        now=now.replace(microsecond=0),
        changes=_newest(followed, state),
    )


def unnamed(state: DeskState, page: int) -> int:
    """Return how many of the newest changes have to be fetched to know who made them; `page` if none is known at all."""
    if not state.changes:
        return min(page, state.schedule.revision)
    return next((at for at, one in enumerate(state.changes) if one.by), len(state.changes))


def named_by(state: DeskState, fetched: tuple[Change, ...]) -> DeskState:
    """Return `state` with changes and who made them; the newest that somebody else made since is said in words."""
    news = {one.revision for one in state.changes if not one.by}
    after = with_older(state, fetched)
    latest = next(
        (one for one in after.changes if one.revision in news and one.by not in {"", state.name}), None
    )
    if latest is None:
        return after
    what = change_words(after, latest)
    words = state.locale.t("{person}: {what} (revision {n})", person=latest.by, what=what, n=latest.revision)
    return after.with_(notice=Notice(words, "muted"))


def _newest(followed: Followed, state: DeskState) -> tuple[Change, ...]:
    """Return the changes that lead to what is followed now; none if it came whole, so that they are fetched anew."""
    known = state.changes if followed.schedule.epoch == state.schedule.epoch else ()
    found = _joined(followed.changes, known) if followed.changes else known
    return found if found and found[0].revision == followed.schedule.revision else ()


def _joined(new: tuple[Change, ...], known: tuple[Change, ...]) -> tuple[Change, ...]:
    """Return the changes newest first, without a gap: what lies before one is fetched again when it is asked for."""
    found = {one.revision: one for one in (*known, *new)}
    kept: list[Change] = []
    for revision in sorted(found, reverse=True):
        if kept and kept[-1].revision != revision + 1:
            break
        kept.append(found[revision])
    return tuple(kept)


def with_older(state: DeskState, older: tuple[Change, ...]) -> DeskState:
    """Return `state` with changes that were fetched; those that it does not show yet come by themselves."""
    head = state.schedule.revision
    found = _joined(tuple(one for one in older if one.revision <= head), state.changes)
    return state.with_(changes=found) if found and found[0].revision == head else state


def cut_off(state: DeskState, now: datetime) -> DeskState:
    """Return `state` when nothing is heard of the hub any more."""
    return replace(state, freshness=state.freshness.cut_off(now))
