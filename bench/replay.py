"""What a festival day costs in bytes: followed change by change, or fetched anew after each."""

from datetime import datetime

from festival.hub import frames
from festival.hub.security import HEADERS
from festival.hub.snapshot import build
from festival.programme import bundled, load, load_rehearsal
from festival.schedule.apply import apply
from festival.schedule.changes import Change, fold
from festival.schedule.cursor import Cursor
from festival.schedule.digests import digest
from festival.schedule.errors import EditRefused


def replayed(now: datetime) -> tuple[int, int, int]:
    """Return the bytes of the bundled rehearsal's changes as frames of a stream, those of a gzip snapshot for each, and how many there are.

    Frames are counted with the chunk around them, snapshots with the head of the answer but without Date.
    """
    schedule = load(bundled()).model_copy(update={"epoch": "0123456789abcdef"})
    log: dict[int, Change] = {}
    followed = refetched = 0
    for at, edit in load_rehearsal(bundled()):
        try:
            change = apply(schedule, edit, now=at, by="Ada", log=log)
        except EditRefused:
            continue
        schedule = fold(schedule, [change])
        log[change.revision] = change.model_copy(update={"digest": digest(schedule)})
        followed += len(frames.changed(schedule.epoch, log[change.revision]))
        form = build(schedule, now, HEADERS, "no-cache").zipped
        refetched += len(form.head) + len(form.body)
    head = Cursor(schedule.epoch, schedule.revision)
    followed += len(frames.hello(head, head, now=now, beat_s=5.0))
    return followed, refetched, len(log)
