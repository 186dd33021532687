"""What a fact names of the ledger is held to what its sender may read; "not there" and "not yours" are one answer."""

from typing import Any

import httpx
import pytest
from pypdfium2 import PdfDocument

from api.auth.permissions import PERMISSIONS, Reach, Role
from ledger.facts import KINDS
from ledger.facts.streams import key_stream
from tests.api.routes.served import Served

pytestmark = [pytest.mark.slow, pytest.mark.any_engine]

AT = "2024-11-12T08:27:00+08:00"
COLLEAGUES_PAY = f"{key_stream('base_salary', ('E2', '2024-01-01'))}.1"
NO_PAY = f"{key_stream('base_salary', ('E2', '2024-02-01'))}.1"
OWN_PAY = f"{key_stream('base_salary', ('E1', '2024-01-01'))}.1"
DISPUTE: dict[str, Any] = {"dispute": "D-1", "employee": "E1", "at": AT, "text": "为什么"}
DECISION: dict[str, Any] = {"at": AT, "decision": "upheld", "reason": "x"}
OWNERS: dict[str, dict[str, str]] = {"employee": {"employee": "E1"}, "team_leader": {"team": "A"}}


def told(answer: httpx.Response, name: str) -> tuple[Any, ...]:
    """All that an answer tells, but for the request's own number and the name that was sent."""
    left = {key: value for key, value in answer.headers.items() if key not in ("date", "content-length")}
    left = {key: value for key, value in left.items() if "request" not in key}
    return answer.status_code, {**answer.json(), "request": ""}.__repr__().replace(name, "NAME"), left


def alike(service: Served, client: httpx.Client, path: str, bodies: dict[str, dict[str, Any]]) -> httpx.Response:
    """The answer to each body, by the name in it: they are refused, tell the same, and leave nothing behind."""
    before = service.ledger.facts.last_position()
    for headers in ({}, {"Idempotency-Key": "k-1"}, {"If-Match": '"1"'}):
        found = [(client.post(path, json=body, headers=headers), name) for name, body in bodies.items()]
        assert {answer.status_code for answer, _ in found} <= {403, 404, 409}
        assert len({told(*each)[:2].__repr__() for each in found}) == 1, found
        assert found[0][0].headers.keys() == found[-1][0].headers.keys()
    assert service.ledger.facts.last_position() == before
    return found[0][0]


def test_a_dispute_about_pay_that_one_may_not_read_is_answered_as_one_about_nothing(service: Served) -> None:
    bodies = {name: DISPUTE | {"about": name} for name in (COLLEAGUES_PAY, NO_PAY)}
    with service.client("employee", "E1") as sender, service.client("hr") as hr:
        answer = alike(service, sender, "/v1/disputes", bodies)
        assert (answer.status_code, answer.json()["code"]) == (409, "unknown_fact")
        assert hr.post("/v1/disputes", json=bodies[COLLEAGUES_PAY]).status_code == 201
    with service.client("employee", "E1") as own:
        assert own.post("/v1/disputes", json=DISPUTE | {"dispute": "D-2", "about": OWN_PAY}).status_code == 201


def test_a_decision_names_no_fact_that_who_decides_may_not_read(service: Served) -> None:
    with service.client("employee", "E1") as own, service.client("manager", "M") as manager:
        assert own.post("/v1/disputes", json=DISPUTE | {"period": "2024-10"}).status_code == 201
        bodies = {name: DECISION | {"facts": [name]} for name in (COLLEAGUES_PAY, NO_PAY)}
        assert alike(service, manager, "/v1/disputes/D-1/decisions", bodies).json()["code"] == "unknown_fact"
        seen = f"{key_stream('monitoring', ('M-E1-2024-10',))}.1"
        assert manager.post("/v1/disputes/D-1/decisions", json=DECISION | {"facts": [seen]}).status_code == 201


def test_a_void_of_what_a_leader_does_not_reach_is_answered_as_one_of_nothing(service: Served) -> None:
    punch = {"employee": "Q1", "at": "2024-11-21T08:30:00+08:00", "direction": "in", "ref": "GATE-7"}
    mine = punch | {"employee": "E1", "ref": "GATE-8"}
    note = {"briefing": "B-7", "team": "B", "at": AT, "leader": "Q1", "attendees": []}
    with service.client("hr") as hr, service.client("team_leader", team="A") as leader:
        number = hr.post("/v1/clocks", json=punch).json()["id"]
        assert hr.post("/v1/clocks", json=mine).status_code == 201
        assert hr.post("/v1/briefings", json=note).status_code == 201
        assert hr.post("/v1/briefings", json=note | {"briefing": "B-8", "team": "A"}).status_code == 201
        void = {"of_kind": "clock", "reason": "x"}
        names = ("GATE-7", number, "GATE-9", f"{'0' * 32}.1")
        answer = alike(service, leader, "/v1/voids", {name: void | {"of": name} for name in names})
        assert (answer.status_code, answer.json()["code"]) == (409, "unknown_fact")
        briefing = void | {"of_kind": "briefing"}
        alike(service, leader, "/v1/voids", {name: briefing | {"of": name} for name in ("B-7", "B-9")})
        assert leader.post("/v1/voids", json=void | {"of": "GATE-8"}).status_code == 201
        # What somebody else has recorded is voided by a manager or HR, a punch by a leader too.
        assert leader.post("/v1/voids", json=briefing | {"of": "B-8"}).status_code == 403
        own = {"briefing": "B-6", "team": "A", "at": AT, "attendees": []}
        assert leader.post("/v1/briefings", json=own).status_code == 201
        assert leader.post("/v1/voids", json=briefing | {"of": "B-6"}).status_code == 201


OF_THE_CENTRE = {
    ("reminder", "about"),
    ("improvement_plan", "about"),
    ("work_error", "refund"),
    ("acknowledgement", "of"),
}
"""Attacked in `test_permissions_of_the_centre`."""
REFERENCES = [(kind, field) for kind, model in KINDS.items() for field in model.references]


def test_every_field_that_names_facts_has_its_attack_here() -> None:
    assert set(REFERENCES) == {("dispute", "about"), ("dispute_decision", "facts"), ("void", "of"), *OF_THE_CENTRE}


def test_who_sends_files_reads_everything_or_has_each_line_held_to_their_reach() -> None:
    for operation in ("import", "mend quarantine"):
        for role, reach in PERMISSIONS[operation].items():
            reads_all = all(PERMISSIONS[f"read {kind}"].get(role) is Reach.ALL for kind in KINDS)
            assert reads_all == (reach is Reach.ALL), (operation, role)


OUTCOMES: dict[str, dict[str, str]] = {
    "dispute_decision": {"decision": "withdrawn"},
    "refund_update": {"status": "corrected", "amount": "3.00"},
    "promise_update": {"status": "kept"},
    "improvement_step": {"status": "done"},
    "task_step": {"status": "done", "employee": "E2"},
}
"""What each says of the workflow that it follows, where it is not that it is cancelled."""


def open_in_the_centre(service: Served, employee: str) -> dict[str, str]:
    """A workflow of an employee of each kind of S13 and S3.3b: the kind to its number."""
    reason = {"employee": employee, "reason": "x", "requested_at": AT}
    opened: dict[str, dict[str, Any]] = {
        "punch_request": {"request": "W1", "at": "2024-11-12T08:00:00+08:00", "direction": "in", **reason},
        "overtime_request": {"request": "W1", "date": "2024-11-12", "minutes": 30, **reason},
        "refund": {"refund": "W1", "employee": employee, "date": "2024-11-12", "amount": "5.00"},
        "promise": {"promise": "W1", "employee": employee, "made_at": AT, "due_at": AT},
        "task": {"task": "W1", "title": "x", "to": [employee], "by": "M", "at": AT},
        "improvement_plan": {
            "plan": "W1", "employee": employee, "finding": "x", "actions": "x", "due_date": "2024-11-30", "by": "Q1",
            "at": AT,
        },
    }  # fmt: skip
    service.ledger.record([{"kind": kind, **fields} for kind, fields in opened.items()])
    return dict.fromkeys(opened, "W1")


FOLLOWED = [model for model in KINDS.values() if model.follows and not model.by_command]


@pytest.mark.parametrize("model", FOLLOWED, ids=lambda model: model.kind)
def test_what_a_decision_follows_is_not_there_for_whom_it_is_not(service: Served, model: Any) -> None:
    opened = {"leave": "LV1", "swap": "SW-2", "monitoring": "M-E2-2024-10", "complaint": "C-2", "dispute": "D-9"}
    opened |= open_in_the_centre(service, "E2")
    with service.client("hr") as hr:
        swap = {"swap": "SW-2", "requester": "E2", "requester_date": "2024-11-20", "counterparty": "Q1",
                "counterparty_date": "2024-11-21", "at": AT}  # fmt: skip
        assert hr.post("/v1/swaps", json=swap).status_code == 201
        complaint = {"complaint": "C-2", "employee": "E2", "date": "2024-10-20"}
        assert hr.post("/v1/complaints", json=complaint).status_code == 201
        assert hr.post("/v1/disputes", json=DISPUTE | {"dispute": "D-9", "employee": "E2"}).status_code == 201
    bodies = {"decision": "cancelled", "by": "E1", "at": AT, "reason": "x", "status": "withdrawn", "score": "80"}
    bodies |= OUTCOMES.get(model.kind, {})
    sent = {name: value for name, value in bodies.items() if name in model.names.values()}
    path = f"/v1/{KINDS[model.follows].resource}/{{}}/{model.resource}"
    tried = 0
    for role in (Role.EMPLOYEE, Role.TEAM_LEADER):
        if role not in PERMISSIONS[f"record {model.kind}"]:
            continue
        owner = {"employee": "E1"} if role is Role.EMPLOYEE else {"team": "Z"}
        with service.client(role, **owner) as sender:
            answers = [(sender.post(path.format(n), json=sent), n) for n in (opened[model.follows], "no-such")]
            assert len({told(*each)[:2].__repr__() for each in answers}) == 1, answers
            assert answers[0][0].status_code == 404
            tried += 1
    assert tried or model.kind == "monitoring_revision"


@pytest.fixture
def attacked(service: Served) -> Served:
    """A ledger of 0.1.0 in which somebody disputes a colleague's pay, and another his swap with the colleague."""
    swap = {"kind": "swap", "swap": "SW-1", "requester": "E1", "requester_date": "2024-10-08", "counterparty": "E2",
            "counterparty_date": "2024-10-10", "at": AT}  # fmt: skip
    lines = [
        {"kind": "dispute", **DISPUTE, "about": COLLEAGUES_PAY},
        swap,
        {"kind": "dispute", **DISPUTE, "dispute": "D-2", "about": f"{key_stream('swap', ('SW-1',))}.1"},
        {"kind": "dispute", **DISPUTE, "dispute": "D-3", "period": "2024-10", "item": "ranking"},
    ]
    assert [outcome.status for outcome in service.ledger.record(lines)] == ["accepted"] * 4
    return service


@pytest.mark.both_engines
def test_the_case_of_a_dispute_about_somebody_elses_pay_shows_nothing_of_it(attacked: Served) -> None:
    with attacked.client("employee", "E1") as own:
        for number in ("D-1", "D-2", "D-3"):
            answer = own.get(f"/v1/disputes/{number}/case")
            assert answer.status_code == 200
            case = answer.json()
            assert {each["employee"] for each in case["figures"]} <= {"E1"}
            assert {each["employee"] for when in case["explained"].values() for each in when} <= {"E1"}
            for colleagues in ('"E2"', "2175.00", "李四"):
                assert colleagues not in answer.text, number
            printed = own.get(f"/v1/periods/2024-10/documents/dispute-file?dispute={number}")
            text = "".join(page.get_textpage().get_text_bounded() for page in PdfDocument(printed.content))
            assert "2175" not in text
            assert "2,175" not in text
            assert "李四" not in text


def test_a_look_at_a_case_is_logged_of_everybody_whom_it_shows(attacked: Served) -> None:
    with attacked.client("hr") as hr, attacked.client("auditor") as auditor, attacked.client("employee", "E1") as own:
        own.get("/v1/disputes/D-1/case")
        assert auditor.get("/v1/access-log").json()["entries"] == []
        assert "2175.00" in hr.get("/v1/disputes/D-1/case").text
        hr.get("/v1/periods/2024-10/documents/dispute-file?dispute=D-1")
        hr.get("/v1/disputes/D-1/history")
        entries = auditor.get("/v1/access-log").json()["entries"]
    assert [(each["operation"], each["employee"]) for each in entries] == [
        ("see a dispute's case", "E1"),
        ("see a dispute's case", "E2"),
        ("document dispute-file", "E1"),
        ("document dispute-file", "E2"),
        ("see history", "E1"),
    ]


def test_whose_fact_is_disputed_is_not_told_by_whom(attacked: Served) -> None:
    with attacked.client("employee", "E2") as other, attacked.client("hr") as hr:
        assert "D-1" in hr.get("/v1/periods/2024-10/payroll").text
        for path in ("payroll", "payroll/E2/explanation", "attendance", "attendance/E2/explanation", "hours"):
            answer = other.get(f"/v1/periods/2024-10/{path}")
            assert answer.status_code == 200
            assert '"D-' not in answer.text, path
    with attacked.client("team_leader", team="A") as leader:
        assert '"D-' not in leader.get("/v1/periods/2024-10/attendance").text
        assert '"D-' not in leader.get("/v1/periods/2024-10/attendance/E2/explanation").text


def test_who_may_not_read_a_fact_is_not_told_its_id_by_what_names_it(attacked: Served) -> None:
    monitoring = f"{key_stream('monitoring', ('M-E1-2024-10',))}.1"
    decision = {"kind": "dispute_decision", "dispute": "D-1", **DECISION, "by": "HR",
                "facts": [COLLEAGUES_PAY, OWN_PAY, monitoring]}  # fmt: skip
    assert attacked.ledger.record([decision])[0].status == "accepted"
    shown: dict[tuple[str, str | None], list[str]] = {
        ("hr", None): [COLLEAGUES_PAY, OWN_PAY, monitoring],
        ("manager", None): [],
        ("qa", None): [],
        ("employee", "E1"): [OWN_PAY, monitoring],
    }
    paths = ("/v1/disputes", "/v1/disputes/D-1", "/v1/disputes/D-1/history", "/v1/facts?kind=dispute_decision")
    for (role, employee), wanted in shown.items():
        with attacked.client(role, employee) as client:
            for path in paths:
                told = client.get(path).text
                named = [name for name in (COLLEAGUES_PAY, OWN_PAY, monitoring) if f'"{name}"' in told]
                assert named == wanted, (role, path)
    with attacked.client("employee", "E1") as own:
        assert own.get("/v1/disputes/D-1/case").json()["decision"]["facts"] == [OWN_PAY, monitoring]


def test_an_own_history_has_nothing_in_it_that_one_may_not_read(service: Served) -> None:
    note = {"briefing": "B-7", "team": "A", "at": AT, "leader": "L1", "attendees": ["E1", "E2"], "note": "见附件"}
    with service.client("hr") as hr, service.client("employee", "E1") as own:
        assert hr.post("/v1/briefings", json=note).status_code == 201
        assert "B-7" in hr.get("/v1/employees/E1/history").text
        answer = own.get("/v1/employees/E1/history")
        assert answer.status_code == 200
        assert answer.json()["rows"]
        assert "B-7" not in answer.text


def test_an_explanation_shows_each_role_the_facts_that_it_may_read_and_no_other(service: Served) -> None:
    def facts(node: dict[str, Any]) -> list[dict[str, Any]]:
        below = [fact for child in node.get("children", []) for fact in facts(child)]
        return [*node.get("facts", []), *below]

    revision = {"kind": "monitoring_revision", "monitoring": "M-E2-2024-10", "at": AT, "by": "Q1", "reason": "秘密",
                "score": "77"}  # fmt: skip
    assert service.ledger.record([revision])[0].status == "accepted"
    shown = 0
    for role, owner in (("employee", {"employee": "E1"}), ("qa", {}), ("manager", {}), ("team_leader", {"team": "A"})):
        with service.client(role, **owner) as client:
            for report in ("attendance", "hours", "ranking", "bonus", "payroll"):
                answer = client.get(f"/v1/periods/2024-10/{report}/E1/explanation")
                if answer.status_code == 403:
                    continue
                for fact in facts(answer.json()["explained"]):
                    may_read = client.get(f"/v1/facts/{fact['id']}").status_code == 200
                    shown += may_read
                    assert may_read or fact["content"] == "[withheld]", (role, report, fact)
                if role == "employee":
                    assert "秘密" not in answer.text
    assert shown > 20
