"""The files beside the pages: style, scripts and icon. Their addresses change with their content, so they are kept for ever."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import blake2s
from importlib.resources import files
from typing import Final


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that pages refer to."""

    path: str
    media_type: str
    body: bytes

    @property
    def etag(self) -> str:
        """A name of its content."""
        return blake2s(self.body, digest_size=6).hexdigest()


def _asset(name: str, media_type: str) -> Asset:
    made = Asset(name, media_type, (files("festival.pages") / "files" / name).read_bytes())
    stem, _, ending = name.partition(".")
    return replace(made, path=f"/files/{stem}.{made.etag}.{ending}")


STYLE: Final = _asset("style.css", "text/css; charset=utf-8")
MORE_STYLE: Final = _asset("more.css", "text/css; charset=utf-8")
"""For all pages but the first one, which comes quickly over a crowded network."""
MAP_STYLE: Final = _asset("map.css", "text/css; charset=utf-8")
SCRIPT: Final = _asset("follow.js", "text/javascript; charset=utf-8")
SCRIPTS: Final = (SCRIPT, _asset("picks.js", "text/javascript; charset=utf-8"))
"""What runs where a hub answers, in this order."""
ICON: Final = _asset("icon.svg", "image/svg+xml")
WORKER: Final = replace(_asset("worker.js", "text/javascript; charset=utf-8"), path="/worker.js")
"""Keeps pages in a browser. Its address stays, and is above those that it keeps."""
ASSETS: Final[Mapping[str, Asset]] = {
    asset.path: asset for asset in (STYLE, MORE_STYLE, MAP_STYLE, *SCRIPTS, ICON)
}
