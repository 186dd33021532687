"""Values that nobody means: told before a page computes with them, wherever they were put, in one place for all pages.

A date at either end of the calendar cannot be moved by a day or to another zone; thousands of digits are no number; and
an address with a control character is not one of ours.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from api.problems import Problem
from api.words.language import Language
from api.words.translation import marked, said

FIRST_YEAR, LAST_YEAR = 1900, 2999
_NUMBER = re.compile(r"[+-]?\d{19,}")
_DATED = re.compile(r"([+-]?\d{4,})-(?:\d\d?|[Ww]\d\d?)(?:-\d\d?)?(?:[T ].{0,40})?")
_LONGEST_INSTANT = 40
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ufffd]")
_CONTROL_IN_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]")

_NO_ADDRESS = marked("This page does not exist; go back and choose one from the menu.")
_UNREADABLE = marked("%(shown)s cannot be read; give a number, a text or a date between the years 1900 and 2999.")


def refuse_address(request: Request, language: Language) -> None:
    """Raises Problem where an address, or what stands behind it, holds such a value."""
    if any(_is_unreadable(value, _CONTROL) for value in request.path_params.values()):
        raise Problem("not-found", said(_NO_ADDRESS, language))
    _refuse(request.query_params.values(), _CONTROL, language)


def refuse_fields(sent: FormData, language: Language) -> None:
    """Raises Problem where a field of a form holds such a value; texts have their line breaks."""
    fields = (value for value in sent.values() if not isinstance(value, UploadFile))
    _refuse(fields, _CONTROL_IN_TEXT, language)


def _refuse(values: Iterable[str], control: re.Pattern[str], language: Language) -> None:
    for value in values:
        if _is_unreadable(value, control):
            shown = "".join(letter if letter.isprintable() else "�" for letter in value[:20])
            raise Problem("invalid", said(_UNREADABLE, language, shown=repr(shown)))


def _is_unreadable(value: object, control: re.Pattern[str]) -> bool:
    text = str(value)
    if control.search(text) or _NUMBER.fullmatch(text.strip()):
        return True
    year = _year_of(text.strip())
    return year is not None and not FIRST_YEAR <= year <= LAST_YEAR


def _year_of(text: str) -> int | None:
    """The year of a date, an instant, a month or a week, in any form of ISO 8601; None of anything else."""
    dated = _DATED.fullmatch(text)
    if dated is not None:
        return int(dated[1][:6])
    # Digits alone are a position.
    if len(text) > _LONGEST_INSTANT or text.isdigit():
        return None
    with suppress(ValueError):
        return datetime.fromisoformat(text).year
    return None
