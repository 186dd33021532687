"""The quarantine: refused lines, each with its reason, to be mended and tried again, or dismissed with a reason."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from api.console.form_submission import filled_in, new_key
from api.console.hr.line_fields import line_fields, mended_line
from api.console.hr.line_words import refused_because, retried_as
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.visit import Visit
from api.operations import quarantine as kept
from api.operations.doubts import doubt_sentence
from api.operations.quarantine import STATES, Dismissal, Quarantined, Retried
from api.problems import Problem

room = Room()

_PAGE = 50
_TOLD = 5
"""Of so many lines that were accepted, what should be looked at is told; the page of doubts lists all."""
_SETTLED = ("accepted", "duplicate")
_MEND = "mend quarantine"
_CHOSEN = ("import", "code")
"""By what lines are chosen: the import that they are of, and the code for which they were refused."""


@room.get("/hr/quarantine")
def quarantine(visit: Visit) -> Response:
    """The lines of a state, the open ones without a choice."""
    return _page(visit)


@room.post("/hr/quarantine/retry")
def retry_all(visit: Visit) -> Response:
    """Try all open lines again."""
    form = visit.sent
    lines = kept.retry_all(visit.keyed(str(form.get("key", "")))).answer.lines
    settled = sum(line.status in _SETTLED for line in lines)
    done = visit.says(
        "%(settled)s of %(all)s lines are settled; the others stay open.", settled=settled, all=len(lines)
    )
    doubted = [line for line in lines if line.doubts]
    return visit.go("/hr/quarantine", done=" ".join([done, *_doubts(visit, doubted[:_TOLD])]))


@room.post("/hr/quarantine/{id}/retry")
def retry(visit: Visit) -> Response:
    """Try a line again as it was mended."""
    form, line = visit.sent, visit.path["id"]
    raw = mended_line(form, str(form.get("raw", "")))
    mended = raw.replace("\r", "").replace("\n", "").strip()
    try:
        answer = kept.retry(visit.keyed(str(form.get("key", "")), mended), line, mended.encode()).answer
    except Problem as problem:
        return _page(visit, problem, typed={line: raw})
    if answer.status in _SETTLED:
        done = [retried_as(answer.status, visit.language), *_doubts(visit, [answer])]
        return visit.go("/hr/quarantine", done=" ".join(done))
    sentence = answer.message or retried_as(answer.status, visit.language)
    return _page(visit, Problem("refused", sentence, code=answer.code), typed={line: raw})


@room.post("/hr/quarantine/{id}/dismiss")
def dismiss(visit: Visit) -> Response:
    """Dismiss a line, with a reason."""
    form, line = visit.sent, visit.path["id"]
    reason = str(form.get("reason", "")).strip()
    if not reason:
        sentence = visit.says("The reason is missing; say why the line is not needed.")
        return _page(visit, Problem("invalid", sentence))
    kept.dismiss(visit.keyed(str(form.get("key", "")), reason), line, filled_in(Dismissal, reason=reason))
    return visit.go("/hr/quarantine", done=visit.says("The line is dismissed; it stays in the quarantine."))


@room.post("/hr/quarantine/dismiss")
def dismiss_several(visit: Visit) -> Response:
    """Dismiss the open lines that are chosen by file and reason of refusal, with one reason."""
    form = visit.sent
    reason, chosen = str(form.get("reason", "")).strip(), [str(form.get(name, "")) for name in _CHOSEN]
    if not reason:
        return _page(visit, Problem("invalid", visit.says("The reason is missing; say why the lines are not needed.")))
    context = visit.keyed(str(form.get("key", "")), reason, *chosen)
    done = kept.dismiss_group(context, filled_in(Dismissal, reason=reason), *chosen).answer
    return visit.go("/hr/quarantine", done=visit.says("%(n)s lines are dismissed; they stay here.", n=done.lines))


def _page(visit: Visit, problem: Problem | None = None, typed: dict[str, str] | None = None) -> Response:
    state = visit.query.get("state", "open")
    if state not in STATES:
        state = "open"
    chosen = [str(visit.sent.get(name, visit.query.get(name, ""))) for name in _CHOSEN]
    page = kept.quarantine(visit.context, state, _PAGE, visit.query.get("cursor"), *chosen)
    groups = [
        {
            "why": refused_because(each.code, "", visit.language),
            "file": each.file,
            "lines": each.lines,
            "address": urlencode({"import": each.import_key, "code": each.code}),
            "chosen": [each.import_key, each.code] == chosen,
        }
        for each in kept.quarantine_groups(visit.context)
    ]
    lines = [_line(visit, line, typed or {}) for line in page.lines]
    return visit.page(
        "hr/quarantine.html",
        status=200 if problem is None else problem.kind.status,
        lines=lines,
        groups=groups,
        chosen=dict(zip(_CHOSEN, chosen, strict=True)),
        count=sum(each["lines"] for each in groups if each["chosen"] or not any(chosen)),
        following=page.next,
        state=state,
        states=STATES,
        may_mend=visit.may(_MEND) is not None,
        key=new_key(),
        refusal=None if problem is None else refusal_of(problem, visit.language),
    )


def _doubts(visit: Visit, lines: Sequence[Retried]) -> list[str]:
    """What should be looked at of lines that were accepted, in sentences."""
    return [doubt_sentence(doubt.as_json(), visit.language) for line in lines for doubt in line.doubts]


def _answered(visit: Visit, line: Quarantined) -> str | None:
    """What was answered when the line was tried again, or why it was dismissed."""
    if line.answer is None or line.state == "retried":
        return line.answer and retried_as(line.answer, visit.language)
    return visit.sentence(line.answer)


def _line(visit: Visit, line: Quarantined, typed: dict[str, str]) -> dict[str, Any]:
    raw = typed.get(str(line.id), line.raw.rstrip("\r\n"))
    return dict(line) | {
        "answer": _answered(visit, line),
        "why": refused_because(line.code, line.message, visit.language),
        "text": raw,
        "fields": line_fields(raw),
        "key": new_key(),
    }
