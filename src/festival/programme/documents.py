"""Programme files as parsed TOML documents that know their lines."""

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from festival.programme.files import ProgrammeFile, read_text
from festival.programme.lines import Lines
from festival.programme.slips import hint
from festival.schedule.errors import Problem

_WHERE: Final = re.compile(r" \(at (?:line ([0-9]+), column ([0-9]+)|end of document)\)$")
# tomllib needs time that grows with the square of a dotted key's length: 16,000 parts cost 7 seconds.
_PARTS_CAP: Final = 20
_PART: Final = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
_LONG_KEY: Final = re.compile(rf"(?<![\w-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{_PARTS_CAP},}}+")


@dataclass(frozen=True)
class Document:
    """One file: its name, its text and its tables."""

    name: str
    """Relative to the programme's folder, with slashes."""
    text: str
    data: dict[str, Any]

    @cached_property
    def lines(self) -> Lines:
        """Where the keys stand; the text is scanned only when somebody asks."""
        return Lines(self.text)


def _syntax_problem(name: str, text: str, error: tomllib.TOMLDecodeError) -> Problem:
    message = str(error)
    line, column = text.count("\n") + 1, None
    if found := _WHERE.search(message):
        message = message[: found.start()]
        if found[1]:
            line, column = int(found[1]), found[2]
    where = f" in column {column}" if column else " at the end of the file"
    said = f"{message[:1].lower()}{message[1:]}"
    wrong = text.split("\n", line)[line - 1]
    return Problem(name, line, "", f"not TOML{where}: {said}{hint(said, wrong)}")


def parse(name: str, text: str) -> Document | Problem:
    """Return `text` as a document, or the first thing in it that is not TOML 1.0."""
    if found := _LONG_KEY.search(text):
        line = text.count("\n", 0, found.start()) + 1
        return Problem(name, line, "", f"a key of more than {_PARTS_CAP} parts; shorten it")
    try:
        return Document(name, text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        return _syntax_problem(name, text, error)
    except RecursionError:
        return Problem(name, 0, "", "arrays or tables nested too deep; flatten them")
    except (ValueError, OverflowError) as error:  # a number of thousands of digits
        return Problem(name, 0, "", f"a value cannot be read: {error}")


def read_document(file: ProgrammeFile) -> Document | Problem:
    """Return the file's document, or why there is none."""
    text = read_text(file)
    return text if isinstance(text, Problem) else parse(file.name, text)
