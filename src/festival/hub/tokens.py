"""Tokens: who may edit. A file beside the database, readable by its owner only, holds a hash of each.

``fest_<id>_<secret>``: the secret has 256 random bits, so one SHA-256 keeps it as safe as a slow hash would (those
are for passwords that people choose). The file is not part of the store: hubs that share a PostgreSQL get the same
file the way they get the password of the database, and a leaked backup of the log holds no key to it. A hub reads
the file again when it changes, so a revoked token ends within a second, without a restart.
"""

import contextlib
import fcntl
import hmac
import json
import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final, Self

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from festival.files import write_whole
from festival.schedule.access import Role
from festival.schedule.errors import FestivalError
from festival.schedule.model import Frozen, Id, Instant
from festival.schedule.text import Line

FILE_NAME: Final = "tokens.json"
_ID_LETTERS: Final = "abcdefghjkmnpqrstvwxyz23456789"
_ID_LENGTH: Final = 8
_SECRET_LENGTH: Final = 43
"""Characters of 32 bytes in base64url without padding."""
_FOREIGN_WRITERS: Final = 0o022


class TokensUnusable(FestivalError):
    """The file of tokens cannot be read or written: says why and what to do."""


class Token(Frozen):
    """What is known of a token; never its secret."""

    id: str = Field(pattern=r"^[a-z0-9]{4,16}$")
    hash: str = Field(pattern=r"^[0-9a-f]{64}$")
    """SHA-256 of the whole token, in hexadecimal digits."""
    role: Role
    room: Id | None = None
    """The room of a host."""
    label: Line = ""
    """Whose it is, as the organisers know them."""
    made: Instant
    until: Instant | None = None
    """It is valid before this instant."""

    @model_validator(mode="after")
    def _host_of_a_room(self) -> Self:
        if (self.role == "host") != (self.room is not None):
            raise ValueError("a host has a room, and nobody else has one")
        return self

    @property
    def name(self) -> str:
        """How the log and other organisers know who holds it."""
        return self.label or self.id

    def is_valid_at(self, now: datetime) -> bool:
        """Return whether it has not ended at `now` (aware)."""
        return self.until is None or now < self.until


_FILE: Final = TypeAdapter(tuple[Token, ...])
_NOBODY: Final = "0" * 64


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


class TokenFile:
    """The tokens in a file. Every method reads it again if it has changed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read: tuple[int, int, int] | None = None
        self._tokens: Mapping[str, Token] = {}

    @property
    def exists(self) -> bool:
        """Whether there is a file yet."""
        return self.path.exists()

    def all(self) -> tuple[Token, ...]:
        """Return the tokens, oldest first. Raises :class:`TokensUnusable`."""
        self._refresh()
        return tuple(self._tokens.values())

    def holder(self, text: str, now: datetime) -> Token | None:
        """Return whose token `text` is at `now` (aware), None if it is unknown, revoked or expired.

        Raises :class:`TokensUnusable`.
        """
        self._refresh()
        token = self._tokens.get(_id_in(text))
        # Compared in any case, so that the time tells nobody which ids there are.
        same = hmac.compare_digest(token.hash if token else _NOBODY, _hash(text))
        return token if token is not None and same and token.is_valid_at(now) else None

    def holds(self, token: Token, now: datetime) -> bool:
        """Return whether `token`, as :meth:`holder` returned it before, is still so and valid at `now` (aware).

        Raises :class:`TokensUnusable`.
        """
        self._refresh()
        return self._tokens.get(token.id) == token and token.is_valid_at(now)

    def make(
        self,
        role: Role,
        *,
        now: datetime,
        room: str | None = None,
        label: str = "",
        until: datetime | None = None,
    ) -> tuple[str, Token]:
        """Return a new token, to be shown once, and what is kept of it.

        Raises :class:`pydantic.ValidationError` for a host without a room, :class:`TokensUnusable`.
        """
        name = "".join(secrets.choice(_ID_LETTERS) for _ in range(_ID_LENGTH))
        text = f"fest_{name}_{secrets.token_urlsafe(32)}"
        token = Token(
            id=name, hash=_hash(text), role=role, room=room, label=label or name, made=now, until=until
        )
        self._change(lambda tokens: {**tokens, name: token})
        return text, token

    def revoke(self, name: str) -> bool:
        """Make the token with that id invalid; return whether there was one. Raises as :meth:`make`."""
        found = name in {token.id for token in self.all()}
        self._change(lambda tokens: {id: one for id, one in tokens.items() if id != name})  # noqa: A001
        return found

    def _change(self, change: Callable[[Mapping[str, Token]], Mapping[str, Token]]) -> None:
        try:
            with self._locked():
                self._refresh()
                tokens = change(self._tokens)
                rows = [json.loads(token.model_dump_json(exclude_defaults=True)) for token in tokens.values()]
                write_whole(self.path, json.dumps(rows, indent=1, ensure_ascii=False) + "\n", 0o600)
        except OSError as error:
            raise TokensUnusable(f"{self.path}: cannot be written ({error.strerror})") from error

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(self.path.with_suffix(".lock"), os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _refresh(self) -> None:
        try:
            found = self.path.stat()
            state = (found.st_mtime_ns, found.st_size, found.st_ino)
            if state == self._read:
                return
            if found.st_mode & _FOREIGN_WRITERS:
                raise TokensUnusable(f"{self.path}: others may write it: run chmod 600 on it")
            self._tokens = {one.id: one for one in _FILE.validate_json(self.path.read_bytes())}
            self._read = state
        except FileNotFoundError:
            self._tokens, self._read = {}, None
        except OSError as error:
            raise TokensUnusable(f"{self.path}: cannot be read ({error.strerror})") from error
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            what = ": ".join(part for part in (where, first["msg"]) if part)
            raise TokensUnusable(f"{self.path}: {what}: mend it or remove it") from error


def _id_in(text: str) -> str:
    """Return the id in a token, "" if it does not look like one."""
    parts = text.split("_", 2)
    if len(parts) != 3 or parts[0] != "fest" or len(parts[2]) != _SECRET_LENGTH:
        return ""
    return parts[1]
