"""The directory of the centre: what a number is called, for who has to choose or recognise a colleague."""

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
def people(context: Context) -> People:
    """Everybody on the ledger, by number."""
    return People(people=[Person(**person.as_json()) for person in context.service.directory.people()])
