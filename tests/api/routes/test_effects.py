"""What a decision would do, asked for before it is given: by whom it may be seen, and that it comes true."""

from typing import Any

import pytest

from tests.api.routes.served import Served
from tests.ledger.material import Hands

pytestmark = [pytest.mark.slow, pytest.mark.any_engine]

AT = "2024-11-12T08:27:00+08:00"
MOVED_ON = "2024-10-09"
SWAP = {"swap": "S-1", "requester": "E1", "requester_date": "2026-12-08", "counterparty": "E2",
        "counterparty_date": "2026-12-10", "at": AT}  # fmt: skip
LEAVE = {"leave": "L-1", "employee": "E1", "type": "personal", "first_date": "2026-12-08",
         "last_date": "2026-12-09", "requested_on": "2026-11-20"}  # fmt: skip
OVER_THE_MOVE = LEAVE | {"leave": "L-2", "employee": "E2", "first_date": "2024-10-08", "last_date": "2024-10-10"}


def given(service: Served, *lines: dict[str, Any]) -> None:
    assert {outcome.status for outcome in service.ledger.record(lines)} == {"accepted"}


@pytest.fixture
def asked(service: Served) -> Served:
    """The small centre, in which E2 is in team B from 9 October on, with shifts in December and what is asked for."""
    rostered = {"E1": {"08": "R", "09": "C", "11": "C", "16": "R"},
                "E2": {"10": "C", "11": "R", "15": "W", "18": "C"}}  # fmt: skip
    shifts = [{"kind": "shift", "employee": number, "date": f"2026-12-{day}", "shift": shift}
              for number, days in rostered.items() for day, shift in days.items()]  # fmt: skip
    moved = {"kind": "assignment", "employee": "E2", "from": MOVED_ON, "team": "B"}
    workflows = [{"kind": "swap", **SWAP}, {"kind": "leave", **LEAVE}, {"kind": "leave", **OVER_THE_MOVE}]
    given(service, moved, *shifts, *workflows)
    return service


def effect(client: Any, kind: str, number: str, **query: str) -> dict[str, Any]:
    answer = client.get(f"/v1/effects/{kind}s", params={kind: number, **query})
    assert answer.status_code == 200, answer.text
    (found,) = answer.json()["effects"]
    return dict(found)


def test_a_leave_that_is_still_to_come_does_what_was_said_once_its_days_are_over(asked: Served, clock: Hands) -> None:
    end = asked.ledger.facts.last_position()
    with asked.client("hr") as hr:
        said = effect(hr, "leave", "L-1")
        assert [(each["date"], each["shift"], each["minutes"]) for each in said["taken"]] == [
            ("2026-12-08", "R", 660),
            ("2026-12-09", "C", 480),
        ]
        assert (said["hours"], said["minutes"]) == ("excuse", 1140)
        (absence,) = said["absence"]
        assert (absence["before"], absence["after"], absence["limit"]) == (0, 2000, 3000)
        decision = {"decision": "approved", "by": "M", "at": AT}
        assert asked.ledger.facts.last_position() == end
        assert hr.post("/v1/leaves/L-1/decisions", json=decision).status_code == 201
        clock.move(days=30)
        given(asked, {"kind": "exam", "exam": "X-1", "employee": "E1", "date": "2026-12-20", "score": "80"})
        rows = hr.get("/v1/periods/2026-12/attendance?employee=E1").json()["rows"]
        on_leave = [row["date"] for row in rows if row["status"] == "leave" and row["date"] >= "2026-12-08"]
        assert on_leave == [each["date"] for each in said["taken"]]
        again = effect(hr, "leave", "L-1")
        assert again["absence"][0]["after"] - absence["after"] == absent_since(rows) == 2000


def absent_since(rows: list[dict[str, Any]]) -> int:
    """Absence without leave of days that were still to come when it was asked: of them nobody was absent yet."""
    return 1000 * sum(row["status"] == "absent" and row["date"] > "2026-11-23" for row in rows)


def test_whoever_sees_a_swap_sees_both_shifts_of_it(asked: Served) -> None:
    for team in ("A", "B"):
        with asked.client("team_leader", team=team) as leader:
            said = effect(leader, "swap", "S-1")
        assert {each["employee"] for each in said["changes"]} == {"E1", "E2"}
        assert (said["unseen"], len(said["minutes"])) == ([], 2)
    with asked.client("hr") as hr:
        whole = effect(hr, "swap", "S-1")
    assert whole["minutes"] == [
        {"employee": "E1", "period": "2026-12", "difference": -180},
        {"employee": "E2", "period": "2026-12", "difference": 180},
    ]


def test_what_a_leave_takes_is_told_to_whose_member_it_is_of_on_the_date(asked: Served) -> None:
    for team, is_theirs in (("A", False), ("B", True)):
        with asked.client("team_leader", team=team) as leader:
            said = effect(leader, "leave", "L-2")
        dates = [each["date"] for each in said["taken"]]
        assert dates
        assert {date >= MOVED_ON for date in dates} == {is_theirs}
        assert bool(said["absence"]) is is_theirs


def test_what_is_not_there_and_what_is_not_one_s_own_is_one_answer(asked: Served) -> None:
    with asked.client("team_leader", team="C") as leader, asked.client("employee", employee="Q1") as other:
        for client in (leader, other):
            for path in ("leaves?leave=L-{}", "swaps?swap=S-{}"):
                answers = [client.get(f"/v1/effects/{path.format(number)}") for number in ("1", "X")]
                assert [each.status_code for each in answers] == [404, 404]
                texts = [each.json()["detail"].replace("-1'", "-X'") for each in answers]
                assert texts[0] == texts[1]
    with asked.client("qa") as qa:
        assert qa.get("/v1/effects/leaves?leave=L-1").status_code == 403


@pytest.mark.both_engines
def test_a_verdict_does_to_scores_what_was_said(asked: Served) -> None:
    given(
        asked,
        {"kind": "rules", "version": "strict", "effective_period": "2024-11",
         "parameters": {"complaint_deduction": "2.50"}, "reason": "strict"},
        {"kind": "behaviour_review", "employee": "E1", "period": "2024-11", "score": "90.00",
         "evaluator": "M", "at": AT},
        {"kind": "complaint", "complaint": "C-1", "employee": "E1", "date": "2024-11-05"},
        {"kind": "complaint", "complaint": "C-2", "employee": "E1", "date": "2024-11-06"},
        {"kind": "complaint_update", "complaint": "C-2", "status": "upheld", "by": "Q1", "at": AT},
    )  # fmt: skip
    with asked.client("qa") as qa:
        said = effect(qa, "complaint", "C-1")
        assert (said["rules"], said["deduction"], said["others"]) == ("strict", "2.50", 1)
        assert (said["before"]["behaviour"], said["after"]["behaviour"]) == ("87.50", "85.00")
        dismissed = effect(qa, "complaint", "C-2", status="dismissed")
        assert (dismissed["before"]["behaviour"], dismissed["after"]["behaviour"]) == ("87.50", "90.00")
        given(asked, {"kind": "complaint_update", "complaint": "C-1", "status": "upheld", "by": "Q1", "at": AT})
        (row,) = qa.get("/v1/periods/2024-11/scores?employee=E1").json()["rows"]
        assert {name: row[name] for name in said["after"]} == said["after"]
        assert effect(qa, "complaint", "C-1", status="withdrawn")["after"]["behaviour"] == "87.50"


def test_what_cannot_be_asked_is_refused_in_a_sentence(asked: Served) -> None:
    many = "&".join(f"leave=L-{number}" for number in range(51))
    with asked.client("hr") as hr:
        for path in (f"leaves?{many}", "leaves", "complaints?complaint=C-1&status=escalated", "swaps?swap="):
            answer = hr.get(f"/v1/effects/{path}")
            assert answer.status_code == 422, path
        far = LEAVE | {"leave": "L-9", "first_date": "2099-01-04", "last_date": "2099-01-04"}
        given(asked, {"kind": "leave", **far})
        said = effect(hr, "leave", "L-9")
        assert said["taken"] == []
        assert "ask again when they are nearer" in said["problem"]


def test_what_keeps_a_swap_from_being_approved_is_what_the_ledger_says(asked: Served) -> None:
    swaps = {
        "S-2": ("2026-12-16", "2026-12-18"),
        "S-3": ("2026-12-11", "2026-12-10"),
        "S-4": ("2026-12-20", "2026-12-21"),
    }
    for number, (first, second) in swaps.items():
        swap = SWAP | {"swap": number, "requester_date": first, "counterparty_date": second}
        decision = {"kind": "swap_decision", "swap": number, "decision": "accepted", "by": "E2", "at": AT}
        given(asked, {"kind": "swap", **swap}, decision)
    with asked.client("hr") as hr:
        said = {number: effect(hr, "swap", number) for number in swaps}
        assert said["S-2"]["rests"] == [{"employee": "E2", "minutes": 0, "needed": 480}]
        assert said["S-3"]["two_shifts"] == [{"employee": "E2", "date": "2026-12-11"}]
        assert [said[number]["gives_nothing"] for number in swaps] == [False, False, True]
        for number in ("S-3", "S-4", "S-2"):
            approval = {"decision": "approved", "by": "M", "at": AT}
            answer = hr.post(f"/v1/swaps/{number}/decisions", json=approval)
            assert answer.status_code == (201 if number == "S-2" else 409), answer.text
