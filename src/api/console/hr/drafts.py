"""A draft of a rule set: changed, tried on a period before anything is recorded, and adopted."""

from typing import Any
from urllib.parse import quote

from starlette.datastructures import FormData
from starlette.responses import Response

from api.console.form_submission import filled_in, new_key, record_form
from api.console.hr.comparisons import outcome_of
from api.console.hr.parameter_fields import WrongFieldError, differing, fields_of, manual, read_fields, written
from api.console.hr.parameter_words import NAMES
from api.console.hr.rule_sets import MANUAL, recorded_sets
from api.console.patience import SOON, in_time
from api.console.periods import every_period
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.visit import Visit
from api.operations.what_ifs import ProposedRules, what_if
from api.problems import Problem

room = Room()

Told = dict[str, Any]
_BESIDE = ("version", "effective_period", "reason", "period", "start", "key")


@room.get("/hr/rules/new")
def draft(visit: Visit) -> Response:
    """A draft that begins with a set: the one that is asked for, else that of the period that is running."""
    periods = every_period(visit)
    start = visit.query.get("start", periods[-1]["rules"])
    values = manual() if start == MANUAL else visit.rules(start)
    typed = {name: written(name, values[name]) for name in NAMES}
    ended = [each["period"] for each in periods[:-1]] or [periods[-1]["period"]]
    beside = dict.fromkeys(_BESIDE, "") | {
        "period": ended[-1],
        "start": start,
        "key": new_key(),
    }
    return _form(visit, typed | beside)


@room.post("/hr/rules/try")
def tried(visit: Visit) -> Response:
    """Who would win and lose by the draft in a period; nothing is recorded."""
    typed = _typed(visit.sent)
    try:
        found = in_time(visit, what_if(visit.context, typed["period"], proposed_rules(visit)), SOON)
    except (WrongFieldError, Problem) as wrong:
        return _refused(visit, typed, wrong)
    return _form(visit, typed, outcome=outcome_of(visit, found, "what_if"))


@room.post("/hr/rules/adopt")
def adopted(visit: Visit) -> Response:
    """Record the draft as a rule set."""
    typed = _typed(visit.sent)
    try:
        changed = differing(read_fields(typed, visit.language))
        fact = {name: typed[name].strip() for name in ("version", "effective_period", "reason")}
        if fact["version"] == MANUAL:
            raise Problem("invalid", visit.says("The name manual is reserved for the manual; use another one."))
        record_form(visit, "rules", fact | {"parameters": changed}, typed["key"])
    except (WrongFieldError, Problem) as wrong:
        return _refused(visit, typed | {"key": new_key()}, wrong)
    return visit.go(
        f"/hr/rules/{quote(fact['version'], safe='')}",
        done=visit.says(
            "The rule set %(version)s is adopted, from %(period)s on.",
            version=fact["version"],
            period=fact["effective_period"],
        ),
    )


def proposed_rules(visit: Visit) -> ProposedRules:
    """The draft that was sent. Raises WrongFieldError where a field of it is wrong."""
    return filled_in(ProposedRules, parameters=read_fields(_typed(visit.sent), visit.language))


def _typed(form: FormData) -> dict[str, str]:
    return {name: str(form.get(name, "")) for name in (*NAMES, *_BESIDE)}


def _refused(visit: Visit, typed: dict[str, str], wrong: WrongFieldError | Problem) -> Response:
    """The form again, with what was typed."""
    if isinstance(wrong, WrongFieldError):
        problem = Problem("invalid", str(wrong))
        return _form(visit, typed, refused=problem, wrong=wrong.name)
    return _form(visit, typed, refused=wrong)


def _form(
    visit: Visit,
    typed: dict[str, str],
    outcome: Told | None = None,
    refused: Problem | None = None,
    wrong: str | None = None,
) -> Response:
    sets = recorded_sets(visit)
    return visit.page(
        "hr/draft.html",
        status=200 if refused is None else refused.kind.status,
        typed=typed,
        chapters=fields_of(typed, visit.language),
        periods=every_period(visit),
        starts=[MANUAL, *(each["version"] for each in sets)],
        outcome=outcome,
        refusal=None if refused is None else refusal_of(refused, visit.language),
        wrong=wrong,
    )
