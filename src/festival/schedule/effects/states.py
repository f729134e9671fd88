"""What edits of how full something is do."""

from collections.abc import Iterable
from datetime import datetime

from festival.schedule import edits
from festival.schedule.effects.base import Pair, pairs, relive, room_of, session_of
from festival.schedule.errors import EditRefused
from festival.schedule.model import UNKNOWN, Room, Schedule, Station


@pairs.register
def _session_state(edit: edits.SetSessionState, schedule: Schedule, now: datetime) -> Iterable[Pair]:
    return [relive(session_of(schedule, edit.session), edit, now, state=edit.state)]


def _place(place: Room | Station, edit: edits.SetRoomState | edits.SetStationState, now: datetime) -> Pair:
    if edit.until is not None and edit.until <= now:
        raise EditRefused("the state of {place} would have expired already: give a later end", place=place.id)
    said = {"state": edit.state, "wait_min": edit.wait_min, "until": edit.until, "reason": edit.reason}
    if all(getattr(place.live, name) == value for name, value in said.items()):
        return place, place
    return place, place.relived(UNKNOWN.model_copy(update={**said, "changed_at": now}))


@pairs.register
def _room_state(edit: edits.SetRoomState, schedule: Schedule, now: datetime) -> Iterable[Pair]:
    return [_place(room_of(schedule, edit.room), edit, now)]


@pairs.register
def _station_state(edit: edits.SetStationState, schedule: Schedule, now: datetime) -> Iterable[Pair]:
    station = schedule.station_by_id.get(edit.station)
    if station is None:
        raise EditRefused("there is no station {station}: check its id", station=edit.station)
    return [_place(station, edit, now)]
