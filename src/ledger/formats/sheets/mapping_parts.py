"""The parts of a mapping: which sheet, which columns, which rows; each closed, and never changed once read."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from ledger.formats.sheets.conversion import MOST_FORMATS, is_format
from ledger.formats.sheets.pattern_syntax import UnfitPatternError
from ledger.formats.sheets.patterns import compiled

Type = Literal[
    "text", "date", "time", "instant", "period", "number", "integer", "minutes", "hours", "seconds",
    "duration", "time_of_day",
]  # fmt: skip


def _rows(value: object) -> object:
    return (value,) if isinstance(value, int) else tuple(value) if isinstance(value, list) else value


def _several(value: object) -> object:
    return (value,) if isinstance(value, str | int) else tuple(value) if isinstance(value, list) else value


OTHER_ROWS = (
    r"^.{0,8}(合计|总计|共计|小计|汇总|人数|平均|均值).{0,8}$",
    r"^(图例|说明|备注|附注|注意|注|班次说明|班次图例|制表人?|编制人?|审核人?|审批人?|批准人?|填表人?|签字|打印日期)(\W.*)?$",
    r"(?ai)^(grand |sub-?)?totals?\b.*$",
    r"(?ai)^(sum|average|mean|headcount|legend|notes?|remarks?|key)\b.*$",
)
"""Rows that are totals, legends and remarks, by their first cell, where a mapping says no others."""

NAME, CELL, CELLS = "heading", "cell", "cells"
"""What a cell of a grid of names has for columns of its own, and where a row has all of them together."""
Texts = Annotated[tuple[str, ...], BeforeValidator(_several)]
Conditions = dict[str, Annotated[tuple[str | int | bool, ...], BeforeValidator(_several)]]


class Part(BaseModel):
    """A part of a mapping: closed, and never changed once read."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    @field_validator("*", mode="before")
    @classmethod
    def _lists_are_tuples(cls, value: object) -> object:
        return tuple(value) if isinstance(value, list) else value


class Sheet(Part):
    """Which sheet of the file, where its headings are, and how a CSV file is written."""

    name: Texts = ()
    all: bool = False
    header: Annotated[tuple[Annotated[int, Field(ge=1)], ...], BeforeValidator(_rows), Field(max_length=4)] = ()
    encoding: str | None = None
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    decimal: Literal[".", ","] | None = None


class Column(Part):
    """Where a value comes from (headings, fixed cells, another column, `--set`), and how it is read."""

    heading: Texts = ()
    cell: Texts = ()
    of: str | None = None
    type: Type = "text"
    formats: Texts = ()
    pattern: str | None = None
    table: str | None = None
    split: str | None = None
    default: str | None = None
    optional: bool = False
    first: bool = False
    fill: bool = False
    overnight: bool = False
    pad: Annotated[int, Field(ge=0, le=50)] = 0
    decimals: Annotated[int, Field(ge=0, le=6)] | None = None

    @property
    def required(self) -> bool:
        """Whether a blank is refused."""
        return not self.optional and self.default is None

    @field_validator("formats")
    @classmethod
    def _are_formats(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for form in value:
            if not is_format(form):
                raise ValueError(f"{form[:60]!r} is not a format; give one such as %Y-%m-%d, each part once")
        if len(value) > MOST_FORMATS:
            raise ValueError(f"there are {len(value)} formats; give at most {MOST_FORMATS}")
        return value

    @field_validator("pattern")
    @classmethod
    def _is_a_pattern(cls, value: str | None) -> str | None:
        return value if value is None else checked(value)


class Grid(Part):
    """Columns that are dates, or whose headings are names; every cell with something in it is read.

    Dates are day numbers within a period, or dates; `day_first` says what 01/10 is where the headings do not say so
    themselves. Names are all headings that are neither those of a column nor in `beside`; with `together` a row's cells
    make one fact, else each makes its own.
    """

    across: Literal["dates", "names"] = "dates"
    period: str = "{period}"
    day_first: bool | None = None
    beside: Texts = ()
    together: bool = False

    @property
    def columns(self) -> tuple[str, str]:
        """What each cell has for columns beside those of its row: what stands over it, and itself."""
        return ("date" if self.across == "dates" else NAME, CELL)


class Dates(Part):
    """The dates from one column to another: they are more or fewer than a number, or than a column says."""

    first: str
    last: str
    other_than: str | int


class Rule(Part):
    """Rows that a rule is for: all conditions hold; `blank` columns are empty, `matches` are patterns."""

    when: Conditions = {}
    blank: Texts = ()
    matches: dict[str, str] = {}
    dates: Dates | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it names."""
        dates = () if self.dates is None else (self.dates.first, self.dates.last, self.dates.other_than)
        return (*self.when, *self.blank, *self.matches, *(name for name in dates if isinstance(name, str)))

    @field_validator("matches")
    @classmethod
    def _are_patterns(cls, value: dict[str, str]) -> dict[str, str]:
        return {name: checked(pattern) for name, pattern in value.items()}


class Refusing(Rule):
    """Rows that can be no fact, and the sentence that says why."""

    because: str


class Stated(Part):
    """A fact that a row states: its kind, when it does, and its fields.

    With `collect` all rows state one together, with `same` those that have the same text in each of these columns.
    """

    kind: str
    needs: Texts = ()
    when: Conditions = {}
    fields: dict[str, Any] = {}
    collect: bool = False
    same: Texts = ()

    @property
    def of_rows(self) -> bool:
        """Whether several rows may state it together."""
        return self.collect or bool(self.same)


def checked(pattern: str) -> str:
    """The pattern, where it is one. Raises ValueError for what is not."""
    try:
        compiled(pattern)
    except UnfitPatternError as error:
        raise ValueError(f"{pattern[:60]!r} is not a pattern: {error}") from None
    return pattern
