"""Telling systemd how the hub is (sd_notify(3)), where it runs the hub and asks for it."""

import os
import socket
from collections.abc import Mapping
from contextlib import suppress


def notify(state: str, environment: Mapping[str, str] = os.environ) -> None:
    """Send `state`, for instance ``READY=1``, to the socket that ``NOTIFY_SOCKET`` names; without one, do nothing.

    A socket that does not take it is no reason to stop: systemd ends a unit by itself that never says it is ready.
    """
    name = environment.get("NOTIFY_SOCKET", "")
    if not name.startswith(("/", "@")):
        return
    # A name in the abstract namespace begins with NUL (unix(7)).
    address = "\0" + name[1:] if name.startswith("@") else name
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sock:
        sock.connect(address)
        sock.send(state.encode())


def is_journal(descriptor: int, environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether what is written to `descriptor` goes into the journal, to be kept (systemd.exec(5), JOURNAL_STREAM)."""
    device, colon, inode = environment.get("JOURNAL_STREAM", "").partition(":")
    if not (colon and device.isdigit() and inode.isdigit()):
        return False
    try:
        found = os.fstat(descriptor)
    except OSError:
        return False
    return (found.st_dev, found.st_ino) == (int(device), int(inode))
