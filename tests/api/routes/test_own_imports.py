"""Team leaders, QA and managers import as themselves: each line goes as far as its route, each import is their own."""

import json
import re
from typing import Any

import httpx
import pytest

from tests.api.asking import asking
from tests.api.routes.files import counts, imported, lines
from tests.api.routes.served import NOBODY, Served

pytestmark = [pytest.mark.slow, pytest.mark.any_engine]

L: dict[str, str] = {"employee": "L1", "team": "A"}
WHO: dict[str, dict[str, str]] = {"team_leader": L, "qa": {"employee": "Q1"}, "manager": {"employee": "E2"}}
AT = "2024-11-12T08:27:00+08:00"
STRANGER = {"kind": "employee", "employee": "B1", "name": "赵", "role": "csr", "team": "B", "hired_on": "2024-01-01"}
DAY = {"date": "2024-11-12"}


def shift(employee: str, **more: str) -> dict[str, Any]:
    return {"kind": "shift", "employee": employee, "date": "2024-12-20", "shift": "W", **more}


def violation(number: str, employee: str) -> dict[str, Any]:
    return {"kind": "violation", "violation": number, "employee": employee, **DAY, "note": "迟到"}


def marked(number: str, employee: str, **more: str) -> dict[str, Any]:
    line = {"kind": "monitoring", "monitoring": number, "employee": employee, **DAY, "channel": "phone", "score": "81"}
    return line | more


def asked(number: str, employee: str) -> dict[str, Any]:
    line = {"kind": "punch_request", "request": number, "employee": employee, "at": AT, "direction": "in"}
    return line | {"reason": "忘打卡", "requested_at": AT}


def decided(number: str, decision: str = "approved") -> dict[str, Any]:
    return {"kind": "punch_request_decision", "request": number, "decision": decision, "at": AT}


SALARY = {"kind": "base_salary", "employee": "E1", "from": "2024-12-01", "monthly": "5000.00"}
LINES: dict[str, list[tuple[dict[str, Any], str]]] = {
    "team_leader": [
        (shift("E1", reason="换班忘记录入"), ""),
        (shift("E1"), "past_shift"),
        (violation("V-1", "E1"), ""),
        (shift("B1"), "reach"),
        (shift("X9"), "reach"),
        (SALARY, "role"),
        (violation("V-2", "E1") | {"recorded_by": "HR"}, "name"),
        ({"kind": "leave_decision", "leave": "LV9", "decision": "approved", "by": "L1", "at": AT}, "not_found"),
        (asked("PR-1", "E1"), ""),
        # Who brought a request in decides it no more by a file than by its route.
        (decided("PR-1"), "own_decision"),
        ({"kind": "void", "of_kind": "violation", "of": "V-9", "reason": "x"}, "unknown_fact"),
    ],
    "qa": [
        (marked("M-1", "E1"), ""),
        (marked("M-2", "L1"), "reach"),
        (marked("M-3", "E1", evaluator="L1"), "name"),
        (shift("E1"), "role"),
        ({"kind": "close", "period": "2024-10", "by": "Q1"}, "not_found"),
    ],
    "manager": [
        (violation("V-1", "E1"), ""),
        (violation("V-2", "E2"), "own_decision"),
        (marked("M-1", "E2"), "own_decision"),
        (SALARY, "role"),
        ({"kind": "void", "of_kind": "base_salary", "of": "x", "reason": "x"}, "reach"),
    ],
}


def posted(service: Served, client: httpx.Client, line: dict[str, Any]) -> httpx.Response:
    """A line as it is sent to the route of its kind."""
    paths = {"base_salary": "base-salaries", "monitoring": "monitorings"}
    kind = line["kind"]
    path = paths.get(kind, f"{kind.replace('_', '-')}s")
    fields = {name: value for name, value in line.items() if name != "kind"}
    if kind.endswith("_decision"):
        opener = kind.removesuffix("_decision")
        number = fields.pop(opener.rpartition("_")[2])
        path = f"{opener.replace('_', '-')}s/{number}/decisions"
    return client.post(f"/v1/{path}", json=fields)


@pytest.mark.both_engines
@pytest.mark.parametrize("role", [*WHO])
def test_a_line_goes_as_far_as_its_route_and_is_refused_in_the_same_words(service: Served, role: str) -> None:
    assert [each.refusal for each in service.ledger.record([STRANGER])] == [None]
    sent = [line for line, _ in LINES[role]]
    with service.client(role, **WHO[role]) as client:
        before = service.ledger.facts.last_position()
        tried = imported(client, lines(sent), "?dry_run=true")
        assert service.ledger.facts.last_position() == before
        answer = imported(client, lines(sent))
        found = {issue["line"]: issue for issue in answer["issues"]}
        assert [found.get(number, {"code": ""})["code"] for number in range(1, len(sent) + 1)] == [
            code for _, code in LINES[role]
        ]
        assert {issue["line"] for issue in tried["issues"]} == set(found)
        for number, line in enumerate(sent, 1):
            alone = posted(service, client, line)
            if number not in found:
                assert alone.status_code == 200, alone.text
            elif line["kind"] != "close" and found[number]["code"] not in ("not_found",):
                assert alone.json()["detail"] == found[number]["message"]
                assert alone.status_code in (403, 409)
    own = WHO[role]["employee"]
    for recorded in service.ledger.facts.page(before, 100):
        fact = recorded.fact
        assert fact.recorded_by == own
        assert {getattr(fact, name) for name in fact.actors} <= {own, None}
        assert (fact.source or "").startswith("file:")
        assert "; key " in (fact.source or "")


def told(answer: httpx.Response, name: str) -> tuple[int, str]:
    return answer.status_code, json.dumps({**answer.json(), "request": ""}).replace(f"'{name}", "'NAME")


@pytest.mark.both_engines
def test_an_import_and_its_lines_are_there_for_its_sender_and_for_who_reads_all(service: Served) -> None:
    content = lines([violation("V-1", "E1"), violation("V-2", "L1")])
    with service.client("team_leader", **L) as leader, service.client("manager", "E2") as manager:
        (own,) = imported(leader, content)["imports"]
        (others,) = imported(manager, content)["imports"]
        assert own != others
        for client, name in ((leader, own), (manager, others)):
            assert [each["import"] for each in client.get("/v1/imports").json()["imports"]] == [name]
        (line,) = leader.get("/v1/quarantine").json()["lines"]
        assert (line["import"], line["line"], line["code"]) == (own, 2, "reach")
        number = line["id"]
        assert manager.get("/v1/quarantine?state=all").json()["lines"] == []
        for path in ("quarantine/{}/retry", "quarantine/{}/dismiss", "imports/{}/undo"):
            there, nowhere = (own, "f" * 64) if path.startswith("imports") else (str(number), "987654")
            answers = [told(manager.post(f"/v1/{path.format(each)}", json={}), each) for each in (there, nowhere)]
            assert answers[0] == answers[1]
            assert answers[0][0] == 404
        assert manager.post("/v1/quarantine/retry").json() == {"lines": []}
        for role, undoes in (("hr", True), ("auditor", False)):
            with service.client(role) as reader:
                kept = reader.get("/v1/imports").json()["imports"]
                assert {(each["import"], each["sent_by"]) for each in kept} >= {(own, "L1"), (others, "E2")}
                assert [each["id"] for each in reader.get("/v1/quarantine").json()["lines"]] == [number]
                if not undoes:
                    assert reader.post(f"/v1/imports/{own}/undo").status_code == 403
        assert leader.post(f"/v1/quarantine/{number}/dismiss").status_code == 200
        assert leader.post(f"/v1/imports/{own}/undo").json()["voided"] == 1
    with service.client("employee", "E1") as employee:
        assert employee.get("/v1/imports").status_code == 403


def test_what_hr_was_answered_is_not_the_senders_and_what_hr_recorded_is_not_theirs_to_undo(service: Served) -> None:
    with service.client("team_leader", **L) as leader, service.client("hr") as hr:
        (own,) = imported(leader, lines([violation("V-1", "E1"), violation("V-2", "L1"), SALARY]))["imports"]
        salary = leader.get("/v1/quarantine").json()["lines"][1]["id"]
        assert hr.post("/v1/base-salaries", json={**SALARY, "kind": "base_salary", "monthly": "4999.00", "ref": "R"})
        mended = json.dumps({**SALARY, "ref": "R"})
        again = hr.post(f"/v1/quarantine/{salary}/retry", content=mended, headers={"Content-Type": "text/plain"})
        assert again.json()["code"] == "conflict"
        (line,) = [each for each in leader.get("/v1/quarantine").json()["lines"] if each["id"] == salary]
        assert line["answer"] == "conflict"
        first = leader.get("/v1/quarantine").json()["lines"][0]["id"]
        assert hr.post(f"/v1/quarantine/{first}/retry").json()["status"] == "accepted"
        refused = leader.post(f"/v1/imports/{own}/undo")
        assert refused.status_code == 409
        assert "V-2" not in refused.text
        assert hr.post(f"/v1/imports/{own}/undo").json()["voided"] == 2


def test_a_dispute_that_the_sender_may_not_read_stands_in_the_way_without_its_number(service: Served) -> None:
    with service.client("team_leader", **L) as leader, service.client("employee", "E1") as employee:
        (own,) = imported(leader, lines([violation("V-1", "E1")]))["imports"]
        (fact,) = service.ledger.facts.of_number("violation", "V-1")
        dispute = {"dispute": "D-77", "employee": "E1", "at": AT, "text": "x", "about": fact.id}
        assert employee.post("/v1/disputes", json=dispute).status_code == 201
        refused = leader.post(f"/v1/imports/{own}/undo")
        assert (refused.status_code, "D-77" in refused.text) == (409, False)
        assert "what you may not read rests on it" in refused.json()["detail"]


def test_nobody_but_hr_begins_or_restores_a_ledger_by_a_file(empty_service: Served) -> None:
    with empty_service.client("manager", "E2") as manager:
        answer = manager.post("/v1/imports", content=lines([STRANGER]))
        assert (answer.status_code, answer.json()["code"]) == (409, "no_site")
    with empty_service.client("manager", NOBODY) as nobody:
        assert nobody.post("/v1/imports", content=lines([STRANGER])).status_code == 403


def test_a_strict_import_keeps_the_doubtful_out_and_counts_are_of_the_file(service: Served) -> None:
    past = {**shift("E1", reason="换班忘记录入"), "date": "2024-11-05"}
    with service.client("team_leader", **L) as leader:
        answer = imported(leader, lines([past]), Prefer="wait=10, handling=strict")
        assert [issue["code"] for issue in answer["issues"]] == ["past_roster"]
        assert counts(imported(leader, lines([past]), Prefer="wait=10, handling=strict")) == (0, 0, 0, 1)


def test_lines_that_are_tried_again_together_decide_nothing_that_was_not_recorded_before(service: Served) -> None:
    hired = {name: value for name, value in STRANGER.items() if name != "kind"} | {"team": "A"}
    with service.client("team_leader", **L) as leader, service.client("hr") as hr:
        assert counts(imported(leader, lines([asked("PR-2", "B1"), decided("PR-2")]))) == (0, 0, 0, 2)
        assert hr.post("/v1/employees", json=hired).status_code == 201
        tried = leader.post("/v1/quarantine/retry").json()["lines"]
        assert [each["status"] for each in tried] == ["accepted", "rejected"]
        assert leader.post("/v1/quarantine/retry").json()["lines"][0]["code"] == "own_decision"


def test_the_page_of_imports_takes_a_file_of_who_may_import_and_shows_it_to_who_reads_all(service: Served) -> None:
    form = {"form": "interchange"}
    file = {"file": ("plan.ndjson", lines([violation("V-1", "E1"), violation("V-2", "L1")]))}
    with asking(service.url, headers={"Accept-Language": "en"}) as client:
        assert client.post("/sign-in", data={"key": service.key("team_leader", **L)}).status_code == 303
        page = client.get("/hr/imports")
        assert 'href="/hr/imports"' in client.get("/hr/quarantine").text
        (csrf,) = set(re.findall(r'name="csrf" value="([^"]+)"', page.text))
        begun = client.post("/hr/imports", data={**form, "csrf": csrf}, files=file)
        assert begun.status_code == 303
        job = begun.headers["location"]
        while "hx-trigger" in (shown := client.get(job).text):
            pass
        assert "your role does not reach" in shown
        assert "plan.ndjson" in client.get("/hr/quarantine").text
        assert "/undo" in client.get("/hr/imports").text
    with asking(service.url, headers={"Accept-Language": "en"}) as client:
        assert client.post("/sign-in", data={"key": service.key("auditor")}).status_code == 303
        page = client.get("/hr/imports")
        assert (page.status_code, ">L1</td>" in page.text, "/undo" in page.text) == (200, True, False)
        assert 'enctype="multipart/form-data"' not in page.text
