"""This machine in its network: by which address a phone beside it reaches it, and listening there and nowhere else."""

import fcntl
import socket
import struct
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from errno import EADDRINUSE
from ipaddress import ip_address
from pathlib import Path
from typing import Final, Self

from festival.settings import SettingsError

LOOPBACK: Final = "127.0.0.1"
_ATTEMPTS: Final = 8
"""A port that is free at one address may be taken at another."""
_FAR: Final = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
"""Addresses that nobody has (RFC 5737, RFC 3849): the kernel is asked from where it would send there. Nothing is sent."""
_DISCARD: Final = 9
_SIOCGIFADDR: Final = 0x8915
"""netdevice(7): the IPv4 address of an interface."""
_INTERFACES: Final = Path("/sys/class/net")


def own_address() -> str | None:
    """Return the address by which others in this machine's network reach it; None if it is in none.

    That is the one from which it would send into the world, as long as a card or an antenna has it. A tunnel leads past
    the phone beside it, so then it is the first one that hardware has.
    """
    found = [address for family, far in _FAR if (address := _sends_from(family, far))]
    return chosen(found, dict(_addresses()))


def chosen(sends_from: list[str], by_address: dict[str, bool]) -> str | None:
    """Return which address to tell: of those that are sent from, and of those that interfaces have, of hardware or not."""
    of_hardware = [address for address, is_hardware in by_address.items() if is_hardware]
    routed = [address for address in sends_from if by_address.get(address)]
    return next(iter([*routed, *of_hardware, *sends_from]), None)


def _sends_from(family: socket.AddressFamily, far: str) -> str | None:
    with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
        probe.connect((far, _DISCARD))
        address: str = probe.getsockname()[0]
        return None if ip_address(address).is_loopback else address
    return None


def _addresses() -> Iterator[tuple[str, bool]]:
    """Yield the IPv4 address of each interface that has one, but for loopback, and whether it is hardware."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            with suppress(OSError):
                request = struct.pack("256s", name.encode())
                address = socket.inet_ntoa(fcntl.ioctl(probe, _SIOCGIFADDR, request)[20:24])
                if not ip_address(address).is_loopback:
                    yield address, (_INTERFACES / name / "device").exists()


def url(address: str, port: int) -> str:
    """Return the address of a server as phones write it."""
    return f"http://[{address}]:{port}" if ":" in address else f"http://{address}:{port}"


@dataclass(frozen=True, slots=True)
class Doors:
    """Sockets that are bound and wait for a server, all at one port."""

    sockets: tuple[socket.socket, ...]
    port: int
    address: str
    """By which phones reach it; the loopback address if none does."""

    @classmethod
    def open(cls, address: str = LOOPBACK) -> Self:
        """Return sockets at the loopback address and at `address`, and nowhere else. Raises :class:`SettingsError`."""
        try:
            known = ip_address(address)
        except ValueError:
            raise SettingsError(f"--host: {address!r} is no address, like 192.168.1.7.") from None
        if known.is_unspecified:
            raise SettingsError(
                f"--host: {address} is no address that a phone could ask: name one, like 192.168.1.7."
            )
        for _ in range(_ATTEMPTS):
            try:
                sockets = _bound(*dict.fromkeys((LOOPBACK, address)))
                return cls(sockets, sockets[0].getsockname()[1], address)
            except OSError as error:
                refused = error
                if error.errno != EADDRINUSE:
                    break
        raise SettingsError(
            f"--host: this machine cannot listen at {address}: {refused.strerror}. What it has is listed by: ip address"
        )

    @property
    def is_own(self) -> bool:
        """Whether nobody but this machine gets in."""
        return self.address == LOOPBACK

    @property
    def url(self) -> str:
        """Where phones reach the server."""
        return url(self.address, self.port)

    def close(self) -> None:
        """Leave them to whoever has taken them over."""
        for one in self.sockets:
            one.close()


def _bound(*addresses: str) -> tuple[socket.socket, ...]:
    """Return a socket at each of `addresses`, all at the same port, which is any. Raises OSError."""
    port = 0
    with ExitStack() as undoing:
        made = []
        for address in addresses:
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            # With proto=0 asyncio does not see that it is TCP, and leaves Nagle's algorithm on.
            one = undoing.enter_context(socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP))
            one.bind((address, port))
            port = one.getsockname()[1]
            made.append(one)
        undoing.pop_all()
        return tuple(made)
