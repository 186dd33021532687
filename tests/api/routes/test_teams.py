"""One rule for a leader's reach: what is of a date is of those who were in the team on that date, in every view."""

from collections.abc import Iterator
from typing import Any

import pytest
from pypdfium2 import PdfDocument

from tests.api.routes.served import Served

pytestmark = [pytest.mark.slow, pytest.mark.any_engine]

MOVED_ON = "2024-10-09"
"""E2 is in team A before it and in team B from it on; the punches and shifts of E2 are of 8 to 11 October."""
AT = "2024-11-12T08:27:00+08:00"
PUNCH = {"employee": "E2", "direction": "in"}


@pytest.fixture
def moved(service: Served) -> Served:
    """The small centre, in which E2 moved between teams within October."""
    lines = [
        {"kind": "clock", "employee": "E2", "at": "2024-10-08T09:40:00+08:00", "direction": "in"},
        {"kind": "clock", "employee": "E2", "at": "2024-10-08T18:02:00+08:00", "direction": "out"},
        {"kind": "assignment", "employee": "E2", "from": MOVED_ON, "team": "B"},
    ]
    assert [outcome.status for outcome in service.ledger.record(lines)] == ["accepted"] * 3
    return service


def leaders(service: Served) -> Iterator[tuple[str, Any, bool]]:
    """Each team, its leader, and whether dates of E2 from the move on are the leader's."""
    for team in ("A", "B"):
        with service.client("team_leader", team=team) as leader:
            yield team, leader, team == "B"


@pytest.mark.both_engines
def test_facts_are_seen_by_whose_team_it_was_on_their_date(moved: Served) -> None:
    with moved.client("hr") as hr:
        every = hr.get("/v1/facts?employee=E2&kind=clock&kind=shift&limit=1000").json()["facts"]
    dates = {fact["id"]: fact.get("date") or fact["at"][:10] for fact in every}
    assert {date >= MOVED_ON for date in dates.values()} == {True, False}
    for _, leader, later in leaders(moved):
        seen = leader.get("/v1/facts?employee=E2&kind=clock&kind=shift&limit=1000").json()["facts"]
        assert [fact["id"] for fact in seen] == [n for n, date in dates.items() if (date >= MOVED_ON) is later]
        for number, date in dates.items():
            assert leader.get(f"/v1/facts/{number}").status_code == (200 if (date >= MOVED_ON) is later else 404)


def test_workflows_are_seen_by_whose_team_it_was_on_one_of_their_dates(moved: Served) -> None:
    leave = {"employee": "E2", "type": "annual", "requested_on": "2024-10-01"}
    spans = {"L-A": ("2024-10-03", "2024-10-04"), "L-AB": ("2024-10-08", "2024-10-09"), "L-B": ("2024-10-20",) * 2}
    with moved.client("hr") as hr:
        for number, (first, last) in spans.items():
            body = leave | {"leave": number, "first_date": first, "last_date": last}
            assert hr.post("/v1/leaves", json=body).status_code == 201
    decision = {"decision": "rejected", "at": AT}
    for team, leader, later in leaders(moved):
        mine = {"L-AB", "L-B"} if later else {"L-A", "L-AB"}
        listed = {each["number"] for each in leader.get("/v1/leaves?employee=E2").json()["workflows"]}
        assert listed - {"LV1"} == mine
        assert ("LV1" in listed) is later
        for number in spans:
            wanted = 200 if number in mine else 404
            assert leader.get(f"/v1/leaves/{number}").status_code == wanted, (team, number)
            assert leader.get(f"/v1/leaves/{number}/history").status_code == wanted
        for number in {*spans, "no-such"} - mine:
            assert leader.post(f"/v1/leaves/{number}/decisions", json=decision).status_code == 404
    for team, leader, later in leaders(moved):
        number = "L-B" if later else "L-A"
        assert leader.post(f"/v1/leaves/{number}/decisions", json=decision).status_code == 201, team


def test_a_swap_is_of_the_team_of_either_side_on_the_side_s_own_date(moved: Served) -> None:
    swap = {"swap": "SW-1", "requester": "E1", "requester_date": "2024-10-20", "counterparty": "E2",
            "counterparty_date": "2024-10-20", "at": AT}  # fmt: skip
    earlier = swap | {"swap": "SW-2", "requester": "E2", "requester_date": "2024-10-02", "counterparty": "L1"}
    with moved.client("hr") as hr, moved.client("team_leader", team="A") as leader:
        assert hr.post("/v1/swaps", json=swap).status_code == 201
        assert leader.post("/v1/swaps", json=earlier).status_code == 201
        assert leader.post("/v1/swaps", json=earlier | {"requester_date": "2024-10-21"}).status_code == 403
    seen = {team: {each["number"] for each in leader.get("/v1/swaps").json()["workflows"]}
            for team, leader, _ in leaders(moved)}  # fmt: skip
    assert seen == {"A": {"SW-1", "SW-2"}, "B": {"SW-1"}}


@pytest.mark.parametrize("report", ["attendance", "anomalies"])
def test_rows_of_dates_are_seen_by_whose_team_it_was_on_the_date(moved: Served, report: str) -> None:
    with moved.client("hr") as hr:
        every = hr.get(f"/v1/periods/2024-10/{report}").json()["rows"]
    of_both = [row for row in every if row["employee"] == "E2"]
    assert {row["date"] >= MOVED_ON for row in of_both} == ({True, False} if report == "attendance" else {True})
    for team, leader, later in leaders(moved):
        wanted = [
            row
            for row in every
            if (
                (row["date"] >= MOVED_ON) is later
                if row["employee"] == "E2"
                else (row["employee"] != "Q1") is not later
            )
        ]
        for asked in ("", f"?team={team}"):
            assert leader.get(f"/v1/periods/2024-10/{report}{asked}").json()["rows"] == wanted
        alone = leader.get(f"/v1/periods/2024-10/{report}?employee=E2").json()["rows"]
        assert alone == [row for row in wanted if row["employee"] == "E2"]


def test_rows_of_a_period_are_of_the_team_on_the_last_day_employed_in_it(moved: Served) -> None:
    with moved.client("hr") as hr:
        leaving = {"employee": "E1", "last_day": "2024-10-10", "reason": "resigned"}
        assert hr.post("/v1/leavings", json=leaving).status_code == 201
        later = {"employee": "E1", "from": "2024-10-20", "team": "B"}
        assert hr.post("/v1/assignments", json=later).status_code == 201
        every = {row["employee"] for row in hr.get("/v1/periods/2024-10/hours").json()["rows"]}
    found = {
        team: {row["employee"] for row in leader.get("/v1/periods/2024-10/hours").json()["rows"]}
        for team, leader, _ in leaders(moved)
    }
    assert found["A"] == {"E1", "L1"} & every
    assert found["B"] == {"E2", "Q1"} & every


def test_an_answer_about_nobody_is_the_same_as_about_somebody_out_of_reach(moved: Served) -> None:
    with moved.client("team_leader", team="Z") as leader:
        for path in ("hours", "attendance", "anomalies"):
            there, not_there = (leader.get(f"/v1/periods/2024-10/{path}?employee={n}") for n in ("E2", "E999"))
            assert there.status_code == not_there.status_code == 404
            assert there.json() | {"request": ""} == not_there.json() | {"request": ""}
            explained = [leader.get(f"/v1/periods/2024-10/{path}/{n}/explanation") for n in ("E2", "E999")]
            assert {answer.status_code for answer in explained} == {403}
            assert explained[0].json() | {"request": ""} == explained[1].json() | {"request": ""}


def test_an_earlier_position_does_not_give_a_leader_back_whom_the_team_had_then(moved: Served) -> None:
    with moved.client("hr") as hr:
        before = next(fact["position"] - 1 for fact in hr.get("/v1/facts?kind=assignment").json()["facts"])
    with moved.client("team_leader", team="A") as leader:
        rows = leader.get(f"/v1/periods/2024-10/attendance?as_of={before}").json()["rows"]
        assert {row["date"] >= MOVED_ON for row in rows if row["employee"] == "E2"} == {False}
        assert "E2" not in {
            row["employee"] for row in leader.get(f"/v1/periods/2024-10/hours?as_of={before}").json()["rows"]
        }


def test_an_answer_that_was_kept_is_not_given_again_when_somebody_has_moved(service: Served) -> None:
    with service.client("team_leader", team="A") as leader, service.client("hr") as hr:
        position = service.ledger.facts.last_position()
        path = f"/v1/periods/2024-10/attendance?as_of={position}"
        first = leader.get(path)
        assert "E2" in {row["employee"] for row in first.json()["rows"]}
        moved = {"employee": "E2", "from": "2024-10-01", "team": "B"}
        assert hr.post("/v1/assignments", json=moved).status_code == 201
        again = leader.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert again.status_code == 200
        assert "E2" not in {row["employee"] for row in again.json()["rows"]}


def test_explanations_are_by_the_date_and_withhold_the_steps_of_other_dates(moved: Served) -> None:
    for _, leader, later in leaders(moved):
        for date in ("2024-10-08", "2024-10-10"):
            answer = leader.get(f"/v1/periods/2024-10/attendance/E2/explanation?date={date}")
            assert answer.status_code == (200 if (date >= MOVED_ON) is later else 403)
        whole = leader.get("/v1/periods/2024-10/attendance/E2/explanation").json()
        rows = {row["of"]["date"]: row for row in whole["explained"]["children"]}
        for date, row in rows.items():
            is_mine = (date >= MOVED_ON) is later
            assert ("children" in row) is is_mine
            assert (row["value"] == "[withheld]") is not is_mine
        assert leader.get("/v1/periods/2024-10/hours/E2/explanation").status_code == (200 if later else 403)
    with moved.client("team_leader", team="B") as leader:
        told = leader.get("/v1/periods/2024-10/hours/E2/explanation").text
        assert "2024-10-08T09:40" not in told
        assert "2024-10-10" in told


def test_what_is_recorded_is_of_whose_team_it_is_on_its_date(moved: Served) -> None:
    for _, leader, later in leaders(moved):
        for day in ("2024-10-07", "2024-10-25"):
            wanted = 201 if (day >= MOVED_ON) is later else 403
            punch = PUNCH | {"at": f"{day}T09:00:00+08:00"}
            assert leader.post("/v1/clocks", json=punch).status_code == wanted
            shift = {"employee": "E2", "date": day, "shift": "C", "reason": "改"}
            assert leader.post("/v1/shifts", json=shift).status_code == wanted


def test_the_sheets_of_a_team_are_of_its_dates_too(moved: Served) -> None:
    for team, leader, later in leaders(moved):
        for asked in ("", f"?team={team}"):
            answer = leader.get(f"/v1/periods/2024-10/documents/hours-balances{asked}")
            text = "".join(page.get_textpage().get_text_bounded() for page in PdfDocument(answer.content))
            assert ("李四" in text) is later
            sheet = leader.get(f"/v1/periods/2024-10/documents/attendance-sheet{asked}")
            shown = "".join(page.get_textpage().get_text_bounded() for page in PdfDocument(sheet.content))
            assert "李四" in shown
            assert shown.count("9:30") == 0 or later
