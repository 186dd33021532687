"""In whose name facts are recorded over HTTP: the sender's own, unless the role may record for others."""

from typing import Any

import httpx
import pytest

from tests.api.asking import asking
from tests.api.routes.served import NOBODY, Served

pytestmark = pytest.mark.any_engine

AT = "2024-11-12T08:27:00+08:00"
LEAVE = {"leave": "L-1", "employee": "E1", "type": "annual", "first_date": "2024-11-20", "last_date": "2024-11-20",
         "requested_on": "2024-11-01"}  # fmt: skip
DISPUTE = {"dispute": "D-1", "employee": "E1", "at": AT, "text": "为何扣款"}
MONITORING = {"monitoring": "M-1", "employee": "E1", "date": "2024-11-12", "channel": "phone", "score": "80.00"}
REVIEW = {"employee": "E1", "period": "2024-11", "score": "80.00", "at": AT}
BRIEFING = {"briefing": "B-1", "team": "A", "at": AT, "attendees": ["E1"]}
HANDOVER = {"handover": "H-1", "team": "A", "at": AT}
SENT: list[tuple[str, tuple[str, str | None, str | None], str, dict[str, Any], str]] = [
    ("a leader's decision", ("team_leader", "E4", "A"), "/v1/leaves/L-1/decisions",
     {"decision": "approved", "at": AT}, "by"),
    ("a dispute's", ("manager", "M", None), "/v1/disputes/D-1/decisions",
     {"decision": "dismissed", "at": AT, "reason": "x"}, "by"),
    ("an evaluation", ("qa", "Q", None), "/v1/monitorings", MONITORING, "evaluator"),
    ("a manager's evaluation", ("manager", "M", None), "/v1/monitorings", MONITORING, "evaluator"),
    ("a work score", ("team_leader", "E4", "A"), "/v1/work-reviews", REVIEW, "evaluator"),
    ("a behaviour score", ("manager", "M", None), "/v1/behaviour-reviews", REVIEW, "evaluator"),
    ("overtime", ("team_leader", "E4", "A"), "/v1/overtime-approvals",
     {"employee": "E1", "date": "2024-11-12", "minutes": 60}, "by"),
    ("a void", ("manager", "M", None), "/v1/voids",
     {"of_kind": "clock", "of": "GATE-7", "reason": "误刷"}, "by"),
    ("a briefing", ("team_leader", "E4", "A"), "/v1/briefings", BRIEFING, "leader"),
]  # fmt: skip


def opened(service: Served) -> None:
    """What is decided, revised and voided."""
    punch = {"employee": "E1", "at": AT, "direction": "in", "ref": "GATE-7"}
    with service.client("hr") as hr:
        for path, body in (("/v1/leaves", LEAVE), ("/v1/disputes", DISPUTE), ("/v1/clocks", punch)):
            assert hr.post(path, json=body).status_code == 201


def recorded(client: httpx.Client, answer: httpx.Response) -> dict[str, Any]:
    """The fact that an answer leads to."""
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = client.get(answer.headers["location"]).json()
    return found


@pytest.mark.slow
@pytest.mark.parametrize(("who", "path", "body", "field"), [each[1:] for each in SENT], ids=[each[0] for each in SENT])
def test_who_acts_is_who_sends_it_and_nobody_else(
    service: Served, who: tuple[str, str | None, str | None], path: str, body: dict[str, Any], field: str
) -> None:
    opened(service)
    before = service.ledger.facts.last_position()
    with service.client(*who) as client, service.client("hr") as hr:
        for told in ({field: "E2"}, {field: who[1], "recorded_by": "E2"}, {field: client.get("/v1/me").json()["name"]}):
            refused = client.post(path, json=body | told)
            assert (refused.status_code, refused.json()["code"]) == (403, "name"), told
        assert service.ledger.facts.last_position() == before
        fact = recorded(hr, client.post(path, json=body))
        assert (fact[field], fact["recorded_by"]) == (who[1], who[1])
        assert fact["source"] == client.get("/v1/me").json()["id"].replace(":", " ")
        again = client.post(path, json=body | {field: who[1]})
        assert (again.status_code, again.json()["status"]) == (200, "duplicate")


@pytest.mark.slow
def test_hr_records_what_is_on_paper_in_the_name_of_who_acted(service: Served) -> None:
    opened(service)
    with service.client("hr", "H1") as hr:
        decision = {"decision": "approved", "at": AT, "by": "E4", "recorded_by": "M", "source": "form 12"}
        fact = recorded(hr, hr.post("/v1/leaves/L-1/decisions", json=decision))
        key = hr.get("/v1/me").json()["id"].removeprefix("key:")
        assert (fact["by"], fact["recorded_by"], fact["source"]) == ("E4", "M", f"form 12; key {key}")


def test_a_manager_names_the_leader_of_a_briefing_and_the_sides_of_a_handover_and_a_leader_is_one_of_them(
    service: Served,
) -> None:
    with service.client("manager", "M") as manager, service.client("team_leader", "E4", "A") as leader:
        assert manager.post("/v1/briefings", json=BRIEFING | {"leader": "E4"}).status_code == 201
        assert manager.post("/v1/handovers", json=HANDOVER | {"from_leader": "X", "to_leader": "Y"}).status_code == 201
        for sides in ({"from_leader": "X", "to_leader": "Y"}, {"from_leader": "E2", "to_leader": "E3"}):
            refused = leader.post("/v1/handovers", json=HANDOVER | {"handover": "H-2"} | sides)
            assert (refused.status_code, refused.json()["code"]) == (403, "name")
        for number, sides in (("H-3", {"from_leader": "E4", "to_leader": "Y"}),
                              ("H-4", {"from_leader": "X", "to_leader": "E4"})):  # fmt: skip
            assert leader.post("/v1/handovers", json=HANDOVER | {"handover": number} | sides).status_code == 201
        assert leader.post("/v1/handovers", json=HANDOVER | {"handover": "H-5", "to_leader": "E4"}).status_code == 422


@pytest.mark.slow
def test_a_key_without_a_number_judges_and_decides_nothing_and_asks_under_its_own_opaque_id(service: Served) -> None:
    opened(service)
    praise = {"praise": "P-1", "employee": "E1", "date": "2024-11-12", "written": True, "about": "other"}
    void = {"of_kind": "clock", "of": "GATE-7", "reason": "x"}
    with service.client("qa", NOBODY) as qa, service.client("hr", NOBODY) as hr:
        me = qa.get("/v1/me").json()
        fact = recorded(hr, qa.post("/v1/praises", json=praise))
        assert fact["recorded_by"] == me["id"]
        assert me["name"] not in str(fact)
        for body in (MONITORING, MONITORING | {"evaluator": me["id"]}):
            refused = qa.post("/v1/monitorings", json=body)
            assert (refused.status_code, refused.json()["code"]) == (403, "person")
        for name in (me["name"], "E1", "QA"):
            assert qa.post("/v1/monitorings", json=MONITORING | {"evaluator": name}).json()["code"] == "name"
        for path, told in (("/v1/voids", void), ("/v1/periods/2024-10/closing", {})):
            assert hr.post(path, json=told).json()["code"] == "person", path
        # What a file of HR states of others is shown as stated.
        assert hr.post("/v1/voids", json=void | {"by": "M1"}).status_code == 201


def test_a_key_of_a_person_in_any_role_is_made_with_the_number_and_one_of_a_device_is_not(service: Served) -> None:
    with service.client("admin") as admin:
        made = admin.post("/v1/keys", json={"name": "李主管", "role": "team_leader", "team": "A", "employee": "E4"})
        assert made.status_code == 201
        for role in ("device", "admin"):
            wrong = admin.post("/v1/keys", json={"name": "x", "role": role, "employee": "E4"})
            assert wrong.status_code == 422
        with asking(service.url, made.json()["key"]) as leader:
            assert leader.get("/v1/me").json()["grants"] == [{"role": "team_leader", "employee": "E4", "team": "A"}]
            assert leader.get("/v1/periods/2024-10/payroll").status_code == 403


def test_what_was_sent_again_by_another_key_is_a_duplicate(service: Served) -> None:
    with service.client("hr") as hr, service.client("hr", "H1") as other:
        first, again = hr.post("/v1/leaves", json=LEAVE), other.post("/v1/leaves", json=LEAVE | {"source": "elsewhere"})
        assert (first.status_code, again.status_code) == (201, 200)
        assert again.json() == first.json() | {"status": "duplicate"}


@pytest.mark.slow
def test_a_file_is_imported_in_the_name_of_who_sends_it_with_its_file_and_line(service: Served) -> None:
    lines = (
        b'{"kind":"allowance","allowance":"A-1","employee":"E1","period":"2024-11","type":"other","amount":"5.00"}\n'
        b'{"kind":"clock","employee":"E1","at":"2024-11-12T08:27:00+08:00","direction":"in"}\n'
        b'{"kind":"praise","praise":"P-9","employee":"E1","date":"2024-11-12","written":true,"about":"other",'
        b'"source":"letter 4"}\n'
        b'{"kind":"work_review","employee":"E1","period":"2024-11","score":"80","evaluator":"Q","at":"2024-11-12T08:27:00Z"}\n'
    )
    before = service.ledger.facts.last_position()
    with service.client("hr", "H1") as hr:
        sender = hr.get("/v1/me").json()["id"].replace(":", " ")
        told = {"prefer": "wait=30", "content-disposition": "attachment; filename*=UTF-8''%E8%A1%A8.ndjson"}
        assert hr.post("/v1/imports", content=lines, headers=told).json()["answer"]["accepted"] == 4
        files = {"file": ("C:\\paper\\表.ndjson", lines + b"\n")}
        again = hr.post("/v1/imports", files=files, headers={"prefer": "wait=30"}).json()["answer"]
        assert (again["accepted"], again["duplicate"]) == (0, 4)
        facts = [fact.as_json() for fact in service.ledger.facts.page(before, 10)]
    assert [(fact["source"], fact.get("recorded_by")) for fact in facts] == [
        (f"表.ndjson:1; {sender}", "H1"),
        # S13.5: a device has recorded the punches of a file, not who sends the file.
        (f"表.ndjson:2; {sender}", None),
        (f"letter 4; {sender}", "H1"),
        (f"表.ndjson:4; {sender}", "H1"),
    ]
    assert facts[3]["evaluator"] == "Q"


def test_a_refused_line_that_is_tried_again_is_in_the_name_of_who_tries_it(service: Served) -> None:
    line = b'{"kind":"praise","praise":"P-9","employee":"NEW","date":"2024-11-12","written":true,"about":"other"}'
    mended = line.replace(b"NEW", b"E1")
    with service.client("hr", "H1") as hr:
        hr.post("/v1/imports", content=line, headers={"prefer": "wait=30"})
        (kept,) = hr.get("/v1/quarantine").json()["lines"]
        sent = {"content": mended, "headers": {"content-type": "application/json"}}
        assert hr.post(f"/v1/quarantine/{kept['id']}/retry", **sent).json()["status"] == "accepted"
        sender = hr.get("/v1/me").json()["id"].replace(":", " ")
    fact = service.ledger.facts.page(service.ledger.facts.last_position() - 1, 1)[0].as_json()
    assert (fact["source"], fact["recorded_by"]) == (f"quarantine:{kept['id']}; {sender}", "H1")


@pytest.mark.slow
@pytest.mark.both_engines
def test_closing_and_erasing_are_by_who_asks_where_nobody_is_named_and_say_by_which_key(service: Served) -> None:
    with service.client("hr", "H1") as hr:
        sender = hr.get("/v1/me").json()["id"].replace(":", " ")
        assert hr.post("/v1/periods/2024-10/closing", json={}).json()["by"] == "H1"
        assert hr.post("/v1/periods/2024-11/closing", json={"by": "board"}).json()["by"] == "board"
        closed = [fact for fact in service.ledger.facts.page(0, 10_000) if fact.fact.kind == "close"]
        assert {(each.fact.source, each.fact.recorded_by) for each in closed} == {(sender, "H1")}
        left = {"employee": "E2", "last_day": "2024-10-31", "reason": "resigned"}
        assert hr.post("/v1/leavings", json=left).status_code == 201
        assert hr.post("/v1/periods/2024-12/closing", json={}).status_code == 201
        assert hr.post("/v1/employees/E2/erasure", json={"reason": "asked for"}).status_code == 201
    erasure = next(fact for fact in service.ledger.facts.page(0, 10_000) if fact.fact.kind == "erasure").as_json()
    assert (erasure["by"], erasure["recorded_by"], erasure["source"]) == ("H1", "H1", sender)


@pytest.mark.slow
def test_the_roster_entries_of_an_approved_swap_say_who_has_sent_the_approval(service: Served) -> None:
    swap = {"swap": "SW-1", "requester": "E1", "requester_date": "2024-11-20", "counterparty": "E2",
            "counterparty_date": "2024-11-21", "at": AT}  # fmt: skip
    with service.client("hr") as hr, service.client("team_leader", "E4", "A") as leader:
        assert hr.post("/v1/shifts", json={"employee": "E1", "date": "2024-11-20", "shift": "C"}).status_code in (
            200,
            201,
        )
        assert hr.post("/v1/swaps", json=swap).status_code == 201
        for decision in ("accepted", "approved"):
            decided = hr if decision == "accepted" else leader
            told = {"decision": decision, "at": AT}
            assert decided.post("/v1/swaps/SW-1/decisions", json=told).status_code == 201
        sender = leader.get("/v1/me").json()["id"].replace(":", " ")
        rows = hr.get("/v1/swaps/SW-1/history").json()["rows"]
    entries = [row for row in rows if row["kind"] == "shift"]
    assert entries
    assert {(row["source"], row["recorded_by"]) for row in entries} == {(f"swap SW-1; {sender}", "E4")}


def test_a_dispute_is_withdrawn_by_who_raised_it_or_by_hr(service: Served) -> None:
    opened(service)
    withdrawn = {"decision": "withdrawn", "at": AT, "reason": "x"}
    with service.client("manager", "Q") as judge, service.client("employee", "E1") as own, service.client("hr") as hr:
        refused = judge.post("/v1/disputes/D-1/decisions", json=withdrawn)
        assert (refused.status_code, refused.json()["code"]) == (403, "reach")
        assert hr.get("/v1/disputes/D-1").json()["standing"] == "open"
        assert own.post("/v1/disputes/D-1/decisions", json=withdrawn).status_code == 201
        assert hr.post("/v1/disputes", json=DISPUTE | {"dispute": "D-2"}).status_code == 201
        assert hr.post("/v1/disputes/D-2/decisions", json=withdrawn | {"by": "E1"}).status_code == 201
