"""Who is in, asked of the service: as the attendance report, within the caller's reach."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.api.routes.served import Served, served
from tests.ledger.material import Hands
from tests.ledger.stores import SQLiteStores

AT = "2024-10-20T10:00:00+08:00"
"""E2 is in team A before this date and in team B from it on."""
ROW = {"employee": "E2", "date": "2024-10-20", "shift": "C", "starts": "2024-10-20T09:30", "ends": "2024-10-20T18:00"}
IN = ROW | {"state": "late", "status": "missing_out", "in": "2024-10-20T09:42", "out": None, "late": 12, "early": 0}


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The small centre, in which E2 moves to team B and comes late on that day."""
    lines: list[dict[str, Any]] = [
        {"kind": "assignment", "employee": "E2", "from": "2024-10-20", "team": "B"},
        {"kind": "shift", "employee": "E2", "date": "2024-10-19", "shift": "C"},
        {"kind": "shift", "employee": "E2", "date": "2024-10-20", "shift": "C"},
        {"kind": "clock", "employee": "E2", "at": "2024-10-19T09:20:00+08:00", "direction": "auto", "ref": "p1"},
        {"kind": "clock", "employee": "E2", "at": "2024-10-20T09:42:30+08:00", "direction": "auto", "ref": "p2"},
        {"kind": "clock", "employee": "E2", "at": "2024-10-20T10:20:00+08:00", "direction": "auto", "ref": "p3"},
    ]
    with served(SQLiteStores(tmp_path_factory.mktemp("presence")).url(), clock=Hands()) as found:
        assert {each.status for each in found.ledger.record(lines)} <= {"accepted", "duplicate"}
        yield found


def people(client: httpx.Client, **query: str) -> list[dict[str, Any]]:
    answer = client.get("/v1/presence", params={"at": AT} | query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["people"]
    return found


@pytest.mark.slow
def test_a_shift_is_told_as_the_punches_up_to_the_moment_make_it(moved: Served) -> None:
    with moved.client("manager") as manager:
        assert people(manager, employee="E2") == [IN]
        later = people(manager, employee="E2", at="2024-10-20T10:30:00+08:00")
        assert [(each["state"], each["out"], each["early"]) for each in later] == [("left", "2024-10-20T10:20", 460)]
        answer = manager.get("/v1/presence", params={"at": "2024-10-20T02:00:00Z", "employee": "E2"}).json()
        assert (answer["at"], answer["position"]) == (AT, moved.ledger.facts.last_position())


@pytest.mark.slow
def test_without_a_moment_it_is_now_and_as_of_a_position_it_is_what_was_known_then(moved: Served) -> None:
    with moved.client("manager") as manager:
        now = manager.get("/v1/presence").json()
        assert now["at"] == "2026-11-23T16:00:00+08:00"
        before_the_punches = moved.ledger.facts.last_position() - 3
        found = people(manager, employee="E2", as_of=str(before_the_punches))
        assert [each["state"] for each in found] == ["missing"]


@pytest.mark.slow
def test_a_leader_sees_the_rows_of_dates_on_which_somebody_was_in_the_team(moved: Served) -> None:
    with moved.client("team_leader", team="A") as a, moved.client("team_leader", team="B") as b:
        assert "E2" not in {each["employee"] for each in people(a)}
        assert IN in people(b)
        day_before = "2024-10-19T10:00:00+08:00"
        assert [each["state"] for each in people(a, employee="E2", at=day_before)] == ["in"]
        assert people(b, employee="E2", at=day_before) == people(b, employee="Nobody", at=day_before) == []
        assert a.get("/v1/presence?team=B").json()["code"] == "reach"


@pytest.mark.slow
def test_who_sees_every_team_may_choose_one(moved: Served) -> None:
    with moved.client("hr") as hr:
        assert IN in people(hr, team="B")
        assert "E2" not in {each["employee"] for each in people(hr, team="A")}
        assert people(hr, team="None") == []


def test_an_employee_sees_no_other_and_a_quality_analyst_nobody(moved: Served) -> None:
    with moved.client("employee", employee="E2") as own, moved.client("qa") as qa:
        assert people(own) == [IN]
        for address in ("/v1/presence?employee=E1", "/v1/presence?team=B"):
            assert own.get(address).json()["code"] == "reach"
        assert qa.get("/v1/presence").status_code == 403


@pytest.mark.parametrize("at", ["noon", "2024-10-20", "2024-10-20T10:00", "9999-12-31T23:59:59-14:00"])
def test_what_is_no_moment_is_refused_in_a_sentence(moved: Served, at: str) -> None:
    with moved.client("hr") as hr:
        answer = hr.get("/v1/presence", params={"at": at})
    assert answer.status_code == 422, answer.text
    assert answer.json()["detail"].startswith("at is ")


def test_beyond_what_periods_are_reported_on_nobody_is_in(moved: Served) -> None:
    with moved.client("hr") as hr:
        for at in ("0001-01-02T00:00:00+00:00", "9999-12-31T00:00:00+00:00", "2019-01-01T00:00:00+08:00"):
            assert people(hr, at=at) == []
