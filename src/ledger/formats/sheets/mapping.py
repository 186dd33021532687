"""A mapping: what a sheet's columns are, and which facts its rows state. Read from TOML, checked as a whole.

The user corrects a mistake in a mapping: each is a `LedgerError` that names the mapping, the key and what to do,
before any row is read.
"""

import re
from collections.abc import Iterator
from typing import Annotated, Any, Self

from pydantic import Field, ValidationError, field_validator
from pydantic_core import ErrorDetails

from ledger.facts import KINDS
from ledger.formats.sheets.mapping_parts import (
    OTHER_ROWS,
    Column,
    Grid,
    Part,
    Refusing,
    Rule,
    Sheet,
    Stated,
    Texts,
    checked,
)
from ledger.formats.sheets.patterns import MOST
from ledger.refusal import LedgerError

REFERENCE = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
"""A column in a template: ``{employee}``."""
NUMBER = "number"
"""The name under which a template has the number made of a row's own content."""
OTHERS = "*"
"""The entry of a table for what has no entry of its own; its value `*` is the cell as it is."""


class Mapping(Part):
    """A whole mapping."""

    title: str
    base: str | None = None
    sheet: Sheet = Sheet()
    number: Texts = ()
    columns: dict[str, Column]
    grid: Grid | None = None
    other_rows: Texts = OTHER_ROWS
    skip: tuple[Rule, ...] = ()
    refuse: tuple[Refusing, ...] = ()
    fact: Annotated[tuple[Stated, ...], Field(min_length=1)]
    tables: dict[str, dict[str, str | int | bool]] = Field(default_factory=dict)

    @field_validator("other_rows")
    @classmethod
    def _are_patterns(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(checked(pattern) for pattern in value)

    @classmethod
    def read(cls, name: str, content: dict[str, Any]) -> Self:
        """The mapping in a TOML document. Raises LedgerError for the first thing that is wrong with it."""
        try:
            mapping = cls.model_validate(content)
        except ValidationError as error:
            raise LedgerError(f"mapping {name}: {_sentence(error.errors(include_url=False)[0])}") from None
        for sentence in mapping._mistakes():
            raise LedgerError(f"mapping {name}: {sentence}")
        return mapping

    def column_names(self) -> set[str]:
        """Every name that a template or a rule may use."""
        return set(self.columns) | set(self.grid_columns())

    def grid_columns(self) -> tuple[str, ...]:
        """What each cell of a grid has for columns beside those of its row."""
        return self.grid.columns if self.grid else ()

    def is_of_a_cell(self, name: str) -> bool:
        """Whether a column is a part of a grid's cell, or of what stands over it."""
        seen = set[str]()
        while (column := self.columns.get(name)) and column.of is not None and name not in seen:
            seen.add(name)
            name = column.of
        return name in self.grid_columns()

    def times_before(self, name: str) -> list[str]:
        """The columns of times that stand before a column, the nearest first."""
        names = list(self.columns)
        return [each for each in reversed(names[: names.index(name)]) if self.columns[each].type == "time"]

    def words(self) -> set[str]:
        """The headings that it looks for."""
        return {heading for column in self.columns.values() for heading in column.heading}

    def _mistakes(self) -> Iterator[str]:
        """What names something that there is not."""
        count = self._pattern_count()
        if count > MOST:
            yield f"there are {count} patterns; give at most {MOST}"
        known = self.column_names()
        listed = f"its columns are {', '.join(sorted(known))}"
        for where, name in self._references():
            if name not in known and not (name == NUMBER and self.number):
                yield f"{where} names the column {name!r}, which there is not; {listed}"
        for name, column in self.columns.items():
            if name in self.grid_columns():
                yield f"columns.{name} is what a grid has of itself; leave it out, or give it another name"
            if column.overnight and not self.times_before(name):
                yield f"columns.{name}.overnight has no column of times before it; put that of the beginning first"
            if column.table is not None and column.table not in self.tables:
                yield f"columns.{name}.table is {column.table!r}, which there is not; give [tables.{column.table}]"
        for index, fact in enumerate(self.fact, start=1):
            yield from _mistakes_of(f"fact {index}", fact, known)

    def _pattern_count(self) -> int:
        rules = sum(len(rule.matches) for rule in (*self.skip, *self.refuse))
        return (
            rules
            + (len(self.other_rows) if self.other_rows is not OTHER_ROWS else 0)
            + sum(column.pattern is not None for column in self.columns.values())
        )

    def _references(self) -> Iterator[tuple[str, str]]:
        """Every use of a column's name, and where it is."""
        for name in self.number:
            yield "number", name
        if self.grid and self.grid.across == "dates":
            yield from (("grid.period", name) for name in REFERENCE.findall(self.grid.period))
        for name, column in self.columns.items():
            yield from ((f"columns.{name}.default", used) for used in REFERENCE.findall(column.default or ""))
            if column.of is not None:
                yield f"columns.{name}.of", column.of
        for kind, rules in (("skip", self.skip), ("refuse", self.refuse)):
            for index, rule in enumerate(rules, start=1):
                yield from ((f"{kind} {index}", name) for name in rule.columns)
        for index, fact in enumerate(self.fact, start=1):
            used = (*fact.needs, *fact.when, *fact.same, *references_in(fact.fields))
            yield from ((f"fact {index} ({fact.kind})", name) for name in used)


def references_in(template: Any) -> Iterator[str]:
    """The columns that a template uses: a text, a list or a table of templates, its keys too."""
    if isinstance(template, str):
        yield from REFERENCE.findall(template)
    elif isinstance(template, dict):
        for key, value in template.items():
            yield from REFERENCE.findall(key)
            yield from references_in(value)
    elif isinstance(template, list | tuple):
        for value in template:
            yield from references_in(value)


def _mistakes_of(where: str, fact: Stated, known: set[str]) -> Iterator[str]:
    """A kind or a field that there is not, and a required field that nothing is given for."""
    model = KINDS.get(fact.kind)
    if model is None:
        yield f"{where}: there is no kind {fact.kind!r}; give one of the interchange format, such as shift or clock"
        return
    names = {alias: model.model_fields[name] for name, alias in model.names.items()}
    for name in fact.fields:
        if name not in names:
            yield f"{where}: {fact.kind} has no field {name!r}; its fields are {', '.join(names)}"
    for name, field in names.items():
        if field.is_required() and name not in fact.fields and name not in known:
            yield f"{where}: the field {name} of {fact.kind} has nothing; give a column {name}, or fields.{name}"


def _sentence(error: ErrorDetails) -> str:
    """What is wrong with a key, and what to do."""
    location = error["loc"]
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in location)
    if error["type"] == "extra_forbidden":
        parts: dict[str, type[Part]] = {
            "columns": Column,
            "sheet": Sheet,
            "grid": Grid,
            "skip": Rule,
            "refuse": Refusing,
            "fact": Stated,
        }
        owner = parts.get(str(location[0]), Mapping) if len(location) > 1 else Mapping
        return f"unknown key {key}; use {', '.join(owner.model_fields)}"
    if error["type"] == "missing":
        return f"the key {key} is missing; give it"
    return f"{key}: {error['msg'].removeprefix('Value error, ')}"
