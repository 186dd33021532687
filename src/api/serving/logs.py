"""Structured logs: one JSON object a line, on standard error."""

import logging
import sys

from pythonjsonlogger.json import JsonFormatter


def begin_logging(level: str = "INFO") -> None:
    """Log as JSON; requests are told by the middleware, so the server's own lines about them are left out."""
    handler = logging.StreamHandler(sys.stderr)
    formatter = JsonFormatter(
        ["levelname", "name", "message"],
        rename_fields={"levelname": "level", "name": "logger"},
        timestamp=True,
        json_ensure_ascii=False,
    )
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.getLogger("uvicorn.access").disabled = True
    for noisy in ("httpx", "httpcore"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
