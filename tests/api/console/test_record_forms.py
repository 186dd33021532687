"""Every kind of fact has a form, made from its model: whoever may record a kind has it, and it records."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from html.parser import HTMLParser
from typing import Any

import httpx
import pytest

from api.auth.permissions import PERMISSIONS
from api.console.records.form_fields import FactField, fact_fields, own_number_of
from api.console.records.record_kinds import BETTER_PAGES
from ledger.facts import KINDS
from ledger.roles import Role
from tests.api.asking import asking
from tests.api.routes.served import Served, served
from tests.ledger.material import Hands
from tests.ledger.stores import SQLiteStores

pytestmark = pytest.mark.slow
NOW = datetime.fromisoformat("2024-11-06T10:00:00+08:00")
WHO = {"employee": {"employee": "E1"}, "team_leader": {"employee": "L1", "team": "A"}, "qa": {"employee": "Q1"}}
ROLES = ("employee", "team_leader", "qa", "manager", "hr")
FILLED: dict[str, dict[str, Any]] = {
    "appraisal_form": {"items.0.item": "care", "items.0.max": "100", "items.0.source": "judged"},
    "calendar_day": {"date": "2024-11-09", "type": "workday"},
    "contract": {"pay": "hourly", "rate": "25.00", "day_minutes": "4:00", "from": "2024-11-01"},
    "dispute": {"text": "为什么"},
    "entitlement": {"type": "annual", "year": "2024", "minutes": "40:00"},
    "handover": {"from_leader": "L1", "to_leader": "Q1"},
    "leave": {"type": "sick"},
    "monitoring_quota": {"from": "2024-12"},
    "notice": {"from": "2024-12-01"},
    "opening": {"error_free_periods": "0", "deficit": "0:00"},
    "overtime_request": {"date": "2024-11-05"},
    "payment": {"item": "base"},
    "probation": {"until": "2024-12-31"},
    "punch_request": {"at": "2024-11-05T08:30"},
    "quarter_review": {"quarter": "2024-Q3"},
    "seniority": {"from": "2020-01-01"},
    "shift": {"date": "2024-11-20", "shift": "C"},
    "staff_need": {"from": "09:00", "until": "12:00"},
    "swap": {"requester_date": "2024-11-20", "counterparty": "E2", "counterparty_date": "2024-11-21"},
    "theme": {"by": "grant", "theme": "helper", "from": "2024-11"},
    "promise": {"due_at": "2024-11-06T18:00"},
    "award_grant": {"theme": "helper"},
}
"""What a kind needs beside what its fields alone say."""
NOT_HERE = {
    "acknowledgement": "what is signed off has to be there first",
    "assignment": "changes who is in reach",
    "leaving": "ends the employment of those whom the test is about",
    "site": "is there",
    "void": "takes back what other forms record",
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(SQLiteStores(tmp_path_factory.mktemp("forms")).url(), clock=Hands(NOW)) as found:
        yield found


@contextmanager
def signed_in(service: Served, role: str, language: str = "en", **whose: str) -> Iterator[httpx.Client]:
    with asking(service.url, headers={"Accept-Language": language}, follow_redirects=True) as client:
        client.post("/sign-in", data={"key": service.key(role, **(whose or WHO.get(role, {})))})
        yield client


class Fields(HTMLParser):
    """What the form of a page would send as it stands."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._within = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "form":
            self._within = str(told.get("action")).startswith("/records")
        if tag == "input" and self._within and told.get("type") != "checkbox":
            self.values[str(told.get("name"))] = told.get("value") or ""


def sent(client: httpx.Client, path: str, **fields: Any) -> httpx.Response:
    """A form as it is sent, with what stands in it, and then what has to be confirmed as it is asked."""
    page = client.get(path)
    assert page.status_code == 200, said(page)
    answer = client.post(path, data={**Fields(page.text).values, **fields})
    while 'name="looked"' in answer.text or 'name="doubts_reason"' in answer.text:
        again = Fields(answer.text).values
        answer = client.post(path, data={**again, **({"doubts_reason": "已核对"} if "doubts_reason" in again else {})})
    return answer


def said(page: httpx.Response) -> str:
    main = page.text.partition("<main")[2].partition("</main>")[0]
    return f"{page.status_code} {page.url} " + re.sub(r"<[^>]+>|\s+", " ", main)[:1500]


def filling(field: FactField) -> Any:
    """Something that fits a field."""
    simple = {
        "person": "E1",
        "people": "E1",
        "date": "2024-11-05",
        "moment": "2024-11-05T09:00",
        "month": "2024-11",
        "time": "09:00",
        "decimal": "50.00",
        "whole": "1",
        "hours": "1:00",
        "answer": "true",
        "team": "A",
    }
    return field.choices[0] if field.choices else simple.get(field.form, "甲")


@cache
def fields_of(kind: str) -> tuple[FactField, ...]:
    number = own_number_of(KINDS[kind])
    return fact_fields(KINDS[kind], *(() if number is None else (number,)))


def filled(kind: str, role: str) -> dict[str, Any]:
    needed = {field.name: filling(field) for field in fields_of(kind) if field.needed and field.form != "parts"}
    counts = {"counts": "false"} if kind == "training" and role in ("team_leader", "qa") else {}
    teams = {"teams": "A"} if kind == "instruction" and role == "team_leader" else {}
    return needed | FILLED.get(kind, {}) | counts | teams


def recorders() -> list[tuple[str, str]]:
    """Every kind that people begin something with, and each role that records it by a form."""
    kinds = [kind for kind, model in KINDS.items() if not model.by_command and model.follows is None]
    # A theme is there before it is granted.
    kinds.sort(key=lambda kind: kind == "award_grant")
    return [
        (kind, role)
        for kind in kinds
        if kind not in NOT_HERE and kind not in BETTER_PAGES
        for role in ROLES
        if Role(role) in PERMISSIONS[f"record {kind}"]
    ]


@pytest.mark.parametrize(("kind", "role"), recorders())
def test_whoever_may_record_a_kind_has_a_form_for_it_and_it_records(service: Served, kind: str, role: str) -> None:
    before = service.ledger.facts.last_position()
    with signed_in(service, role) as client:
        answer = sent(client, f"/records/{kind}/new", **filled(kind, role))
        assert answer.status_code == 200, said(answer)
        recorded = service.ledger.facts.page(before, 10)
        # What stood in the ledger already, by another role's form, is recorded once.
        assert [each.fact.kind for each in recorded][:1] == [kind] or "recorded before" in answer.text, said(answer)


def test_the_others_are_told_that_they_may_not(service: Served) -> None:
    for kind, model in KINDS.items():
        if model.follows is not None or model.by_command:
            continue
        without = [role for role in ROLES if Role(role) not in PERMISSIONS[f"record {kind}"]]
        for role in without[:1]:
            with signed_in(service, role) as client:
                assert client.get(f"/records/{kind}/new").status_code == 403


def test_the_pages_that_some_kinds_have_instead_are_there_for_whoever_records_them(service: Served) -> None:
    for kind in BETTER_PAGES:
        for role in ROLES:
            if Role(role) in PERMISSIONS[f"record {kind}"]:
                with signed_in(service, role) as client:
                    assert client.get(f"/records/{kind}/new").status_code == 200, (kind, role)
