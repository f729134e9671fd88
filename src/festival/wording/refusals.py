"""Why an edit cannot be made, in a reader's words: things by their names, where :mod:`festival.schedule` has ids."""

from collections.abc import Mapping
from typing import Final, cast, get_args

from festival.schedule.changes import Kind, current
from festival.schedule.errors import EditRefused
from festival.schedule.model import Announcement, Session
from festival.wording.reading import Reading

_NAMED: Final[Mapping[str, tuple[Kind, ...]]] = {
    "session": ("session",),
    "room": ("room",),
    "station": ("station",),
    "place": ("room", "station"),
    "other": ("room", "session", "station"),
    "id": get_args(Kind),
}
"""What a fact of that name may be the id of."""


def refusal(reading: Reading, error: EditRefused) -> str:
    """Return the sentence of `error` in the reader's language."""
    said = reading.locale.t(error.sentence, **{name: _fact(reading, error, name) for name in error.facts})
    return said[:1].upper() + said[1:]


def _fact(reading: Reading, error: EditRefused, name: str) -> object:
    fact = error.facts[name]
    if isinstance(fact, EditRefused):
        return refusal(reading, fact)
    kind = error.facts.get("kind")
    kinds = (cast("Kind", kind),) if name == "id" and kind in get_args(Kind) else _NAMED.get(name, ())
    named = (_name(reading, one, str(fact)) for one in kinds)
    return next(filter(None, named), _word(reading, name, str(fact)) if isinstance(fact, str) else fact)


def _name(reading: Reading, kind: Kind, name: str) -> str:
    """Return how the thing with the id `name` is called, in quotation marks; empty if there is none."""
    thing = current(reading.schedule, kind, name)
    if thing is None:
        return ""
    called = (
        thing.text
        if isinstance(thing, Announcement)
        else thing.title
        if isinstance(thing, Session)
        else thing.name
    )
    return reading.locale.t("“{name}”", name=reading.say(called))


def _word(reading: Reading, name: str, fact: str) -> str:
    """Return a word of ours in the reader's language; what is somebody else's as it is."""
    t = reading.locale.t
    if name != "kind":
        return fact
    return {
        "session": t("session"),
        "room": t("room"),
        "station": t("station"),
        "announcement": t("announcement"),
        "track": t("track"),
        "person": t("person"),
        "organisation": t("organisation"),
        "project": t("project"),
    }.get(fact, fact)
