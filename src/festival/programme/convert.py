"""Tables as people write them, made into what the model reads.

The model's own type hints lead the way, so that no field is forgotten: local times become instants, a plain
text becomes a text of all languages, and every text is measured and cleaned. What cannot be converted is
reported with its key and left as it is.
"""

import difflib
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from types import UnionType
from typing import Annotated, Any, Final, Union, get_args, get_origin, get_type_hints
from unicodedata import normalize
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from festival.programme.lines import Path
from festival.programme.times import (
    BadTimeError,
    Moment,
    after_midnight,
    parse_day,
    parse_instant,
    parse_window,
    shown,
)
from festival.schedule.model import UNDETERMINED, Day, Instant, LocalBlock, LocalLine, Session, Window
from festival.schedule.text import BLOCK_CAP, LINE_CAP, Block, Line, clean_block, clean_line

FILE_NAMES: Final = {"days": "day", "shapes": "shape", "pins": "pin", "kiosks": "kiosk"}
"""Fields that are arrays of tables are named in the singular in a file: ``[[festival.day]]``."""
_TEXTS: Final = (Line, Block)
_LOCAL_TEXTS: Final = (LocalLine, LocalBlock)
_LIVE: Final = "live"
_SPANS: Final = (("start", "end"), ("at", "expires"))
# In place of one that cannot be read: the times on it can still be checked.
_SOME_DAY: Final = date(2022, 5, 27)
_MINUTES_CAP: Final = 24 * 60
_ITEMS_CAP: Final = 1_000
"""Items in one list and keys in one table."""


def suggestion(word: Any, known: Iterable[str]) -> str:
    """Return "; did you mean 'u-stage'?" when something of `known` looks like `word`, else ""."""
    close = difflib.get_close_matches(str(word)[:64], list(known), n=1, cutoff=0.55)
    return f"; did you mean {close[0]!r}?" if close else ""


@cache
def _fields(model: type[BaseModel]) -> Mapping[str, tuple[str, Any]]:
    """Return name and type hint of each field of `model`, by its name in a file."""
    hints = get_type_hints(model, include_extras=True)
    return {FILE_NAMES.get(name, name): (name, hints[name]) for name in model.model_fields if name != _LIVE}


@cache
def _helper_keys(model: type[BaseModel]) -> frozenset[str]:
    """Return the keys that a table may have beside its fields: ``day`` and ``minutes``."""
    hints = [hint for _, hint in _fields(model).values()]
    keys = set()
    if model is not Day and any(
        part in (Instant, Window) for hint in hints for part in (hint, *get_args(hint))
    ):
        keys.add("day")
    if model is Session:
        keys.add("minutes")
    return frozenset(keys)


def file_keys(model: type[BaseModel]) -> frozenset[str]:
    """Return all keys that a table of `model` may have in a file."""
    return frozenset(_fields(model)) | _helper_keys(model)


def _removed(raw: str, cleaned: str) -> int:
    """Return how many characters cleaning took away, white space not counted."""
    before, after = (sum(not char.isspace() for char in normalize("NFD", text)) for text in (raw, cleaned))
    return max(0, before - after)


@dataclass
class Converter:
    """Converts one entry; collects what is wrong with it by key."""

    zone: ZoneInfo
    errors: list[tuple[Path, str]] = field(default_factory=list)
    warnings: list[tuple[Path, str]] = field(default_factory=list)
    settled: set[Path] = field(default_factory=set)
    """Where everything has been said, so that the model's own complaint is of no more use."""

    def table(
        self, model: type[BaseModel], raw: Mapping[str, Any], path: Path, day: date | None = None
    ) -> dict[str, Any]:
        """Return the fields of `model`; `day` is the day of the table around it."""
        if self._is_too_large(raw, path):
            return {}
        known = _fields(model)
        day = self._day(model, raw, path, day)
        converted: dict[str, Any] = {}
        for key, value in raw.items():
            if key in known:
                name, hint = known[key]
                converted[name] = self._value(hint, value, (*path, key), day)
                if model.model_fields[name].is_required():
                    self._refuse_empty(converted[name], (*path, key))
            elif key == _LIVE and _LIVE in model.model_fields:
                self._wrong((*path, key), "what happens on the day is no part of the programme; use [[edit]]")
            elif key not in _helper_keys(model):
                self._wrong((*path, key), f"unknown key{suggestion(key, file_keys(model))}")
        if "minutes" in raw and "minutes" in _helper_keys(model):
            self._add_minutes(raw, converted, path)
        for span in _SPANS:
            self._check_span(raw, converted, path, *span)
        return converted

    def _wrong(self, path: Path, message: str) -> None:
        self.errors.append((path, message))
        self.settled.add(path)

    def _day(
        self, model: type[BaseModel], raw: Mapping[str, Any], path: Path, day: date | None
    ) -> date | None:
        key = "date" if model is Day else "day"
        if key not in raw or not (model is Day or key in _helper_keys(model)):
            return day
        try:
            return parse_day(raw[key])
        except BadTimeError as error:
            self._wrong((*path, key), str(error))
            return _SOME_DAY

    def _value(self, hint: Any, raw: Any, path: Path, day: date | None) -> Any:
        if hint == Instant:
            return self._timed(raw, path, lambda: self._instant(parse_instant(raw, day, self.zone), path))
        if hint in _TEXTS:
            return self._text(raw, path, hint)
        if hint in _LOCAL_TEXTS and isinstance(raw, str):
            return {UNDETERMINED: self._text(raw, path, get_args(hint)[1])}
        if hint is float and isinstance(raw, float) and not math.isfinite(raw):
            self._wrong(path, f"{raw} is not a number of metres")
        if get_origin(hint) in (Union, UnionType, Annotated):
            return self._value(get_args(hint)[0], raw, path, day)
        return self._inside(hint, raw, path, day)

    def _is_too_large(self, raw: Any, path: Path) -> bool:
        """Return whether `raw` holds more than people write, so that it is not looked into."""
        if not isinstance(raw, list | dict) or len(raw) <= _ITEMS_CAP:
            return False
        self._wrong(path, f"{len(raw)} items, at most {_ITEMS_CAP}")
        return True

    def _inside(self, hint: Any, raw: Any, path: Path, day: date | None) -> Any:
        """Convert what a list or a table holds; anything else is the model's business."""
        if self._is_too_large(raw, path):
            return ()
        origin, inner = get_origin(hint), get_args(hint)
        if origin is tuple and isinstance(raw, list):
            return tuple(self._item(inner[0], item, (*path, index), day) for index, item in enumerate(raw))
        if isinstance(raw, dict):
            if origin is dict:
                return {key: self._value(inner[1], value, (*path, key), day) for key, value in raw.items()}
            if isinstance(hint, type) and issubclass(hint, BaseModel):
                return self.table(hint, raw, path, day)
        return raw

    def _item(self, hint: Any, raw: Any, path: Path, day: date | None) -> Any:
        if hint is not Window:
            return self._value(hint, raw, path, day)
        return self._timed(raw, path, lambda: self._window(parse_window(raw, day, self.zone), path))

    def _timed(self, raw: Any, path: Path, parse: Callable[[], Any]) -> Any:
        try:
            return parse()
        except BadTimeError as error:
            self._wrong(path, str(error))
            self.settled.add(path[:-1])  # a list without its bad items may seem empty
            return raw

    def _instant(self, moment: Moment, path: Path) -> datetime:
        if moment.is_ambiguous:
            message = "this local time comes twice, because the clocks go back; the first is taken"
            self.warnings.append((path, message))
        return moment.instant

    def _window(self, moments: tuple[Moment, Moment], path: Path) -> dict[str, datetime]:
        start, end = (self._instant(moment, path) for moment in moments)
        return {"start": start, "end": end}

    def _text(self, raw: Any, path: Path, hint: Any) -> Any:
        if not isinstance(raw, str):
            return raw
        cap, clean = (LINE_CAP, clean_line) if hint == Line else (BLOCK_CAP, clean_block)
        # Nothing is cut here: a text that is too long goes back to its author.
        text = raw if len(raw) > cap * 8 else clean(raw, cap * 8)
        if len(text) > cap:
            self._wrong(path, f"{len(text)} characters, at most {cap}; shorten it")
        elif removed := _removed(raw, text) if raw != text else 0:
            characters = "1 character that is" if removed == 1 else f"{removed} characters that are"
            verb = "was" if removed == 1 else "were"
            self.warnings.append((path, f"{characters} not shown {verb} removed"))
        return text

    def _refuse_empty(self, value: Any, path: Path) -> None:
        texts = value.values() if isinstance(value, dict) else (value,)
        if all(text == "" for text in texts):
            self._wrong(path, "is empty")

    def _add_minutes(self, raw: Mapping[str, Any], converted: dict[str, Any], path: Path) -> None:
        minutes, start = raw["minutes"], converted.get("start")
        self.settled.add((*path, "end"))
        if "end" in raw:
            self._wrong((*path, "minutes"), "give either end or minutes, not both")
        elif type(minutes) is not int or not 0 < minutes <= _MINUTES_CAP:
            self._wrong(
                (*path, "minutes"), f"{shown(minutes)} is not a number of minutes from 1 to {_MINUTES_CAP}"
            )
        elif isinstance(start, datetime):
            converted["end"] = start + timedelta(minutes=minutes)

    def _check_span(
        self, raw: Mapping[str, Any], converted: dict[str, Any], path: Path, first: str, last: str
    ) -> None:
        start, end = converted.get(first), converted.get(last)
        if isinstance(start, datetime) and isinstance(end, datetime) and end <= start and last in raw:
            self.settled.add(path)
            self._wrong((*path, last), f"ends before it starts{after_midnight(raw[last])}")
