"""A rule set that is shipped: every value with its reason, what it would have paid, and its adoption."""

from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from api.console.form_submission import filled_in, new_key, typed
from api.console.hr.comparisons import outcome_of
from api.console.hr.parameter_words import lines_of, parameter_name
from api.console.patience import SOON, in_time
from api.console.periods import every_period
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.visit import Visit
from api.operations.named_rule_sets import Adoption, NewAdoption, adopt, named_rule_set
from api.operations.what_ifs import ProposedRules, what_if
from api.problems import Problem
from api.words.labels import value_label
from ledger.ruleset import parameter_of

room = Room()

Told = dict[str, Any]
_BESIDE = ("period", "effective_period", "reason", "key")
_STATED = "stated."


@room.get("/hr/named-rules/{name}")
def shipped(visit: Visit) -> Response:
    """A rule set that is shipped, with its table of reasons."""
    periods = every_period(visit)
    ended = [each["period"] for each in periods[:-1]] or [periods[-1]["period"]]
    return _page(visit, {"period": visit.query.get("period", ended[-1]), "key": new_key()})


@room.post("/hr/named-rules/{name}/try")
def tried(visit: Visit) -> Response:
    """What was paid in a period beside what the set would have paid; nothing is recorded."""
    given = _typed(visit)
    try:
        found = in_time(visit, what_if(visit.context, given["period"], proposed_set(visit)), SOON)
    except Problem as problem:
        return _page(visit, given, refused=problem)
    sides = visit.says("Paid"), visit.path["name"]
    # The page has the caution already.
    return _page(visit, given, outcome=outcome_of(visit, found, "what_if", sides) | {"caution": None})


@room.post("/hr/named-rules/{name}/check")
def checked(visit: Visit) -> Response:
    """What would be recorded; nothing is."""
    given = _typed(visit)
    try:
        found = adopt(visit.context, visit.path["name"], _new(given, dry_run=True), visit.language).answer
    except Problem as problem:
        return _page(visit, given, refused=problem)
    return _page(visit, given, adoption=found)


@room.post("/hr/named-rules/{name}/adopt")
def adopted(visit: Visit) -> Response:
    """Record the set as a rule set of the ledger."""
    given = _typed(visit)
    name, new = visit.path["name"], _new(given, dry_run=False)
    try:
        found = adopt(visit.keyed(given["key"], name, new.model_dump(mode="json")), name, new, visit.language).answer
    except Problem as problem:
        return _page(visit, given | {"key": new_key()}, refused=problem)
    done = visit.says(
        "The rule set %(version)s is adopted, from %(period)s on.", version=found.version, period=found.effective_period
    )
    return visit.go(f"/hr/rules/{quote(found.version, safe='')}", done=done)


def proposed_set(visit: Visit) -> ProposedRules:
    """The set that is asked for, with what the site states."""
    return filled_in(ProposedRules, rules=visit.path["name"], values=_values(_typed(visit)) or None)


def _typed(visit: Visit) -> dict[str, str]:
    stated = [name for name in visit.sent if name.startswith(_STATED)]
    return typed(visit, *_BESIDE, *stated)


def _values(given: dict[str, str]) -> dict[str, str]:
    return {name.removeprefix(_STATED): text for name, text in given.items() if name.startswith(_STATED) and text}


def _new(given: dict[str, str], *, dry_run: bool) -> NewAdoption:
    beside = {"reason": given["reason"]} if given["reason"] else {}
    return filled_in(
        NewAdoption, effective_period=given["effective_period"], values=_values(given), dry_run=dry_run, **beside
    )


def _page(
    visit: Visit,
    given: dict[str, str],
    outcome: Told | None = None,
    adoption: Adoption | None = None,
    refused: Problem | None = None,
) -> Response:
    found = named_rule_set(visit.context, visit.path["name"], visit.language)
    rows = [
        {
            "values": [_value(visit, name, value) for name, value in row.values.items()],
            "why": row.why,
            "source": row.source,
        }
        for row in found.rows
    ]
    limits = found.parameters["compliance"]
    return visit.page(
        "hr/named_rule_set.html",
        status=200 if refused is None else refused.kind.status,
        found=found,
        rows=rows,
        stated=[(name, value_label(name, visit.language), limits[name]) for name in found.to_state],
        typed=dict.fromkeys(_BESIDE, "") | given,
        periods=every_period(visit),
        may_try=visit.may("compare") is not None,
        may_adopt=visit.may("record rules") is not None,
        outcome=outcome,
        adoption=None if adoption is None else _adoption(visit, adoption),
        refusal=None if refused is None else refusal_of(refused, visit.language),
    )


def _value(visit: Visit, name: str, value: Any) -> Told:
    parameter, _, limit = name.partition(".")
    shown = [_limit(value, visit)] if limit else lines_of(parameter, value, visit.language)
    label = value_label(limit, visit.language) if limit else parameter_name(parameter, visit.language)
    return {"name": name, "label": label, "clause": parameter_of(parameter).clause, "lines": shown}


def _limit(value: Any, visit: Visit) -> str:
    """A limit of compliance; one that is not looked at is a dash."""
    if value is None or isinstance(value, bool):
        return value_label(bool(value), visit.language) or "–"
    return str(value)


def _adoption(visit: Visit, adoption: Adoption) -> Told:
    kept = [parameter_name(name, visit.language) for name in adoption.kept]
    return dict(adoption) | {"kept": kept}
