"""What is read from the log of when each session was last changed."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from festival.formats.dates import Revised
from festival.hub import revised
from festival.hub.revised import Revisions
from festival.schedule.changes import Change, Touch
from festival.schedule.cursor import Cursor
from festival.schedule.model import SessionLive
from schedule.examples import session


def when(revision: int) -> datetime:
    return datetime(2022, 5, 27, 12, revision, tzinfo=UTC)


def change(revision: int, *names: str) -> bytes:
    touches = [Touch(kind="session", id=name, before={"live": {}}, after={"live": {}}) for name in names]
    other = Touch(kind="room", id="band", before={"live": {}}, after={"live": {}})
    made = Change(
        revision=revision, at=when(revision), by="Ada", kind="delay_room", touches=(*touches, other)
    )
    return made.as_json


@dataclass
class Log:
    """A log that remembers what was read of it."""

    records: list[bytes]
    asked: list[tuple[int, int]] = field(default_factory=list)

    async def changes(self, since: int, limit: int) -> list[bytes]:
        self.asked.append((since, limit))
        return self.records[since : since + limit]


async def test_the_last_change_of_each_counts_up_to_the_schedule_that_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(revised, "PAGE", 2)
    log = Log(
        [change(1, "band"), change(2, "choir", "band"), change(3), change(4, "band"), change(5, "choir")]
    )
    revisions = Revisions(log)
    assert (await revisions.up_to(Cursor("a", 3))).sessions == {
        "band": Revised(2, when(2)),
        "choir": Revised(2, when(2)),
    }
    assert (await revisions.up_to(Cursor("a", 5))).sessions == {
        "band": Revised(4, when(4)),
        "choir": Revised(5, when(5)),
    }
    assert log.asked == [(0, 2), (2, 1), (3, 2)]


async def test_of_a_log_that_stands_in_the_place_of_another_all_is_read_anew() -> None:
    log = Log([change(1, "band"), change(2, "band")])
    revisions = Revisions(log)
    await revisions.up_to(Cursor("lost", 2))
    log.records = [change(1, "choir")]
    assert (await revisions.up_to(Cursor("restored", 1))).sessions == {"choir": Revised(1, when(1))}


async def test_what_was_withdrawn_is_cancelled_with_the_reason_until_it_is_back() -> None:
    there = session("encore", "18:00", "19:00")
    whole = there.model_dump(mode="json", exclude_defaults=True)
    steps = (
        Touch(kind="session", id="encore", after=whole),
        Touch(
            kind="session", id="encore", before={**whole, "live": {"delay_min": 5, "reason": {"en": "Rain"}}}
        ),
        Touch(kind="session", id="encore", after=whole),
    )
    made = [
        Change(
            revision=n, at=when(n), by="Ada", kind="undo", reason={"en": "A mistake"}, touches=(one,)
        ).as_json
        for n, one in enumerate(steps, 1)
    ]
    revisions = Revisions(Log(made))
    assert (await revisions.up_to(Cursor("a", 1))).withdrawn == {}
    live = SessionLive(delay_min=5, cancelled=True, reason={"en": "A mistake"})
    assert (await revisions.up_to(Cursor("a", 2))).withdrawn == {"encore": there.relived(live)}
    assert (await revisions.up_to(Cursor("a", 3))).withdrawn == {}
