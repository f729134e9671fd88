"""What the plain commands say of a session, from values alone."""

from typing import Any

import pytest

from festival.cli.facts import Facts
from festival.locale import locale_for
from schedule.examples import at, schedule, session

RAIN, SOUND = {"en": "Rain"}, {"en": "Sound check"}
MOVED = {"room": "hall", "start": at("15:00"), "end": at("16:00")}


@pytest.mark.parametrize(
    ("live", "status"),
    [
        ({"cancelled": True, "delay_min": 5, "reason": RAIN}, "Cancelled – Rain"),
        (
            {"moved": MOVED, "delay_min": 5, "reason": RAIN},
            "Moved (instead of 15:00 stage), 5 min later (instead of 15:00) – Rain",
        ),
        (
            {"moved": MOVED, "delay_min": 5, "reason": RAIN, "reasons": {"delay_min": SOUND}},
            "Moved (instead of 15:00 stage) – Rain, 5 min later (instead of 15:00) – Sound check",
        ),
        (
            {"delay_min": 5, "state": "full", "reason": RAIN, "reasons": {"state": {}}},
            "5 min later (instead of 15:00) – Rain, Full",
        ),
    ],
)
def test_a_reason_follows_what_it_explains(live: dict[str, Any], status: str) -> None:
    day = schedule(session("soon", "15:00", "16:00", **live))
    facts = Facts(day, at("14:00"), locale_for("en", day.festival.zone))
    assert facts.session(day.session_by_id["soon"]).cells[-1][0] == status
