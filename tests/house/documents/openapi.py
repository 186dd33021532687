"""docs/openapi.json: the description of the API, as the service shows it."""

import json
from collections.abc import Mapping
from typing import Any

from api.app import create
from api.service.settings import ServiceSettings


def openapi_page() -> str:
    """The document, a line an address and a component; it depends on no store and on nothing in the environment."""
    described = create(ServiceSettings(store="sqlite:///nothing.db")).openapi()
    sections = {name: _text(each) for name, each in described.items()}
    sections["paths"] = _lines(described["paths"], _text)
    sections["components"] = _lines(described["components"], lambda each: _lines(each, _text))
    return _object(sections.items()) + "\n"


def _lines(entries: Mapping[str, Any], shown: Any) -> str:
    return _object((name, shown(each)) for name, each in entries.items())


def _object(entries: Any) -> str:
    members = ",\n".join(f"{json.dumps(name, ensure_ascii=False)}: {text}" for name, text in entries)
    return f"{{\n{members}\n}}"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
