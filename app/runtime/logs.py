"""The log: lines of text, or of JSON, with the request and the client that each belongs to.

What a program says or holds is never logged: messages name kinds, places and numbers.
"""

import json
import logging
import sys
import time
from typing import Any, Final

from app.runtime.clients import client
from app.runtime.observing import request_id

FIELDS: Final = ("method", "route", "status", "milliseconds")
"""What a record may carry beside its message."""

_LOGGERS: Final = ("backlens", "uvicorn")


def configure(level: str, form: str) -> None:
    """Write the log to standard error from this level on, as `text` or as `json`."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json() if form == "json" else _Text())
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
        logger.setLevel(level.upper())


def _told(record: logging.LogRecord) -> dict[str, Any]:
    moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
    found = {
        "time": f"{moment}.{int(record.msecs):03d}Z",
        "level": record.levelname.lower(),
        "request_id": request_id.get(),
        "client": client.get(),
        "message": record.getMessage(),
    }
    found |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
    return {name: value for name, value in found.items() if value != ""}


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        told = _told(record)
        if record.exc_info:
            told["traceback"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=True)


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        told = _told(record)
        first = f"{told.pop('time')} {told.pop('level')} {_line(told.pop('message'))}"
        text = " ".join([first, *(f"{name}={_line(value)}" for name, value in told.items())])
        return f"{text}\n{self.formatException(record.exc_info)}" if record.exc_info else text


def _line(value: object) -> str:
    """On one line, whatever is in it."""
    return str(value).replace("\r", "\\r").replace("\n", "\\n")
