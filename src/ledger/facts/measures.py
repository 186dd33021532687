"""The types of the fields of appraisals: what was measured, and the points that were given to items."""

from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from ledger.facts.figures import hundredths, show_hundredths
from ledger.facts.identifiers import normal
from ledger.facts.types import IDENTIFIER, MAXIMUM_FEN, MAXIMUM_LIST, Form, Read, Score

_DECIMAL = r"[0-9]{1,8}(\.[0-9]{1,2})?"
_ITEM, _POINTS = "item", "points"
_ITEM_SCHEMA = {name: told for name, told in IDENTIFIER.items() if name != "type"}
_POINT_SCHEMA = {
    "anyOf": [
        {"type": "integer", "minimum": 0, "maximum": 100},
        {"type": "string", "pattern": r"^([0-9]{1,2}(\.[0-9]{1,2})?|100(\.00?)?)$"},
    ]
}


def _measured(value: Any) -> int:
    if not isinstance(value, str):
        raise PydanticCustomError("measure", "not a decimal string")
    figure = hundredths(value)
    if not -MAXIMUM_FEN <= figure <= MAXIMUM_FEN:
        raise PydanticCustomError("out_of_range", "out of range")
    return figure


Measure = Annotated[
    int,
    Read(
        json=core_schema.no_info_plain_validator_function(_measured),
        python=core_schema.int_schema(strict=True, ge=-MAXIMUM_FEN, le=MAXIMUM_FEN),
    ),
    Form(
        right='a decimal string from "-100000000.00" to "100000000.00" with at most two decimals, such as "310.5"',
        schema={"type": "string", "pattern": rf"^-?({_DECIMAL}|100000000(\.00?)?)$"},
        show=show_hundredths,
    ),
]
"""What a metric comes to, in hundredths of whatever it is measured in; may be below 0."""


class _OfItems:
    """Points by item, whose names are in the one form that identifiers have."""

    def __get_pydantic_core_schema__(self, _source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """A dictionary of scores."""
        names = core_schema.str_schema(strict=True, min_length=1, max_length=200)
        points = core_schema.dict_schema(names, handler.generate_schema(Score), max_length=MAXIMUM_LIST)
        return core_schema.no_info_after_validator_function(_settled, points)


def _settled(points: dict[str, int]) -> dict[str, int]:
    named = {normal(item): given for item, given in points.items()}
    if len(named) != len(points):
        raise PydanticCustomError("either", "an item is there twice; give each item once")
    return named


def _stored(points: dict[str, int]) -> list[dict[str, Any]]:
    return [{_ITEM: item, _POINTS: given} for item, given in points.items()]


def _loaded(stored: list[dict[str, Any]]) -> dict[str, int]:
    return {each[_ITEM]: each[_POINTS] for each in stored}


def _shown(stored: list[dict[str, Any]]) -> dict[str, str]:
    return {each[_ITEM]: show_hundredths(each[_POINTS]) for each in stored}


Points = Annotated[
    dict[str, int],
    _OfItems(),
    Form(
        right='an object of items with points from 0 to 100, at most two decimals, such as {"flow": "18.25"}',
        schema={
            "type": "object",
            "propertyNames": _ITEM_SCHEMA,
            "additionalProperties": _POINT_SCHEMA,
            "maxProperties": MAXIMUM_LIST,
        },
        store=_stored,
        load=_loaded,
        show=_shown,
    ),
]
"""The points that items were given, in hundredths; stored as a list, for a table cannot have items as columns."""
