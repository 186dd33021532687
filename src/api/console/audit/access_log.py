"""The access log: who looked at whose pay."""

from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.visit import Visit
from api.documents.printouts.registry import DOCUMENTS, document_label
from api.operations.access_log import AccessLogEntry, access_log
from api.problems import Problem
from api.words.fact_words import kind_label
from api.words.labels import report_label
from api.words.language import Language
from api.words.translation import marked, said
from ledger.facts import KINDS
from projections.reports import REPORTS

room = Room()
_PATH = "/audit/access-log"
_ROWS = 100
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
_READ = marked("read facts: %(what)s")
_PRINTED = marked("made the document: %(what)s")


@room.get(_PATH)
def looks(visit: Visit) -> Response:
    """Who looked at whose pay, the latest first."""
    employee, cursor = visit.query.get("employee", "").strip(), visit.query.get("cursor")
    people = visit.people()
    told: dict[str, Any] = {
        "employee": employee,
        "of_everyone": visit.reaches_everyone("see the access log"),
        "people": people,
        "zone": visit.zone,
        "refusal": None,
        "rows": [],
        "later": None,
        "begun": cursor is not None,
    }
    status = 200
    try:
        answer = access_log(visit.context, employee or None, "newest", _ROWS, cursor)
        told["rows"] = [_row(each, visit) for each in answer.entries]
        if answer.next:
            kept = {"employee": employee} if employee else {}
            told["later"] = f"{_PATH}?{urlencode(kept | {'cursor': answer.next})}"
    except Problem as problem:
        told["refusal"], status = refusal_of(problem, visit.language), problem.kind.status
    return visit.page("audit/access_log.html", status=status, **told)


def _row(entry: AccessLogEntry, visit: Visit) -> dict[str, Any]:
    language = visit.language
    number, _, name = entry.who.partition(" ")
    roles = ", ".join(visit.role_name(role) for role in entry.role.split())
    what = operation_words(entry.operation, language)
    return {**dict(entry), "key": number, "name": name, "roles": roles, "what": what}


def operation_words(operation: str, language: Language) -> str:
    """What somebody did, in words; an operation without any, by its name."""
    if operation in _OPERATIONS:
        return said(_OPERATIONS[operation], language)
    verb, _, what = operation.partition(" ")
    if verb in _WITH_REPORT and what in REPORTS:
        return said(_WITH_REPORT[verb], language, what=report_label(what, language))
    if verb == "read" and all(kind in KINDS for kind in what.split()):
        return said(_READ, language, what=", ".join(kind_label(kind, language) for kind in what.split()))
    if verb == "document" and what in DOCUMENTS:
        return said(_PRINTED, language, what=document_label(what, language))
    return operation
