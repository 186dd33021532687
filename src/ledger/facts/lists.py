"""The types of the fields that list texts: none of them is there twice."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from ledger.facts.identifiers import normal
from ledger.facts.types import IDENTIFIER, MAXIMUM_LIST, EmployeeNumber, Form, Identifier


def each_once(values: tuple[str, ...]) -> tuple[str, ...]:
    """A list of texts that has none twice; two that are one identifier are one."""
    if len({normal(value) for value in values}) != len(values):
        raise PydanticCustomError("either", "one is there twice; give each once")
    return values


def listed(right: str, items: Mapping[str, Any] = IDENTIFIER, most: int = MAXIMUM_LIST) -> tuple[Any, ...]:
    """What makes a field a list of 1 to so many texts, each once: marks; `right` ends the sentence of a `Form`."""
    schema = {"type": "array", "items": items, "minItems": 1, "maxItems": most, "uniqueItems": True}
    return Field(min_length=1, max_length=most), AfterValidator(each_once), Form(right=right, schema=schema)


_people = listed("a list of 1 to 1,000 employee numbers, each once")
_names = listed("a list of 1 to 1,000 texts of 1 to 200 characters, each once; leave it out where it is for all")

People = Annotated[tuple[EmployeeNumber, ...], _people[0], _people[1], _people[2]]
"""Employees, at least one."""
Names = Annotated[tuple[Identifier, ...], _names[0], _names[1], _names[2]]
"""Identifiers, at least one."""
