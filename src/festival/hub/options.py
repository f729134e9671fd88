"""How a hub was asked to be."""

import resource
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from festival.clock import Clock, system_clock

STREAM_SHARE = 0.8
"""Of the files that the process may open: the rest is for short requests, the store and the log."""
RESERVED = 1 / 8
"""So many streams more, as a part of all others, are for kiosks and desks: for those that send a token."""
STREAMS_PER_ADDRESS = 4_000
"""All phones on the wifi of a festival may have one address; ten such addresses use what a hub has to give."""

OWN: Final = "private, no-cache"
"""Cache-Control (RFC 9111, 5.2.2) of what one visitor alone asks for: a browser may keep it, nothing on the way does."""


@dataclass(frozen=True, slots=True)
class Options:
    """Defaults are those of a hub on one machine, behind nothing."""

    tokens: Path
    """The file of tokens; see :mod:`festival.hub.tokens`."""
    disk: Path | None = None
    """The folder that the store writes to; None when it is on another machine."""
    host: str = "127.0.0.1"
    port: int = 8022
    """0: any that is free."""
    base_url: str | None = None
    """Where phones reach the hub; if set, requests for another Host are refused."""
    hosts: tuple[str, ...] = ()
    """Further names it is reached by."""
    proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    """Whose X-Forwarded-For is believed."""
    cache_control: str = "no-cache"
    """For snapshots; behind an HTTP cache ``s-maxage=1, stale-while-revalidate=5``."""
    beat_s: float = 5.0
    streams: int | None = None
    """Open streams at a time without a token; None: :data:`STREAM_SHARE` of the file limit."""
    streams_per_address: int = STREAMS_PER_ADDRESS
    """Of these, from one address (of IPv6: one network)."""
    clock: Clock = field(default=system_clock)
    """The time of the festival."""
    rate: float | None = None
    """The day of `clock` is made up, and runs so many times as fast as a real one; None: it is the real one."""
    token_clock: Clock = field(default=system_clock)
    """The time by which tokens end: the real one, in a rehearsal too."""

    @property
    def page_cache_control(self) -> str:
        """For pages and calendars that many ask for: never kept on, as a snapshot is, while a fresh one is fetched.

        A phone asks right after a change, and what it gets it shows until the next one.
        """
        return self.cache_control.partition(",")[0]

    @property
    def stream_cap(self) -> int:
        """How many streams may be open when one without a token begins."""
        return self.streams if self.streams is not None else int(file_limit() * STREAM_SHARE)

    @property
    def stream_cap_with_token(self) -> int:
        """How many may be open when one with a token begins."""
        return int(self.stream_cap * (1 + RESERVED))

    @property
    def known_hosts(self) -> frozenset[str]:
        """Lower-case names that a request may be for; empty: any."""
        if self.base_url is None:
            return frozenset()
        own = urlsplit(self.base_url).hostname or ""
        return frozenset({own, *(host.lower() for host in self.hosts), "localhost", "127.0.0.1", "::1"})


def file_limit() -> int:
    """Return how many files the process may have open."""
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def raise_file_limit() -> None:
    """Let the process open as many files as the system allows it."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
