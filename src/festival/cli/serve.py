"""Starting a hub: how it is asked to be, and what it says when it answers."""

import logging
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from festival.cli.extras import without_hub
from festival.cli.network import own_address, url
from festival.cli.place import Place
from festival.clock import clock_from
from festival.programme import bundled, open_programme
from festival.schedule.model import Schedule, words
from festival.schedule.timeline import day_of
from festival.settings import Settings, SettingsError, moment
from festival.store import name_of, open_store

if TYPE_CHECKING:
    from festival.hub.options import Options
    from festival.hub.server import Started

BEHIND_CACHE = "s-maxage=1, stale-while-revalidate=5"
"""RFC 9111 and 5861: a cache answers for a second, and for five more while it asks."""
STDOUT = 1
"""The descriptor."""

_log = logging.getLogger("festival.hub")


def serve(settings: Settings, at: str | None, speed: float | None, **options: Any) -> None:
    """Serve a hub until it is told to stop; `options` are those of :class:`festival.hub.options.Options`.

    Raises :class:`~festival.schedule.errors.FestivalError` for everything that keeps it from starting.
    """
    try:
        from festival.hub import logs
        from festival.hub.options import Options
        from festival.hub.server import run
        from festival.hub.systemd import is_journal
    except ModuleNotFoundError as error:
        raise without_hub(error, "festival hub") from None

    place = Place.of(settings)
    programme = open_programme(settings.programme or bundled(), settings.cache_dir)
    asked = _in_time(
        Options(tokens=place.tokens, disk=place.disk, base_url=settings.base_url, **options),
        programme,
        at,
        speed,
    )
    reads_person = sys.stderr.isatty()
    logs.begin(form=logs.PlainLines if reads_person else logs.JsonLines)

    def first_token(token: str) -> None:
        if reads_person:
            click.echo("This admin token is shown once, and is kept only as a hash:", err=True)
        _print(token)

    def ready(started: "Started") -> None:
        if reads_person:
            click.echo("\n".join(_introduction(started, asked, place)), err=True)
        else:
            _log.info("begins", extra=_facts(started, place))
        for note in _notes(started, asked, settings):
            _log.warning(note)
        _print(started.address)

    if reads_person:
        click.echo(f"Opening the log {name_of(place.store)} ...", err=True)
    # A token in the journal could be read for years.
    keeps_secret = not is_journal(STDOUT)
    run(
        asked,
        open_store(place.store),
        programme,
        ready=ready,
        first_token=first_token if keeps_secret else None,
    )


def _print(line: str) -> None:
    """Write to stdout; whoever read it may be gone by now, which is no reason to end."""
    with suppress(OSError):
        os.write(STDOUT, f"{line}\n".encode())


def _in_time(options: "Options", programme: Schedule, at: str | None, speed: float | None) -> "Options":
    if at is None:
        if speed is not None:
            raise SettingsError("--speed needs --at: a real day takes its time.")
        return options
    rate = speed or 1.0
    clock = clock_from(moment(at, programme.festival.zone), rate=rate)
    return replace(options, clock=clock, rate=rate)


def networks(texts: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    """Return the networks that `texts` name. Raises :class:`SettingsError`."""
    try:
        return tuple(ip_network(text) for text in texts)
    except ValueError as error:
        raise SettingsError(
            f"--proxy: {error}. Give an address like 10.0.0.7, or a network like 10.0.0.0/8."
        ) from None


def _facts(started: "Started", place: Place) -> dict[str, object]:
    return {
        "address": started.address,
        "store": name_of(place.store),
        "programme": started.schedule.festival.id,
        "sessions": len(started.schedule.sessions),
        "cursor": str(started.cursor),
    }


def _introduction(started: "Started", asked: "Options", place: Place) -> Iterator[str]:
    schedule = started.schedule
    yield "The hub is ready (Ctrl+C ends it):"
    yield f"  store      {name_of(place.store)}"
    name = words(schedule.festival.name, schedule.festival.languages)
    yield f"  programme  {name}, {len(schedule.sessions)} sessions"
    yield f"  revision   {started.cursor.revision} of epoch {started.cursor.epoch}"
    if asked.rate is not None:
        now = asked.clock().astimezone(schedule.festival.zone)
        yield f"  clock      made up: {now:%Y-%m-%d %H:%M}, {asked.rate:g} times as fast as a real day"
    yield f"  tokens     {place.tokens} (festival token new --role editor makes one)"
    address = _reached(started, asked)
    phones = (
        "" if ip_address(urlsplit(started.address).hostname or "").is_loopback else f" --base-url {address}"
    )
    yield f"  follow it  festival kiosk --hub {address}{phones}"


def _reached(started: "Started", asked: "Options") -> str:
    """Return the address by which others reach the hub, as far as this machine knows."""
    if asked.base_url is not None:
        return asked.base_url
    listens = urlsplit(started.address)
    if ip_address(listens.hostname or "").is_unspecified:
        return url(own_address() or socket.gethostname(), listens.port or 0)
    return started.address


def _notes(started: "Started", asked: "Options", settings: Settings) -> Iterator[str]:
    """Yield what the operator may not expect."""
    if started.has_other_programme:
        folder = settings.programme or "the bundled programme"
        yield (
            f"The programme files ({folder}) are not those that this log began with. The log wins: what followers "
            "see is its programme with its changes. A new --store begins with the files."
        )
    if not asked.tokens.exists():
        yield "There is no token yet, so nobody can edit: festival token new --role admin makes one."
    if asked.rate is None and day_of(started.schedule.festival.days, asked.clock()) is None:
        first = started.schedule.festival.days[0].date
        yield f"Today is no day of the festival. --at {first}T13:20 makes one up, to rehearse."
    if asked.rate is not None:
        yield (
            "This day is made up, but its changes stay in the log: use another --store than that of the real day."
        )
    if asked.base_url is None and not ip_address(urlsplit(started.address).hostname or "").is_loopback:
        yield (
            "Others reach this hub over plain HTTP, which shows tokens to the network: let a proxy with TLS stand "
            "before it, and say its address with --base-url."
        )
