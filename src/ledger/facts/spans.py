"""The types of the fields that say when or for how long something is: a year, a quarter, a time, a cycle of periods."""

from typing import Annotated

from pydantic import Field
from pydantic_core import PydanticCustomError, core_schema

from ledger.facts.types import Form, Read

LONGEST_DAY = 720
_CYCLES = (1, 3, 6, 12)
_YEAR = r"^(19|2[0-9])[0-9]{2}$"
_QUARTER = r"^(19|2[0-9])[0-9]{2}-Q[1-4]$"
TIME_OF_DAY = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
_year = core_schema.str_schema(strict=True, pattern=_YEAR)

Year = Annotated[
    str,
    Read(json=_year, python=_year),
    Form(right='a year from "1900" to "2999", YYYY, as a text', schema={"type": "string", "pattern": _YEAR}),
]
"""A calendar year."""

Quarter = Annotated[
    str,
    Field(strict=True, pattern=_QUARTER),
    Form(right="a quarter from 1900-Q1 to 2999-Q4, YYYY-Qn", schema={"type": "string", "pattern": _QUARTER}),
]
"""Three periods (S9.1)."""

TimeOfDay = Annotated[
    str,
    Field(strict=True, pattern=TIME_OF_DAY),
    Form(right="a time from 00:00 to 23:59, HH:MM", schema={"type": "string", "pattern": TIME_OF_DAY}),
]
"""A time of the day in the site's time zone, to the minute."""

DayMinutes = Annotated[
    int,
    Field(strict=True, ge=1, le=LONGEST_DAY),
    Form(
        right=f"a whole number of minutes from 1 to {LONGEST_DAY}",
        schema={"type": "integer", "minimum": 1, "maximum": LONGEST_DAY},
        unit="minutes",
    ),
]
"""The minutes a day that a contract is for."""


def _cycle(value: object) -> int:
    if type(value) is not int or value not in _CYCLES:
        raise PydanticCustomError("out_of_range", "out of range")
    return value


_cycles = core_schema.no_info_plain_validator_function(_cycle)

CycleMonths = Annotated[
    int,
    Read(json=_cycles, python=_cycles),
    Form(right=f"one of {', '.join(map(str, _CYCLES))}", schema={"type": "integer", "enum": list(_CYCLES)}),
]
"""The periods of a cycle over which working time is reckoned (S14.2)."""
