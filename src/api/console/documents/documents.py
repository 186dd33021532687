"""The documents of a period that a role may have, and their download."""

from collections.abc import Mapping
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
from api.translation import marked

room = Room()
_KEPT = ("content-disposition", "content-type", "workledger-period", "workledger-position", "workledger-digest")
_ABOUT = {
    "payslips": marked("A page a person: every line of pay with its clause, the total, and disputes that are open."),
    "payroll-register": marked("A row a person, a column an item, with totals."),
    "ranking-notice": marked("For the wall: ranks and awards, with or without amounts."),
    "attendance-sheet": marked("A row a person, a column a day."),
    "hours-balances": marked("Hours due and worked, time off in lieu, and what is to be made up."),
    "quality-report": marked("Evaluations by agent: count, mean, trend, commonest faults, notes."),
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
    shown = [name for name in DOCUMENTS if visit.may(operation_of(name)) is not None]
    everyone = {name: (extent := visit.may(operation_of(name))) is not None and extent.everyone for name in shown}
    bonus = visit.may("report bonus")
    return visit.page(
        "documents/documents.html",
        period=named(periods, visit.path["period"]) or {"period": visit.path["period"], "closed_at": None},
        periods=periods,
        documents=[_document(visit, name, everyone=everyone[name]) for name in shown],
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
        raise invalid(visit, marked("Nobody is chosen; evidence is of the payslip of one person."))
    return evidence_of(visit, visit.path["period"], employee)


@room.get("/documents/{period}/{name}")
def download(visit: Visit) -> Response:
    """A document, as the API makes it, in the language of who asks."""
    period, name = visit.path["period"], visit.path["name"]
    given = {key: value for key, value in visit.query.items() if key != CHOSEN} | {CHOSEN: visit.language.value}
    made = visit.api.answer("GET", f"/v1/periods/{period}/documents/{name}", params=given)
    headers = {key: value for key, value in made.headers.items() if key in _KEPT}
    return Response(made.content, headers=headers)


def _document(visit: Visit, name: str, *, everyone: bool) -> dict[str, Any]:
    definition = DOCUMENTS[name]
    return {
        "name": name,
        "label": document_label(name, visit.language),
        "about": visit.says(_ABOUT[name]),
        "forms": definition.forms,
        "takes": definition.takes if everyone else definition.takes - {"employee", "team"},
    }


def _disputes(visit: Visit) -> list[Mapping[str, Any]]:
    found = visit.workflows("dispute")
    return sorted(found, key=lambda each: str(each["opened"]["at"]), reverse=True)
