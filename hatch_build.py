"""Compiles the gettext catalogues when a wheel is built."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg]
    """Writes ``de.mo`` beside ``de.po`` and puts it into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile every catalogue, in an editable install too; only a start after an edit has to do it again."""
        for source in Path(self.root, "src/festival/locale").glob("*.po"):
            compiled = source.with_suffix(".mo")
            with source.open("rb") as read, compiled.open("wb") as write:
                write_mo(write, read_po(read, locale=source.stem))
            build_data["artifacts"].append(str(compiled.relative_to(self.root)))
