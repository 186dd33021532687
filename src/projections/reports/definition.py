"""What a report is: its columns, the rows that it shows of a period, who may read it, and what explains it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import polars as pl

from ledger.labels import CHINESE, ENGLISH, label
from ledger.roles import AUDITOR, HR, Row
from projections.month import Month
from projections.reports.forms import decimal_form

DATE = "date"
EMPLOYEE = "employee"

DataType: TypeAlias = pl.DataType | type[pl.DataType]


@dataclass(frozen=True)
class Column:
    """One column: its name in the interchange format, and the form that its whole numbers take."""

    name: str
    form: Callable[[pl.Expr], pl.Expr] | None = None
    """From the whole number to text; None where the value is shown as it is."""
    source: str | None = None
    """The column of the chapter's table, where it has another name."""
    labelled: bool = False
    """Whether its values are terms that have labels of their own."""
    type: DataType = pl.String
    """Of the values as they are shown."""
    label: str = ""
    """The key of its labels, where it is not the name."""
    whole_in: Callable[[Mapping[str, Any]], bool] | None = None
    """Where rows have figures of several units, as texts: whether that of a row is told as a whole number."""

    @property
    def is_figure(self) -> bool:
        """Whether its values are figures: whole numbers, or decimals."""
        return self.type == pl.Int64 or self.form is decimal_form or self.whole_in is not None

    @property
    def zh(self) -> str:
        """What it is called in Chinese."""
        return label("column", self.label or self.name, CHINESE)

    @property
    def en(self) -> str:
        """What it is called in English."""
        return label("column", self.label or self.name, ENGLISH)


@dataclass(frozen=True)
class ReportDefinition:
    """A report: its name, its columns in order, how rows are sorted, and where they come from."""

    name: str
    columns: tuple[Column, ...]
    rows: Callable[[Month], pl.DataFrame]
    """The chapter's table, in whole numbers, with the source of every column."""
    explainer: str
    """What explains a row: a function of `projections.explanation`, as ``module:function``."""
    order: tuple[str, ...] = ("employee",)
    """The sources that rows are sorted by, missing first; none where `rows` has sorted them."""
    readers: Row = field(default_factory=lambda: HR | AUDITOR)
    """The roles that may read it."""
    tells_pay: bool = False
    """Tells somebody's pay: reading it of somebody else is recorded in the access log."""
    person: str | None = EMPLOYEE
    """The column that says whose row it is; None where rows are of nobody."""
    team: str | None = None
    """Of a report whose rows are of nobody: the column that says of which team they are; None: of the centre."""
    row_key: tuple[str, ...] = ()
    """The columns that tell the rows of an employee apart, where there are several."""
    of_kind: str | None = None
    """The kind of the facts that rows are of, by the first column of `row_key`: whoever sees the fact sees its row."""
    by_row: bool = False
    """Whether `row_key` alone tells rows apart, because they need be nobody's; a row is then explained by its name."""
    headline: str | None = None
    """The column that says most of an employee; None where no one figure does."""
    shown_by_row: bool = False
    """One row can be shown, and proven to be what was frozen, without the others."""
    rests_on: str | None = None
    """The table of the journal without whose rows it has none, and nothing is computed."""
    follows_facts: bool = False
    """Follows the facts in view in closed periods too: no closing freezes it (S11.2, S13.1)."""
    row_tells_pay: Callable[[Mapping[str, Any]], bool] | None = None
    """Whether a row tells pay, so that only whoever sees everyone's pay is shown it; None: no row is held back."""
    own_while_open: pl.Expr | None = None
    """Which of their own rows somebody sees while the period is open; None: all of them."""
    own_rows: pl.Expr | None = None
    """Which of their own rows somebody sees, whether the period is open or not; None: all of them."""
    to_leaders: Mapping[str, pl.Expr] = field(default_factory=dict)
    """What whoever reaches people by their team is shown in place of a column."""
    personal: bool = False
    """Has texts that are sealed under the keys of people: no answer with them is kept."""

    def own(self, *, is_closed: bool) -> pl.Expr | None:
        """Which of their own rows somebody sees of a period, closed or open; None: all of them."""
        while_open = None if is_closed else self.own_while_open
        conditions = [each for each in (self.own_rows, while_open) if each is not None]
        return pl.all_horizontal(conditions) if conditions else None

    @property
    def narrows_own(self) -> bool:
        """Whether somebody may be shown only some of their own rows."""
        return self.own(is_closed=False) is not None

    @property
    def is_dated(self) -> bool:
        """Whether a date picks the rows."""
        return DATE in self.row_key

    def source_of(self, name: str) -> str:
        """The column of the chapter's table that a column of the report shows."""
        column = next(column for column in self.columns if column.name == name)
        return column.source or name

    @property
    def zh(self) -> str:
        """What it is called in Chinese."""
        return label("report", self.name, CHINESE)

    @property
    def en(self) -> str:
        """What it is called in English."""
        return label("report", self.name, ENGLISH)

    @property
    def schema(self) -> dict[str, DataType]:
        """The columns as they are shown, with their types."""
        return {column.name: column.type for column in self.columns}

    def row_name(self, row: Mapping[str, Any]) -> str:
        """What tells a row from others: the values of `row_key` that there are, in order, with a space between."""
        return " ".join(str(row[name]) for name in self.row_key if row[name] is not None)

    def made(self, month: Month) -> pl.DataFrame:
        """The chapter's table of a period, in whole numbers, with the source of every column."""
        if self.rests_on is None or not month.tables.journal.tables[self.rests_on].is_empty():
            return self.rows(month)
        return pl.DataFrame(
            schema={each.source or each.name: pl.Int64 if each.form else each.type for each in self.columns}
        )

    def told(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Rows as objects of the interchange format: a figure that is a whole number in its row is one."""
        mixed = self._mixed.items()
        if not mixed:
            return rows
        return [{**row, **{name: int(row[name]) for name, is_whole in mixed if is_whole(row)}} for row in rows]

    def without_pay(self, table: pl.DataFrame) -> pl.DataFrame:
        """The rows of a table that somebody is shown who does not see everyone's pay."""
        if self.row_tells_pay is None:
            return table
        return table.filter(pl.Series([not self.row_tells_pay(row) for row in table.to_dicts()], dtype=pl.Boolean))

    def read(self, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
        """The rows that were told as objects, as a table."""
        mixed = self._mixed
        texts = [{**row, **{name: str(row[name]) for name in mixed}} for row in rows] if mixed else rows
        return pl.DataFrame(texts, schema=self.schema, orient="row")

    @property
    def _mixed(self) -> dict[str, Callable[[Mapping[str, Any]], bool]]:
        return {column.name: column.whole_in for column in self.columns if column.whole_in is not None}

    def present(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows in the form of the interchange format."""
        ordered = rows.sort(*self.order, nulls_last=False, maintain_order=True) if self.order else rows
        return ordered.select(_presented(column) for column in self.columns)


def _presented(column: Column) -> pl.Expr:
    value = pl.col(column.source or column.name)
    return (column.form(value) if column.form else value).alias(column.name)
