"""The directory of the centre: what a number is called, for whoever has to choose or recognise a colleague."""

from collections.abc import Mapping

from api.operations.answer import Answer
from api.operations.context import Context
from api.operations.operation import operation


class Person(Answer):
    """Somebody, as of today."""

    employee: str
    name: str
    role: str
    team: str
    employed: bool


class People(Answer):
    """The directory of the centre."""

    people: list[Person]


@operation("see the directory")
def names(context: Context) -> Mapping[str, str]:
    """What everybody on the ledger is called, by number."""
    return context.ledger.identifiers.names()


@operation("see the directory")
def people(context: Context) -> People:
    """Everybody on the ledger, by number."""
    return People(people=[Person(**person.as_json()) for person in context.service.directory.people()])
