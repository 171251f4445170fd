"""The log as JSON, a line an object: when, how grave, who says what, and on which request.

What looks like a credential is left out, wherever it stands; nor are the arguments of a message
written beside it, nor a body or a header of a request.
"""

import json
import logging
import re
from datetime import UTC, datetime
from urllib.parse import unquote

from typing_extensions import override

from app.meters import REQUEST

_SECRET = re.compile(r"rrk_[^/?&\s\"']*|ey[A-Za-z0-9_-]+\.[^/?&\s\"']*")
_PASSWORD = re.compile(r"(://[^:/@\s]+):[^@\s]+@")


def without_secrets(path: str) -> str:
    """A path in which nothing looks like a credential, however it was written."""
    plain = unquote(path)
    return path if _SECRET.search(plain) is None else _SECRET.sub("[secret]", plain)


class JsonLines(logging.Formatter):
    """Write each record as one line of JSON."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        told: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "request_id": REQUEST.get(),
        }
        match record.name, record.args:
            case "uvicorn.access", (client, method, path, _, status):
                told |= {"client": client, "method": method, "path": path, "status": status}
            case _:
                told["says"] = _clean(record.getMessage())
        if record.exc_info:
            told["failed"] = _clean(self.formatException(record.exc_info))
        return json.dumps(told, ensure_ascii=False, default=str)


def _clean(says: str) -> str:
    return _PASSWORD.sub(r"\1:[secret]@", _SECRET.sub("[secret]", says))
