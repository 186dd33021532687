"""What can be taken away: the whole ledger, the mappings that are shipped, and a country's statutory holidays."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from pydantic import ConfigDict

from api.operations.answer import Answer
from api.operations.context import Context
from api.operations.operation import operation
from api.problems import Problem
from api.service.access_log import Access
from ledger.facts.codec import fields_of
from ledger.formats.sheets import shipped, text_of, title_of
from ledger.refusal import LedgerError
from ledger.statutory_holidays import statutory_holidays as holidays_of

FIRST_YEAR, LAST_YEAR = 1949, 2999


class Mapping(Answer):
    """A mapping of sheets to facts that is shipped: its name, and its title."""

    name: str
    title: str


class Mappings(Answer):
    """The mappings that are shipped."""

    mappings: list[Mapping]


class StatutoryHoliday(Answer):
    """A statutory holiday, as a fact to be recorded."""

    model_config = ConfigDict(frozen=True, extra="allow")

    kind: str
    date: str
    name: str


class StatutoryHolidays(Answer):
    """The statutory holidays of a country in a year, as facts."""

    country: str
    year: int
    holidays: list[StatutoryHoliday]


@dataclass(frozen=True, slots=True)
class Export:
    """Every fact up to a position, a line each in the interchange format, in parts."""

    position: int
    parts: Iterator[bytes]


@operation("export")
def export(context: Context) -> Export:
    """Every fact, as the ledger stands now; the look is logged. The first part is read before it is answered."""
    position = context.ledger.last_position()
    parts = context.ledger.export_parts(position)
    # A store that fails is told of before anything is sent.
    whole = chain([next(parts, b"")], parts)
    context.note(Access("export", position=position))
    return Export(position, whole)


@operation("see mappings")
def mappings(_context: Context) -> Mappings:
    """The mappings that are shipped."""
    return Mappings(mappings=[Mapping(name=name, title=title_of(name)) for name in shipped()])


@operation("see mappings")
def mapping(_context: Context, name: str) -> str:
    """The text of a mapping, in TOML. Raises Problem where none of that name is shipped."""
    if name not in shipped():
        raise Problem("not-found", f"there is no mapping {name[:60]!r} that is shipped; /v1/mappings lists them")
    return text_of(name)


@operation("see statutory holidays")
def statutory_holidays(_context: Context, country: str, year: int) -> StatutoryHolidays:
    """The statutory holidays of a country, by its code, in a year. Raises Problem where none are known."""
    try:
        days = holidays_of(country.upper(), year)
    except LedgerError as error:
        raise Problem("invalid", str(error), code="bad_value") from None
    facts = [StatutoryHoliday.model_validate({"kind": day.kind, **fields_of(day)}) for day in days]
    return StatutoryHolidays(country=country.upper(), year=year, holidays=facts)
