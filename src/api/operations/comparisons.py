"""Comparisons: replays, two ways to see a period beside each other, and what other rules would do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import ConfigDict, Field, JsonValue, WithJsonSchema

from api.comparisons import comparison_json, what_if_json
from api.disputes import shown_disputes
from api.openapi.rule_schemas import PARAMETERS
from api.operations.answer import Answer, Asked, Deferred
from api.operations.context import Context
from api.operations.operation import operation
from api.operations.report_forms import ShownReport
from api.problems import Problem
from api.service.observability.access_log import Access
from ledger.facts.appraisals import AppraisalForm
from ledger.facts.interchange_line import read_object
from ledger.refusal import RefusedError, UsageError
from ledger.ruleset import ParameterError, RuleSet, read_parameters
from projections.books import ReportRequest, make_reports
from projections.comparison import PROPOSED, Coordinates, compare, read_coordinates
from projections.comparison import what_if as what_if_under
from projections.comparison import what_if_form as form_what_if
from projections.journal import View
from projections.replay import Replay

_RULES_OR_PARAMETERS: dict[str, JsonValue] = {
    "if": {"required": ["rules"], "properties": {"rules": {"type": "string"}}},
    "then": {"properties": {"parameters": {"type": "null"}}},
    "else": {"required": ["parameters"], "properties": {"parameters": {"type": "object"}}},
}
_Side = Annotated[str, Field(min_length=1, max_length=1_000)]
_Name = Annotated[str, Field(min_length=1, max_length=200)]
_Parameters = Annotated[dict[str, Any], WithJsonSchema({"$ref": f"#/components/schemas/{PARAMETERS}"})]

_Form = Annotated[dict[str, Any], WithJsonSchema({"allOf": [{"$ref": "#/components/schemas/AppraisalFormFact"}]})]
_FORM_EXAMPLE: dict[str, JsonValue] = {
    "form": "csr-work",
    "version": 3,
    "component": "work",
    "roles": ["csr"],
    "items": [{"item": "quality", "max": "100.00", "source": "judged"}],
}


class DiffSides(Asked):
    """The two sides, in the words of `workledger diff`, and whose lines; everyone's where nobody is named."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"before": "books", "after": "replay"}]})

    before: _Side = "books"
    after: _Side = "replay"
    employee: _Name | None = None


class ProposedRules(Asked):
    """The rules: a version on the ledger, or parameters; the rest is the manual's, or with `on_top` the period's."""

    model_config = ConfigDict(
        json_schema_extra={
            **_RULES_OR_PARAMETERS,
            "examples": [{"parameters": {"night_allowance": "15"}, "on_top": True}],
        }
    )

    rules: _Name | None = None
    parameters: _Parameters | None = None
    on_top: bool = False
    as_of: str | None = Field(None, min_length=1, max_length=100)


class ProposedForm(Asked):
    """A version of an appraisal form that is not recorded yet."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"form": _FORM_EXAMPLE}]})

    form: _Form = Field(description="A version of an appraisal form that is not recorded yet.")
    as_of: str | None = Field(None, min_length=1, max_length=100)


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


class MovedFigure(Answer):
    """A figure of somebody that moves; null where a side does not have it."""

    employee: str
    figure: str
    before: str | int | None
    after: str | int | None


class WhatIf(Answer):
    """Who wins and who loses under other rules, and what it costs in all."""

    period: str
    position: int
    rules: str
    cost: str
    winners: int
    losers: int
    moved: list[MovedFigure]


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


@operation("compare")
def what_if(context: Context, period: str, proposed: ProposedRules, file: Path | None = None) -> Deferred[WhatIf]:
    """Who would win and lose under other rules, to be computed; the look is logged. `file` has the parameters in it.

    Raises Problem where rules are named and parameters given, or neither; MissingError for a period or rules that are
    not there, and UsageError for parameters that are none.
    """
    if (proposed.rules is None) == (proposed.parameters is None):
        raise Problem("invalid", "give either rules, a version on the ledger, or parameters", code="bad_value")
    room, position = context.resources.room, context.position(proposed.as_of)
    version, rules = _rules_of(context, period, position, proposed, file)

    def work() -> WhatIf:
        with room.books(position) as books:
            found = what_if_under(books, period, rules, version)
        return WhatIf.model_validate(what_if_json(found, {"period": period, "position": position, "rules": version}))

    context.note(Access("compare", "", period, context.ledger.facts.last_position()))
    return Deferred(f"what-if {period}", work)


@operation("compare")
def what_if_form(context: Context, period: str, proposed: ProposedForm) -> Deferred[WhatIf]:
    """Who would move if the appraisals of a period were by a draft of their form, to be computed; the look is logged.

    Raises UsageError for a draft that could not be recorded or that nobody was appraised by.
    """
    draft = _draft_of(proposed.form)
    room, position = context.resources.room, context.position(proposed.as_of)
    called = f"{draft.form} {draft.version_}"

    def work() -> WhatIf:
        with room.reader() as reader:
            found = form_what_if(reader, room.engine, period, position, draft)
        return WhatIf.model_validate(what_if_json(found, {"period": period, "position": position, "rules": called}))

    context.note(Access("compare", "", period, context.ledger.facts.last_position()))
    return Deferred(f"what-if {period}", work)


def _draft_of(form: Mapping[str, Any]) -> AppraisalForm:
    """The draft as a fact. Raises UsageError where it is not one."""
    try:
        fact = read_object({**form, "kind": AppraisalForm.kind})
    except RefusedError as error:
        raise UsageError(error.refusal.message) from None
    assert isinstance(fact, AppraisalForm)
    return fact


def _refuse_absent(context: Context, period: str, *sides: Coordinates) -> None:
    """Raises MissingError for a period or rules that are not there, before a job begins with them."""
    room = context.resources.room
    with room.books(max(side.position for side in sides)) as books:
        books.reported(period)
    for side in sides:
        if side.rules is not None:
            with room.books(side.position) as books:
                books.rules_named(side.rules)


def _rules_of(
    context: Context, period: str, position: int, proposed: ProposedRules, file: Path | None
) -> tuple[str, RuleSet]:
    """The version and the rules to try. Raises MissingError or UsageError."""
    with context.resources.room.books(position) as books:
        own = books.reported(period).rules
        if proposed.rules is not None:
            return proposed.rules, books.rules_named(proposed.rules)
    below = own.model_dump(mode="json") if proposed.on_top else {}
    try:
        return PROPOSED if file is None else file.name, read_parameters(below | (proposed.parameters or {}))
    except ParameterError as error:
        raise UsageError(str(error) if file is None else f"{file}: {error}") from None
