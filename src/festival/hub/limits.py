"""How often somebody may do something: token buckets, in memory that is bounded whoever comes."""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

IPV6_PREFIX: Final = 64
"""The bits of an IPv6 address that belong to one customer (RFC 6177): beyond them anybody has 2^64 addresses."""


class Buckets:
    """A bucket for each key: it holds `size`, and `per_s` come back each second.

    `monotonic` gives seconds. At most `most` buckets are kept; the one that was used longest ago is forgotten first.
    """

    def __init__(
        self, size: float, per_s: float, *, monotonic: Callable[[], float], most: int = 10_000
    ) -> None:
        self._size = size
        self._per_s = per_s
        self._monotonic = monotonic
        self._most = most
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> float:
        """Take one out of the bucket of `key`; return 0, or in how many seconds there will be one."""
        held = self._held(key)
        self.pay(key, 1 if held >= 1 else 0)
        return 0.0 if held >= 1 else (1 - held) / self._per_s

    def owes_s(self, key: str) -> float:
        """Return in how many seconds there will be something in the bucket of `key` again, 0 if there is."""
        return max(0.0, -self._held(key) / self._per_s)

    def pay(self, key: str, count: float) -> None:
        """Take `count` out of the bucket of `key`, also what is not in it: it is owed, and comes back first."""
        held = self._held(key) - count
        self._buckets[key] = (held, self._monotonic())
        self._buckets.move_to_end(key)
        if len(self._buckets) > self._most:
            self._buckets.popitem(last=False)

    def _held(self, key: str) -> float:
        now = self._monotonic()
        held, at = self._buckets.get(key, (self._size, now))
        return min(self._size, held + (now - at) * self._per_s)


def address_of(peer: str, forwarded_for: Iterable[str], proxies: Iterable[IPv4Network | IPv6Network]) -> str:
    """Return whom to hold responsible: `peer`, or whom configured proxies name in X-Forwarded-For.

    `forwarded_for` are the header's addresses in order; only what a proxy of ours appended is believed. An IPv6
    address stands for its network.
    """
    proxies = tuple(proxies)
    found = peer
    for before in reversed(tuple(forwarded_for)):
        if not _is_in(found, proxies):
            break
        found = before
    try:
        address = ip_address(found)
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped) if mapped else str(IPv6Network((int(address), IPV6_PREFIX), strict=False))
    return str(address)


def _is_in(text: str, networks: Iterable[IPv4Network | IPv6Network]) -> bool:
    try:
        address = ip_address(text)
    except ValueError:
        return False
    return any(address in network for network in networks)
