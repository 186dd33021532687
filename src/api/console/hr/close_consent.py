"""A second person's consent to a closing: what is closed first with the month, and who consents to it."""

from starlette.responses import Response

from api.console.form_submission import filled_in, new_key
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.visit import Visit
from api.operations import consents as operations
from api.operations.consents import NewConsent, consents
from api.operations.periods import period, periods
from api.problems import Problem

room = Room()

_DIGITS = 18


@room.get("/hr/consent")
def next_to_consent(visit: Visit) -> Response:
    """To the consent to the next period that is to be closed."""
    following = next((each for each in periods(visit.context).periods if each.closed_at is None), None)
    return visit.go("/" if following is None else f"/hr/close/{following.period}/consent")


@room.get("/hr/close/{period}/consent")
def looked_at(visit: Visit) -> Response:
    """What a consent to the closing is to; no amounts."""
    return _page(visit)


@room.post("/hr/close/{period}/consent")
def consent(visit: Visit) -> Response:
    """Consent to the closing, up to the position that was looked at."""
    name, position = visit.path["period"], str(visit.sent.get("position", ""))
    try:
        is_number = position.isascii() and position.isdecimal() and len(position) <= _DIGITS
        new = filled_in(NewConsent, position=int(position) if is_number else position)
        operations.consent(visit.keyed(str(visit.sent.get("key", "")), new.model_dump()), name, new)
    except Problem as problem:
        return _page(visit, problem)
    done = visit.says("You consent to the closing of %(period)s by somebody else.", period=name)
    return visit.go(f"/hr/close/{name}/consent", done=done)


def _page(visit: Visit, problem: Problem | None = None) -> Response:
    found = period(visit.context, visit.path["period"])
    return visit.page(
        "hr/close_consent.html",
        status=200 if problem is None else problem.kind.status,
        period=found,
        asked=consents(visit.context, found.period),
        people=visit.people(),
        key=new_key(),
        refusal=None if problem is None else refusal_of(problem, visit.language),
    )
