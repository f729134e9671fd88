"""One text in every text field of a festival: whatever fields the model has, none can be forgotten."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any, Final, Literal, get_args, get_origin

from festival.schedule.model import Festival, Frozen, Schedule
from festival.schedule.text import Block, Line
from kiosk.conftest import local, make_schedule, session

_NOT_SHOWN: Final = {(Festival, "timezone")}
"""A name of the time zone database is no text; with another one there is no festival to show."""
LIVE: Final = {"reason": {"en": "-"}, "changed_at": local("14:00")}


def whole_schedule() -> Schedule:
    """Give a festival that has one of everything, with something on, delayed, moved, cancelled and full now."""
    plain = make_schedule()
    sessions = [one.model_dump() for one in plain.sessions]
    sessions[0]["live"] = LIVE | {"delay_min": 10, "state": "few"}
    sessions[2]["live"] = LIVE | {"cancelled": True}
    sessions[3]["live"] = LIVE | {
        "moved": {"room": "hansaplatz", "start": local("15:50"), "end": local("16:30")}
    }
    eco = {"track": "ecosystems", "speakers": ["ada", "ben"], "organisations": ["espoo"], "projects": ["lab"]}
    sessions += [
        session("opening", "forum", "14:00", "14:40", kind="talk", highlight=True, live=LIVE | {"state": "full"}, **eco),
        session("pitches", "forum", "14:40", "15:20", kind="pitch", highlight=True, **eco),
        session("second-day", "forum", "34:00", "35:00", kind="panel", **eco),
    ]  # fmt: skip
    rooms = [one.model_dump() for one in plain.rooms]
    rooms[0] |= {"live": LIVE | {"state": "busy", "wait_min": 5}}
    stations = [one.model_dump() for one in plain.stations]
    stations[0] |= {"live": LIVE | {"state": "busy", "wait_min": 20}}
    stations[1] |= {"live": LIVE | {"state": "paused", "until": local("15:00")}}
    projects = [
        one.model_dump() | {"aliases": ["x"], "place": {"en": "x"}, "organisation": "espoo"}
        for one in plain.projects
    ]
    site = plain.maps[0].model_dump()
    site["shapes"] = [{"x": 60, "y": 20, "width": 60, "height": 40, "kind": "building", "name": {"en": "x"}}]
    site["pins"] = [
        *site["pins"],
        {"id": "robots", "kind": "station", "x": 40, "y": 30},
        {"id": "exit", "kind": "toilet", "x": 100, "y": 70, "name": {"en": "x"}},
    ]
    news = [
        {"id": f"news-{severity}", "severity": severity, "text": {"en": "x"}, "at": local("14:00"), "expires": local("16:00")}
        for severity in ("info", "warning", "urgent")
    ]  # fmt: skip
    return make_schedule(
        sessions=sessions, rooms=rooms, stations=stations, projects=projects, maps=[site], announcements=news
    )


def poisoned_json(schedule: Schedule, text: str) -> str:
    """Give `schedule` as a hub would send it, with `text` in every text field in both languages."""
    return json.dumps(poisoned_value(schedule, text), default=as_text)


def poisoned(schedule: Schedule, text: str) -> Schedule:
    """Give `schedule` with `text` in every text field, by way of JSON."""
    return Schedule.model_validate(json.loads(poisoned_json(schedule, text)))


def text_fields() -> set[str]:
    """Name every text field that :func:`whole_schedule` fills, as ``Class.field``."""
    return set(filled_fields(whole_schedule()))


def declared_text_fields() -> set[str]:
    """Name every text field that the model declares, as ``Class.field``."""
    return {
        f"{kind.__name__}.{name}"
        for kind in kinds_of(Schedule)
        for name in kind.model_fields
        if is_shown_text(kind, name)
    }


def kinds_of(annotation: Any) -> Iterator[type[Frozen]]:
    """Yield the values that `annotation` is made of, and those that they are made of."""
    if isinstance(annotation, type) and issubclass(annotation, Frozen):
        yield annotation
        for field in annotation.model_fields.values():
            yield from kinds_of(field.annotation)
    for inner in get_args(annotation):
        yield from kinds_of(inner)


def filled_fields(thing: Frozen) -> Iterator[str]:
    """Yield every text field in `thing`, as ``Class.field``."""
    """Yield every text field in `thing`, as ``Class.field``."""
    for name in type(thing).model_fields:
        if is_shown_text(type(thing), name):
            yield f"{type(thing).__name__}.{name}"
        value = getattr(thing, name)
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else [value]
        for one in inner:
            if isinstance(one, Frozen):
                yield from filled_fields(one)


def is_shown_text(kind: type[Frozen], name: str) -> bool:
    """Return whether a field holds text that people see."""
    """Return whether a field holds text that people see."""
    return (kind, name) not in _NOT_SHOWN and _holds_text(kind.model_fields[name].rebuild_annotation())


def poisoned_value(thing: Frozen, text: str) -> dict[str, Any]:
    """Return the fields of `thing` with `text` in every text field."""
    """Return the fields of `thing` with `text` in every text field."""
    return {
        name: _text_for(field.rebuild_annotation(), text)
        if is_shown_text(type(thing), name)
        else _inside(getattr(thing, name), text)
        for name, field in type(thing).model_fields.items()
    }


def _inside(value: Any, text: str) -> Any:
    if isinstance(value, Frozen):
        return poisoned_value(value, text)
    if isinstance(value, tuple):
        return [_inside(one, text) for one in value]
    if isinstance(value, dict):
        return {key: _inside(one, text) for key, one in value.items()}
    return value


def _holds_text(annotation: Any) -> bool:
    return annotation in {Line, Block} or any(
        _holds_text(one) for one in get_args(annotation) if annotation not in {Line, Block}
    )


def _text_for(annotation: Any, text: str) -> Any:
    if get_origin(annotation) is dict:
        key, value = get_args(annotation)
        if get_origin(key) is Literal:  # reasons of a session by what they explain
            return {name: _text_for(value, text) for name in get_args(key)}
        return {"de": text, "en": text}
    return [text, text] if get_origin(annotation) is tuple else text


def as_text(value: date) -> str:
    """Return how JSON holds an instant or a day."""
    return value.isoformat()
