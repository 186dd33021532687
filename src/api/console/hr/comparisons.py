"""What a comparison or a what-if has found, at once or once its job has ended."""

from typing import Any

from starlette.responses import Response

from api.console.hr.changed_figures import moved_of, pay_chart, rank_chart
from api.console.hr.posting_causes import differences_of
from api.console.rooms import Room
from api.console.visit import Visit
from api.operations.jobs import Job, job
from api.problems import Problem
from api.words.changed_rows import changed_row_words
from api.words.labels import cause_label, figure_label
from api.words.named_rules import caution_of

room = Room()

Told = dict[str, Any]
_RUNNING, _FINISHED = "running", "finished"
WHAT_IF, DIFF = "what_if", "diff"


@room.get("/hr/comparisons/{job}")
def comparison(visit: Visit) -> Response:
    """A comparison that became a job: how far it has come, and what it found."""
    found = job(visit.context, visit.path["job"])
    kind, _, _ = found.what.partition(" ")
    if kind not in ("what-if", "diff"):
        raise Problem("not-found", visit.says("This job is not a comparison; the page of imports shows imports."))
    return visit.page("hr/comparison.html", outcome=outcome_of(visit, found, WHAT_IF if kind == "what-if" else DIFF))


def outcome_of(visit: Visit, answer: Told | Job, kind: str, sides: tuple[str, str] | None = None) -> Told:
    """What an answer says for a page, whether it is what was asked for or a job that works at it."""
    if isinstance(answer, Job):
        if answer.state == _RUNNING:
            return {"kind": "running", "job": answer}
        if answer.state != _FINISHED:
            problem = (answer.answer or {}).get("problem")
            return {"kind": "failed", "problem": problem, "job": answer}
        found = dict(answer.answer)
        return outcome_of(visit, found, kind, sides) | {"job": answer}
    people = visit.people()
    if kind == DIFF:
        return {"kind": DIFF, "people": people, **_diff(visit, answer)}
    moved = moved_of(visit, answer)
    before, after = sides or (visit.says("Today's rules"), visit.says("The draft"))
    return {
        "kind": WHAT_IF,
        "people": people,
        "found": answer,
        "moved": moved,
        "caution": caution_of(str(answer.get("rules", "")), visit.language),
        "rows": changed_row_words(answer["rows"], visit.language),
        "lines": [dict(each) | {"label": figure_label(each["figure"], visit.language)} for each in answer["lines"]],
        "ranks": sum(person.rank is not None for person in moved),
        "pay_chart": pay_chart(visit, moved, people),
        "rank_chart": rank_chart(visit, moved, people, before, after),
    }


def _diff(visit: Visit, answer: Told) -> Told:
    return {
        "found": answer,
        "sides": [_side(visit, answer[side]) for side in ("before", "after")],
        "causes": [
            {
                "label": cause_label(cause, visit.language),
                "difference": cause["difference"],
                "minutes": cause.get("minutes"),
            }
            for cause in answer["causes"]
        ],
        "differences": differences_of(visit, answer),
        "rows": changed_row_words(answer["rows"], visit.language),
    }


def _side(visit: Visit, side: str) -> str:
    """A side in words: ``replay,as-of=120,rules=manual`` is a replay, as known at position 120, by the manual."""
    way, *words = side.split(",")
    told = [visit.says("a replay") if way == "replay" else visit.says("the books")]
    for word in words:
        name, _, value = word.partition("=")
        if name == "as-of":
            told.append(visit.says("ledger position %(position)s", position=value))
        elif name == "rules":
            told.append(visit.says("rule set %(rules)s", rules=value))
        else:
            told.append(visit.says("without %(fact)s", fact=value))
    return " · ".join(told)
