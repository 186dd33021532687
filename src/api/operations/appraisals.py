"""Appraisals (S6.2a): what one would do before it is recorded, and those of a period with their states."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import ConfigDict, Field, JsonValue, WithJsonSchema

from api.auth.principals import extent_of
from api.operations.answer import Answer, Asked
from api.operations.context import Context
from api.operations.operation import operation
from api.problems import Problem
from api.service.observability.access_log import Access
from ledger.calendar import instant
from ledger.facts.appraisals import COMPONENTS, Appraisal
from ledger.facts.figures import show_hundredths, show_money
from ledger.facts.interchange_line import read_object
from ledger.refusal import RefusedError
from ledger.roles import Role
from projections.effects import appraisal_effect

_Fact = Annotated[dict[str, Any], WithJsonSchema({"allOf": [{"$ref": "#/components/schemas/AppraisalFact"}]})]
_EXAMPLE: dict[str, JsonValue] = {
    "employee": "E1",
    "period": "2026-10",
    "component": "work",
    "stage": "final",
    "form": "csr-work",
    "version": 1,
    "points": {"quality": "72.25"},
    "at": "2026-11-01T10:00:00+08:00",
}
SEE_RANKS = {Role.TEAM_LEADER, Role.MANAGER, Role.HR}
"""Who sees what an appraisal does to a rank; QA sees the total (permissions: evaluators)."""


class ConsideredAppraisal(Asked):
    """An appraisal that is not recorded yet; judged items may still be without points."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"appraisal": _EXAMPLE}]})

    appraisal: _Fact = Field(description="An appraisal that is not recorded yet.")


class ConsideredItem(Answer):
    """An item of the form: what was measured, and its points so far."""

    item: str
    source: str
    value: str | None
    points: str | None
    max: str


class FigureChange(Answer):
    """A figure without the appraisal and with it, were it final; null where there is none."""

    before: str | int | None
    after: str | int | None


class AppraisalEffects(Answer):
    """What an appraisal would do, were it final; `rank` and `bonus` are there for whoever may see them."""

    period: str
    items: list[ConsideredItem]
    sum: str
    is_whole: bool
    is_closed: bool
    component: FigureChange
    total: FigureChange
    rank: FigureChange | None
    bonus: FigureChange | None


class AppraisalScope(Answer):
    """Whom the caller may appraise as of today, by number, and at which stages, the usual one first."""

    employees: list[str]
    components: list[str]
    stages: list[str]


@operation("record appraisal")
def appraisal_scope(context: Context) -> AppraisalScope:
    """Whom the caller may appraise, and at which stages (permissions: kinds)."""
    roles = set(context.principal.roles)
    may_finish = not roles.isdisjoint({Role.TEAM_LEADER, Role.MANAGER})
    reach, today = context.resources.reach.of(context.extent), context.resources.teams.membership().today
    return AppraisalScope(
        employees=[
            each.employee
            for each in context.service.directory.people()
            if each.employed and each.employee != context.principal.employee
            if reach.covers_side(context.extent, each.employee, today)
        ],
        components=list(COMPONENTS),
        stages=["final", "preliminary"] if may_finish else ["preliminary"],
    )


@operation("record appraisal")
def effect_of_appraisal(context: Context, considered: ConsideredAppraisal) -> AppraisalEffects:
    """What an appraisal would do. Nothing is recorded; where the bonus is shown, the look is logged.

    Raises Problem for what is not an appraisal, or is about somebody out of reach, and MissingError for no such period.
    """
    fact = _fact_of(context, considered.appraisal)
    context.resources.reach.refuse_beyond(fact, context.principal, context.extent)
    with context.books(None) as books:
        found = appraisal_effect(books, fact)
    bonus = extent_of(context.principal, "report bonus")
    sees_bonus = bonus is not None and bonus.everyone
    if sees_bonus:
        context.note(Access("report bonus", fact.employee, fact.period, context.ledger.facts.last_position()))
    sees_rank = not SEE_RANKS.isdisjoint(context.principal.roles)
    return AppraisalEffects(
        period=fact.period,
        items=[ConsideredItem(**_item(each)) for each in found.items],
        sum=show_hundredths(found.sum),
        is_whole=found.is_whole,
        is_closed=found.is_closed,
        component=_change(found.before, found.after, "component"),
        total=_change(found.before, found.after, "total"),
        rank=FigureChange(before=found.before["rank"], after=found.after["rank"]) if sees_rank else None,
        bonus=_change(found.before, found.after, "bonus") if sees_bonus else None,
    )


def _fact_of(context: Context, given: Mapping[str, Any]) -> Appraisal:
    now = instant(context.resources.now()).isoformat()
    known = {"at": now, "evaluator": context.principal.employee or "-", "stage": "final"} | dict(given)
    try:
        fact = read_object(known | {"kind": Appraisal.kind})
    except RefusedError as error:
        raise Problem("invalid", error.refusal.message, code=error.refusal.code) from None
    assert isinstance(fact, Appraisal)
    return fact


def _item(row: Mapping[str, Any]) -> dict[str, Any]:
    figures = {name: None if row[name] is None else show_hundredths(row[name]) for name in ("value", "points", "max")}
    return {"item": row["item"], "source": row["source"], **figures}


def _change(before: Mapping[str, int | None], after: Mapping[str, int | None], name: str) -> FigureChange:
    show = show_money if name == "bonus" else show_hundredths
    shown = [None if each[name] is None else show(each[name] or 0) for each in (before, after)]
    return FigureChange(before=shown[0], after=shown[1])
