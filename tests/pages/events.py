"""What schema.org documents of the types that our pages use (https://schema.org/Event and those it leads to)."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

STATUSES = {"EventScheduled", "EventRescheduled", "EventCancelled", "EventPostponed", "EventMovedOnline"}
MODES = {"OfflineEventAttendanceMode", "OnlineEventAttendanceMode", "MixedEventAttendanceMode"}


def _text(value: object) -> bool:
    return isinstance(value, str) and value == value.strip() != ""


def _url(value: object) -> bool:
    return isinstance(value, str) and urlsplit(value).scheme == "https" and bool(urlsplit(value).hostname)


def _day(value: object) -> bool:
    return isinstance(value, str) and date.fromisoformat(value).isoformat() == value


def _instant(value: object) -> bool:
    return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None


def _language(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch("[a-z]{2,3}", value) is not None


def _count(value: object) -> bool:
    return type(value) is int and value > 0


def _one_of(names: set[str]) -> Callable[[object], bool]:
    return lambda value: value in {f"https://schema.org/{name}" for name in names}


TYPES: Mapping[str, Mapping[str, Any]] = {
    "Event": {
        "name": _text, "description": _text, "startDate": _instant, "endDate": _instant,
        "previousStartDate": _instant, "eventStatus": _one_of(STATUSES), "eventAttendanceMode": _one_of(MODES),
        "location": "Place", "performer": ["Person"], "contributor": ["Organization"],
        "organizer": "Organization", "inLanguage": [_language], "maximumAttendeeCapacity": _count,
        "about": ["Thing"], "superEvent": "Festival", "url": _url,
    },
    "Festival": {"name": _text, "startDate": _day, "endDate": _day, "location": "City", "url": _url},
    "Place": {"name": _text, "address": _text},
    "City": {"name": _text},
    "Person": {"name": _text},
    "Organization": {"name": _text, "url": _url},
    "Thing": {"name": _text, "url": _url},
}  # fmt: skip
NEEDED = {"Event": {"name", "startDate", "location", "eventStatus"}}
"""Without these a search engine shows none (developers.google.com/search/docs/appearance/structured-data/event)."""


def faults(value: Mapping[str, Any], kind: str) -> list[str]:
    """Return the properties of `value` that are not as those of the type `kind` are documented, and those it lacks."""
    return [*_faults(value, kind, kind), *sorted(NEEDED.get(kind, set()) - value.keys())]


def _faults(value: object, expected: Any, where: str) -> Iterator[str]:
    if isinstance(expected, list):
        if not isinstance(value, list) or not value:
            yield where
            return
        for one in value:
            yield from _faults(one, expected[0], where)
    elif callable(expected):
        if not expected(value):
            yield where
    elif not isinstance(value, dict) or value.get("@type") != expected:
        yield where
    else:
        known = TYPES[expected]
        for name, held in value.items():
            if name == "@type":
                continue
            if name not in known:
                yield f"{where}.{name}"
            else:
                yield from _faults(held, known[name], f"{where}.{name}")
