"""Three readers of calendars by different hands, and what each makes of one."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import vobject
from icalendar import Calendar

HERE = Path(__file__).parent


class Seen(NamedTuple):
    """What a person would see of one date."""

    uid: str
    start: datetime
    end: datetime
    stamp: datetime
    modified: datetime
    sequence: int
    status: str
    transparent: str
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
            stamp=one["dtstamp"].dt,
            modified=one["last-modified"].dt,
            sequence=one["sequence"],
            status=str(one["status"]),
            transparent=str(one.get("transp", "OPAQUE")),
            summary=str(one["summary"]),
            location=str(one["location"]),
            description=str(one["description"]),
            categories=[str(name) for name in one["categories"].cats],
            url=str(one["url"]),
        )
        for one in dates(data)
    ]


def with_vobject(data: bytes) -> list[Seen]:
    vars(vobject.icalendar)["__tzidMap"].clear()  # else the zone of the first calendar would serve for all
    return [
        Seen(
            uid=one.uid.value,
            start=one.dtstart.value.astimezone(UTC),
            end=one.dtend.value.astimezone(UTC),
            stamp=one.dtstamp.value.astimezone(UTC),
            modified=one.last_modified.value.astimezone(UTC),
            sequence=int(one.sequence.value),
            status=one.status.value,
            transparent=one.transp.value if "transp" in one.contents else "OPAQUE",
            summary=one.summary.value,
            location=one.location.value,
            description=one.description.value,
            categories=one.categories.value,
            url=one.url.value,
        )
        for one in vobject.readOne(data.decode()).contents.get("vevent", [])
    ]


class Readers:
    """All three, one of them behind the pipes of `node`."""

    def __init__(self, node: subprocess.Popen[str]) -> None:
        self._node = node

    def read(self, data: bytes) -> list[Seen]:
        """Return what all make of a calendar, after asserting that it is the same."""
        found = with_icalendar(data)
        assert with_vobject(data) == found
        assert self._with_ical_js(data) == found
        return found

    def _with_ical_js(self, data: bytes) -> list[Seen]:
        assert self._node.stdin
        assert self._node.stdout
        self._node.stdin.write(f"{json.dumps(data.decode())}\n")
        self._node.stdin.flush()
        instants = slice(1, 5)
        found = json.loads(self._node.stdout.readline() or "[]")
        for one in found:
            one[instants] = map(datetime.fromisoformat, one[instants])
        return [Seen(*one) for one in found]


@contextmanager
def three_readers(folder: Path) -> Iterator[Readers]:
    """Install ical.js in `folder`, and keep one process that reads with it."""
    for name in ("package.json", "read.mjs"):
        shutil.copy(HERE / name, folder)
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error")
    subprocess.run(["npm", "install", *quiet], cwd=folder, check=True, timeout=100, capture_output=True)
    with subprocess.Popen(
        ["node", "read.mjs"],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as node:
        yield Readers(node)
