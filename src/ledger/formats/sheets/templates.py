"""Empty sheets to fill in: the headings that a shipped mapping reads, and what goes under each, in a language.

What a column is comes from the mapping: its headings, whether it is needed, the words that its table has.
"""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from ledger.formats.sheets.mapping import OTHERS
from ledger.formats.sheets.mapping import Mapping as SheetMapping
from ledger.formats.sheets.mapping_files import load_shipped
from ledger.formats.sheets.mapping_parts import Column
from ledger.labels import CHINESE, is_labelled, label
from ledger.refusal import LedgerError

Examples = Mapping[str, str]
_PEOPLE = "employees"
"""The mapping that knows what a name is called, which other sheets have for their readers alone."""
_CONTEXT, _NOTE, _EXAMPLE, _HEADING = "template", "template note", "template example", "template heading"
_LAST_DAY = 31


class _Definition(NamedTuple):
    """The mapping that reads a template, and its columns with examples; an empty example is a word of a language."""

    mapping: str
    examples: Examples


def _definition(mapping: str, **examples: str) -> _Definition:
    return _Definition(mapping, MappingProxyType(examples))


_DEFINITIONS: Mapping[str, _Definition] = {
    "staff": _definition(
        "employees",
        employee="1001",
        name="",
        role="",
        team="",
        channel="",
        hired_on="2026-03-01",
        probation_until="2026-05-31",
        last_day="2026-12-31",
        leaving_reason="",
    ),
    "roster": _definition("roster-grid", period="2026-10", employee="1001", name="", shift=""),
    "punches": _definition(
        "daily-punches", employee="1001", name="", date="2026-10-12", **{"in": "20:25"}, out="08:35"
    ),
    "leave": _definition(
        "leave-list",
        employee="1001",
        name="",
        type="",
        first_date="2026-10-13",
        last_date="2026-10-13",
        minutes="4",
        requested_on="2026-10-08",
        decision="",
        by="",
        at="2026-10-09 10:00",
    ),
    "punch-requests": _definition(
        "punch-request-list",
        employee="1001",
        name="",
        punch_at="2026-10-12 18:00",
        direction="",
        request_reason="",
        requested_at="2026-10-13 09:00",
        decision="",
        by="",
        decided_at="2026-10-13 10:00",
    ),
    "overtime-requests": _definition(
        "overtime-request-list",
        employee="1001",
        name="",
        date="2026-10-12",
        minutes="1.5",
        compensation="",
        request_reason="",
        requested_at="2026-10-12 17:30",
        decision="",
        by="",
        decided_at="2026-10-13 10:00",
    ),
    "scores": _definition(
        "monitoring-scores",
        employee="1001",
        name="",
        monitoring="QA-0001",
        date="2026-10-12",
        channel="",
        score="88.5",
        evaluator="",
        comment="",
    ),
    "reviews": _definition(
        "reviews", employee="1001", name="", period="2026-10", work="85", behaviour="90", evaluator="", at="2026-11-02"
    ),
    "salaries": _definition("base-salaries", employee="1001", name="", monthly="4800", **{"from": "2026-03-01"}),
    "contracts": _definition(
        "contracts",
        employee="1001",
        name="",
        day_minutes="8",
        pay="",
        rate="25.00",
        employer="",
        **{"from": "2026-03-01"},
    ),
    "entitlements": _definition(
        "entitlements",
        employee="1001",
        name="",
        type="",
        year="2026",
        minutes="40",
        expires="2027-03-31",
        basis="",
    ),
    "metrics": _definition("metrics-grid", employee="1001", name="", period="2026-10", value="310.5"),
    "appraisals": _definition(
        "appraisals",
        employee="1001",
        name="",
        period="2026-10",
        component="",
        stage="",
        form="",
        version="1",
        points="18.25",
        evaluator="",
        at="2026-11-02",
        notes="",
    ),
    "theme-grants": _definition(
        "theme-grants", employee="1001", name="", period="2026-10", theme="", grant="G-0001", by="", note=""
    ),
    "traffic": _definition(
        "traffic",
        date="2026-10-12",
        interval="08:00",
        channel="",
        queue="",
        offered="120",
        answered="112",
        within_target="98",
        handled_seconds="6:12:30",
    ),
    "staff-need": _definition(
        "staff-need", team="", date="2026-10-12", seats="4", **{"from": "08:30", "until": "12:00"}
    ),
    "refunds": _definition(
        "refunds",
        refund="R-0001",
        employee="1001",
        name="",
        date="2026-10-12",
        amount="45.50",
        reason="",
        contact="C-0001",
        status="",
        by="",
        at="2026-10-13 10:00",
    ),
    "trainings": _definition(
        "trainings",
        training="TR-0001",
        topic="",
        date="2026-10-12",
        minutes="90",
        trainer="",
        counts="",
        employee="1001",
        name="",
    ),
    "payments": _definition(
        "payments",
        employee="1001",
        name="",
        period="2026-10",
        item="",
        amount="4800.00",
        paid_on="2026-11-10",
        batch="",
    ),
}
TEMPLATES: Mapping[str, str] = MappingProxyType({name: each.mapping for name, each in _DEFINITIONS.items()})
"""The mapping of each template, in the order in which their sheets are imported."""


class TemplateColumn(NamedTuple):
    """A column of a template: its heading, what goes under it, an example, and the words to choose from."""

    heading: str
    type: str
    is_needed: bool
    note: str
    example: str
    choices: tuple[str, ...]


class Template(NamedTuple):
    """An empty sheet: cells above the headings, the columns, and what goes under the days where it is a grid."""

    name: str
    mapping: str
    title: str
    above: tuple[TemplateColumn, ...]
    columns: tuple[TemplateColumn, ...]
    cell: TemplateColumn | None

    @property
    def days(self) -> range:
        """The day numbers that are headings; none where it is not a grid."""
        return range(1, _LAST_DAY + 1) if self.cell else range(0)

    def described(self) -> tuple[TemplateColumn, ...]:
        """All that can be filled in, in order."""
        return (*self.above, *self.columns, *((self.cell,) if self.cell else ()))


def template(name: str, language: str) -> Template:
    """A template in a language. Raises LedgerError where there is none of that name."""
    found = _DEFINITIONS.get(name)
    if found is None:
        raise LedgerError(f"there is no template {name!r}; there are {', '.join(TEMPLATES)}")
    mapping = load_shipped(found.mapping)
    above, columns, cells = list[TemplateColumn](), list[TemplateColumn](), list[TemplateColumn]()
    for column, example in found.examples.items():
        spec = mapping.columns.get(column)
        made = _column(name, column, mapping, example, language)
        if mapping.grid and mapping.grid.across == "names" and _is_of_a_grid(spec):
            # Two names over the grid, which whoever fills it in replaces.
            columns += [made, made._replace(heading=label(_HEADING, f"{name}.{column}.2", language))]
            continue
        place = above if _is_above(spec) else cells if _is_of_a_grid(spec) else columns
        place.append(made)
    title = label(_CONTEXT, name, language)
    return Template(name, found.mapping, title, tuple(above), tuple(columns), cells[0] if cells else None)


def word_of(name: str, column: str, value: str, language: str) -> str:
    """What a sheet of a template has in a column for a value of its mapping's table, in a language."""
    mapping = load_shipped(_DEFINITIONS[name].mapping)
    table = mapping.tables[mapping.columns[column].table or ""]
    return _in_language([word for word, each in table.items() if each == value], language)


def heading_of(what: str, language: str) -> str:
    """What a heading of the notes beside a template is called."""
    return label(_HEADING, what, language)


def _is_above(spec: Column | None) -> bool:
    return spec is not None and bool(spec.cell) and not spec.heading


def _is_of_a_grid(spec: Column | None) -> bool:
    return spec is not None and spec.of == "cell"


def _column(template_name: str, name: str, mapping: SheetMapping, example: str, language: str) -> TemplateColumn:
    """A column as its mapping knows it; one that the mapping has not is for whoever reads the sheet."""
    spec = mapping.columns.get(name)
    told = spec or load_shipped(_PEOPLE).columns[name]
    choices = tuple(_choices(mapping, spec, language)) if spec else ()
    own = f"{template_name}.{name}"
    return TemplateColumn(
        heading=_in_language(told.heading, language) or label(_HEADING, own, language),
        type=told.type,
        is_needed=spec is not None and spec.required,
        note=label(_NOTE, own if is_labelled(_NOTE, own) else name, language),
        example=example or (choices[0] if choices else label(_EXAMPLE, name, language)),
        choices=choices,
    )


def _choices(mapping: SheetMapping, spec: Column, language: str) -> Iterator[str]:
    """A word of the language for each value of a column's table."""
    table = mapping.tables.get(spec.table or "", {})
    words: dict[object, list[str]] = {}
    for word, value in table.items():
        if word not in {"", OTHERS} and value != "":
            words.setdefault(value, []).append(word)
    return (_in_language(each, language) for each in words.values())


def _in_language(words: Sequence[str], language: str) -> str:
    """The first word that is in a language, else the first one; empty where there is none."""
    fitting = (word for word in words if word.isascii() == (language != CHINESE))
    return next(fitting, words[0] if words else "")
