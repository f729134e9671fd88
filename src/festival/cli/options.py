"""Options that several commands have."""

import math
import os
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any

import click

from festival.locale import LANGUAGES
from festival.settings import Settings, checked_base_url, checked_hub, checked_site_url


def programme_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say which programme is meant and what the time is."""
    return _programme_options(command, checked_base_url, "Where phones reach the hub, for the QR codes.")


def site_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the same to a command whose codes may lead to a site of files, which need not lie at the root of a host."""
    return _programme_options(
        command,
        checked_site_url,
        "Where phones reach the hub, or the exported site (which may have a path), for the QR codes.",
    )


def _programme_options(
    command: Callable[..., Any], checked: Callable[[str | None], str | None], base_url_help: str
) -> Callable[..., Any]:
    @click.option(
        "--programme",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="Folder of programme files; default: the bundled one.",
    )
    @click.option("--base-url", metavar="URL", help=base_url_help)
    @click.option("--at", metavar="TIME", help="Set the clock, e.g. 2022-05-27T14:20 (festival time).")
    @wraps(command)
    def with_settings(programme: Path | None, base_url: str | None, at: str | None, **options: Any) -> Any:
        settings = Settings.from_environment()
        settings = replace(
            settings,
            programme=programme or settings.programme,
            base_url=checked(base_url or settings.base_url),
        )
        return command(settings=settings, at=at, **options)

    return with_settings


def hub_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option that says which hub is followed. It stands below :func:`programme_options`, whose settings it completes."""

    @click.option("--hub", metavar="URL", help="Follow this hub: changes appear as they are made.")
    @wraps(command)
    def with_hub(settings: Settings, hub: str | None, **options: Any) -> Any:
        return command(settings=replace(settings, hub=checked_hub(hub) or settings.hub), **options)

    return with_hub


class _Speed(click.FloatRange):
    """How many times as fast a made-up day runs: from 1 to 3600, an hour in a second."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        found = float(super().convert(value, param, ctx))
        if math.isnan(found):  # lies in every range
            self.fail(f"{value!r} is not a number.", param, ctx)
        return found


SPEED = _Speed(1, 3600)


def language_of_environment(*others: str) -> str:
    """Return the language of the interface that the environment asks for (POSIX locale variables).

    Where it asks for none (``C``), it is the first of `others` that we have; where for one that we do not have, English.
    """
    set_ones = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    wanted = [one[:2] for one in set_ones if one and one.partition(".")[0] not in {"C", "POSIX"}]
    return next((tag for tag in (*wanted, *(() if wanted else others)) if tag in LANGUAGES), "en")


def theme_and_language(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say in which colours and language an app begins."""
    for option in (
        click.option(
            "--theme", type=click.Choice(["day", "night", "contrast"]), help="Colours to begin with."
        ),
        click.option("--language", "-l", type=click.Choice(list(LANGUAGES)), help="Language to begin with."),
    ):
        command = option(command)
    return command


def look_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say how the app looks at first."""
    return theme_and_language(click.option("--large", is_flag=True, help="Large text.")(command))
