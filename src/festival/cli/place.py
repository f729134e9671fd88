"""Where a hub keeps what it has: its log and its tokens."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import Any, Self

import click

from festival.settings import Settings
from festival.store import file_of


@dataclass(frozen=True, slots=True)
class Place:
    """The log, and the file of tokens that belongs to it."""

    store: str
    """As :func:`festival.store.open_store` takes it."""
    tokens: Path
    disk: Path | None
    """The folder of the log; None when it is on a server."""

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return the place that `settings` name. Raises :class:`~festival.store.log.StoreError` if there is none such."""
        store = settings.store or str(settings.default_store)
        file = file_of(store)
        folder = file.parent if file else settings.config_dir
        return cls(store, settings.tokens or folder / "tokens.json", file and file.parent)


def store_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--store``, as the argument `store`."""
    return click.option(
        "--store",
        metavar="PATH|URL",
        help="The log: a file, or postgresql://user@host/database. Default: FESTIVAL_STORE, else a file in your home.",
    )(command)


def place_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say where a hub keeps what it has, and hand them on in the argument `settings`."""

    @store_option
    @click.option(
        "--tokens",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="The file of tokens. Default: FESTIVAL_TOKENS, else tokens.json beside the log.",
    )
    @wraps(command)
    def with_place(
        store: str | None, tokens: Path | None, settings: Settings | None = None, **options: Any
    ) -> Any:
        settings = settings or Settings.from_environment()
        settings = replace(settings, store=store or settings.store, tokens=tokens or settings.tokens)
        return command(settings=settings, **options)

    return with_place
