"""The access log: who looked at whose pay."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from api.console.lists import Cell, Column, list_of, list_page, person_cell
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.visit import Visit
from api.documents.printouts.registry import DOCUMENTS, document_label
from api.operations.access_log import BY_DELEGATION, AccessLogEntry, access_log
from api.problems import Problem
from api.words.fact_words import kind_label
from api.words.labels import report_label
from api.words.language import Language
from api.words.translation import marked, said
from ledger.facts import KINDS
from projections.reports import REPORTS

room = Room()
_PATH = "/audit/access-log"
_ROWS = 1_000
_OF_WHO_LOOKED = ("who", "request")
_OPERATIONS = {
    "compare": marked("compared two versions of a period"),
    "reconcile": marked("compared what was paid"),
    "see a dispute's case": marked("opened a dispute's case"),
    "follow facts": marked("followed the facts as they came in"),
    "see history": marked("read the history"),
    "see closings": marked("read the closings"),
    "export": marked("exported every fact"),
    "see evidence": marked("took the evidence of a payslip"),
}
_WITH_REPORT = {
    "report": marked("read the report: %(what)s"),
    "replay": marked("replayed the report: %(what)s"),
}
_BY_DELEGATION = marked("%(what)s, by delegation")
_READ = marked("read facts: %(what)s")
_PRINTED = marked("made the document: %(what)s")


@room.get(_PATH)
def looks(visit: Visit) -> Response:
    """Who looked at whose pay, the latest first; as many as are looked through at once."""
    employee, cursor = visit.query.get("employee", "").strip(), visit.query.get("cursor")
    people, entries, later, refusal, status = visit.people(), [], None, None, 200
    try:
        answer = access_log(visit.context, employee or None, "newest", _ROWS, cursor)
        entries = answer.entries
        if answer.next:
            kept = {"employee": employee} if employee else {}
            later = f"{_PATH}?{urlencode(kept | {'cursor': answer.next})}"
    except Problem as problem:
        refusal, status = refusal_of(problem, visit.language), problem.kind.status
    zone, of_everyone = visit.zone, visit.reaches_everyone("see the access log")
    columns = [
        Column("at", visit.says("When")),
        Column("who", visit.says("Who looked")),
        Column("role", visit.says("Role")),
        Column("what", visit.says("Action")),
        Column("whom", visit.says("Of whom")),
        Column("period", visit.says("Period")),
        Column("position", visit.says("Position"), figure=True),
        Column("request", visit.says("Request")),
    ]
    # Of one's own pay one is told when and in which role it was looked at, and not by whom.
    told = [place for place, each in enumerate(columns) if of_everyone or each.name not in _OF_WHO_LOOKED]
    rows = [_row(visit, each, people, zone) for each in entries]
    return list_page(
        visit,
        "audit/access_log.html",
        list_of(visit, [columns[place] for place in told], [[row[place] for place in told] for row in rows]),
        "looks-at-pay",
        visit.says("Who looked at whose pay"),
        status=status,
        employee=employee,
        of_everyone=of_everyone,
        people=people,
        later=later,
        refusal=refusal,
    )


def _row(visit: Visit, entry: AccessLogEntry, people: Mapping[str, Mapping[str, Any]], zone: str) -> list[Cell]:
    key, _, name = entry.who.partition(" ")
    person = person_cell(name, people)
    return [
        Cell(visit.shown_moment(entry.at, zone), entry.at),
        Cell(person.text, quiet=f"{person.quiet} {key}".strip()),
        Cell(", ".join(visit.role_name(role) for role in entry.role.split())),
        Cell(operation_words(entry.operation, visit.language)),
        person_cell(entry.employee, people) if entry.employee else Cell(visit.says("everybody")),
        Cell(entry.period or ""),
        Cell(str(entry.position or ""), entry.position or None),
        Cell(entry.request),
    ]


def operation_words(operation: str, language: Language) -> str:
    """What somebody did, in words; an operation without any, by its name."""
    if operation in _OPERATIONS:
        return said(_OPERATIONS[operation], language)
    if operation.endswith(BY_DELEGATION):
        itself = operation_words(operation.removesuffix(BY_DELEGATION), language)
        return said(_BY_DELEGATION, language, what=itself)
    verb, _, what = operation.partition(" ")
    if verb in _WITH_REPORT and what in REPORTS:
        return said(_WITH_REPORT[verb], language, what=report_label(what, language))
    if verb == "read" and all(kind in KINDS for kind in what.split()):
        return said(_READ, language, what=", ".join(kind_label(kind, language) for kind in what.split()))
    if verb == "document" and what in DOCUMENTS:
        return said(_PRINTED, language, what=document_label(what, language))
    return operation
