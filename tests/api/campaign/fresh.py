"""What is done to a request before it is sent: it is made one of its own, and written as the ledger takes it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unicodedata import category

from schemathesis.hooks import GLOBAL_HOOK_DISPATCHER

from api.service.requests.idempotency import HEADER, KEY_PATTERN
from ledger.facts.base import KINDS

_LONGEST_KEY = 200
_NUMBERS = {f"record_{model.kind}": model.kind for model in KINDS.values() if model.opens and not model.supersedes}
"""The operations that open a workflow, and the field that has its number."""
_NOBODY = "000000000000"
_EXACT, _DEEPEST = 2**53, 16


class Fresh:
    """Makes requests fresh, and keeps the keys that the campaign itself asks with from being revoked."""

    def __init__(self, numbers: Iterator[int], tokens: set[str], *, opening: bool) -> None:
        """`tokens` are asked with; with `opening`, every workflow that is opened is a new one."""
        self._numbers = numbers
        self._own = {token.split("_")[1] for token in tokens}
        self._opening = opening

    def before_call(self, _context: Any, case: Any, _kwargs: Any) -> None:
        """Schemathesis calls this before every request."""
        given = case.headers.get(HEADER)
        # One that is not of its form stays as it is, to be refused for that.
        if isinstance(given, str) and re.fullmatch(KEY_PATTERN, given):
            case.headers[HEADER] = self._unused(given)
        name = case.operation.definition.raw["operationId"]
        if name == "revoke_key" and case.path_parameters.get("key") in self._own:
            case.path_parameters["key"] = _NOBODY
        if not case.meta.generation.mode.is_positive:
            return
        case.body = _taken(case.body)
        case.path_parameters = _taken(case.path_parameters)
        tag = case.headers.get("If-Match")
        # The generator takes the quotes off the values of headers.
        if isinstance(tag, str) and tag.isdigit():
            case.headers["If-Match"] = f'"{tag}"'
        if self._opening and name in _NUMBERS and isinstance(case.body, dict):
            case.body[_NUMBERS[name]] = f"N-{next(self._numbers)}"

    def _unused(self, key: str) -> str:
        number = str(next(self._numbers))
        text = key.strip('"')[: _LONGEST_KEY - len(number)] + number
        return f'"{text}"' if key.startswith('"') else text


@contextmanager
def freshened(numbers: Iterator[int], tokens: set[str], *, opening: bool) -> Iterator[None]:
    """Requests are made fresh as long as this lasts."""
    before_call = Fresh(numbers, tokens, opening=opening).before_call
    GLOBAL_HOOK_DISPATCHER.register_hook_with_name(before_call, "before_call")
    try:
        yield
    finally:
        GLOBAL_HOOK_DISPATCHER.unregister(before_call)


def _taken(value: Any, depth: int = 0) -> Any:
    """A value that fits its schema, as the ledger takes it: no number that may have been rounded, such as 97.0.

    And no character that is invisible or of private use, which a pattern cannot say beyond four digits; nor, within
    `ext`, a number that is not exact or what is nested too deep, which only a schema that refers to itself could say.
    """
    if isinstance(value, dict | list) and depth == _DEEPEST:
        return None
    if isinstance(value, dict):
        return {name: _taken(each, depth + 1) for name, each in value.items()}
    if isinstance(value, list):
        return [_taken(each, depth + 1) for each in value]
    if isinstance(value, str):
        return "".join("x" if ord(each) > 0xFFFF and category(each) in ("Cf", "Co") else each for each in value)
    if isinstance(value, int | float) and not -_EXACT < value < _EXACT:
        return 0
    return int(value) if isinstance(value, float) and value.is_integer() else value
