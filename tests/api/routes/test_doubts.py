"""Doubts over HTTP: in the answer of a recorded fact and of an import, and kept out where that is preferred."""

from typing import Any

import pytest

from api.operations import report_doubts
from tests.api.routes.files import WAIT, ended, imported, lines
from tests.api.routes.served import Served

pytestmark = pytest.mark.slow

STRICT = {"Prefer": "handling=strict"}
LEFT = {"employee": "E1", "last_day": "2026-11-10", "reason": "resigned"}
PUNCH = {"employee": "E1", "at": "2026-11-12T08:30:00+08:00", "direction": "in"}


def codes(doubts: list[dict[str, Any]]) -> list[str]:
    return [doubt["code"] for doubt in doubts]


def test_a_recorded_fact_is_answered_with_its_doubts(sqlite_service: Served) -> None:
    with sqlite_service.client("hr") as hr:
        assert hr.post("/v1/clocks", json=PUNCH).json()["doubts"] == []
        hr.post("/v1/leavings", json=LEFT)
        answer = hr.post("/v1/clocks", json=PUNCH | {"direction": "out", "at": "2026-11-12T18:00:00+08:00"})
        (doubt,) = answer.json()["doubts"]
        assert (answer.status_code, doubt["code"]) == (201, "not_employed")
        assert doubt["parameters"] == {"employee": "E1", "date": "2026-11-12", "last_day": "2026-11-10"}
        assert doubt["message"].startswith("The last day of E1 is 2026-11-10")


def test_who_prefers_strict_handling_records_nothing_doubtful(sqlite_service: Served) -> None:
    with sqlite_service.client("hr") as hr:
        hr.post("/v1/leavings", json=LEFT)
        last = sqlite_service.ledger.facts.last_position()
        key = {"Idempotency-Key": "a-punch"}
        answer, again = (hr.post("/v1/clocks", json=PUNCH, headers=STRICT | key) for _ in range(2))
        told = answer.json()
        assert (answer.status_code, told["type"], told["code"]) == (409, "/problems/doubtful", "not_employed")
        assert (codes(told["doubts"]), again.json()["doubts"]) == (["not_employed"], told["doubts"])
        assert sqlite_service.ledger.facts.last_position() == last
        right = hr.post("/v1/clocks", json=PUNCH | {"at": "2026-11-10T08:30:00+08:00"}, headers=STRICT)
        assert (right.status_code, right.headers["preference-applied"]) == (201, "handling=strict")
        assert hr.post("/v1/clocks", json=PUNCH).json()["status"] == "accepted"


def test_an_import_lists_its_doubts_and_keeps_them_out_where_it_is_strict(sqlite_service: Served) -> None:
    late = PUNCH | {"kind": "clock"}
    with sqlite_service.client("hr") as hr:
        hr.post("/v1/leavings", json=LEFT)
        answer = imported(hr, lines([late]))
        assert (answer["accepted"], answer["doubtful"]) == (1, 1)
        assert [(doubt["line"], doubt["code"]) for doubt in answer["doubts"]] == [(1, "not_employed")]
        other = lines([late | {"direction": "out", "at": "2026-11-12T18:00:00+08:00"}])
        strict = {"Prefer": f"{WAIT['Prefer']}, handling=strict"}
        job = ended(hr, hr.post("/v1/imports", content=other, headers=strict))
        assert (job["answer"]["accepted"], job["answer"]["rejected"], job["answer"]["doubts"]) == (0, 1, [])
        assert codes(job["answer"]["issues"]) == ["not_employed"]
        assert codes(hr.get("/v1/quarantine").json()["lines"]) == ["not_employed"]


def test_nobody_is_told_of_somebody_out_of_reach(sqlite_service: Served) -> None:
    swap = {
        "swap": "S77",
        "requester": "E2",
        "requester_date": "2026-11-25",
        "counterparty": "E1",
        "counterparty_date": "2026-11-26",
        "at": "2026-11-20T09:00:00+08:00",
    }
    with sqlite_service.client("hr") as hr, sqlite_service.client("employee", "E2") as own:
        hr.post("/v1/leavings", json=LEFT)
        told = own.post("/v1/swaps", json=swap).json()
        assert {doubt["parameters"]["employee"] for doubt in told["doubts"]} == {"E2"}
        seen = hr.post("/v1/swaps", json=swap | {"swap": "S78", "counterparty_date": "2026-11-27"}).json()
        assert {doubt["parameters"]["employee"] for doubt in seen["doubts"]} == {"E1", "E2"}


LIEU = {"leave": "LD", "employee": "E1", "type": "lieu", "requested_on": "2024-11-01"}
SATURDAY, SHIFTED = (
    {"first_date": "2026-11-28", "last_date": "2026-11-28"},
    {"first_date": "2026-11-25", "last_date": "2026-11-25"},
)
APPROVAL = {"decision": "approved", "by": "HR", "at": "2026-11-20T09:00:00+08:00"}
SHIFT = {"employee": "E1", "date": "2026-11-25", "shift": "W"}


def test_an_approval_is_answered_with_what_the_reports_tell(sqlite_service: Served) -> None:
    with sqlite_service.client("hr") as hr, sqlite_service.client("manager", "M1") as manager:
        assert hr.post("/v1/shifts", json=SHIFT).status_code == 201
        assert manager.post("/v1/leaves", json=LIEU | SHIFTED).status_code == 201
        assert manager.post("/v1/leaves", json=LIEU | SATURDAY | {"leave": "LE", "type": "annual"}).status_code == 201
        strict = hr.post("/v1/leaves/LD/decisions", json=APPROVAL, headers=STRICT)
        assert (strict.status_code, codes(strict.json()["doubts"])) == (409, ["overdrawn"])
        answer = hr.post("/v1/leaves/LD/decisions", json=APPROVAL)
        assert (answer.status_code, codes(answer.json()["doubts"])) == (201, ["overdrawn"])
        answer = hr.post("/v1/leaves/LE/decisions", json=APPROVAL)
        assert (answer.status_code, codes(answer.json()["doubts"])) == (201, ["leave_without_effect"])


def test_an_import_tells_what_the_reports_tell_of_its_approvals(sqlite_service: Served) -> None:
    shift, asked = {"kind": "shift"} | SHIFT, {"kind": "leave"} | LIEU
    approval = {"kind": "leave_decision", "leave": "LD"} | APPROVAL
    file = [approval | {"leave": "LE"}, shift, asked | SHIFTED, approval]
    saturday = {"kind": "leave"} | LIEU | SATURDAY | {"leave": "LE", "type": "annual"}
    with sqlite_service.client("hr") as hr:
        position = sqlite_service.ledger.facts.last_position()
        # A dry run tells the same, and records nothing.
        for query, recorded in (("?dry_run=true", 0), ("", 5)):
            answer = imported(hr, lines([saturday, *file]), query)
            assert (answer["accepted"], answer["doubtful"]) == (5, 2)
            told = [(doubt["line"], doubt["code"]) for doubt in answer["doubts"]]
            assert told == [(2, "leave_without_effect"), (5, "overdrawn")]
            assert sqlite_service.ledger.facts.last_position() == position + recorded


def test_a_strict_import_keeps_an_approval_out_by_what_the_reports_tell(sqlite_service: Served) -> None:
    saturday = {"kind": "leave"} | LIEU | SATURDAY | {"type": "annual"}
    weekday = saturday | {"leave": "LE", "first_date": "2026-11-30", "last_date": "2026-11-30"}
    approval = {"kind": "leave_decision", "leave": "LD"} | APPROVAL
    strict = {"Prefer": f"{WAIT['Prefer']}, handling=strict"}
    with sqlite_service.client("hr") as hr:
        content = lines([saturday, approval, weekday, approval | {"leave": "LE"}])
        job = ended(hr, hr.post("/v1/imports", content=content, headers=strict))
        assert (job["answer"]["accepted"], job["answer"]["rejected"]) == (3, 1)
        assert [(issue["line"], issue["code"]) for issue in job["answer"]["issues"]] == [(2, "leave_without_effect")]
        again = ended(hr, hr.post("/v1/imports", content=content, headers=strict))
        assert (again["answer"]["duplicate"], again["answer"]["rejected"]) == (3, 1)


def test_a_line_that_is_tried_again_is_answered_with_its_doubts(sqlite_service: Served) -> None:
    with sqlite_service.client("hr") as hr:
        hr.post("/v1/leavings", json=LEFT)
        imported(hr, lines([PUNCH | {"kind": "clock"}]), Prefer=f"{WAIT['Prefer']}, handling=strict")
        (line,) = hr.post("/v1/quarantine/retry").json()["lines"]
        assert (line["status"], codes(line["doubts"])) == ("accepted", ["not_employed"])


@pytest.mark.parametrize("one_by_one", [True, False])
def test_an_approval_that_is_tried_again_is_answered_with_what_the_reports_tell(
    sqlite_service: Served, one_by_one: bool
) -> None:
    saturday = {"kind": "leave"} | LIEU | SATURDAY | {"type": "annual"}
    approval = {"kind": "leave_decision", "leave": "LD"} | APPROVAL
    with sqlite_service.client("hr") as hr:
        imported(hr, lines([saturday, approval]), Prefer=f"{WAIT['Prefer']}, handling=strict")
        (kept,) = hr.get("/v1/quarantine").json()["lines"]
        if one_by_one:
            line = hr.post(f"/v1/quarantine/{kept['id']}/retry").json()
        else:
            (line,) = hr.post("/v1/quarantine/retry").json()["lines"]
        assert (line["status"], codes(line["doubts"])) == ("accepted", ["leave_without_effect"])


def late(doubts: list[dict[str, Any]]) -> list[str | None]:
    return [each["parameters"].get("amount") for each in doubts if each["code"] == "in_closed_period"]


def test_what_is_late_is_answered_with_what_it_adds_or_takes_back(sqlite_service: Served) -> None:
    allowance = {"allowance": "G9", "employee": "E2", "period": "2024-10", "type": "other", "amount": "77.00"}
    void = {"of_kind": "allowance", "of": "G9", "by": "HR", "reason": "x"}
    shift = {"employee": "E2", "date": "2024-10-16", "shift": "C", "reason": "x"}
    with sqlite_service.client("hr") as hr, sqlite_service.client("manager") as manager:
        assert hr.post("/v1/periods/2024-10/closing", json={"by": "HR"}).status_code == 201
        strict = hr.post("/v1/allowances", json=allowance, headers=STRICT)
        assert (strict.status_code, late(strict.json()["doubts"])) == (409, ["77.00"])
        told = hr.post("/v1/allowances", json=allowance).json()["doubts"]
        assert late(told) == ["77.00"]
        assert "adds 77.00 yuan for E2" in told[0]["message"]
        more = lines([{"kind": "allowance"} | allowance | {"allowance": "G8", "amount": "3.00"}])
        for query in ("?dry_run=true", ""):
            assert late(imported(hr, more, query)["doubts"]) == ["80.00"]
        assert late(hr.post("/v1/voids", json=void).json()["doubts"]) == ["3.00"]
        # Who may not see pay is told that it moves, and not by how much.
        assert late(manager.post("/v1/shifts", json=shift).json()["doubts"]) == [None]
        entries = hr.get("/v1/access-log").json()["entries"] if hr.get("/v1/access-log").status_code == 200 else []
        assert {each["operation"] for each in entries} <= {"see doubts"}


def test_recording_does_not_wait_for_reports_that_take_long(
    sqlite_service: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_doubts, "PATIENCE", -1)
    with sqlite_service.client("hr") as hr, sqlite_service.client("manager", "M1") as manager:
        assert manager.post("/v1/leaves", json=LIEU | SATURDAY | {"type": "annual"}).status_code == 201
        strict = hr.post("/v1/leaves/LD/decisions", json=APPROVAL, headers=STRICT)
        assert (strict.status_code, strict.json()["type"]) == (503, "/problems/unavailable")
        answer = hr.post("/v1/leaves/LD/decisions", json=APPROVAL)
        assert (answer.status_code, answer.json()["doubts"]) == (201, [])
