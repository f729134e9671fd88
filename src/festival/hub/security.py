"""Headers that every answer has, and whether a request is for us at all."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from festival.hub.problems import Problem
from festival.hub.wire import EXTENSION, HEAD_CAP, Wire, head_bytes

HEADERS: Final[list[tuple[bytes, bytes]]] = [
    # Answers of the API are data: a browser that shows one runs and loads nothing.
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"cross-origin-resource-policy", b"same-origin"),
]  # fmt: skip

PAGE_HEADERS: Final[list[tuple[bytes, bytes]]] = [
    # Pages load their own style, script and icon, keep themselves, follow their own hub, search it, and nothing else.
    (b"content-security-policy", b"default-src 'none'; style-src 'self'; script-src 'self'; worker-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"),
    *HEADERS[1:],
]  # fmt: skip


def refuse_if_foreign(scope: Mapping[str, Any], known_hosts: frozenset[str]) -> None:
    """Raise :class:`Problem` for a head that is too long, or a Host that is none of `known_hosts` (if there are any).

    A page of another site that makes its own name point to this machine (DNS rebinding) still sends its own name.
    """
    headers = scope["headers"]
    wire: Wire = scope["extensions"][EXTENSION]
    if wire.may_have_long_head and head_bytes(scope) > HEAD_CAP:
        raise Problem(
            HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "head-too-large", "Send fewer and shorter headers."
        )
    if not known_hosts:
        return
    hosts = [value for name, value in headers if name == b"host"]
    if len(hosts) != 1 or _name(hosts[0].decode("latin-1")) not in known_hosts:
        raise Problem(HTTPStatus.MISDIRECTED_REQUEST, "unknown-host", "This hub is not reached by that name.")


def _name(host: str) -> str:
    """Return the name in a Host header, without port and brackets."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower().rstrip(".")
