"""What organisers can have a kiosk do, and how that is said to a hub and by it."""

from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Identify:
    """Say in large letters which screen it is."""

    order: Literal["identify"] = "identify"


@dataclass(frozen=True, slots=True)
class Speak:
    """Speak `language` (a tag such as "de") first, until the next visitor has left."""

    language: str
    order: Literal["language"] = "language"


@dataclass(frozen=True, slots=True)
class Reload:
    """Take the whole schedule from the hub and make every page anew."""

    order: Literal["reload"] = "reload"


Order: TypeAlias = Identify | Speak | Reload
