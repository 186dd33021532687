"""The documents of a period that a role may have, and their download."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from starlette.responses import Response

from api.console.evidence import evidence_of
from api.console.form_submission import invalid
from api.console.languages import CHOSEN
from api.console.periods import every_period, last_settled, named
from api.console.rooms import Room
from api.console.visit import Visit
from api.documents.printouts import DOCUMENTS, operation_of
from api.documents.printouts.registry import document_label
from api.operations.documents import DocumentQuery, document, document_headers, reads_as_colleague
from api.words.translation import marked

room = Room()
_FIELDS = {"from": "since"}
_ABOUT = {
    "payslips": marked("A page a person: every line of pay with its clause, the total, and disputes that are open."),
    "payroll-register": marked("A row a person, a column an item, with totals."),
    "ranking-notice": marked("For the wall: ranks and awards, with or without amounts."),
    "attendance-sheet": marked("A row a person, a column a day."),
    "hours-balances": marked("Hours due and worked, time off in lieu, and hours to make up."),
    "quality-report": marked("Evaluations by agent: count, mean, trend, commonest faults, notes."),
    "morning-brief": marked("The manager's morning for the wall: numbers only, no names."),
    "monitoring-report": marked(
        "The monitoring report of a day, a week or the period: the plan, the work, the agents."
    ),
    "month-close": marked("Checklist, totals against last month, adjustments with their causes, digests."),
    "dispute-file": marked("The whole case of one dispute."),
}


@room.get("/documents")
def latest(visit: Visit) -> Response:
    """The documents of the last closed period, else of the one that is running."""
    return visit.go(f"/documents/{last_settled(every_period(visit))['period']}")


@room.get("/documents/{period}")
def documents(visit: Visit) -> Response:
    """The documents of a period."""
    periods = every_period(visit)
    people = visit.people()
    period = named(periods, visit.path["period"]) or {"period": visit.path["period"], "closed_at": None}
    extents = {name: extent for name in DOCUMENTS if (extent := visit.may(operation_of(name))) is not None}
    shown = [
        name
        for name, extent in extents.items()
        if period["closed_at"] is not None or not reads_as_colleague(name, extent)
    ]
    chooses = {name: extent.everyone or extent.all_agents for name, extent in extents.items()}
    bonus = visit.may("report bonus")
    return visit.page(
        "documents/documents.html",
        period=period,
        periods=periods,
        documents=[_document(visit, name, chooses=chooses[name]) for name in shown],
        people=people,
        teams=sorted({each["team"] for each in people.values()}),
        amounts=bonus is not None and bonus.everyone,
        evidence=visit.may("see evidence"),
        disputes=_disputes(visit) if "dispute-file" in shown else [],
    )


@room.get("/documents/{period}/evidence")
def evidence(visit: Visit) -> Response:
    """The evidence of a payslip: of whom is chosen, or one's own."""
    employee = visit.query.get("employee") or visit.principal.employee
    if not employee:
        raise invalid(visit, marked("No employee is chosen; evidence is for the payslip of one employee."))
    return evidence_of(visit, visit.path["period"], employee)


@room.get("/documents/{period}/{name}")
def download(visit: Visit) -> Response:
    """A document, in the caller's language."""
    period = visit.path["period"]
    made = document(visit.context, visit.path["name"], period, _query(visit))
    return Response(made.content, media_type=made.media_type, headers=document_headers(made, period))


def _query(visit: Visit) -> DocumentQuery:
    """What is chosen of a document. Raises Problem for what cannot be chosen."""
    given = {_FIELDS.get(name, name): value for name, value in visit.query.items() if name != CHOSEN}
    amounts = given.pop("amounts", "false")
    unknown = given.keys() - {each.name for each in fields(DocumentQuery)}
    if unknown or amounts not in ("true", "false"):
        raise invalid(visit, marked("The document has no such option; choose one on the page of documents."))
    return DocumentQuery(**given, amounts=amounts == "true", lang=visit.language.value)


def _document(visit: Visit, name: str, *, chooses: bool) -> dict[str, Any]:
    definition = DOCUMENTS[name]
    return {
        "name": name,
        "label": document_label(name, visit.language),
        "about": visit.says(_ABOUT[name]),
        "forms": definition.forms,
        "takes": definition.takes if chooses else definition.takes - {"employee", "team"},
    }


def _disputes(visit: Visit) -> list[Mapping[str, Any]]:
    found = visit.workflows("dispute")
    return sorted(found, key=lambda each: str(each["opened"]["at"]), reverse=True)
