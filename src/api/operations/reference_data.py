"""What is shipped with the program: mappings of sheets to facts, templates, and the statutory holidays of countries."""

import re
from dataclasses import dataclass
from typing import Any

from api.operations.answer import Answer
from api.operations.context import Context
from api.operations.operation import operation
from api.problems import Problem
from ledger.facts import Fact
from ledger.facts.codec import fields_of
from ledger.formats.sheets import TEMPLATES, shipped, text_of, title_of
from ledger.formats.sheets import template as template_of
from ledger.refusal import LedgerError
from ledger.statutory_holidays import calendar_days as days_of_calendar
from ledger.statutory_holidays import statutory_holidays as holidays_of

FIRST_YEAR, LAST_YEAR = 1949, 2999
TEMPLATE_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
"""The media types of a template, by its form, which is how its file's name ends."""
_COUNTRY = re.compile(r"[A-Za-z]{2}")
_YEAR = re.compile(r"[12][0-9]{3}")


class Mapping(Answer):
    """A mapping that is shipped."""

    name: str
    title: str


class Mappings(Answer):
    """The mappings that are shipped."""

    mappings: list[Mapping]


class NamedTemplate(Answer):
    """An empty sheet to fill in, and the mapping that reads it."""

    name: str
    mapping: str


class Templates(Answer):
    """The templates of sheets, in the order in which they are imported."""

    templates: list[NamedTemplate]


class StatutoryHolidays(Answer):
    """The statutory holidays of a country in a year, as facts of the kind `holiday`, and its public calendar.

    `calendar_days`, of the kind `calendar_day`, is empty where it is not known which weekends are worked.
    """

    country: str
    year: int
    holidays: list[dict[str, Any]]
    calendar_days: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """An empty sheet to fill in, as a file."""

    content: bytes
    filename: str
    media_type: str
    mapping: str
    """The mapping that reads it."""

    @property
    def headers(self) -> dict[str, str]:
        """The headers that it is sent with."""
        return {"Content-Disposition": f'attachment; filename="{self.filename}"'}


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


@operation("see mappings")
def templates(_context: Context) -> Templates:
    """The templates of sheets, in the order in which they are imported."""
    return Templates(templates=[NamedTemplate(name=name, mapping=mapping) for name, mapping in TEMPLATES.items()])


@operation("see mappings")
def template(_context: Context, name: str, language: str, form: str) -> TemplateFile:
    """An empty sheet with the headings that a shipped mapping reads. Raises Problem for a name or a form unknown."""
    from api.documents.sheet_templates import template_text, template_workbook  # noqa: PLC0415 - only where asked for

    if name not in TEMPLATES:
        raise Problem("not-found", f"there is no template {name[:60]!r}; give one of {', '.join(TEMPLATES)}")
    if form not in TEMPLATE_TYPES:
        raise Problem("invalid", f"a template has no form {form[:60]!r}; give {' or '.join(TEMPLATE_TYPES)}")
    made = template_of(name, language)
    content = template_workbook(made, language) if form == "xlsx" else template_text(made)
    return TemplateFile(content, f"{name}.{form}", TEMPLATE_TYPES[form], made.mapping)


@operation("see statutory holidays")
def statutory_holidays(_context: Context, country: str, year: str) -> StatutoryHolidays:
    """The statutory holidays of a country, by its code of two letters, in a year. Raises Problem where none are known.

    The rest days beside them, which are not paid threefold (S10.4), and the weekends that are worked (S2.5) apart.
    """
    if not _COUNTRY.fullmatch(country):
        raise Problem("invalid", f"country is {country[:60]!r}; give a code of two letters, such as CN")
    if not (_YEAR.fullmatch(year) and FIRST_YEAR <= int(year) <= LAST_YEAR):
        raise Problem("invalid", f"year is {year[:60]!r}; give one from {FIRST_YEAR} to {LAST_YEAR}, such as 2026")
    try:
        days = holidays_of(country.upper(), int(year))
    except LedgerError as error:
        raise Problem("invalid", str(error), code="bad_value") from None
    others = days_of_calendar(country.upper(), int(year))
    return StatutoryHolidays(
        country=country.upper(),
        year=int(year),
        holidays=[_with_kind(day) for day in days],
        calendar_days=[_with_kind(day) for day in others],
    )


def _with_kind(day: Fact) -> dict[str, Any]:
    return {"kind": day.kind, **fields_of(day)}
