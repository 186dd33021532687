"""A row of weekdays below the dates of a grid, which is one of the headings: 四 五 六 under 1 2 3."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from ledger.formats.sheets.heading_keys import folded
from ledger.refusal import LedgerError

_CHINESE = "一二三四五六日"
_ENGLISH = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAMED = re.compile(r"(?:周|星期|礼拜)?([一二三四五六日天])|(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?", re.IGNORECASE)
_LABEL = re.compile(r"(?:周|星期|礼拜)几?|(?:week)?days?", re.IGNORECASE)
_BESIDE = re.compile(
    r"(?:周|星期|礼拜|[(（\n])\s*([一二三四五六日天])|(?<=[\s\d号日])([一二三四五六天])\W*$|([A-Za-z]{2,9})\W*$"
)
"""A weekday beside the date in a heading; 日 alone is of the date."""
_NUMBERS = {
    **{each: number for number, each in enumerate(_CHINESE)},
    "天": 6,
    "mo": 0,
    "tu": 1,
    "di": 1,
    "we": 2,
    "mi": 2,
    "th": 3,
    "do": 3,
    "fr": 4,
    "sa": 5,
    "su": 6,
    "so": 6,
}
_FEWEST = 2
"""Different weekdays that make a row one of them: 日 alone may be a shift."""


def is_row_of_weekdays(cells: Sequence[str], dates: Mapping[int, str]) -> bool:
    """Whether a row has nothing but the weekdays of the dates by column.

    Raises LedgerError where it has those of other dates, which are then another month's.
    """
    others = [text for column, text in enumerate(cells) if text and column not in dates]
    if not all(_LABEL.fullmatch(text) for text in others):
        return False
    named = {column: _weekday(cells[column]) for column in dates if column < len(cells) and cells[column]}
    if None in named.values() or len(set(named.values())) < _FEWEST:
        return False
    for column, weekday in named.items():
        real = _weekday_of(dates[column])
        if real is not None and real != weekday:
            raise LedgerError(
                f"the row below says that {dates[column]} is {cells[column]}, which it is not; correct the weekdays, "
                "or the month in the title or by --set"
            )
    return True


def _weekday(text: str) -> int | None:
    """The number of a weekday, from 0 for Monday."""
    found = _NAMED.fullmatch(folded(text))
    if found is None:
        return None
    chinese, english = found.groups()
    return _CHINESE.index("日" if chinese == "天" else chinese) if chinese else _ENGLISH.index(english.lower())


def refuse_other_weekdays(headings: Mapping[int, str], dates: Mapping[int, str]) -> None:
    """Raises LedgerError where the heading of a date says another weekday beside it: 1(四) is not a Monday."""
    for column, text in headings.items():
        found = _BESIDE.search(folded(text))
        said = None if found is None else _NUMBERS.get((found[1] or found[2] or found[3])[:2].casefold())
        real = _weekday_of(dates[column]) if column in dates else None
        if said is not None and real is not None and said != real:
            raise LedgerError(
                f"the heading {text!r} would be {dates[column]}, which is another weekday; correct the weekdays, "
                "or the month in the title or by --set"
            )


def _weekday_of(day: str) -> int | None:
    try:
        return date.fromisoformat(day).weekday()
    except ValueError:
        # A printed form has 31 columns in every month.
        return None
