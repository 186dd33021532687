"""How many a page holds."""

from starlette.requests import Request

from api.problems import Problem

MOST = 1_000
_USUAL = 200


def limit_of(request: Request) -> int:
    """How many a page holds at the most. Raises Problem where `limit` is not of its form."""
    text = request.query_params.get("limit", str(_USUAL))
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= MOST):
        raise Problem("invalid", f"limit is {text[:60]!r}; give a number from 1 to {MOST}", code="bad_value")
    return int(text)
