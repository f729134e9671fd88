"""Three readers of calendars by different hands, and what each makes of one."""

import json
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import vobject
from icalendar import Calendar


class Seen(NamedTuple):
    """What a person would see of one date."""

    uid: str
    start: datetime
    end: datetime
    sequence: int
    status: str
    summary: str
    location: str
    description: str
    categories: list[str]
    url: str


def dates(data: bytes) -> list[Any]:
    """Return the VEVENTs of a calendar; the library knows a property's type, mypy cannot."""
    return Calendar.from_ical(data).walk("VEVENT")


def with_icalendar(data: bytes) -> list[Seen]:
    return [
        Seen(
            uid=str(one["uid"]),
            start=one.start.astimezone(UTC),
            end=one.end.astimezone(UTC),
            sequence=one["sequence"],
            status=str(one["status"]),
            summary=str(one["summary"]),
            location=str(one["location"]),
            description=str(one["description"]),
            categories=[str(name) for name in one["categories"].cats],
            url=str(one["url"]),
        )
        for one in dates(data)
    ]


def with_vobject(data: bytes) -> list[Seen]:
    return [
        Seen(
            uid=one.uid.value,
            start=one.dtstart.value.astimezone(UTC),
            end=one.dtend.value.astimezone(UTC),
            sequence=int(one.sequence.value),
            status=one.status.value,
            summary=one.summary.value,
            location=one.location.value,
            description=one.description.value,
            categories=one.categories.value,
            url=one.url.value,
        )
        for one in vobject.readOne(data.decode()).contents.get("vevent", [])
    ]


def with_ical_js(folder: Path, calendars: Sequence[bytes]) -> list[list[Seen]]:
    """Return what ical.js, installed in `folder`, makes of `calendars`."""
    done = subprocess.run(
        ["node", "read.mjs"],
        cwd=folder,
        input=b"\0".join(calendars),
        capture_output=True,
        check=True,
        timeout=60,
    )
    return [
        [
            Seen(uid, datetime.fromisoformat(start), datetime.fromisoformat(end), *rest)
            for uid, start, end, *rest in one
        ]
        for one in json.loads(done.stdout)
    ]
