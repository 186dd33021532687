"""TOML that comes from outside: of a size, a depth and a form that its parser reads in no time."""

import tomllib
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ledger.refusal import LedgerError

_Model = TypeVar("_Model", bound=BaseModel)

LARGEST = 131_072
"""Characters of a document: a mapping that is sent beside a file has no more."""
_DEEPEST = 50
_MOST_DOTS = 500
"""On a line: the parser's time for a key of many parts grows with the square of their number, and more."""


def parsed_toml(text: str, called: str) -> dict[str, Any]:
    """The content of a document, by what it is called in sentences. Raises LedgerError where it cannot be read."""
    if len(text) > LARGEST:
        raise LedgerError(f"{called} has {len(text)} characters; give one of at most {LARGEST}")
    too_deep = LedgerError(f"{called} is nested too deeply; a mapping has a few levels")
    if any(line.count(".") > _MOST_DOTS for line in text.splitlines()):
        raise too_deep
    try:
        content = tomllib.loads(text)
    except ValueError as error:
        raise LedgerError(f"{called} is not TOML: {error}; correct it there") from None
    except RecursionError:
        raise too_deep from None
    if _is_deep(content, _DEEPEST):
        raise too_deep
    return content


def toml_model(model: type[_Model], content: bytes, called: str) -> _Model:
    """The content of a file as a model, by what the file is called in sentences.

    Raises LedgerError where it cannot be read, or the model does not take it.
    """
    try:
        return model.model_validate(parsed_toml(content.decode("utf-8-sig"), called))
    except UnicodeDecodeError:
        raise LedgerError(f"{called} is not in UTF-8; save it so") from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise LedgerError(
            f"{called}: {place}: {first['msg'][:1].lower()}{first['msg'][1:]}; it has {', '.join(model.model_fields)}"
        ) from None


def _is_deep(value: Any, levels: int) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return levels < 0 or any(_is_deep(each, levels - 1) for each in inner)
