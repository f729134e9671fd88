"""What becomes of the state by what arrives: the hub's news, the time, an answer."""

from dataclasses import replace
from datetime import datetime

from festival.client.followed import Followed
from festival.desk.state import DeskState, Notice
from festival.desk.view.change import change_words
from festival.schedule.changes import Change


def followed_by(state: DeskState, followed: Followed, now: datetime) -> DeskState:
    """Return `state` with what the hub said; what somebody else did is said in words."""
    after = state.with_(
        schedule=followed.schedule,
        freshness=followed.freshness,
        now=now.replace(microsecond=0),
        changes=_newest(followed, state),
    )
    others = [one for one in followed.changes if one.by != state.name]
    if others:
        latest = others[-1]
        words = state.locale.t(
            "{person}: {what} (revision {n})",
            person=latest.by,
            what=change_words(after, latest),
            n=latest.revision,
        )
        after = after.with_(notice=Notice(words, "muted"))
    return after


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
