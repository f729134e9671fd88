"""Templates: the only place where HTML is written. Every value is escaped unless it is markup made here.

A name that a template uses and nobody gave is an error (StrictUndefined), never an empty place on a page.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from typing import Any, Final
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from festival.links import MOST_PICKS, day_path
from festival.pages.assets import ICON, MAP_STYLE, MORE_STYLE, SCRIPTS, STYLE
from festival.pages.cards import Card
from festival.wording.reading import Mixed

_HERE: Final = "\ue000"
"""Of the private use area (Unicode, 23.5), of which no text of a programme has anything: it stands for the path of a page."""
_INSIDE: Final = "\ue001"
"""Stands for the page itself."""


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("festival.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals |= {
        "style": STYLE,
        "more_style": MORE_STYLE,
        "map_style": MAP_STYLE,
        "scripts": SCRIPTS,
        "icon": ICON,
        "most_picks": MOST_PICKS,
        "once": _once,
        "part": _part,
        "day_path": day_path,
    }
    environment.filters |= {
        "said": _said,
        "dotted": _dotted,
        "role": _role,
        "paragraphs": _paragraphs,
        "host": _host,
    }
    return environment


def draw(template: str, values: Mapping[str, Any]) -> bytes:
    """Return a template filled with `values`."""
    return _render(template, values).encode()


def draw_within(around: str, template: str, values: Mapping[str, Any]) -> bytes:
    """Return the same as :func:`draw` for a page of which there are as many as visitors.

    What stands around it, which is the template `around`, is drawn once for all of a reader: of these pages only the
    address tells one from another there.
    """
    here = values["here"]
    before, after = values["reader"].once("around", around, partial(_around, around, values))
    inside = _render(template, {**values, "frame": "bare.html"})
    address = str(escape(here))
    return "".join((before.replace(_HERE, address), inside, after.replace(_HERE, address))).encode()


def _around(template: str, values: Mapping[str, Any]) -> tuple[str, str]:
    """Return what stands before and after a page, with :data:`_HERE` for its path."""
    canonical = values["canonical"]
    anywhere = {
        "here": _HERE,
        "canonical": canonical and canonical.removesuffix(values["here"]) + _HERE,
        "announcements": (),
        "inside": _INSIDE,
    }
    before, _, after = _render(template, {**values, **anywhere}).partition(_INSIDE)
    return before.removesuffix("\n"), after  # the line where announcements stand is of the page itself


def _render(template: str, values: Mapping[str, Any]) -> str:
    return _environment().get_template(template).render(values)


@pass_context
def _said(context: Context, text: Mixed) -> Markup:
    """Return a text; what is of the programme and in another language than the page says so (WCAG 2.2, 3.1.2)."""
    if isinstance(text, str):
        return escape(text)
    if isinstance(text, tuple):
        return Markup("").join(_said(context, one) for one in text)
    reader = context["reader"]
    words = escape(reader.say(text))
    if tag := reader.tongue(text):
        return Markup('<span lang="{}" dir="auto">{}</span>').format(tag, words)
    return words


@pass_context
def _dotted(context: Context, parts: Iterable[Mixed]) -> Markup:
    """Return several texts in one line, those that say something."""
    return Markup(" · ").join(filter(None, (_said(context, one) for one in parts)))


@pass_context
def _paragraphs(context: Context, text: Mapping[str, str]) -> Markup:
    """Return a text of several paragraphs as such."""
    reader = context["reader"]
    tag = reader.tongue(text)
    begin = Markup('<p lang="{}" dir="auto">').format(tag) if tag else Markup("<p>")
    blocks = [block.strip() for block in reader.say(text).split("\n\n") if block.strip()]
    return Markup("").join(begin + escape(block) + Markup("</p>") for block in blocks)


@pass_context
def _once(context: Context, what: str, card: Card, draw_it: Callable[[Card], Markup]) -> Markup:
    """Return what a macro makes of a card, which it does once for all pages of a reader."""
    drawn: Markup = context["reader"].once(what, card.key, partial(draw_it, card))
    return drawn


@pass_context
def _part(context: Context, template: str) -> Markup:
    """Return what another template says to a reader on any page; it is drawn once."""
    draw_it = partial(context.environment.get_template(template).render, context.get_all())
    drawn: str = context["reader"].once("part", template, draw_it)
    return Markup(drawn)  # noqa: S704 - the template escapes every value


def _role(role: str) -> str:
    """Return the class names of a role such as ``*late``."""
    return f"is-{role.strip('*~')}" if role.strip("*~") else ""


def _host(url: str) -> str:
    """Return the host of an address, without a leading "www."."""
    return (urlsplit(url).hostname or "").removeprefix("www.")
