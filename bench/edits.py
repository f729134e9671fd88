"""What an edit costs the hub's processor in a festival of 10,000 sessions: deciding it, following it, and the digest.

The store, the frames and HTTP are measured elsewhere; this is the pure part, which every follower pays as well.
"""

import time
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any, get_args

from bench.figures import Figure
from bench.subjects import LARGE
from bench.tty import BenchError
from festival.programme import load
from festival.schedule.apply import apply
from festival.schedule.changes import Change, fold
from festival.schedule.digests import digest
from festival.schedule.edits import Edit, edit_from
from festival.schedule.model import Schedule
from fixtures_programme import write_programme

_LOG = 1_000
"""Changes of the day before the edit, for the two kinds that read the log; one in ten is Mallory's."""
_BOUND_MS = 5.0


def _day(home: Path) -> tuple[Schedule, Mapping[int, Change]]:
    """Return a day in full swing, and its log."""
    folder = home / f"programme-{LARGE}"
    if not folder.exists():
        write_programme(folder, LARGE)
    schedule = load(folder)
    log: dict[int, Change] = {}
    digest(schedule)
    start = schedule.festival.days[0].start
    for number in range(_LOG):
        state = ("few", "full", "open")[number // 100 % 3]
        edit = edit_from({"kind": "set_session_state", "session": f"session-{number % 100}", "state": state})
        by = "Ada" if number % 10 else "Mallory"
        change = apply(schedule, edit, now=start + timedelta(seconds=number), by=by, log=log)
        schedule = fold(schedule, [change])
        log[change.revision] = change
    digest(schedule)
    return schedule, log


def _edits(schedule: Schedule, start: datetime) -> dict[str, Edit]:
    """Return one edit of each kind. The room has 50 sessions without a gap, so that a delay moves all that follow."""
    one, other = (schedule.session_by_id[f"session-{number}"] for number in (2_000, 2_201))
    new = one.model_dump(mode="json", exclude={"live"}) | {"id": "new"}
    words = {"de": "Regen", "en": "Rain"}
    delay = {"kind": "delay_room", "room": one.room, "minutes": 15, "from_session": one.id}
    data: tuple[dict[str, Any], ...] = (
        delay,
        {"kind": "delay_session", "session": one.id, "minutes": 15},
        {"kind": "start_session", "session": one.id},
        {"kind": "end_session", "session": one.id},
        {"kind": "extend_session", "session": one.id, "minutes": 10},
        {"kind": "cancel_session", "session": one.id},
        {"kind": "reopen_session", "session": "session-5"},
        {"kind": "move_session", "session": one.id, "room": other.room},
        {"kind": "swap_sessions", "first": one.id, "second": other.id},
        {
            "kind": "split_session",
            "session": one.id,
            "at": one.start + timedelta(minutes=5),
            "resume": one.end + timedelta(hours=1),
        },
        {"kind": "replace_session", "session": one.id, "by": new},
        {"kind": "add_session", "session": new},
        {"kind": "correct_text", "thing": "session", "id": one.id, "field": "title", "text": words},
        {"kind": "set_session_state", "session": one.id, "state": "full"},
        {"kind": "set_room_state", "room": one.room, "state": "full"},
        {"kind": "announce", "level": "urgent", "text": words, "expires": start + timedelta(hours=9)},
        {"kind": "withdraw", "announcement": "said"},
        {
            "kind": "batch",
            "name": "Plan B",
            "edits": [delay, {"kind": "cancel_session", "session": other.id}],
        },
        {"kind": "undo", "change": schedule.revision - 1},
        {"kind": "undo_person", "person": "Mallory"},
    )
    return {one["kind"]: edit_from(one | {"reason": words, "earlier": True}) for one in data}


def _set_up(home: Path) -> tuple[Schedule, dict[int, Change], datetime]:
    """Return the day with what two kinds need to find (something cancelled, something announced), its log, and the time."""
    schedule, log = _day(home)
    now = schedule.session_by_id["session-2000"].start + timedelta(minutes=2)
    known = dict(log)
    for data in (
        {"kind": "cancel_session", "session": "session-5"},
        {"kind": "announce", "id": "said", "text": {"de": "Regen"}, "expires": now + timedelta(hours=1)},
    ):
        change = apply(schedule, edit_from(data), now=now, by="Ada")
        schedule = fold(schedule, [change])
        known[change.revision] = change
    digest(schedule)
    return schedule, known, now


def measure(home: Path, rounds: int) -> Iterator[Figure]:
    """Yield what an edit costs, by the median of `rounds` of each kind: of all kinds, and of the dearest."""
    schedule, log, now = _set_up(home)
    taken: dict[str, float] = {}
    for kind, edit in _edits(schedule, now).items():
        costs = []
        for _ in range(rounds):
            began = time.process_time()
            change = apply(schedule, edit, now=now, by="Ada", log=log)
            digest(fold(schedule, [change]))
            costs.append((time.process_time() - began) * 1000)
        taken[kind] = median(costs)
    kinds = {one.model_fields["kind"].default for one in get_args(get_args(Edit)[0])}
    if missing := kinds - taken.keys() - {"set_station_state"}:  # the programme has no stations
        raise BenchError(f"no edit of the kind {', '.join(sorted(missing))} was measured")
    dearest = max(taken, key=lambda kind: taken[kind])
    for name, value in (
        ("median of all kinds", median(taken.values())),
        (f"the dearest, {dearest}", taken[dearest]),
    ):
        yield Figure(
            name=f"processor time of an edit of {LARGE:,} sessions",
            floor=f"{len(taken)} kinds, {name}",
            figure=f"{value:.2f} ms",
            value=value,
            bound=_BOUND_MS,
            unit="ms",
        )
