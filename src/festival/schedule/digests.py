"""The digest of a schedule: a few digits that are equal where the content is, and quick to have after each change."""

from collections.abc import Mapping
from hashlib import blake2s
from typing import Any, Final

from festival.schedule.model import Frozen, Schedule

_UNORDERED: Final = frozenset({"sessions", "announcements"})
_DIGESTED: Final = tuple(name for name in Schedule.model_fields if name not in {"epoch", "revision"})
_COUNT_BYTES: Final = 4


def digest(schedule: Schedule) -> str:
    """Return 32 hexadecimal digits that stand for the content of `schedule`, without epoch and revision.

    Sessions and announcements count in any order. Each thing keeps its own fingerprint, and
    :func:`festival.schedule.changes.fold` hands on what a change leaves as it was: so after a change to one of 10,000
    only one is computed.
    """
    parts = schedule.digest_parts
    for name in _DIGESTED:
        if name not in parts:
            parts[name] = _part(getattr(schedule, name), in_order=name not in _UNORDERED)
    return blake2s(b"".join([parts[name] for name in _DIGESTED]), digest_size=16).hexdigest()


def hand_on_parts(
    schedule: Schedule,
    folded: Schedule,
    touched: Mapping[str, Mapping[str, Frozen | None]],
    homes: Mapping[str, Mapping[str, Frozen]],
) -> None:
    """Give `folded` what is known of the digest: a sum of 10,000 fingerprints changes by those that were touched."""
    # Of what is known now: another thread may be computing the rest.
    for name, part in tuple(schedule.digest_parts.items()):
        if name not in touched:
            folded.digest_parts[name] = part
        elif name in _UNORDERED:
            total = int.from_bytes(part[_COUNT_BYTES:], "big")
            for one, was in touched[name].items():
                now = homes[name].get(one)
                total += _number(now) - _number(was)
            folded.digest_parts[name] = _sum_part(len(homes[name]), total)


def _part(value: Frozen | tuple[Any, ...], *, in_order: bool) -> bytes:
    if isinstance(value, Frozen):
        return value.fingerprint
    if in_order:
        prints = [thing.fingerprint for thing in value]
        return len(prints).to_bytes(_COUNT_BYTES, "big") + b"".join(prints)
    return _sum_part(len(value), sum(map(_number, value)))


def _number(thing: Frozen | None) -> int:
    return 0 if thing is None else int.from_bytes(thing.fingerprint, "big")


def _sum_part(count: int, total: int) -> bytes:
    return count.to_bytes(_COUNT_BYTES, "big") + (total % (1 << 128)).to_bytes(16, "big")
