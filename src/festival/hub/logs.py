"""Structured logs: one JSON object a line, on standard error. They never hold an address, a token or a cookie."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Final

_OWN: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message", "taskName"}


class JsonLines(logging.Formatter):
    """Writes a record as ``{"at", "level", "from", "event", ...}``; what was given as ``extra`` stands beside."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "event": record.getMessage(),
            **_given(record),
        }
        if record.exc_info:
            # Without the values of variables: they may hold what a visitor or an organiser sent.
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


class PlainLines(logging.Formatter):
    """Writes a record as ``15:30:02 edit revision=18 kind=delay_room``, for a person at a terminal; the time is local."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        at = datetime.fromtimestamp(record.created, UTC).astimezone()
        level = "" if record.levelno <= logging.INFO else f" {record.levelname.lower()}:"
        given = "".join(f" {name}={value}" for name, value in _given(record).items())
        fault = f"\n{self.formatException(record.exc_info)}" if record.exc_info else ""
        return f"{at:%H:%M:%S}{level} {record.getMessage()}{given}{fault}"


def _given(record: logging.LogRecord) -> dict[str, object]:
    return {name: value for name, value in vars(record).items() if name not in _OWN}


def begin(level: int = logging.INFO, form: type[logging.Formatter] = JsonLines) -> None:
    """Let the hub and uvicorn log to standard error from now on. uvicorn's access log, which holds addresses, stays off."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(form())
    # uvicorn's own "started" and "finished" tell nothing that the hub does not say better.
    for name, least in (("festival", level), ("uvicorn", max(level, logging.WARNING))):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
        logger.setLevel(least)
    logging.getLogger("uvicorn.access").disabled = True
