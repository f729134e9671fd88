"""What all values are made of: identifiers, instants, texts in several languages, spans of time."""

import json
from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import UTC, datetime
from functools import cached_property
from hashlib import blake2s
from typing import TYPE_CHECKING, Annotated, Any, Final, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import to_json

from festival.schedule.text import Block, Line

UNDETERMINED: Final = "und"
"""Language key of a text that is the same in every language (BCP 47, ISO 639-2 "undetermined"): a name."""


_set: Final = object.__setattr__
_SORTED: Final = json.JSONEncoder(sort_keys=True)

YEARS: Final = range(1970, 2200)
"""Years in which an instant can lie: adding a day or changing the zone never leaves the calendar."""


def _utc(instant: datetime) -> datetime:
    if instant.year not in YEARS:
        raise ValueError(f"the year {instant.year} is not between {YEARS[0]} and {YEARS[-1]}")
    return instant.astimezone(UTC)


Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
"""What the programme files call a thing: lower-case letters, digits and single hyphens."""
Code = Annotated[str, Field(pattern=r"^[0-9A-HJKMNP-TV-Z]{5}$")]
"""The five characters (Crockford base 32) of a short address."""
Instant = Annotated[AwareDatetime, AfterValidator(_utc)]
"""An aware datetime in one of :data:`YEARS`, normalised to UTC."""
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
"""A language tag (BCP 47)."""
LocalLine = dict[Language, Line]
"""One line in several languages, by language tag."""
LocalBlock = dict[Language, Block]
"""Paragraphs in several languages, by language tag."""
URL_PATTERN: Final = r"^https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[!-~]*)?$"
Url = Annotated[str, Field(pattern=URL_PATTERN, max_length=500)]
"""An https address in ASCII."""


class Frozen(BaseModel):
    """The base of all values: immutable, and strict about unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy with the fields in `update` (not validated); nothing derived from the old ones stays.

        pydantic copies cached properties too, and a moved session would keep its old expected time. Besides, this
        takes a quarter of the time, and an edit makes half a dozen copies.
        """
        fields, given = self.__dict__.copy(), self.__pydantic_fields_set__
        while len(fields) > len(self.__pydantic_fields__):
            fields.popitem()  # what is derived came after the fields
        if deep:
            fields = deepcopy(fields)
        if update:
            fields.update(update)
            given = given | update.keys()
        copy = object.__new__(type(self))
        # As pydantic itself does it: the class forbids setting attributes.
        _set(copy, "__dict__", fields)
        _set(copy, "__pydantic_fields_set__", given)
        _set(copy, "__pydantic_extra__", None)
        _set(copy, "__pydantic_private__", None)
        return copy

    @cached_property
    def fingerprint(self) -> bytes:
        """Sixteen bytes that stand for the content: the same in every process, whatever order a mapping has."""
        return _print(self.model_dump(mode="json", exclude_defaults=True))


def _print(content: Any) -> bytes:
    return blake2s(_SORTED.encode(content).encode(), digest_size=16).digest()


class Window(Frozen):
    """A span of time; the end is not part of it."""

    start: Instant
    end: Instant

    @model_validator(mode="after")
    def _ends_after_start(self) -> Self:
        if self.end <= self.start:
            raise ValueError("ends before it starts")
        return self

    def holds(self, instant: datetime) -> bool:
        """Return whether `instant` lies inside."""
        return self.start <= instant < self.end

    def meets(self, other: "Window") -> bool:
        """Return whether both share some time."""
        return self.start < other.end and other.start < self.end


class Slot(Window):
    """A place in the timetable: a room and a span of time."""

    room: Id


class Provenance(Frozen):
    """Where an entry comes from: a source, or made up as a sample."""

    source: Line | None = None
    """A key of :attr:`Festival.sources`, or an https address."""
    sample: bool = False
    """Made up for this program, because no public source gives it."""


class Overlay(Frozen):
    """What the day makes of something planned, and why."""

    reason: LocalLine = {}

    @cached_property
    def content(self) -> Mapping[str, Any]:
        """As JSON, without defaults, always in the same order. Shared by all who ask."""
        content = self.model_dump(mode="json", exclude_defaults=True)
        if len(self.reason) > 1:
            content["reason"] = dict(sorted(content["reason"].items()))
        return content

    @cached_property
    def fingerprint(self) -> bytes:
        """See :attr:`Frozen.fingerprint`; there is nothing left to be sorted."""
        return blake2s(to_json(self.content), digest_size=16).digest()


class Planned(Provenance):
    """Something of the plan, with a field ``live`` beside it that replaces nothing."""

    if TYPE_CHECKING:  # each kind has its own

        @property
        def live(self) -> Overlay:
            """What the day made of it."""

    @cached_property
    def plan_print(self) -> bytes:
        """Sixteen bytes that stand for everything but ``live``."""
        return _print(self.model_dump(mode="json", exclude_defaults=True, exclude={"live"}))

    @cached_property
    def fingerprint(self) -> bytes:
        """See :attr:`Frozen.fingerprint`; cheap while only ``live`` changes."""
        return blake2s(self.plan_print + self.live.fingerprint, digest_size=16).digest()

    def relived(self, live: Overlay) -> Self:
        """Return it with another ``live`` (not validated)."""
        copy = self.model_copy(update={"live": live})
        if (known := self.__dict__.get("plan_print")) is not None:
            copy.__dict__["plan_print"] = known
        return copy


def words(text: Mapping[str, str], languages: Iterable[str]) -> str:
    """Return `text` in the first of `languages` that it has, else in one it has; "" when all are empty.

    >>> words({"de": "Bühne", "en": "Stage"}, ("en", "de"))
    'Stage'
    """
    for language in (*languages, UNDETERMINED):
        if found := text.get(language):
            return found
    return next(filter(None, text.values()), "")
