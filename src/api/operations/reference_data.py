"""What is shipped with the program: mappings of sheets to facts, and the statutory holidays of countries."""

import re
from typing import Any

from api.operations.answer import Answer
from api.operations.context import Context
from api.operations.operation import operation
from api.problems import Problem
from ledger.facts.codec import fields_of
from ledger.formats.sheets import shipped, text_of, title_of
from ledger.refusal import LedgerError
from ledger.statutory_holidays import statutory_holidays as holidays_of

FIRST_YEAR, LAST_YEAR = 1949, 2999
_COUNTRY = re.compile(r"[A-Za-z]{2}")
_YEAR = re.compile(r"[12][0-9]{3}")


class Mapping(Answer):
    """A mapping that is shipped."""

    name: str
    title: str


class Mappings(Answer):
    """The mappings that are shipped."""

    mappings: list[Mapping]


class StatutoryHolidays(Answer):
    """The statutory holidays of a country in a year, as facts of the kind `holiday`."""

    country: str
    year: int
    holidays: list[dict[str, Any]]


@operation("see mappings")
def mappings(_context: Context) -> Mappings:
    """The mappings that are shipped."""
    return Mappings(mappings=[Mapping(name=name, title=title_of(name)) for name in shipped()])


@operation("see mappings")
def mapping(_context: Context, name: str) -> str:
    """The text of a mapping. Raises Problem where there is none of that name."""
    if name not in shipped():
        raise Problem("not-found", f"there is no mapping {name[:60]!r} that is shipped; /v1/mappings lists them")
    return text_of(name)


@operation("see statutory holidays")
def statutory_holidays(_context: Context, country: str, year: str) -> StatutoryHolidays:
    """The statutory holidays of a country, by its code of two letters, in a year. Raises Problem where none are known.

    Without the rest days beside them, which are not paid threefold (S10.4).
    """
    if not _COUNTRY.fullmatch(country):
        raise Problem("invalid", f"country is {country[:60]!r}; give a code of two letters, such as CN")
    if not (_YEAR.fullmatch(year) and FIRST_YEAR <= int(year) <= LAST_YEAR):
        raise Problem("invalid", f"year is {year[:60]!r}; give one from {FIRST_YEAR} to {LAST_YEAR}, such as 2026")
    try:
        days = holidays_of(country.upper(), int(year))
    except LedgerError as error:
        raise Problem("invalid", str(error), code="bad_value") from None
    facts = [{"kind": day.kind, **fields_of(day)} for day in days]
    return StatutoryHolidays(country=country.upper(), year=int(year), holidays=facts)
