"""The kinds of value a rule parameter takes: read from the interchange form into whole numbers, and written back."""

import re
from functools import cache
from importlib.metadata import entry_points
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StrictInt,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

Role = Literal["csr", "team_leader", "qa", "manager"]
Channel = Literal["phone", "email_fax", "sms_chat"]

MINUTES_A_DAY = 1440
AWARDS = "workledger.awards"
"""The entry point group in which awards are found; the name of an entry is the award's theme."""
_DECIMAL = re.compile(r"(-?)(\d{1,9})(?:\.(\d{1,2}))?", re.ASCII)
_TIME_OF_DAY = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_DECIMALS, _NO_DECIMALS = r"(\.[0-9]{1,2})?", r"(\.00?)?"


def _hundredths(value: object) -> int:
    """Read ``"82.5"`` or ``82`` as 8250; a JSON float is refused, because it has already lost digits."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value * 100
    matched = _DECIMAL.fullmatch(value) if isinstance(value, str) else None
    if matched is None:
        raise ValueError('not a decimal in quotes with at most two decimals, such as "12.50"')
    sign, whole, decimals = matched.groups(default="")
    amount = int(whole) * 100 + int(decimals.ljust(2, "0"))
    return -amount if sign else amount


def _decimal(hundredths: int) -> str:
    return f"{'-' if hundredths < 0 else ''}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}"


def _between(least: int, most: int) -> AfterValidator:
    """Bounds in hundredths that are told in decimals."""

    def check(hundredths: int) -> int:
        if not least <= hundredths <= most:
            raise ValueError(f"{_decimal(hundredths)} is not from {_decimal(least)} to {_decimal(most)}")
        return hundredths

    return AfterValidator(check)


def _minute_of_day(value: object) -> int:
    matched = _TIME_OF_DAY.fullmatch(value) if isinstance(value, str) else None
    if matched is None:
        raise ValueError('not a time of day such as "08:30"')
    return int(matched[1]) * 60 + int(matched[2])


def _time_of_day(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _written(least: int, most: int, *texts: str) -> WithJsonSchema:
    """How a decimal is sent: a whole number, or one of the forms of text, in which zeros may stand before it."""
    text = {"type": "string", "pattern": f"^({'|'.join(texts)})$"}
    return WithJsonSchema({"anyOf": [{"type": "integer", "minimum": least, "maximum": most}, text]})


def each_of(items: dict[str, Any]) -> WithJsonSchema:
    """How a list of distinct texts is sent."""
    return WithJsonSchema({"type": "array", "items": {"type": "string", **items}, "uniqueItems": True})


@cache
def installed_themes() -> list[str]:
    """The awards that are installed, by name. Looked for once: a file of every package that is installed is read."""
    return sorted(point.name for point in entry_points(group=AWARDS))


def _distinct(values: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(values)) != len(values):
        raise ValueError("an entry is given twice; give each once")
    return values


_Hundredths = Annotated[int, BeforeValidator(_hundredths), PlainSerializer(_decimal)]
Yuan = Annotated[
    _Hundredths,
    _between(0, 100_000_000),
    _written(0, 1_000_000, f"0{{0,3}}[0-9]{{1,6}}{_DECIMALS}", f"0{{0,2}}1000000{_NO_DECIMALS}"),
]
"""An amount of money in fen, written as yuan; 0 … 1,000,000.00."""
Points = Annotated[
    _Hundredths,
    _between(0, 10_000),
    _written(0, 100, f"0{{0,7}}[0-9]{{1,2}}{_DECIMALS}", f"0{{0,6}}100{_NO_DECIMALS}"),
]
"""A score in hundredths of a point, written as points; 0 … 100.00."""
_TEN = f"0{{0,7}}10{_NO_DECIMALS}"
Multiple = Annotated[_Hundredths, _between(0, 1_000), _written(0, 10, f"0{{0,8}}[0-9]{_DECIMALS}", _TEN)]
"""A factor in hundredths; 0 … 10.00."""
HolidayMultiple = Annotated[_Hundredths, _between(100, 1_000), _written(1, 10, f"0{{0,8}}[1-9]{_DECIMALS}", _TEN)]
"""A factor in hundredths that takes nothing away; 1.00 … 10.00."""
Days = Annotated[
    _Hundredths,
    _between(100, 3_100),
    _written(1, 31, f"0{{0,8}}[1-9]{_DECIMALS}", f"0{{0,7}}([12][0-9]|30){_DECIMALS}", f"0{{0,7}}31{_NO_DECIMALS}"),
]
"""A number of days in hundredths; 1.00 … 31.00."""
Percent = Annotated[StrictInt, Field(ge=0, le=100)]
TimeOfDay = Annotated[
    int,
    BeforeValidator(_minute_of_day),
    PlainSerializer(_time_of_day),
    WithJsonSchema({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}),
]
"""A minute of the day, written ``HH:MM``."""
_NAME = r"^[^\s\x00-\x1f]{1,40}$"
Name = Annotated[str, StringConstraints(strict=True, pattern=_NAME)]
_THEME = r"^[^\x00-\x1f\x7f-\x9f]{1,200}$"
Theme = Annotated[str, StringConstraints(strict=True, pattern=_THEME)]
"""An award of S8, one that the site has installed, or a theme on the ledger (S8.8)."""
distinct = AfterValidator(_distinct)
"""Refuses a list that has an entry twice."""
Roles = Annotated[tuple[Role, ...], distinct, each_of({"enum": [*get_args(Role)]})]
Names = Annotated[tuple[Name, ...], distinct, each_of({"pattern": _NAME})]


def _with_base(lines: tuple[str, ...]) -> tuple[str, ...]:
    if "base" not in lines:
        raise ValueError('base is not in the list; name it, and "star" beside it where star pay counts too')
    return lines


_BASES = Literal["base", "star"]
OvertimeBase = Annotated[
    tuple[_BASES, ...], distinct, AfterValidator(_with_base), each_of({"enum": [*get_args(_BASES)]})
]
"""The lines of pay that an hour of overtime is a part of (S10.8); base pay always is."""


class Value(BaseModel):
    """A value with named parts: closed, and never changed once read."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Shift(Value):
    """班次 A shift type (S3.1): planned start and end as minutes of the day, counted minutes."""

    start: TimeOfDay
    end: TimeOfDay
    counted: Annotated[StrictInt, Field(ge=1, le=MINUTES_A_DAY)]

    @property
    def overnight(self) -> bool:
        """Whether the shift ends on the day after it starts."""
        return self.end <= self.start

    @property
    def span(self) -> int:
        """Minutes from planned start to planned end."""
        return self.end - self.start + (MINUTES_A_DAY if self.overnight else 0)

    @model_validator(mode="after")
    def _counts_no_more_than_it_spans(self) -> Self:
        if self.counted > self.span:
            raise ValueError(f"counted is {self.counted} minutes, more than the {self.span} from start to end")
        return self


class LeaveType(Value):
    """假别 What a leave type does to hours and pay (S4.4)."""

    hours: Literal["bank", "credit", "excuse"]
    unpaid_percent: Percent


class Weights(Value):
    """权重 The share of each component in a role's total, in percent (S6.3)."""

    call: Percent = 0
    work: Percent = 0
    behaviour: Percent = 0

    @model_validator(mode="after")
    def _sum_to_hundred(self) -> Self:
        if self.call + self.work + self.behaviour != 100:
            raise ValueError(f"the weights sum to {self.call + self.work + self.behaviour}; they must sum to 100")
        return self


class Tier(Value):
    """奖金档 One row of the table of S7.3: least total, rank condition in percent (or none), amount."""

    total: Points
    within_percent: Percent | None
    amount: Yuan


class LeadBonus(Value):
    """组长及QA奖金 The table of S7.4: a total strictly above, amounts by rank from rank 1."""

    total_above: Points
    amounts: tuple[Yuan, ...]


class OvertimeMultiples(Value):
    """加班倍数 How many times an hour's pay an hour of paid overtime pays, by the rate of its date (S10.8)."""

    workday: Multiple
    rest_day: Multiple
    holiday: Multiple


class AwardTheme(Value):
    """评选主题 An active award of S8: its amount, and the most winners it may have (none: no limit).

    Of a theme on the ledger (S8.8) both may be left out: then they are the theme's.
    """

    theme: Theme
    amount: Yuan | None = None
    winners: Annotated[StrictInt, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _installed_has_an_amount(self) -> Self:
        if self.amount is None and self.theme in installed_themes():
            raise ValueError(f"the award {self.theme} has no amount; give one")
        return self
