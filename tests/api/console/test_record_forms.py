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
    "delegation": "who gives it to whom is held by tests of its own",
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


def typed(client: httpx.Client, path: str, **fields: Any) -> httpx.Response:
    """A form as it is sent, before anything is confirmed."""
    return client.post(path, data={**Fields(client.get(path).text).values, **fields})


def test_what_moves_pay_is_looked_at_first_with_the_amounts_for_whom_they_are(service: Served) -> None:
    given = {"employee": "Q1", "period": "2024-11", "type": "meal", "amount": "33.00"}
    before = service.ledger.facts.last_position()
    with signed_in(service, "hr") as hr:
        looked = typed(hr, "/records/allowance/new", **given)
        assert (looked.status_code, "33.00" in looked.text, 'name="looked"' in looked.text) == (200, True, True)
        assert service.ledger.facts.last_position() == before
        again = Fields(looked.text).values
        figures = hr.post("/records/allowance/new", data=again | {"figures": "yes"}, headers={"HX-Request": "true"})
        assert "33.00" in figures.text.partition("<tbody>")[2], said(figures)
        assert 'name="looked"' in hr.post("/records/allowance/new", data=again | {"figures": "yes"}).text
        # Changed in between: it is looked at again.
        assert 'name="looked"' in hr.post("/records/allowance/new", data=again | {"amount": "34.00"}).text
        changed = hr.post("/records/allowance/new", data=again | {"change": "yes"}).text
        assert 'value="33.00"' in changed
        twice = [hr.post("/records/allowance/new", data=again) for _ in range(2)]
        assert twice[0].url == twice[1].url
    assert service.ledger.facts.last_position() == before + 1
    with signed_in(service, "manager") as manager:
        exam = typed(manager, "/records/exam/new", employee="E2", date="2024-11-05", score="77.00")
        assert "It may move pay." in exam.text, said(exam)
        assert "yuan" not in exam.text.partition("What it would do")[2].partition("</main>")[0]


def test_what_moves_nothing_is_recorded_at_once(service: Served) -> None:
    with signed_in(service, "qa") as qa:
        page = typed(qa, "/records/test_call/new", at="2024-11-05T09:30", line="2", result="ok")
        assert page.url.path.startswith("/records/test_call/"), said(page)
        assert 'name="looked"' not in page.text


def test_a_form_that_was_sent_and_changed_is_not_recorded_by_its_old_key(service: Served) -> None:
    with signed_in(service, "manager") as manager:
        first = Fields(manager.get("/records/test_call/new").text).values
        given = {"at": "2024-11-05T09:40", "line": "3", "result": "ok"}
        before = service.ledger.facts.last_position()
        manager.post("/records/test_call/new", data=first | given)
        changed = manager.post("/records/test_call/new", data=first | given | {"line": "4"})
        assert service.ledger.facts.last_position() == before + 1
        assert "recorded before" in changed.text, said(changed)
        manager.post("/records/test_call/new", data=Fields(changed.text).values | given | {"line": "4"})
        assert service.ledger.facts.last_position() == before + 2


def test_somebody_is_found_by_name_within_reach(service: Served) -> None:
    with signed_in(service, "team_leader") as leader:
        assert "李四 E2" in leader.get("/records/people?kind=violation&q=四").text
        assert "Q1" not in leader.get("/records/people?kind=violation&q=Q1").text.partition("<main")[2]
    with signed_in(service, "qa") as qa:
        page = sent(qa, "/records/praise/new", employee="李四", date="2024-11-04", written="true", about="other")
        assert "李四" in page.text, said(page)
        unknown = sent(qa, "/records/praise/new", employee="赵六", date="2024-11-04", written="true", about="other")
        assert unknown.status_code in (403, 409, 422), said(unknown)


def test_what_is_recorded_by_mistake_is_taken_back_by_one_button(service: Served) -> None:
    with signed_in(service, "hr") as hr:
        page = sent(hr, "/records/praise/new", employee="E2", date="2024-11-05", written="true", about="other")
        assert page.url.path != "/records/praise/new", said(page)
        path = page.url.path
        before = service.ledger.facts.last_position()
        undone = [hr.post(f"{path}/undo", data=Fields(page.text).values) for _ in range(2)]
        assert [each.status_code for each in undone] == [200, 200], said(undone[0])
        assert service.ledger.facts.last_position() == before + 1
        assert "counts for nothing" in undone[0].text
        assert f'action="{path}/undo"' not in hr.get(path).text


def test_what_something_rests_on_is_not_taken_back(service: Served) -> None:
    with signed_in(service, "manager") as manager:
        given = {"employee": "E1", "made_at": "2024-11-05T09:00", "due_at": "2024-11-06T18:00"}
        page = sent(manager, "/records/promise/new", **given)
        path = page.url.path
        assert f'action="{path}/undo"' in page.text
        kept = sent(manager, path, at="2024-11-06T09:30", status="kept")
        assert kept.status_code == 200, said(kept)
        assert f'action="{path}/undo"' not in kept.text
        refused = manager.post(f"{path}/undo", data=Fields(page.text).values)
        assert "promise_update" in refused.text or "came after" in refused.text, said(refused)
        last = service.ledger.facts.page(service.ledger.facts.last_position() - 1, 1)
        assert [each.fact.kind for each in last] == ["promise_update"]


def test_what_was_confirmed_with_a_reason_is_not_recorded_twice_however_it_is_sent(service: Served) -> None:
    with signed_in(service, "qa") as qa:
        path = "/records/reply_review/new"
        first = Fields(qa.get(path).text).values | {"employee": "E2", "date": "2024-11-09"}
        first |= {"channel": "fax", "passed": "true"}
        before = service.ledger.facts.last_position()
        asked = qa.post(path, data=first)
        assert 'name="doubts_reason"' in asked.text, said(asked)
        confirmed = Fields(asked.text).values | {"doubts_reason": "planned"}
        pages = [qa.post(path, data=confirmed), qa.post(path, data=confirmed), qa.post(path, data=first)]
        assert service.ledger.facts.last_position() == before + 1
        assert pages[0].url == pages[1].url
        assert "not recorded twice" in pages[2].text, said(pages[2])


def test_a_form_is_opened_from_the_page_of_a_person_with_the_person_in_it(service: Served) -> None:
    with signed_in(service, "team_leader") as leader:
        page = leader.get("/people/E2/2024-11")
        assert '/records/work_review/new?employee=E2&amp;period=2024-11"' in page.text, said(page)
        assert "/records/correction/new" not in page.text
        begun = leader.get("/records/work_review/new?employee=E2&period=2024-11").text
        assert 'value="李四 E2"' in begun
        assert 'value="2024-11"' in begun


def test_who_names_nobody_has_no_records_and_no_link_to_them(service: Served) -> None:
    with signed_in(service, "admin") as admin:
        assert 'href="/records"' not in admin.get("/me").text
        assert admin.get("/records/period").status_code == 404
        assert 'href="/records/' not in admin.get("/records").text
