"""The quarantine: refused lines, each with its reason, to be mended and tried again, or dismissed with a reason."""

from typing import Any

from starlette.responses import Response

from api.console.form_submission import new_key
from api.console.hr.line_words import refused_because, retried_as
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.visit import Visit
from api.problems import Problem

room = Room()

_PAGE = 50
_STATES = ("open", "retried", "dismissed", "all")
_MEND = "mend quarantine"


@room.get("/hr/quarantine")
def quarantine(visit: Visit) -> Response:
    """The lines of a state, the open ones without a choice."""
    return _page(visit)


@room.post("/hr/quarantine/retry")
def retry_all(visit: Visit) -> Response:
    """Try all open lines again."""
    form = visit.sent
    headers = {"Idempotency-Key": str(form.get("key", "")) or new_key()}
    lines = (visit.api.answer("POST", "/v1/quarantine/retry", headers=headers)).json()["lines"]
    settled = sum(line["status"] in ("accepted", "duplicate") for line in lines)
    done = visit.says(
        "%(settled)s of %(all)s lines are settled; the others stay open.", settled=settled, all=len(lines)
    )
    return visit.go("/hr/quarantine", done=done)


@room.post("/hr/quarantine/{id}/retry")
def retry(visit: Visit) -> Response:
    """Try a line again as it was mended."""
    form, line = visit.sent, visit.path["id"]
    raw, key = str(form.get("raw", "")), str(form.get("key", "")) or new_key()
    headers = {"Idempotency-Key": key, "Content-Type": "text/plain"}
    body = raw.replace("\r", "").replace("\n", "").strip()
    try:
        path = f"/v1/quarantine/{line}/retry"
        answer = (visit.api.answer("POST", path, content=body.encode(), headers=headers)).json()
    except Problem as problem:
        return _page(visit, problem, typed={line: raw})
    if answer["status"] in ("accepted", "duplicate"):
        return visit.go("/hr/quarantine", done=retried_as(answer["status"], visit.language))
    sentence = answer["message"] or retried_as(answer["status"], visit.language)
    return _page(visit, Problem("refused", sentence, code=answer["code"]), typed={line: raw})


@room.post("/hr/quarantine/{id}/dismiss")
def dismiss(visit: Visit) -> Response:
    """Dismiss a line, with a reason."""
    form, line = visit.sent, visit.path["id"]
    reason = str(form.get("reason", "")).strip()
    if not reason:
        sentence = visit.says("A line is dismissed with a reason; say why it is not needed.")
        return _page(visit, Problem("invalid", sentence))
    headers = {"Idempotency-Key": str(form.get("key", "")) or new_key()}
    visit.api.post(f"/v1/quarantine/{line}/dismiss", {"reason": reason}, **headers)
    return visit.go("/hr/quarantine", done=visit.says("The line is dismissed; it stays in the quarantine."))


def _page(visit: Visit, problem: Problem | None = None, typed: dict[str, str] | None = None) -> Response:
    state = visit.query.get("state", "open")
    if state not in _STATES:
        state = "open"
    page = visit.api.get("/v1/quarantine", state=state, limit=_PAGE, cursor=visit.query.get("cursor"))
    lines = [_line(visit, line, typed or {}) for line in page["lines"]]
    return visit.page(
        "hr/quarantine.html",
        status=200 if problem is None else problem.kind.status,
        lines=lines,
        following=page["next"],
        state=state,
        states=_STATES,
        may_mend=visit.may(_MEND) is not None,
        key=new_key(),
        refusal=None if problem is None else refusal_of(problem, visit.language),
    )


def _line(visit: Visit, line: dict[str, Any], typed: dict[str, str]) -> dict[str, Any]:
    raw = typed.get(str(line["id"]), line["raw"].rstrip("\r\n"))
    answer = line["answer"]
    if line["state"] == "retried":
        answer = retried_as(answer, visit.language)
    return line | {
        "answer": answer,
        "why": refused_because(line["code"], visit.language),
        "text": raw,
        "key": new_key(),
    }
