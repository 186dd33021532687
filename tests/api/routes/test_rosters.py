"""A roster is planned in a draft that is nobody else's, and published in one commit or not at all."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import httpx
import pytest

from api.operations.report_forms import XLSX
from api.rosters.drafts import kept_draft, kept_drafts
from ledger.store.clear_texts import Person, blank
from tests.api.routes.served import Served, served
from tests.ledger.material import Hands
from tests.ledger.stores import SQLiteStores

PERIOD, PAST = "2026-12", "2026-11"
PLAN = f"/v1/rosters/{PERIOD}"
LINES: list[dict[str, Any]] = [
    {"kind": "staff_need", "team": "A", "date": "2026-12-02", "from": "10:00", "until": "16:00", "seats": 2},
    {"kind": "holiday", "date": "2026-12-25", "name": "节日"},
    {"kind": "leaving", "employee": "E2", "last_day": "2026-12-20", "reason": "resigned"},
    {"kind": "shift", "employee": "E1", "date": "2026-12-01", "shift": "R"},
    {"kind": "leave", "leave": "L9", "employee": "E1", "type": "annual", "first_date": "2026-12-03",
     "last_date": "2026-12-03", "requested_on": "2026-11-01"},
]  # fmt: skip


@pytest.fixture
def centre(sqlite_stores: SQLiteStores) -> Iterator[Served]:
    """The small centre: A needs two on the 2nd, E1 asks for leave on the 3rd, E2 leaves on the 20th."""
    with served(sqlite_stores.url(), clock=Hands(datetime.fromisoformat("2026-11-23T16:00:00+08:00"))) as found:
        outcomes = found.ledger.record(LINES)
        assert [each.refusal for each in outcomes] == [None] * len(LINES)
        yield found


def cell(employee: str, date: str, shift: str | None) -> dict[str, Any]:
    return {"employee": employee, "date": date, "shift": shift}


def changed(client: httpx.Client, *cells: dict[str, Any], version: int = 0, **query: str) -> dict[str, Any]:
    sent = {"version": version, "cells": list(cells)}
    answer = client.patch(f"{PLAN}/draft", json=sent, params=query)
    assert answer.status_code in (200, 201), answer.text
    found: dict[str, Any] = answer.json()
    return found


def shifts(served: Served) -> list[dict[str, Any]]:
    facts = served.ledger.facts.select(0, 1_000_000, ["shift"], None, served.ledger.facts.last_position())
    return [fact.as_json() for fact in facts if fact.as_json()["date"] >= "2026-11-20"]


def test_a_draft_comes_to_hours_seats_and_conflicts_and_is_no_fact(centre: Served) -> None:
    with centre.client("team_leader", "L1", "A") as leader:
        answer = changed(
            leader, *(cell("E1", f"2026-12-0{day}", "R") for day in (2, 3)), cell("E2", "2026-12-25", "R"),
            cell("E1", "2026-12-25", "Q"), cell("E1", "2026-12-25", "R"),
        )  # fmt: skip
        plan = leader.get(PLAN).json()
    assert [(each["employee"], each["code"]) for each in answer["refused"]] == [("E2", "not_in_roster")]
    assert [(each["from"], each["needed"], each["rostered"], each["gap"]) for each in plan["check"]["needs"]] == [
        ("10:00", 2, 1, 1)
    ]
    assert [(each["date"], each["conflict"]) for each in plan["check"]["conflicts"]] == [
        ("2026-12-03", "leave_requested"),
        ("2026-12-25", "holiday"),
    ]
    hours = {each["employee"]: each for each in plan["check"]["hours"]}
    counted = next(each["counted"] for each in plan["shifts"] if each["shift"] == "R")
    assert hours["E1"]["rostered"] == 4 * counted
    assert [each["shift"] for each in plan["published"]] == ["R"]
    assert {each["employee"]: each["spans"] for each in plan["people"]}["E2"] == [
        {"first_day": "2026-12-01", "last_day": "2026-12-20"}
    ]
    assert len(shifts(centre)) == 1


def test_a_draft_is_its_authors_and_the_managers_alone(centre: Served) -> None:
    with centre.client("team_leader", "L1", "A") as leader, centre.client("manager") as manager:
        changed(leader, cell("E1", "2026-12-02", "R"))
        assert [each["author"] for each in manager.get(f"{PLAN}/drafts").json()["drafts"]] == ["L1"]
        seen = manager.get(PLAN, params={"team": "A", "author": "L1"}).json()
        assert [each["date"] for each in seen["draft"]] == ["2026-12-02"]
        assert manager.get(PLAN, params={"team": "A"}).json()["draft"] == []
    for role, employee, team in (("hr", None, None), ("team_leader", "E4", "A")):
        with centre.client(role, employee, team) as other:
            assert other.get("/v1/roster-drafts").json() == {"drafts": []}
            assert other.get(f"{PLAN}/drafts").status_code == 403
            query = {"team": "A", "author": "L1"}
            there, nowhere = (other.get(PLAN, params=query | {"author": each}) for each in ("L1", "E9"))
            assert (there.status_code, there.json()["detail"]) == (404, nowhere.json()["detail"])
            assert other.patch(f"{PLAN}/draft", params=query, json={"cells": []}).status_code == 404
            assert other.delete(f"{PLAN}/draft", params=query).status_code == 404
            body = {"version": 1}
            assert other.post(f"{PLAN}/publications", params=query, json=body).status_code == 404
    with centre.client("team_leader", "E9", "B") as leader:
        assert leader.get(PLAN, params={"team": "A"}).status_code == 403
    for role in ("employee", "qa", "auditor", "admin"):
        with centre.client(role, "E1" if role == "employee" else None) as other:
            assert other.get(PLAN).status_code == 403


def test_what_is_published_is_what_differs_in_one_commit_and_once(centre: Served) -> None:
    with centre.client("team_leader", "L1", "A") as leader:
        cells = [cell("E1", "2026-12-01", "R"), cell("E1", "2026-12-02", "C"), cell("E2", "2026-12-02", "R")]
        version = changed(leader, *cells, cell("L1", "2026-12-02", "R"))["version"]
        before = centre.ledger.facts.last_position()
        headers = {"idempotency-key": "publish-1"}
        first, again = (
            leader.post(f"{PLAN}/publications", json={"version": version}, headers=headers) for _ in range(2)
        )
        assert (first.status_code, again.json()) == (201, first.json())
        assert (first.json()["published"], first.json()["position"]) == (3, before + 3)
        assert leader.get(PLAN).json()["version"] == 0
    assert {each["recorded_by"] for each in shifts(centre)[1:]} == {"L1"}
    assert len(shifts(centre)) == 4


def test_where_one_date_is_refused_none_is_published_and_all_are_told(centre: Served) -> None:
    with centre.client("team_leader", "L1", "A") as leader:
        version = changed(leader, cell("E1", "2026-12-04", "R"), cell("E2", "2026-12-18", "R"))["version"]
        left = {"kind": "leaving", "employee": "E2", "last_day": "2026-12-10", "reason": "resigned"}
        assert [each.status for each in centre.ledger.record([left])] == ["accepted"]
        answer = leader.post(f"{PLAN}/publications", json={"version": version})
        assert (answer.status_code, answer.json()["code"]) == (409, "not_in_roster")
        assert "E2 2026-12-18" in answer.json()["detail"]
        plan = leader.get(PLAN).json()
        assert (len(shifts(centre)), plan["version"], len(plan["draft"])) == (1, version, 2)
        assert [(each["date"], each["conflict"]) for each in plan["check"]["conflicts"]] == [
            ("2026-12-18", "not_employed")
        ]
        assert changed(leader, cell("E2", "2026-12-18", None), version=version)["check"]["conflicts"] == []
        assert leader.post(f"{PLAN}/publications", json={"version": version + 1}).status_code == 201


def test_a_past_date_is_changed_with_a_reason_and_never_ones_own(centre: Served) -> None:
    plan = f"/v1/rosters/{PAST}"
    with centre.client("team_leader", "L1", "A") as leader:
        sent = {"cells": [cell("E1", "2026-11-20", "R")]}
        assert leader.patch(f"{plan}/draft", json=sent).status_code == 201
        answer = leader.post(f"{plan}/publications", json={"version": 1})
        assert (answer.status_code, answer.json()["code"]) == (409, "past_shift")
        reasoned = {"version": 1, "reason": "换班忘记录入"}
        assert leader.post(f"{plan}/publications", json=reasoned).status_code == 201
        assert shifts(centre)[-1]["reason"] == "换班忘记录入"
        assert leader.patch(f"{plan}/draft", json={"cells": [cell("L1", "2026-11-20", "R")]}).status_code == 201
        answer = leader.post(f"{plan}/publications", json=reasoned)
        assert (answer.status_code, answer.json()["code"]) == (409, "own_decision")


def test_of_two_who_change_a_draft_the_second_is_told_of_the_first(centre: Served) -> None:
    query = {"team": "A", "author": "L1"}
    with centre.client("team_leader", "L1", "A") as leader, centre.client("manager", "E4") as manager:
        changed(leader, cell("E1", "2026-12-02", "R"))
        changed(manager, cell("E1", "2026-12-03", "R"), version=1, **query)
        late = leader.patch(f"{PLAN}/draft", json={"version": 1, "cells": [cell("E1", "2026-12-04", "R")]})
        assert (late.status_code, late.json()["code"]) == (412, "draft_changed")
        assert "by E4" in late.json()["detail"]
        assert leader.post(f"{PLAN}/publications", json={"version": 1}).status_code == 412


def test_dates_and_drafts_of_an_erased_person_are_gone(centre: Served) -> None:
    def kept() -> list[list[str]]:
        with centre.ledger.transactions.looking() as (cursor, _now):
            drafts = kept_drafts(cursor, period=PERIOD)
            return [[employee for employee, _day in kept_draft(cursor, each.key).cells] for each in drafts]

    with centre.client("team_leader", "L1", "A") as leader:
        changed(leader, cell("E1", "2026-12-02", "R"), cell("E2", "2026-12-02", "R"))
    found = []
    for number in ("E1", "L1"):
        with centre.ledger.transactions.keeping() as (cursor, _now):
            blank(cursor, Person(number))
        found.append(kept())
    assert found == [[["E2"]], []]


@pytest.mark.parametrize(
    "body",
    [
        {"cells": [cell("E1", "2026-12-02", "")]},
        {"cells": [cell("E1", "gestern", "R")]},
        {"cells": [{"employee": 7, "date": "2026-12-02", "shift": "R"}]},
        {"cells": [cell("E1" * 500, "2026-12-02", "R")]},
        {"cells": {}, "version": -1},
        {"cells": [], "version": 10**30},
    ],
)
def test_what_is_no_roster_is_refused(centre: Served, body: dict[str, Any]) -> None:
    with centre.client("manager") as manager:
        assert manager.patch(f"{PLAN}/draft", json=body).status_code == 422
        assert manager.get("/v1/roster-drafts").json() == {"drafts": []}


@pytest.mark.parametrize("period", ["2026-13", "9999-12", "0001-01", "x"])
def test_a_period_that_is_not_there_cannot_be_planned(centre: Served, period: str) -> None:
    with centre.client("manager") as manager:
        assert manager.get(f"/v1/rosters/{period}").status_code == 404


def test_the_sheet_that_was_sent_out_comes_back_into_the_draft_with_wrong_cells_told(centre: Served) -> None:
    sheet = f"{PLAN}/sheet"
    with centre.client("team_leader", "L1", "A") as leader:
        changed(leader, cell("E1", "2026-12-02", "C"), cell("E2", "2026-12-02", "W"))
        sent_out = leader.get(sheet, params={"lang": "zh-CN"})
        assert sent_out.headers["content-disposition"] == 'attachment; filename="roster-2026-12.xlsx"'
        kept = leader.get(PLAN).json()["draft"]
        back = leader.post(sheet, content=sent_out.content)
        # What nobody may have a shift on is empty in the sheet, and so states nothing.
        assert (back.status_code, back.json()["refused"]) == (200, [])
        assert leader.get(PLAN).json()["draft"] == kept
        rows = "2026-12,,,\n工号,姓名,2,3\nE1,张三,休,R\nE2,李四,Q,年\nE9,,R,\n"
        answer = leader.post(sheet, content=rows.encode(), headers={"content-type": "text/csv"}).json()
        told = [(each["employee"], each["date"], each["code"]) for each in answer["refused"]]
        assert told == [
            ("E2", "2026-12-03", "bad_cell"),
            ("E2", "2026-12-02", "unknown_shift"),
            ("E9", "2026-12-02", "not_in_roster"),
        ]
        draft = {(each["employee"], each["date"]): each["shift"] for each in leader.get(PLAN).json()["draft"]}
        assert draft == {("E1", "2026-12-03"): "R", ("E2", "2026-12-02"): "W"}
        other = leader.post("/v1/rosters/2026-11/sheet", content=sent_out.content)
        assert (other.status_code, other.json()["code"]) == (422, "other_month")
        assert leader.post(sheet, content=b"\x00\xff", headers={"content-type": XLSX}).status_code == 422
