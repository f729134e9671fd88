"""The five characters of a short address: ``HTTPS://HOST/P/8F3KQ``.

They are derived from what a thing is and what it is called, so that a printed poster stays right when the
programme is loaded again. Letters and digits are those of Crockford's base 32
(https://www.crockford.com/base32.html): no I, L, O or U, which people misread.
"""

from functools import lru_cache
from hashlib import blake2s
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 5
"""32**5 is 33 million: two of 200 things share a code in one of 1,700 programmes, and a check finds it."""
MARK_LENGTH: Final = 4
"""32**4 is a million: two of 100 editions of a sheet share a mark in one of 200 festivals."""
SECRET_BITS: Final = 128
"""Of an address that nobody finds by trying."""
SECRET_LENGTH: Final = 26
"""Characters for them: no multiple of :data:`LENGTH`, so that it cannot be taken for codes one behind the other."""

_MISREAD: Final = str.maketrans("IL" + "O", "11" + "0", "- ")


@lru_cache(maxsize=16_384)
def code_for(kind: str, id: str) -> str:  # noqa: A002 - the model's own word
    """Return the code of the thing called `id` among those of its `kind` ("room", "station", "project")."""
    number = int.from_bytes(blake2s(f"{kind}/{id}".encode(), digest_size=4).digest(), "big")
    return _written(number, LENGTH)


def secret_for(number: int) -> str:
    """Return the characters that stand for a number of :data:`SECRET_BITS` bits."""
    return _written(number, SECRET_LENGTH)


def mark_for(digest: bytes) -> str:
    """Return a few characters that people can compare, for a digest of at least 20 bits."""
    return _written(int.from_bytes(digest, "big"), MARK_LENGTH)


def _written(number: int, length: int) -> str:
    return "".join(ALPHABET[number >> shift & 31] for shift in range(0, 5 * length, 5))


def crockford(typed: str, length: int = LENGTH) -> str | None:
    """Return the code of `length` characters that a person meant by `typed`, None if it cannot be one.

    Case, spaces and hyphens do not count; i and l are read as 1, o as 0.

    >>> crockford(" 8f3-ko")
    '8F3K0'
    """
    code = typed.upper().translate(_MISREAD)
    return code if len(code) == length and all(char in ALPHABET for char in code) else None
