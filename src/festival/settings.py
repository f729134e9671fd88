"""Where things are and how the program was asked to be: folders, environment, options."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Final, Self

from platformdirs import PlatformDirs

from festival.schedule.errors import FestivalError

_ORIGIN: Final = re.compile(
    r"(?P<origin>https?://(?:[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::(?P<port>[0-9]{1,5}))?)"
    r"(?P<path>(?:/[a-z0-9_~-][a-z0-9._~-]*)*)/*",
    re.ASCII | re.IGNORECASE,
)
_TOKEN: Final = re.compile(r"[A-Za-z0-9._~+/-]{1,200}=*", re.ASCII)


class SettingsError(FestivalError):
    """A setting or an option cannot be used."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment and the command line say; ``FESTIVAL_...`` variables are the options' defaults."""

    state_dir: Path
    """What the program remembers: picks, language, the log."""
    cache_dir: Path
    """What it can make again: the compiled programme."""
    config_dir: Path
    """What somebody set: the staff PIN."""
    programme: Path | None = None
    """A folder of programme files; None is the bundled programme."""
    base_url: str | None = None
    """Where phones reach the hub, or what was exported of it."""
    hub: str | None = None
    """The hub that a screen follows; None: it shows the programme files."""
    token: str | None = None
    """What this program shows a hub to be let in: a kiosk's for its reports, an organiser's for edits."""
    store: str | None = None
    """Where a hub keeps its log: a path, ``sqlite:PATH`` or ``postgresql://...``; None is :attr:`default_store`."""
    tokens: Path | None = None
    """The hub's file of tokens; None: beside the log, or in `config_dir` when the log is on a server."""

    @property
    def default_store(self) -> Path:
        """The log of a hub that was told no other."""
        return self.state_dir / "hub" / "festival.sqlite"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Return the settings that `environment` gives.

        ``FESTIVAL_HOME`` puts state, cache and configuration below one folder. Raises :class:`SettingsError`
        for an address that leads nowhere, and for a token that is none.
        """
        home = environment.get("FESTIVAL_HOME")
        dirs = PlatformDirs("festival", appauthor=False)
        programme = environment.get("FESTIVAL_PROGRAMME")
        tokens = environment.get("FESTIVAL_TOKENS")
        return cls(
            state_dir=Path(home, "state") if home else dirs.user_state_path,
            cache_dir=Path(home, "cache") if home else dirs.user_cache_path,
            config_dir=Path(home, "config") if home else dirs.user_config_path,
            programme=Path(programme) if programme else None,
            base_url=checked_site_url(environment.get("FESTIVAL_BASE_URL")),
            hub=checked_hub(environment.get("FESTIVAL_HUB")),
            token=checked_token(environment.get("FESTIVAL_TOKEN")),
            store=environment.get("FESTIVAL_STORE") or None,
            tokens=Path(tokens) if tokens else None,
        )


def checked_base_url(text: str | None) -> str | None:
    """Return `text` without a trailing slash if it is an http(s) origin (RFC 6454), None if there is none.

    Raises :class:`SettingsError` for anything else: a query or a user name would end up in every code, and a hub has
    its pages at the root of its host.
    """
    return _checked_address("base URL", text, has_path=False)


def checked_site_url(text: str | None) -> str | None:
    """Return the address of a hub or of a site of files like :func:`checked_base_url`; it may have a plain path."""
    return _checked_address("base URL", text, has_path=True)


def checked_hub(text: str | None) -> str | None:
    """Return the address of the hub to follow like :func:`checked_base_url`."""
    return _checked_address("hub", text, has_path=False)


def _checked_address(name: str, text: str | None, *, has_path: bool) -> str | None:
    if not text:
        return None
    found = _ORIGIN.fullmatch(text)
    if found is None or not 0 < int(found["port"] or 1) < 65_536 or (found["path"] and not has_path):
        example, parts = (
            ("https://fest.example/2022", "scheme, host and at most a plain path")
            if has_path
            else ("https://fest.example", "scheme and host only")
        )
        raise SettingsError(f"The {name} {text!r} is not an address like {example}: give {parts}.")
    return f"{found['origin']}{found['path']}"


def checked_token(text: str | None) -> str | None:
    """Return a bearer token (RFC 6750, 2.1), None if there is none. The error does not repeat it: it is a secret."""
    if not text or not text.strip():
        return None
    if _TOKEN.fullmatch(text.strip()) is None:
        raise SettingsError("FESTIVAL_TOKEN is not a token as `festival token new` prints it.")
    return text.strip()


def _short(text: str) -> str:
    """Return what was given in quotes, so short that the sentence after it is read."""
    return repr(text if len(text) <= 40 else f"{text[:39]}…")


def moment(text: str, zone: tzinfo) -> datetime:
    """Return the instant (UTC) that `text` names, for instance ``2022-05-27T14:20``, local in `zone` unless it has an offset.

    A local time that comes twice, because the clocks go back, means its first occurrence. Raises
    :class:`SettingsError` if it names none.
    """
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        raise SettingsError(f"{_short(text)} is not a date and time like 2022-05-27T14:20.") from None
    if not 1970 <= parsed.year < 2200:  # a clock that runs on must not reach the end of the calendar
        raise SettingsError(f"{_short(text)} is no time of a festival.")
    instant = (parsed if parsed.tzinfo else parsed.replace(tzinfo=zone)).astimezone(UTC)
    if not parsed.tzinfo and instant.astimezone(zone).replace(tzinfo=None) != parsed:
        raise SettingsError(f"{text!r} does not exist in {zone}: the clocks go forward.")
    return instant
