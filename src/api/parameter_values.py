"""The values of parameters that are texts, read for every face in one place; what is wrong is told in a sentence."""

import re
from collections.abc import Sequence
from datetime import date

from api.problems import Problem
from api.words.dates import read_date
from ledger.facts.base import KINDS

LAST_POSITION = 10**15 - 1
_WHOLE = re.compile("[0-9]{1,16}", re.ASCII)


def read_whole(text: str, name: str, low: int, high: int, advice: str) -> int:
    """A whole number between two others. Raises Problem, which says what to give."""
    if not (_WHOLE.fullmatch(text) and low <= int(text) <= high):
        raise _unfit(name, text, advice)
    return int(text)


def read_position(text: str, name: str) -> int:
    """A position of the ledger, 0 before the first fact. Raises Problem."""
    return read_whole(text, name, 0, LAST_POSITION, "a position, such as 0")


def read_day(text: str, name: str) -> date:
    """A date, written YYYY-MM-DD. Raises Problem."""
    day = read_date(text)
    if day is None:
        raise _unfit(name, text, "a date that exists, written YYYY-MM-DD")
    return day


def read_word(text: str, name: str, words: Sequence[str]) -> str:
    """One of several words. Raises Problem."""
    if text not in words:
        raise _unfit(name, text, " or ".join(words))
    return text


def read_truth(text: str, name: str) -> bool:
    """True or false. Raises Problem."""
    return read_word(text, name, ("true", "false")) == "true"


def read_kind(text: str) -> str:
    """The name of a kind of fact. Raises Problem."""
    if text not in KINDS:
        raise Problem("invalid", f"there is no kind {text[:60]!r}; /v1/ledger lists the kinds", code="unknown_kind")
    return text


def _unfit(name: str, text: str, advice: str) -> Problem:
    return Problem("invalid", f"{name} is {text[:60]!r}; give {advice}", code="bad_value")
