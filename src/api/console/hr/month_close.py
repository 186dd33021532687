"""Closing a month, guided: what is open, what would be paid, what differs from the month before, and the closing."""

from collections.abc import Callable
from typing import Any

from starlette.responses import Response

from api.console.form_submission import acting, filled_in, new_key
from api.console.hr.month_preview import difference_of, preview_of
from api.console.hr.open_items import grouped
from api.console.hr.pay_figures import adjustments_of, total_of
from api.console.hr.posting_causes import causes_by_period
from api.console.problems import Refusal, refusal_of
from api.console.rooms import Room
from api.console.visit import Visit
from api.operations import closings
from api.operations.closings import NewClosing, foreseen_adjustments, open_matters
from api.operations.periods import Period, period, periods
from api.problems import Problem

room = Room()

Told = dict[str, Any]
_UNSCORED = "unscored"
_SHOWN_DOUBTS = 50


@room.get("/hr/close")
def next_to_close(visit: Visit) -> Response:
    """To the next period that is to be closed."""
    following = next((each for each in periods(visit.context).periods if each.closed_at is None), None)
    return visit.go("/hr/closings" if following is None else f"/hr/close/{following.period}")


@room.get("/hr/close/{period}")
def checklist(visit: Visit) -> Response:
    """Step 1: what is open, and why the period cannot be closed now, if it cannot."""
    return _step(visit, 1, "hr/close_checklist.html", _open)


@room.get("/hr/close/{period}/preview")
def preview(visit: Visit) -> Response:
    """Step 2: what would be paid."""
    return _step(visit, 2, "hr/close_preview.html", preview_of)


@room.get("/hr/close/{period}/difference")
def difference(visit: Visit) -> Response:
    """Step 3: what differs from the month before, and what is adjusted."""
    return _step(visit, 3, "hr/close_difference.html", difference_of)


@room.get("/hr/close/{period}/adjustments")
def adjustments(visit: Visit) -> Response:
    """Why closed periods are adjusted: asked for by itself, as it replays each of them."""
    period = visit.path["period"]
    payroll = visit.report("payroll", period)
    posted = adjustments_of(payroll["rows"])
    causes = causes_by_period(visit, dict.fromkeys(each["period"] for each in posted))
    return visit.page("hr/close_adjustments.html", period=period, causes=causes, people=visit.people())


@room.get("/hr/close/{period}/confirm")
def confirm(visit: Visit) -> Response:
    """Step 4: who closes, and how."""
    return _step(visit, 4, "hr/close_confirm.html", _last_look)


@room.post("/hr/close/{period}/confirm")
def close(visit: Visit) -> Response:
    """Close the period."""
    period, form = visit.path["period"], visit.sent
    typed: Told = {
        "by": str(form.get("by", "")).strip(),
        "strict": "strict" in form,
        "hold_negative": "hold_negative" in form,
        "key": str(form.get("key", "")) or new_key(),
    }
    if "looked" not in form:
        sentence = visit.says("Nothing was closed: tick that you have looked at the month, then close it.")
        return _again(visit, Problem("invalid", sentence), typed)
    asked = {name: typed[name] for name in ("by", "strict", "hold_negative")}
    try:
        closings.close(visit.keyed(typed["key"], asked), period, filled_in(NewClosing, **asked))
    except Problem as problem:
        return _again(visit, problem, typed | {"key": new_key()})
    return visit.go(f"/hr/closings/{period}", done=visit.says("%(period)s is closed.", period=period))


def _again(visit: Visit, problem: Problem, typed: Told) -> Response:
    refusal = refusal_of(problem, visit.language)

    def last_look(visit: Visit, period: Period) -> Told:
        return _last_look(visit, period) | {"typed": typed, "refusal": refusal}

    return _step(visit, 4, "hr/close_confirm.html", last_look, problem.kind.status)


def _step(
    visit: Visit, number: int, template: str, told: Callable[[Visit, Period], Told], status: int = 200
) -> Response:
    found = period(visit.context, visit.path["period"])
    if found.closed_at is not None and status == 200:
        return visit.go(f"/hr/closings/{found.period}")
    return visit.page(template, status=status, period=found, step=number, **told(visit, found))


def _open(visit: Visit, period: Period) -> Told:
    matters = open_matters(visit.context, period.period, visit.language)
    return {
        "matters": matters,
        "doubts": matters.doubts[:_SHOWN_DOUBTS],
        "groups": grouped(visit, period.period, matters.open),
        "people": visit.people(),
        "cannot": None if matters.refused is None else _cannot(visit, matters.refused),
    }


def _cannot(visit: Visit, sentence: str) -> Refusal:
    """Why it cannot be closed now, in the language of the visit."""
    return refusal_of(Problem("refused", sentence), visit.language)


def _last_look(visit: Visit, period: Period) -> Told:
    matters = open_matters(visit.context, period.period)
    payroll, people = visit.report("payroll", period.period), visit.people()
    adjusted = adjustments_of(payroll["rows"])
    return {
        "matters": matters,
        "cannot": None if matters.refused is None else _cannot(visit, matters.refused),
        "payroll": payroll,
        "total": total_of(payroll["rows"]),
        "adjusted": adjusted,
        "back": [each for each in adjusted if each["amount"].startswith("-")],
        "later": [
            each for each in foreseen_adjustments(visit.context, period.period) if each["amount"].startswith("-")
        ],
        "people": people,
        "unscored": len({each.employee for each in matters.open if each.matter == _UNSCORED}),
        "typed": {
            "by": acting(visit),
            "strict": False,
            "hold_negative": False,
            "key": new_key(),
        },
        "refusal": None,
    }
