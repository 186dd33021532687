"""Workflows as they stand: swaps, leaves, monitorings, complaints, disputes; with a version for whoever decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field

from api.auth.principals import Extent
from api.auth.visibility import Visibility
from api.operations.answer import Answer
from api.operations.context import Context
from api.operations.facts import Fact
from api.operations.histories import HistoryQuery, history_of
from api.operations.operation import operation
from api.operations.pages import PageQuery, every_page, gathered, next_cursor, page_of
from api.problems import Problem
from api.service.observability.access_log import Access
from ledger.facts.base import KINDS
from ledger.facts.base import Fact as FactModel
from ledger.facts.leave import Leave
from ledger.facts.quality import MonitoringRevision
from ledger.facts.roster import Swap
from ledger.facts.streams import key_stream
from ledger.ledger import RecordedFact
from projections.decisions import LAPSING, lapsed

WORKFLOWS = [model for model in KINDS.values() if model.opens and not model.supersedes]
"""The kinds that open a workflow; a period is one too, and is seen with the reports."""


class Workflow(Answer):
    """A workflow: what was asked for, how it stands, and all that followed."""

    resource: str
    number: str
    standing: str
    lapsed: Annotated[bool, Field(description="Nobody decided it before its first day was over.")]
    version: int
    opened: Fact
    followed: list[Fact]


class Workflows(Answer):
    """Workflows in the order of the ledger; a page may be short, or empty, and have a next one."""

    workflows: list[Workflow]
    position: int
    next: str | None


@dataclass(frozen=True, slots=True)
class WorkflowQuery:
    """Which workflows: that stand so, of an employee, about dates; all of them where nothing is said."""

    standing: str | None = None
    employee: str | None = None
    first: date | None = None
    last: date | None = None


@operation("read {kind}")
def workflow(context: Context, kind: str, number: str) -> dict[str, Any]:
    """One workflow of a kind, as a `Workflow`. Raises Problem where there is none within reach."""
    visible = context.visibility()
    return _shown(context, opened_and_followed(context, kind, number, visible), visible)


@operation("read {kind}")
def workflow_history(context: Context, kind: str, number: str, as_of: str | None = None) -> dict[str, Any]:
    """Every step of one workflow, as a `History`; looks at somebody else's are logged.

    Raises Problem where there is none within reach.
    """
    visible = context.visibility()
    opened = opened_and_followed(context, kind, number, visible)[0].fact
    answer = history_of(context, visible, number, kind, HistoryQuery(as_of))
    whose = set(opened.employees_named)
    for employee in sorted(whose) if context.principal.employee not in whose else ():
        context.note(Access("see history", employee, "", answer["position"]))
    return answer


@operation("read {kind}")
def workflows(
    context: Context, kind: str, query: WorkflowQuery | None = None, page: PageQuery | None = None
) -> dict[str, Any]:
    """A page of the workflows of a kind within reach, as `Workflows`, in the order of recording."""
    wanted, visible, ledger = query or WorkflowQuery(), context.visibility(), context.ledger
    dates = str(wanted.first), str(wanted.last)
    bound = [kind, context.principal.id, wanted.standing, wanted.employee, *dates]
    asked = page_of(context, page or PageQuery(), bound)
    of = _employees(KINDS[kind], wanted.employee, visible.extents.get(kind))
    streams: dict[str, list[RecordedFact]] = {}

    def read(after: int, limit: int) -> list[RecordedFact]:
        opened = ledger.facts.select(after, limit, [kind], of, asked.until)
        shown = [each for each in opened if _is_about(each, wanted) and visible.sees(each)]
        streams.update(ledger.facts.streams((key_stream(kind, each.fact.key) for each in shown), asked.until))
        return opened

    def keep(opened: RecordedFact) -> dict[str, Any] | None:
        stream = streams.get(key_stream(kind, opened.fact.key))
        if stream is None or not _is_of(opened.fact, wanted.employee):
            return None
        shown = _shown(context, stream, visible)
        return shown if wanted.standing in (None, shown["standing"]) else None

    found, after = gathered(read, keep, asked)
    return {"workflows": found, "position": asked.until, "next": next_cursor(context, asked, after, bound)}


def every_workflow(context: Context, kind: str, query: WorkflowQuery | None = None) -> list[Mapping[str, Any]]:
    """All workflows of a kind within reach, in the order of recording, each as a `Workflow`."""
    pages = every_page(lambda page: workflows(context, kind, query, page), lambda page: page["next"])
    return [each for page in pages for each in page["workflows"]]


def opened_and_followed(context: Context, kind: str, number: str, visible: Visibility) -> list[RecordedFact]:
    """What opened a workflow, and all that followed. Raises Problem where there is none within reach."""
    facts = context.ledger.facts.stream(key_stream(kind, (number,)))
    if not facts or not visible.sees(facts[0]):
        raise no_such_workflow(kind, number)
    return facts


def no_such_workflow(kind: str, number: str) -> Problem:
    """The problem of a workflow that is not there, or not within reach."""
    model = KINDS[kind]
    return Problem(
        "not-found",
        f"there is no {model.label_en} {number[:60]!r} within your reach; /v1/{model.resource} lists them",
    )


def _shown(context: Context, facts: list[RecordedFact], visible: Visibility) -> dict[str, Any]:
    opened, *followed = facts
    number, standing = opened.fact.key[0], _standing(facts)
    return {
        "resource": f"/v1/{opened.fact.resource}/{number}",
        "number": number,
        "standing": standing,
        "lapsed": opened.fact.kind in LAPSING and _has_lapsed(context, opened.fact, standing),
        "version": len(facts),
        "opened": visible.shown(opened),
        "followed": [visible.shown(each) for each in followed],
    }


def _has_lapsed(context: Context, opened: FactModel, standing: str) -> bool:
    site = context.ledger.site
    assert site is not None
    names = opened.sides.values() or opened.first_and_last or ()
    asked = getattr(opened, str(opened.tells_of))
    asked_on = asked.astimezone(site.zone).date() if isinstance(asked, datetime) else asked
    today = date.fromisoformat(context.resources.teams.membership().today)
    return lapsed(opened.kind, standing, [getattr(opened, name) for name in names], asked_on, today)


def _standing(facts: list[RecordedFact]) -> str:
    """The state of a workflow: by the last fact that followed, or as it began."""
    last = [each.fact for each in facts if getattr(each.fact, str(each.fact.outcome), "") not in each.fact.keeping][-1]
    if last.follows is None:
        return last.begins_as
    if isinstance(last, MonitoringRevision):
        return "withdrawn" if last.withdrawn else "revised"
    return str(getattr(last, "decision", None) or getattr(last, "status", "open"))


def _employees(model: type[FactModel], employee: str | None, extent: Extent | None) -> list[str] | None:
    """Whose facts have to be read, where the store can tell: a workflow between several is nobody's by its column."""
    if len(model.on_ledger) != 1 or model.of_people is not None or model.recorder_reads:
        return None
    if employee is not None:
        return [employee]
    return None if extent is None or extent.everyone or extent.by_posting else sorted(extent.employees)


def _is_of(fact: FactModel, employee: str | None) -> bool:
    return employee is None or employee in fact.employees_named


def _is_about(opened: RecordedFact, wanted: WorkflowQuery) -> bool:
    """Whether one of the dates of a workflow lies in between: of a swap both, of a leave all from first to last."""
    fact, dates = opened.fact, [date.fromisoformat(opened.business_date)]
    if isinstance(fact, Leave):
        dates.append(fact.last_date)
    if isinstance(fact, Swap):
        dates.append(fact.counterparty_date)
    first, last = wanted.first or date.min, wanted.last or date.max
    return max(dates) >= first and min(dates) <= last
