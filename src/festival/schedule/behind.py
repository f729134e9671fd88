"""Who and what is behind the sessions: organisations, people, and the projects that a QR code leads to."""

from typing import Annotated, Literal

from pydantic import Field

from festival.schedule.text import Line
from festival.schedule.values import Code, Frozen, Id, LocalBlock, LocalLine, Provenance, Url


class Organisation(Provenance):
    """Who hosts or takes part. A city that sends delegates is one."""

    id: Id
    name: LocalLine
    kind: Literal["city", "university", "company", "association", "office", "other"] = "other"
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    """ISO 3166-1 alpha-2."""
    url: Url | None = None


class Person(Provenance):
    """Who speaks."""

    id: Id
    name: Line
    role: LocalLine = {}
    organisation: Id | None = None


class Fact(Frozen):
    """One statement about a project, and the document that makes it."""

    text: LocalLine
    source: Line


class Project(Provenance):
    """What a QR code leads to: a page about an innovation project."""

    id: Id
    code: Code
    number: int | None = Field(default=None, ge=1)
    """Its number in the city's own overview."""
    name: LocalLine
    kind: Line = ""
    """One lower-case English word as printed in the programme files: project, place, network, format, ..."""
    summary: LocalBlock = {}
    facts: tuple[Fact, ...] = ()
    aliases: tuple[Line, ...] = ()
    place: LocalLine = {}
    organisation: Id | None = None
    url: Url | None = None
