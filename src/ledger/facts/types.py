"""The types of the fields of facts, each with its three forms.

A value is read from the interchange format (JSON), held in Python, and kept in the store:

========  ==========================================  ======================  =====================
type      interchange                                 Python                  stored
========  ==========================================  ======================  =====================
Money     decimal string in yuan, ``"4800.00"``       int, fen                int, fen
Score     decimal string or integer, 0 to 100         int, hundredths         int, hundredths
Instant   RFC 3339 with an offset                     aware ``datetime``      as sent, ``+HH:MM``
Date      ``YYYY-MM-DD``, 1900 to 2999                ``date``                ``YYYY-MM-DD``
Period    ``YYYY-MM``, 1900 to 2999                   str                     ``YYYY-MM``
========  ==========================================  ======================  =====================

No figure passes through a float: a JSON float where money, a score or minutes belong is an error.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from ledger.facts.figures import hundredths, show_hundredths, show_money

FIRST_DATE = date(1900, 1, 1)
LAST_DATE = date(2999, 12, 31)
FIRST_INSTANT = datetime(1900, 1, 2, tzinfo=UTC)
LAST_INSTANT = datetime(2999, 12, 31, tzinfo=UTC)
MAXIMUM_FEN = 10_000_000_000
"""A hundred million: enough for the currencies that count a month's pay in millions."""
MAXIMUM_DEPTH = 16
MAXIMUM_LIST = 1_000

_CONTROL = r"\x00-\x1f\x7f-\x9f"
_UNSEEN = (
    r"\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    r"\ue000-\uf8ff\ufeff\ufff9-\ufffb"
)
"""What `facts.identifiers` refuses, as far as a pattern of every language can say it: not beyond four digits."""
_SAFE_INTEGER = 2**53


@dataclass(frozen=True)
class Form:
    """How a value of a type is written: Python to stored, stored to Python, stored to interchange.

    None leaves the value as it is. `right` ends the sentence "... is wrong; give ...".
    """

    right: str
    schema: Mapping[str, Any] = field(hash=False)
    """As JSON Schema, of the interchange form."""
    store: Callable[[Any], Any] | None = None
    load: Callable[[Any], Any] | None = None
    show: Callable[[Any], Any] | None = None
    unit: str = ""
    """Of a figure: what it counts; empty where that has no name."""

    def __get_pydantic_json_schema__(self, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The JSON Schema of a field of the type: the one that is declared."""
        return dict(self.schema)


class Part(BaseModel):
    """Base of the objects within a fact (a criterion, a lot, a total)."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, ser_json_inf_nan="constants")


@dataclass(frozen=True, eq=False)
class Read:
    """Reads JSON by one core schema and takes Python values by another."""

    json: CoreSchema
    python: CoreSchema

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """The schema that pydantic compiles."""
        return core_schema.json_or_python_schema(json_schema=self.json, python_schema=self.python)


@dataclass(frozen=True)
class OnLedger:
    """Marks a field that names an employee who must be on the ledger."""


@dataclass(frozen=True)
class NamesFact:
    """Marks a field that names a fact on the ledger, or several: who sends it must be able to read what it names."""

    kind: str | None = None
    """Of what is named by its number: the kind; None of what is named by its id, or as another field says."""


@dataclass(frozen=True)
class Identifies:
    """Marks a text by which something or somebody is found again, and so has one form (see `facts.identifiers`)."""


@dataclass(frozen=True)
class Acts:
    """Marks a field that states who acted: whoever sends the fact, unless the sender may record for others."""


def _text(pattern: str, schema: CoreSchema) -> CoreSchema:
    return core_schema.chain_schema([core_schema.str_schema(strict=True, pattern=pattern), schema])


def figure(parse: Callable[[Any], int], low: int, high: int) -> Read:
    """Reads a text, or a number, as a whole figure within bounds."""

    def bounded(value: object) -> int:
        found = parse(value)
        if not low <= found <= high:
            raise PydanticCustomError("out_of_range", "out of range")
        return found

    return Read(
        json=core_schema.no_info_plain_validator_function(bounded),
        python=core_schema.int_schema(strict=True, ge=low, le=high),
    )


def money(value: object) -> int:
    """Fen, from a decimal string in yuan."""
    if not isinstance(value, str):
        raise PydanticCustomError("money", "not a decimal string")
    return hundredths(value)


def _score(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise PydanticCustomError("score", "neither a decimal string nor an integer")
    return hundredths(value) if isinstance(value, str) else value * 100


def _bounded_json(value: dict[str, Any]) -> dict[str, Any]:
    """Refuse what JSON cannot give back: too deep, a number that is not finite or too large to be exact."""
    waiting: list[tuple[Any, int]] = [(value, 1)]
    while waiting:
        item, depth = waiting.pop()
        if depth > MAXIMUM_DEPTH:
            raise PydanticCustomError("too_deep", "nested too deeply")
        if isinstance(item, dict):
            waiting.extend((inner, depth + 1) for inner in item.values())
        elif isinstance(item, list | tuple):
            waiting.extend((inner, depth + 1) for inner in item)
        elif isinstance(item, float | int) and not -_SAFE_INTEGER < item < _SAFE_INTEGER:
            raise PydanticCustomError("number", "a number that is not exact")
    return value


class _Object:
    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        values = core_schema.dict_schema(core_schema.str_schema(strict=True), core_schema.any_schema())
        return core_schema.no_info_after_validator_function(_bounded_json, values)


_INSTANT_PATTERN = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?([Zz]|[+-][0-9]{2}:[0-9]{2})$"
)
_instant = core_schema.datetime_schema(strict=False, tz_constraint="aware", ge=FIRST_INSTANT, le=LAST_INSTANT)
_date = core_schema.date_schema(strict=False, ge=FIRST_DATE, le=LAST_DATE)
PERIOD_PATTERN = r"^(19|2[0-9])[0-9]{2}-(0[1-9]|1[0-2])$"
_period = core_schema.str_schema(strict=True, pattern=PERIOD_PATTERN)

_DAY_OF_ANY_YEAR = (
    "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8])"
)
_LEAP_YEAR = "(19|2[0-9])(0[48]|[2468][048]|[13579][26])|2000|2400|2800"
_DATE = f"((19|2[0-9])[0-9]{{2}}-({_DAY_OF_ANY_YEAR})|({_LEAP_YEAR})-02-29)"
_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?"
_OFFSET = "([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
_DECIMAL = r"[0-9]{1,8}(\.[0-9]{1,2})?"
_LABEL: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": f"^[^{_CONTROL}]+$"}
IDENTIFIER: dict[str, Any] = _LABEL | {"pattern": f"^[^{_CONTROL}{_UNSEEN}]+$"}

Instant = Annotated[
    datetime,
    Read(json=_text(_INSTANT_PATTERN, _instant), python=_instant),
    Form(
        right="an instant from 1900 to 2999 that exists, with its offset, such as 2026-10-12T09:30:00+08:00",
        schema={"type": "string", "format": "date-time", "pattern": f"^{_DATE}[Tt]{_TIME}{_OFFSET}$"},
        store=datetime.isoformat,
        load=datetime.fromisoformat,
    ),
]
Date = Annotated[
    date,
    Read(json=_text(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", _date), python=_date),
    Form(
        right="a date from 1900-01-01 to 2999-12-31 that exists, written YYYY-MM-DD",
        schema={"type": "string", "format": "date", "pattern": f"^{_DATE}$"},
        store=date.isoformat,
        load=date.fromisoformat,
    ),
]
Period = Annotated[
    str,
    Read(json=_period, python=_period),
    Form(right="a period from 1900-01 to 2999-12, YYYY-MM", schema={"type": "string", "pattern": PERIOD_PATTERN}),
]

Salary = Annotated[
    int,
    figure(money, 0, MAXIMUM_FEN),
    Form(
        right='yuan from "0" to "100000000.00", a decimal string with at most two decimals',
        schema={"type": "string", "pattern": rf"^({_DECIMAL}|100000000(\.00?)?)$"},
        show=show_money,
        unit="yuan",
    ),
]
Money = Annotated[
    int,
    figure(money, -MAXIMUM_FEN, MAXIMUM_FEN),
    Form(
        right='yuan from "-100000000.00" to "100000000.00", a decimal string with at most two decimals',
        schema={"type": "string", "pattern": rf"^-?({_DECIMAL}|100000000(\.00?)?)$"},
        show=show_money,
        unit="yuan",
    ),
]
Score = Annotated[
    int,
    figure(_score, 0, 10_000),
    Form(
        right="a decimal string or an integer from 0 to 100 with at most two decimals",
        schema={
            "anyOf": [
                {"type": "integer", "minimum": 0, "maximum": 100},
                {"type": "string", "pattern": r"^([0-9]{1,2}(\.[0-9]{1,2})?|100(\.00?)?)$"},
            ]
        },
        show=show_hundredths,
        unit="points",
    ),
]


def whole(low: int, high: int, unit: str) -> tuple[Any, Form]:
    """The marks of a whole number within bounds."""
    return (
        Field(strict=True, ge=low, le=high),
        Form(
            right=f"a whole number of {unit} from {low} to {high}" if unit else f"an integer from {low} to {high}",
            schema={"type": "integer", "minimum": low, "maximum": high},
            unit=unit,
        ),
    )


_overtime, _part, _bank = whole(0, 1_440, "minutes"), whole(1, 1_440, "minutes"), whole(0, 10_000_000, "minutes")
_count, _rank, _day = whole(0, 10_000, ""), whole(1, 1_000_000, ""), whole(1, 28, "")
_days, _percent, _version = whole(0, 31, "days"), whole(0, 100, "percent"), whole(1, 1_000_000, "")

OvertimeMinutes = Annotated[int, _overtime[0], _overtime[1]]
DatePartMinutes = Annotated[int, _part[0], _part[1]]
"""A part of a date, or all of it."""
BankMinutes = Annotated[int, _bank[0], _bank[1]]
Count = Annotated[int, _count[0], _count[1]]
Rank = Annotated[int, _rank[0], _rank[1]]
StartDay = Annotated[int, _day[0], _day[1]]
Days = Annotated[int, _days[0], _days[1]]
Percent = Annotated[int, _percent[0], _percent[1]]
Version = Annotated[int, _version[0], _version[1]]

_Line = Annotated[str, Field(strict=True, min_length=1, max_length=200, pattern=f"^[^{_CONTROL}]+$")]
Label = Annotated[_Line, Form(right="a text of 1 to 200 characters without control characters", schema=_LABEL)]
"""A line of text that people read, such as a name; kept as it was written."""
Identifier = Annotated[
    _Line,
    Form(right="a text of 1 to 200 characters without control characters and invisible ones", schema=IDENTIFIER),
    Identifies(),
]
EmployeeNumber = Annotated[Identifier, OnLedger()]
Actor = Annotated[Identifier, Acts()]
"""Who acted: an employee number, or a free name."""
_PLAIN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
Text = Annotated[
    str,
    Field(strict=True, max_length=20_000, pattern=_PLAIN),
    Form(
        right="a text of at most 20,000 characters without control characters (line breaks and tabs are allowed)",
        schema={"type": "string", "maxLength": 20_000, "pattern": _PLAIN},
    ),
]
Yes = Annotated[bool, Field(strict=True), Form(right="true or false", schema={"type": "boolean"})]
Ext = Annotated[
    dict[str, Any],
    _Object(),
    Form(
        right=f"an object, nested at most {MAXIMUM_DEPTH} deep, whose numbers are exact",
        schema={"type": "object", "additionalProperties": True},
    ),
]
