"""The ledger itself: its facts in order, one of them as it is stored, and the closings."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from api.console.audit.histories import WORKFLOWS
from api.console.audit.voids import may_void
from api.console.fact_text import told
from api.console.form_submission import acting, invalid, new_key, record_form, typed
from api.console.names import named
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.visit import Visit
from api.operations.closings import closings
from api.operations.facts import FactQuery, Facts, fact, facts, voided_among
from api.operations.ledger import ledger
from api.operations.pages import PageQuery
from api.parameter_values import read_kind, read_position
from api.problems import Problem
from api.words.fact_words import field_label, kind_label, stated_fields
from api.words.translation import marked
from ledger.facts import KINDS
from ledger.facts.codec import ERASED
from ledger.facts.void import Void

room = Room()
_ROWS = 100
_OWN = ("kind", "id", "position", "recorded_at", "recorded_by", "ref", "source")


@room.get("/audit/facts")
def all_facts(visit: Visit) -> Response:
    """Facts in the order of the ledger."""
    query, people, last = visit.query, visit.people(), ledger(visit.context).position
    asked = {name: query[name].strip() for name in ("kind", "employee", "after", "cursor") if name in query}
    shown: dict[str, Any] = {
        "asked": {"kind": "", "employee": "", "after": ""} | asked,
        "people": people,
        "zone": visit.zone,
        "last": last,
        "newest": max(last - _ROWS, 0),
        "kinds": [(kind, kind_label(kind, visit.language)) for kind in KINDS],
        "refusal": None,
        "rows": [],
        "later": None,
    }
    status = 200
    try:
        answer = _facts(visit, asked)
        shown["rows"] = [_row(each, people, shown["zone"], visit) for each in answer.facts]
        if answer.next:
            shown["later"] = f"/audit/facts?{urlencode(asked | {'cursor': answer.next})}"
    except Problem as problem:
        shown["refusal"], status = refusal_of(problem, visit.language), problem.kind.status
    return visit.page("audit/facts.html", status=status, **shown)


def _facts(visit: Visit, asked: Mapping[str, str]) -> Facts:
    """The page of facts that is asked for. Raises Problem for an unknown kind or an invalid position."""
    kinds = [read_kind(asked["kind"])] if asked.get("kind") else ()
    after = read_position(asked["after"], "after") if asked.get("after") else 0
    page = PageQuery(after, limit=_ROWS, cursor=asked.get("cursor"))
    return facts(visit.context, FactQuery(kinds, asked.get("employee") or None), page)


def _row(fact: Mapping[str, Any], people: Mapping[str, Any], zone: str, visit: Visit) -> dict[str, Any]:
    content = {name: value for name, value in fact.items() if name not in _OWN}
    return {
        "id": fact["id"],
        "position": fact["position"],
        "recorded_at": fact["recorded_at"],
        "recorded_by": named(people, fact.get("recorded_by") or ""),
        "kind": kind_label(fact["kind"], visit.language),
        "fields": told(content, people, zone, visit.language, _stated(fact)),
    }


@room.get("/audit/facts/{id}")
def one_fact(visit: Visit) -> Response:
    """One fact as it is stored."""
    return _fact_page(visit)


@room.post("/audit/facts/{id}/void")
def void(visit: Visit) -> Response:
    """Void the fact, with a reason: what stood before it stands again (S11.5)."""
    given = typed(visit, "reason", "key")
    found = fact(visit.context, visit.path["id"])
    try:
        if not given["reason"]:
            raise invalid(visit, marked("The reason is missing; say why the fact is voided."))
        content = {"of_kind": found["kind"], "of": found["id"], "by": acting(visit), "reason": given["reason"]}
        record_form(visit, Void.kind, content, given["key"] or new_key())
    except Problem as problem:
        return _fact_page(visit, given, problem)
    done = visit.says("The fact is void; it stays on the ledger and counts for nothing.")
    return visit.go(f"/audit/facts/{found['id']}", done=done)


def _fact_page(visit: Visit, given: Mapping[str, str] | None = None, problem: Problem | None = None) -> Response:
    found = fact(visit.context, visit.path["id"])
    people, kind, zone = visit.people(), found["kind"], visit.zone
    voided = voided_among(visit.context, [found]).get(found["position"])
    shown = {name: value for name, value in found.items() if name not in ("kind", "id", "position", "recorded_at")}
    texts = told(shown, people, zone, visit.language, _stated(found))
    workflow = next(((name, found[name]) for name in WORKFLOWS if name in found and kind.startswith(name)), None)
    return visit.page(
        "audit/fact.html",
        status=200 if problem is None else problem.kind.status,
        refusal=None if problem is None else refusal_of(problem, visit.language),
        voided=voided,
        may_void=voided is None and may_void(visit, kind, found.get("recorded_by")),
        reason="" if given is None else given["reason"],
        key=new_key(),
        fact=found,
        kind=kind_label(kind, visit.language),
        zone=zone,
        fields=[
            (name, field_label(name, visit.language), _stored(value), text)
            for (name, value), (_, text) in zip(shown.items(), texts, strict=True)
        ],
        workflow=workflow,
        employees=[found[name] for name in ("employee", "requester", "counterparty") if found.get(name) in people],
        people=people,
        stored=json.dumps(found, ensure_ascii=False, indent=2),
        erased=ERASED in found.values(),
    )


def _stored(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _stated(fact: Mapping[str, Any]) -> frozenset[str]:
    return stated_fields(fact["kind"], fact, fact.get("recorded_by"))


@room.get("/audit/closings")
def all_closings(visit: Visit) -> Response:
    """The closed periods, with all that pins their figures."""
    return visit.page(
        "audit/closings.html",
        closings=closings(visit.context).closings,
        zone=visit.zone,
        people=visit.people(),
    )
