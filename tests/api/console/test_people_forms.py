"""HR's forms about people and before a closing, over HTTP: nobody is overwritten, and what changes is shown first."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from tests.api.asking import asking
from tests.api.routes.served import Served, served
from tests.ledger.material import Hands
from tests.ledger.stores import SQLiteStores

pytestmark = pytest.mark.slow
SOMEBODY = {"employee": "E1", "name": "新人", "role": "csr", "team": "B", "hired_on": "2026-11-01", "channel": "phone",
            "probation_until": ""}  # fmt: skip


@pytest.fixture
def service(sqlite_stores: SQLiteStores, clock: Hands) -> Iterator[Served]:
    with served(sqlite_stores.url(), clock=clock) as found:
        yield found


@contextmanager
def signed_in(service: Served, language: str = "en") -> Iterator[httpx.Client]:
    with asking(service.url, headers={"Accept-Language": language}, follow_redirects=True) as client:
        client.post("/sign-in", data={"key": service.key("hr", "H1")})
        yield client


def field(page: str, name: str) -> str:
    return re.findall(rf'name="{name}" value="([^"]*)"', page)[-1]


def facts(service: Served, kind: str, employee: str) -> list[dict[str, object]]:
    every = (fact.as_json() for fact in service.ledger.facts.page(0, 100_000))
    return [fact for fact in every if fact["kind"] == kind and fact["employee"] == employee]


@pytest.mark.parametrize("number", ["E1", " E1 ", "E1\u3000"])
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_somebody_new_with_a_number_that_exists_is_refused_with_whose_it_is(
    service: Served, number: str, language: str
) -> None:
    before = service.ledger.facts.last_position()
    (standing,) = facts(service, "employee", "E1")
    with signed_in(service, language) as hr:
        page = hr.get("/hr/people/new").text
        told = {"csrf": field(page, "csrf"), "key": field(page, "key")}
        answer = hr.post("/hr/people/new", data=SOMEBODY | told | {"employee": number})
        assert answer.status_code == 412
        assert 'role="alert"' in answer.text
        assert "notice done" not in answer.text
        assert str(standing["name"]) in answer.text
        assert "新人" in answer.text
    assert service.ledger.facts.last_position() == before


def test_somebody_new_is_recorded_once_however_often_the_form_is_sent(service: Served) -> None:
    with signed_in(service) as hr:
        page = hr.get("/hr/people/new").text
        told = {"csrf": field(page, "csrf"), "key": field(page, "key")}
        for _ in range(2):
            answer = hr.post("/hr/people/new", data=SOMEBODY | told | {"employee": "N1 "})
            assert (answer.status_code, answer.url.path) == (200, "/hr/people/N1")
            assert "notice done" in answer.text
    assert len(facts(service, "employee", "N1")) == 1


def test_a_form_s_key_is_for_what_was_sent_under_it_and_has_its_form(service: Served) -> None:
    with signed_in(service) as hr:
        page = hr.get("/hr/people/new").text
        told = {"csrf": field(page, "csrf"), "key": field(page, "key")}
        assert hr.post("/hr/people/new", data=SOMEBODY | told | {"employee": "N1"}).url.path == "/hr/people/N1"
        other = hr.post("/hr/people/new", data=SOMEBODY | told | {"employee": "N2"})
        unfit = hr.post("/hr/people/new", data=SOMEBODY | told | {"employee": "N2", "key": "k" * 300})
    assert (other.status_code, unfit.status_code) == (422, 400)
    assert facts(service, "employee", "N2") == []


@pytest.mark.parametrize("address", ["/hr/people/%20E1", "/audit/history/E1%20", "/hr/ripple?employee=%20E1"])
def test_a_number_is_found_in_its_one_form_wherever_it_is_typed(service: Served, address: str) -> None:
    (standing,) = facts(service, "employee", "E1")
    with signed_in(service) as hr:
        answer = hr.get(address)
    assert (answer.status_code, str(standing["name"]) in answer.text) == (200, True)


def test_what_the_ledger_refuses_is_told_on_the_page_that_asked(service: Served) -> None:
    with signed_in(service) as hr:
        answer = hr.get("/audit/time-machine?as_of=999999999")
    assert answer.status_code == 404
    assert 'value="999999999"' in answer.text


def test_somebody_new_is_recorded_with_the_base_salary_and_a_number_is_told_before_it_is_sent(service: Served) -> None:
    with signed_in(service) as hr:
        page = hr.get("/hr/people/new").text
        told = {"csrf": field(page, "csrf"), "key": field(page, "key"), "monthly": "5,200"}
        wrong = hr.post("/hr/people/new", data=SOMEBODY | told | {"employee": "E77"})
        assert (wrong.status_code, facts(service, "employee", "E77")) == (422, [])
        told |= {"key": field(wrong.text, "key"), "monthly": "5200.00"}
        for _click in range(2):
            assert "5,200.00" in hr.post("/hr/people/new", data=SOMEBODY | told | {"employee": "E77"}).text
        (salary,) = facts(service, "base_salary", "E77")
        assert (salary["monthly"], salary["from"]) == ("5200.00", SOMEBODY["hired_on"])
        part = {"hx-request": "true"}
        assert "新人" in hr.get("/hr/people/new/number?employee=%20E77", headers=part).text
        free = hr.get("/hr/people/new/number?employee=E78", headers=part)
        assert (free.status_code, free.text.strip()) == (200, "")


def test_a_correction_shows_what_it_changes_before_it_is_recorded(service: Served) -> None:
    (standing,) = facts(service, "employee", "E1")
    typed = {name: str(standing.get(name) or "") for name in SOMEBODY if name != "employee"}
    with signed_in(service) as hr:
        page = hr.get("/hr/people/E1").text
        told = {name: field(page, name) for name in ("csrf", "key", "version")}
        nothing = hr.post("/hr/people/E1/correction", data=typed | told)
        assert nothing.status_code == 422
        looked = hr.post("/hr/people/E1/correction", data=typed | told | {"team": "Z9"})
        assert looked.status_code == 200
        row = re.search(r"<tr><th scope=\"row\">[^<]*</th><td[^>]*>([^<]*)</td><td[^>]*>Z9</td></tr>", looked.text)
        assert row is not None
        assert row[1] == standing["team"]
        assert len(facts(service, "employee", "E1")) == 1
        sent = typed | told | {"team": "Z9", "looked": "yes", "key": field(looked.text, "key")}
        done = hr.post("/hr/people/E1/correction", data=sent)
        assert (done.status_code, "notice done" in done.text) == (200, True)
        assert facts(service, "employee", "E1")[-1]["team"] == "Z9"
        late = hr.post("/hr/people/E1/correction", data=sent | {"team": "Z8", "key": "another-key"})
        assert late.status_code == 412
    assert [fact["team"] for fact in facts(service, "employee", "E1")] == [standing["team"], "Z9"]


def test_before_a_closing_is_confirmed_it_is_shown_from_whom_pay_is_taken_back(service: Served) -> None:
    late = {"allowance": "late", "employee": "E2", "period": "2024-10", "type": "other", "amount": "-77.00"}
    with signed_in(service) as hr, service.client("hr", "H1") as api:
        assert api.post("/v1/periods/2024-10/closing", json={}).status_code == 201
        assert "taken-back" not in hr.get("/hr/close/2024-11/confirm").text
        assert api.post("/v1/allowances", json=late).status_code == 201
        page = hr.get("/hr/close/2024-11/confirm").text
        table = page.partition('id="taken-back"')[2].partition("</table>")[0]
        assert "E2" in table
        assert "77.00" in table
        assert "Without a total" in page


def test_the_api_records_a_new_employee_only_where_nobody_has_the_number(service: Served) -> None:
    body = {"employee": "E1", "name": "新人", "role": "csr", "team": "B", "hired_on": "2026-11-01"}
    before = service.ledger.facts.last_position()
    with service.client("hr") as hr:
        refused = hr.post("/v1/employees", json=body, headers={"If-None-Match": "*"})
        assert (refused.status_code, refused.json()["code"]) == (412, "exists")
        assert hr.post("/v1/employees", json=body, headers={"If-None-Match": '"1"'}).status_code == 400
        assert hr.post("/v1/employees", json=body, headers={"If-Match": '"2"'}).status_code == 412
        new = body | {"employee": "E99"}
        assert hr.post("/v1/employees", json=new, headers={"If-None-Match": "*", "If-Match": "m:p@"}).status_code == 400
        assert service.ledger.facts.last_position() == before
        made = hr.post("/v1/employees", json=body | {"employee": "N1"}, headers={"If-None-Match": "*"})
        assert made.status_code == 201
        assert hr.post("/v1/employees", json=body, headers={"If-Match": '"1"'}).status_code == 201
