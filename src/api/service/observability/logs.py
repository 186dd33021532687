"""Structured logs: one JSON object a line, on standard error."""

import asyncio
import json
import logging
import sys
from datetime import UTC, datetime

_WRITTEN_EVERY = 0.1
"""Seconds."""
_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message"}
"""What every record has; what else it has was told with it."""


class JsonFormatter(logging.Formatter):
    """A record as a JSON object: when, how grave, by whom, what, and all that was told with it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        told |= {name: value for name, value in vars(record).items() if name not in _OWN}
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False, default=str)


class RequestLog:
    """A line for every request, in the form of the others, but made without a record: there are thousands a second.

    Lines are written ten times a second, all at once: a write lets another thread in, and waits for its turn again.
    """

    def __init__(self) -> None:
        """Silent where requests are not logged."""
        self._logger = logging.getLogger("workledger.requests")
        self._lines: list[str] = []

    def note(self, request: str, method: str, path: str, status: int, milliseconds: int, principal: str) -> None:
        """Log an answer: the operation without its address, the key without its owner."""
        if not self._logger.isEnabledFor(logging.INFO) or not self._logger.hasHandlers():
            return
        if not self._lines:
            asyncio.get_running_loop().call_later(_WRITTEN_EVERY, self.write)
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        self._lines.append(
            f'{{"at": "{at}", "level": "INFO", "logger": "workledger.requests", "message": "answered", '
            f'"request": "{request}", "method": {json.dumps(method)}, "path": "{path}", "status": {status}, '
            f'"milliseconds": {milliseconds}, "principal": {json.dumps(principal, ensure_ascii=False)}}}\n'
        )

    def write(self) -> None:
        """Write the lines that wait."""
        lines, self._lines = self._lines, []
        if lines:
            sys.stderr.write("".join(lines))
            sys.stderr.flush()


def begin_logging(level: str = "INFO") -> None:
    """Log as JSON; requests are told by the middleware, so the server's own lines about them are left out."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.getLogger("uvicorn.access").disabled = True
    for noisy in ("httpx", "httpcore"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
