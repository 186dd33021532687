"""Grids: many values entered at once, checked as a whole, and recorded in one step or not at all."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import httpx
import pytest

from tests.api.asking import asking
from tests.api.routes.served import Served, served
from tests.ledger.material import Hands
from tests.ledger.stores import SQLiteStores

REVIEWS = "/grids/reviews?period=2024-11"


@pytest.fixture
def service(sqlite_stores: SQLiteStores, clock: Hands) -> Iterator[Served]:
    with served(sqlite_stores.url(), clock=clock) as found:
        yield found


@contextmanager
def signed_in(
    service: Served, role: str, employee: str | None = None, team: str | None = None
) -> Iterator[httpx.Client]:
    with asking(service.url, headers={"Accept-Language": "en"}, follow_redirects=True) as client:
        client.post("/sign-in", data={"key": service.key(role, employee, team)})
        yield client


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a grid, of the form that was shown."""
    form = page.partition("data-grid")[2].partition("</form>")[0]
    return dict(re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', form))


def rows(page: str) -> set[str]:
    return {name.rpartition(".")[2] for name in re.findall(r'name="(cell\.[^"]*)"', page)}


def facts(service: Served, kind: str, period: str) -> dict[str, Mapping[str, object]]:
    every = (fact.as_json() for fact in service.ledger.facts.page(0, 100_000))
    return {str(each["employee"]): each for each in every if each["kind"] == kind and each["period"] == period}


def test_values_are_looked_at_before_they_are_recorded_together_and_once(service: Served) -> None:
    before = service.ledger.facts.last_position()
    with signed_in(service, "manager", "M1") as manager:
        page = manager.get(REVIEWS).text
        typed = {"cell.0.E1": "91.5", "cell.1.E1": "８８", "cell.0.E2": "70"}
        looked = manager.post(REVIEWS, data=hidden(page) | typed)
        assert (looked.status_code, service.ledger.facts.last_position()) == (200, before)
        assert "looked" in hidden(looked.text)
        assert "What it would do" in looked.text
        assert "It may move pay." in looked.text
        for _ in range(2):
            done = manager.post(REVIEWS, data=hidden(looked.text) | typed)
            assert (done.status_code, "notice done" in done.text) == (200, True)
    assert service.ledger.facts.last_position() == before + 3
    assert {of: each["score"] for of, each in facts(service, "work_review", "2024-11").items()} == {
        "E1": "91.50",
        "E2": "70.00",
    }
    assert facts(service, "behaviour_review", "2024-11")["E1"]["evaluator"] == "M1"


def test_what_is_wrong_of_any_cell_keeps_all_of_them_out_and_is_told_beside_it(service: Served) -> None:
    before = service.ledger.facts.last_position()
    with signed_in(service, "manager", "M1") as manager:
        page = manager.get(REVIEWS).text
        typed = {"cell.0.E1": "91", "cell.1.E1": "good", "cell.0.E2": "101"}
        answer = manager.post(REVIEWS, data=hidden(page) | typed)
    assert answer.status_code == 422
    wrong = re.findall(r'<li><a href="#(cell[^"]*)">', answer.text)
    assert wrong == ["cell.1.E1", "cell.0.E2"]
    assert service.ledger.facts.last_position() == before


def test_rows_of_a_spreadsheet_may_be_pasted_as_text_with_headings_and_names(service: Served) -> None:
    with signed_in(service, "manager", "M1") as manager:
        page = manager.get(REVIEWS).text
        pasted = "number\tBehaviour review\nE1\t张三\t88\n李四\t77.5\n"
        looked = manager.post(REVIEWS, data=hidden(page) | {"pasted": pasted}).text
        assert 'name="cell.1.E1" value="88"' in looked
        assert 'name="cell.1.E2" value="77.5"' in looked
        nobody = manager.post(REVIEWS, data=hidden(page) | {"pasted": "E9\t88\n"})
    assert nobody.status_code == 422
    assert "E9" in nobody.text


def test_a_grid_is_undone_as_a_whole_as_an_import_is(service: Served) -> None:
    with signed_in(service, "manager", "M1") as manager:
        page = manager.get(REVIEWS).text
        typed = {"cell.0.E1": "91", "cell.0.E2": "70"}
        looked = manager.post(REVIEWS, data=hidden(page) | typed)
        done = manager.post(REVIEWS, data=hidden(looked.text) | typed)
        undo = re.findall(r'href="(/hr/imports/[^"]*/undo)"', done.text)[0]
        asked = manager.get(undo).text
        csrf, key = (re.findall(rf'name="{name}" value="([^"]*)"', asked)[-1] for name in ("csrf", "key"))
        undone = manager.post(undo, data={"csrf": csrf, "key": key, "reason": "another month"})
        assert "notice done" in undone.text
        assert 'data-was="91' not in manager.get(REVIEWS).text


def test_somebody_else_s_value_of_meanwhile_is_not_overwritten(service: Served) -> None:
    with signed_in(service, "manager", "M1") as manager:
        page = manager.get(REVIEWS).text
        with service.client("manager", "M2") as other:
            told = {"employee": "E1", "period": "2024-11", "score": "60", "at": "2024-11-20T09:00:00+08:00"}
            assert other.post("/v1/work-reviews", json=told).status_code == 201
        answer = manager.post(REVIEWS, data=hidden(page) | {"cell.0.E1": "91"})
    assert answer.status_code == 422
    assert facts(service, "work_review", "2024-11")["E1"]["score"] == "60.00"


def test_a_grid_has_the_rows_of_those_within_reach_and_nobody_else_s(service: Served) -> None:
    with signed_in(service, "team_leader", "L1", "A") as leader:
        assert rows(leader.get(REVIEWS).text) == {"E1", "E2"}
        assert leader.get("/grids/allowance").status_code == 404
        assert "/grids/allowance" not in leader.get("/grids").text
        page = leader.get(REVIEWS).text
        beyond = leader.post(REVIEWS, data=hidden(page) | {"cell.0.Q1": "50"})
        assert beyond.status_code == 422
    with signed_in(service, "employee", "E1") as employee:
        assert employee.get(REVIEWS).status_code == 404
        assert employee.get("/grids/nothing").status_code == 404
    assert "Q1" not in facts(service, "work_review", "2024-11")


@pytest.mark.parametrize(
    ("name", "more", "cell", "kind"),
    [
        ("allowance", {}, "cell.0.E2", "allowance"),
        ("exam", {"date": "2024-10-20"}, "cell.0.E2", "exam"),
        ("metric", {}, "", "metric"),
        ("payment", {"paid_on": "2024-11-10"}, "", "payment"),
    ],
)
def test_every_kind_that_is_declared_for_it_has_a_grid(
    service: Served, name: str, more: dict[str, str], cell: str, kind: str
) -> None:
    role = "manager" if kind == "metric" else "hr"
    address = f"/grids/{name}?period=2024-10"
    with signed_in(service, role, "H1") as visitor:
        page = visitor.get(address)
        assert page.status_code == 200
        if not cell:
            return
        looked = visitor.post(address, data=hidden(page.text) | more | {cell: "30"})
        done = visitor.post(address, data=hidden(looked.text) | more | {cell: "30", "doubts_reason": "checked"})
        assert "notice done" in done.text
    every = [fact.as_json() for fact in service.ledger.facts.page(0, 100_000)]
    assert every[-1]["kind"] == kind
    assert every[-1]["employee"] == "E2"
