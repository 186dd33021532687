"""Comparisons: replays, and two ways to see a period beside each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from api.comparisons import comparison_json
from api.disputes import shown_disputes
from api.operations.answer import Answer, Asked, Deferred
from api.operations.context import Context
from api.operations.movements import ComparedRow
from api.operations.operation import operation
from api.operations.report_forms import ShownReport
from api.service.observability.access_log import Access
from projections.books import ReportRequest, make_reports
from projections.comparison import Coordinates, compare, read_coordinates
from projections.journal import View
from projections.replay import Replay

_Side = Annotated[str, Field(min_length=1, max_length=1_000)]
_Name = Annotated[str, Field(min_length=1, max_length=200)]


class DiffSides(Asked):
    """The two sides, in the words of `workledger diff`, and whose lines; everyone's where nobody is named."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"before": "books", "after": "replay"}]})

    before: _Side = "books"
    after: _Side = "replay"
    employee: _Name | None = None


class FactOfCause(Answer):
    """A fact that is, or is part of, a cause."""

    position: int
    id: str
    employee: str
    business_date: str
    recorded_at: str


class Cause(Answer):
    """Why figures differ: code, adjustments, a rule parameter, time, or facts; and by how much in all."""

    kind: str
    parameter: str = ""
    before: str = ""
    after: str = ""
    fact: str = ""
    how: str = ""
    late: bool = False
    count: int = 0
    facts: list[FactOfCause] = Field(default_factory=list)
    difference: str
    minutes: int = 0


class CauseShare(Answer):
    """How much of a difference a cause makes; the cause by its place in the list of causes."""

    cause: int
    difference: str | int


class Difference(Answer):
    """A line of somebody that differs: yuan as texts, minutes as numbers."""

    employee: str
    item: str
    before: str | int | None
    after: str | int | None
    difference: str | int
    causes: list[CauseShare]


class Comparison(Answer):
    """Two ways to see a period, by person, line and cause; the shares of a difference add up to it."""

    period: str
    before: str
    after: str
    causes: list[Cause]
    differences: list[Difference]
    rows: list[ComparedRow]


@dataclass(frozen=True, slots=True)
class ReplaySelection:
    """As of when, under which rules, without which facts (by id), and whose rows."""

    as_of: str | None = None
    rules: str | None = None
    without: Sequence[str] = ()
    employee: str | None = None
    team: str | None = None
    role: str | None = None


@operation("compare")
def replay(context: Context, name: str, period: str, selection: ReplaySelection) -> dict[str, Any]:
    """A report computed from the facts alone, whatever was closed, as `report_model` has it; the look is logged.

    Raises MissingError where the period, a position, a rule set or a fact is not there.
    """
    return replayed(context, [name], period, selection)[name].as_json() | {"next": None}


@operation("compare")
def replayed(context: Context, names: Sequence[str], period: str, selection: ReplaySelection) -> dict[str, ShownReport]:
    """Reports as tables, by name, computed from the facts alone, as `replay` does; the look is logged."""
    resources, ledger = context.resources, context.ledger
    position = context.position(selection.as_of)
    left_out = frozenset(ledger.facts.position_of(fact) for fact in selection.without)
    request = ReportRequest(period, selection.rules, selection.employee, selection.team, selection.role)
    with resources.room.reader() as reader:
        journal = reader.view(View(position, without=left_out))
        with Replay(journal, resources.room.engine) as again:
            made = make_reports(again, names, request)
        disputes = shown_disputes(ledger, journal, made.values())
    at = ledger.facts.recorded_at(position)
    for name in names:
        context.note(Access(f"replay {name}", selection.employee or "", period, made[name].position))
    return {name: ShownReport(report, disputes[name], at) for name, report in made.items()}


@operation("compare")
def diff(context: Context, period: str, sides: DiffSides) -> Deferred[Comparison]:
    """Two ways to see a period beside each other, to be computed; the look is logged.

    Raises MissingError for a period or a side that is not there, and UsageError for an invalid side.
    """
    ledger, room = context.ledger, context.resources.room
    before, after = (
        read_coordinates(side, context.position, ledger.facts.position_of) for side in (sides.before, sides.after)
    )
    _refuse_absent(context, period, before, after)

    def work() -> Comparison:
        with room.reader() as reader:
            found = compare(reader, room.engine, period, before, after)
        shown = found if sides.employee is None else found.of(sides.employee)
        return Comparison.model_validate(comparison_json(shown, ledger))

    context.note(Access("compare", sides.employee or "", period, ledger.facts.last_position()))
    return Deferred(f"diff {period}", work)


def _refuse_absent(context: Context, period: str, *sides: Coordinates) -> None:
    """Raises MissingError for a period or rules that are not there, before a job begins with them."""
    room = context.resources.room
    with room.books(max(side.position for side in sides)) as books:
        books.reported(period)
    for side in sides:
        if side.rules is not None:
            with room.books(side.position) as books:
                books.rules_named(side.rules)
