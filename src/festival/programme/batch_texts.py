"""Writing a batch as the TOML file that :func:`festival.programme.batches.load_batch` reads."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from festival.programme.entries import EDIT
from festival.schedule.edits import Batch


def batch_text(batch: Batch) -> str:
    """Return `batch` as TOML 1.0; instants are written with their offset (UTC), defaults are left out."""
    whole = batch.model_dump(exclude_defaults=True, exclude={"edits", "kind"})
    lines = [*_pairs(whole)]
    for edit in batch.edits:
        lines += ["", f"[[{EDIT}]]", f"kind = {_value(edit.kind)}"]
        lines += _pairs(edit.model_dump(exclude_defaults=True, exclude={"kind"}))
    return "\n".join(lines) + "\n"


def _pairs(table: Mapping[str, Any]) -> Iterator[str]:
    return (f"{_key(key)} = {_value(value)}" for key, value in table.items() if value is not None)


def _key(key: str) -> str:
    return key if key.replace("_", "").replace("-", "").isalnum() and key.isascii() else _value(key)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return f"{{ {', '.join(_pairs(value))} }}" if value else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(one) for one in value)}]"
    # A basic string has the escapes of JSON (TOML 1.0, "String"), and forbids DEL besides.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
