"""Replays and comparisons: a period computed anew, two ways to see it beside each other, and the ripple of a fact."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from starlette.responses import Response

from api.console.audit.moments import as_instant, as_local
from api.console.fact_text import told
from api.console.form_submission import filled_in, invalid, typed
from api.console.hr.comparisons import DIFF, WHAT_IF, outcome_of
from api.console.hr.rule_sets import MANUAL
from api.console.patience import SOON, in_time
from api.console.periods import Period, every_period
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.visit import Visit
from api.operations.comparisons import DiffSides, diff
from api.operations.explanations import impact
from api.operations.facts import FactQuery, fact, facts
from api.operations.pages import PageQuery
from api.operations.periods import rule_sets
from api.parameter_values import read_kind
from api.problems import Problem
from api.words.fact_words import kind_label
from api.words.translation import marked
from ledger.facts import KINDS

room = Room()

Told = dict[str, Any]
_SIDES = ("before", "after")
_SIDE = ("way", "as_of", "rules", "without")
_FACTS = 40
_OWN = ("kind", "id", "position", "recorded_at", "recorded_by", "ref", "source")
_UNMOVING = ("site", "rules", "close", "erasure", "legal_hold", "clock_acceptance")
"""Kinds that are no input of one person's figures."""


@room.get("/hr/replays")
def replays(visit: Visit) -> Response:
    """The page on which a replay or a comparison is asked for."""
    fields = _fields() | {"before.way": "books", "after.way": "replay"}
    if "period" in visit.query:
        fields["period"] = visit.query["period"]
    return _page(visit, fields)


@room.post("/hr/replays")
def compared(visit: Visit) -> Response:
    """Compare the two sides that were asked for."""
    fields = typed(visit, *_fields())
    try:
        zone = visit.zone
        asked = {side: _words(visit, fields, side, zone) for side in _SIDES}
        sides = filled_in(DiffSides, **asked, employee=fields["employee"] or None)
        answer = in_time(visit, diff(visit.context, fields["period"], sides), SOON)
    except Problem as problem:
        return _page(visit, fields, problem=problem)
    return _page(visit, fields, outcome=outcome_of(visit, answer, DIFF))


def _fields() -> dict[str, str]:
    names = ["period", "employee", *(f"{side}.{part}" for side in _SIDES for part in _SIDE)]
    return dict.fromkeys(names, "")


def _words(visit: Visit, fields: Mapping[str, str], side: str, zone: str) -> str:
    """A side in the words of comparisons: ``replay,as-of=…,rules=…,without=…``. Raises Problem for an invalid one."""
    way, as_of, rules, without = (fields[f"{side}.{part}"] for part in _SIDE)
    if without and way != "replay":
        raise invalid(visit, marked("Only a replay can leave facts out; choose the replay for that version."))
    words = [way]
    if as_of:
        if not (as_local(as_instant(as_of, zone), zone) or (as_of.isascii() and as_of.isdigit())):
            raise invalid(visit, marked("Enter a time such as 2026-10-05 09:00, or a ledger position."))
        words.append(f"as-of={as_instant(as_of, zone)}")
    if rules:
        words.append(f"rules={rules}")
    return ",".join([*words, *(f"without={fact}" for fact in without.replace(",", " ").split())])


def _page(
    visit: Visit, fields: dict[str, str], outcome: Told | None = None, problem: Problem | None = None
) -> Response:
    periods = every_period(visit)
    if not fields["period"]:
        fields["period"] = _usual(periods)
    return visit.page(
        "hr/replays.html",
        status=200 if problem is None else problem.kind.status,
        typed=fields,
        periods=periods,
        people=visit.people(),
        sets=[MANUAL, *(each.version for each in rule_sets(visit.context).rules)],
        outcome=outcome,
        refusal=None if problem is None else refusal_of(problem, visit.language),
    )


def _usual(periods: list[Period]) -> str:
    """The last period that is closed, else the first."""
    closed = [each["period"] for each in periods if each["closed_at"] is not None]
    return str(closed[-1] if closed else periods[0]["period"])


@room.get("/hr/ripple")
def ripple(visit: Visit) -> Response:
    """Who would be affected without a fact; a fact is found by its kind and employee."""
    periods, query = every_period(visit), visit.query
    asked = {name: query.get(name, "").strip() for name in ("period", "kind", "employee", "fact")}
    asked["period"] = asked["period"] or _usual(periods)
    shown: Told = {
        "asked": asked,
        "periods": periods,
        "kinds": [(kind, kind_label(kind, visit.language)) for kind in KINDS if kind not in _UNMOVING],
        "people": visit.people(),
        "facts": None,
        "fact": None,
        "outcome": None,
        "refusal": None,
    }
    status = 200
    try:
        shown |= _rippled(visit, asked, periods)
    except Problem as problem:
        shown["refusal"], status = refusal_of(problem, visit.language), problem.kind.status
    return visit.page("hr/ripple.html", status=status, **shown)


def _rippled(visit: Visit, asked: Mapping[str, str], periods: list[Period]) -> Told:
    people, zone = visit.people(), visit.zone

    def row(shown: Mapping[str, Any]) -> Told:
        content = {name: value for name, value in shown.items() if name not in _OWN}
        return {
            "id": shown["id"],
            "position": shown["position"],
            "kind": kind_label(shown["kind"], visit.language),
            "fields": told(content, people, zone, visit.language),
        }

    if asked["fact"]:
        left_out = fact(visit.context, asked["fact"])
        answer = impact(visit.context, asked["period"], asked["fact"]).as_json()
        sides = visit.says("As recorded"), visit.says("Without it")
        return {"fact": row(left_out), "outcome": outcome_of(visit, answer, WHAT_IF, sides)}
    if not (asked["kind"] or asked["employee"]):
        return {}
    days = next((each for each in periods if each["period"] == asked["period"]), None)
    if days is None:
        raise invalid(visit, marked("Unknown period; choose one from the list."))
    kinds = [read_kind(asked["kind"])] if asked["kind"] else ()
    first, last = (date.fromisoformat(days[name]) for name in ("first_day", "last_day"))
    found = facts(visit.context, FactQuery(kinds, asked["employee"] or None, first, last), PageQuery(limit=_FACTS))
    return {
        "facts": [row(each) for each in found.facts if each["kind"] not in _UNMOVING],
        "more": found.next is not None,
    }
