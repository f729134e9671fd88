"""Three readers of calendars by different hands, and what each makes of one."""

import json
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

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


def with_icalendar(data: bytes) -> list[Seen]:
    return [
        Seen(
            str(one["uid"]),
            one.start.astimezone(UTC),
            one.end.astimezone(UTC),
            one["sequence"],
            *(str(one[name]) for name in ("status", "summary", "location", "description")),
            categories=[str(name) for name in one["categories"].cats],
            url=str(one["url"]),
        )
        for one in Calendar.from_ical(data).walk("VEVENT")
    ]


def with_vobject(data: bytes) -> list[Seen]:
    return [
        Seen(
            one.uid.value,
            one.dtstart.value.astimezone(UTC),
            one.dtend.value.astimezone(UTC),
            int(one.sequence.value),
            *(one.contents[name][0].value for name in ("status", "summary", "location", "description")),
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
