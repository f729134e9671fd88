"""Ids for the shell's completion: those of the hub, if it says them at once, else those known on this machine.

The shell waits while this runs, and shows nothing of an error: so nothing is raised, and nobody is waited for long.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from time import monotonic
from typing import Final, TypeAlias

import click
from click.shell_completion import CompletionItem

from festival.cli.editing.names import Kind, things
from festival.cli.following import following
from festival.clock import system_clock
from festival.programme import bundled
from festival.schedule.model import Schedule
from festival.schedule.templates import TEMPLATES
from festival.settings import Settings, checked_hub

Complete: TypeAlias = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]
"""As click's ``shell_complete`` takes it."""

_LOOK_S: Final = 0.5
_MOST_S: Final = 0.7
"""For all that is done here: starting the program takes the rest of the second that a shell may wait."""
_LEAST_S: Final = 0.1
_FRESH: Final = timedelta(seconds=30)
"""What was the hub's newest so short a time ago is not asked for again at the next press of a key."""


def names(*kinds: Kind, others: Iterable[str] = ()) -> Complete:
    """Return what completes the id of a thing of `kinds`, or one of the words `others`."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        del param
        found = [CompletionItem(one) for one in others if one.startswith(incomplete)]
        try:
            known = things(_schedule(ctx), kinds)
            return found + [
                CompletionItem(one.id, help=one.about) for one in known if one.id.startswith(incomplete)
            ]
        except Exception as error:  # noqa: BLE001 - whatever it is, the shell's line must stay usable
            logging.getLogger(__name__).info("no completion: %s", error)
            return found

    return complete


def templates(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the announcements that are at hand and whose names begin with `incomplete`."""
    del ctx, param
    return [
        CompletionItem(name, help=template.text["en"])
        for name, template in TEMPLATES.items()
        if name.startswith(incomplete)
    ]


def _schedule(ctx: click.Context) -> Schedule:
    """Return the newest schedule that can be had at once."""
    settings = Settings.from_environment()
    hub = checked_hub(_given_hub(ctx)) or settings.hub
    folder = settings.programme or bundled()
    if hub is None:
        from festival.programme import open_programme

        return open_programme(folder, settings.cache_dir)
    began = monotonic()
    asked = following(settings, hub, folder, None)
    confirmed = asked.start.confirmed
    if confirmed is not None and not asked.start.rehearsed and system_clock() - confirmed < _FRESH:
        return asked.start.schedule
    within_s = min(_LOOK_S, max(_LEAST_S, _MOST_S - (monotonic() - began)))
    return asyncio.run(asked.newest(within_s)).schedule


def _given_hub(ctx: click.Context | None) -> str | None:
    """Return the ``--hub`` of the command or of one around it."""
    while ctx is not None:
        if hub := ctx.params.get("hub"):
            return str(hub)
        ctx = ctx.parent
    return None
