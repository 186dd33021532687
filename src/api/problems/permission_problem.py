"""The problem of what a role permits, but not about this somebody."""

from api.problems.problem import Problem

REACH = "reach"
"""The code of what the role permits, but not about this somebody."""


def not_permitted(detail: str) -> Problem:
    """The problem of what the role permits, but not about this somebody."""
    return Problem("not-permitted", detail, code=REACH)
