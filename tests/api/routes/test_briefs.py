"""The manager's morning: of a date, a position and a rule set, within the caller's reach; on paper no names."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pypdfium2
import pytest

from tests.api.conftest import Run
from tests.api.routes.served import Served, served
from tests.ledger.material import SITE, Hands
from tests.ledger.stores import SQLiteStores

pytestmark = pytest.mark.any_engine
DAY, ZONE = "2026-10-12", "+08:00"


def person(number: str, name: str, team: str, role: str = "csr") -> dict[str, Any]:
    told = {"employee": number, "name": name, "role": role, "team": team, "hired_on": "2026-01-01"}
    return {"kind": "employee", **told}


def facts() -> list[dict[str, Any]]:
    """A Monday morning at half past nine: A is in, B is missing, and something of each sort waits, is due or open."""
    shifts = [("A", "R"), ("B", "R"), ("C", "R")]
    return [
        SITE,
        *(person(*each) for each in (("A", "张三", "T1"), ("B", "李四", "T1"), ("C", "王五", "T2"))),
        person("L", "赵六", "T1", "team_leader"),
        *({"kind": "shift", "employee": who, "date": DAY, "shift": shift} for who, shift in shifts),
        {"kind": "staff_need", "team": "T1", "date": DAY, "from": "08:30", "until": "12:00", "seats": 3},
        {"kind": "staff_need", "team": "T2", "date": DAY, "from": "08:30", "until": "12:00", "seats": 1},
        {"kind": "volume", "date": "2026-10-11", "channel": "phone", "offered": 200, "answered": 150},
        {"kind": "leave", "leave": "L1", "employee": "B", "type": "annual", "first_date": "2026-10-20",
         "last_date": "2026-10-20", "requested_on": "2026-10-08"},
        # Nobody decided it before its first day was over: it waits no more.
        {"kind": "leave", "leave": "L0", "employee": "A", "type": "annual", "first_date": "2026-10-09",
         "last_date": "2026-10-09", "requested_on": "2026-10-01"},
        {"kind": "refund", "refund": "R1", "employee": "C", "date": "2026-10-10", "amount": "45.50"},
        {"kind": "promise", "promise": "P1", "employee": "A", "made_at": f"2026-10-11T10:00:00{ZONE}",
         "due_at": f"{DAY}T09:00:00{ZONE}"},
        {"kind": "promise", "promise": "P2", "employee": "C", "made_at": f"2026-10-11T10:00:00{ZONE}",
         "due_at": f"{DAY}T18:00:00{ZONE}"},
        {"kind": "promise", "promise": "P3", "employee": "A", "made_at": f"2026-10-11T10:00:00{ZONE}",
         "due_at": f"2026-10-13T00:00:00{ZONE}"},
        {"kind": "complaint", "complaint": "C1", "date": "2026-10-02", "severity": 1},
        {"kind": "complaint", "complaint": "C2", "employee": "C", "date": "2026-10-09"},
        {"kind": "instruction", "instruction": "I1", "title": "新资费", "text": "请阅读", "teams": ["T1"],
         "at": f"2026-10-09T09:00:00{ZONE}", "by": "M", "due_date": "2026-10-10"},
        {"kind": "acknowledgement", "of_kind": "instruction", "of": "I1", "employee": "A",
         "at": f"2026-10-09T10:00:00{ZONE}"},
        {"kind": "clock", "employee": "A", "at": f"{DAY}T08:20:00{ZONE}", "direction": "auto", "ref": "p1"},
    ]  # fmt: skip


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    hands = Hands()
    hands.now = hands.now.fromisoformat(f"{DAY}T09:30:00{ZONE}")
    with served(SQLiteStores(tmp_path_factory.mktemp("brief")).url(), clock=hands, facts=None) as found:
        assert {each.status for each in found.ledger.record(facts())} == {"accepted"}
        yield found


def asked(found: Served, role: str, /, team: str | None = None, **query: str) -> dict[str, Any]:
    with found.client(role, team=team) as client:
        answer = client.get("/v1/brief", params=query)
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told


@pytest.mark.slow
def test_the_manager_sees_what_the_reports_say_and_what_waits(morning: Served) -> None:
    told = asked(morning, "manager")
    assert (told["date"], told["period"], told["now"]) == (DAY, "2026-10", f"{DAY}T09:30")
    assert [(row["team"], row["needed"], row["rostered"], row["gap"]) for row in told["coverage"]] == [
        ("T1", 3, 2, 1),
        ("T2", 1, 1, 0),
    ]
    assert [(row["date"], row["answered_percent"]) for row in told["traffic"]] == [("2026-10-11", "75.00")]
    assert told["standing"] == {"in": 1, "missing": 2}
    assert [(row["employee"], row["state"]) for row in told["missing"]] == [("B", "missing"), ("C", "missing")]
    assert [(row["kind"], row["count"], row["earliest"]) for row in told["waiting"]] == [
        ("leave", 1, "2026-10-20"),
        ("refund", 1, "2026-10-10"),
    ]
    assert [(row["promise"], row["overdue"]) for row in told["promises"]] == [("P1", True), ("P2", False)]
    assert [(row["complaint"], row["days"]) for row in told["complaints"]] == [("C1", 10), ("C2", 3)]
    assert [(row["instruction"], row["unacknowledged"], row["late"]) for row in told["instructions"]] == [
        ("I1", 2, True)
    ]


@pytest.mark.slow
def test_a_leader_sees_the_own_team_and_complaints_that_are_nobodys(morning: Served) -> None:
    told = asked(morning, "team_leader", "T1")
    assert {row["team"] for row in told["coverage"]} == {"T1"}
    assert [row["employee"] for row in told["missing"]] == ["B"]
    assert [row["kind"] for row in told["waiting"]] == ["leave"]
    assert [row["promise"] for row in told["promises"]] == ["P1"]
    assert [row["complaint"] for row in told["complaints"]] == ["C1"]
    assert told["traffic"]
    with morning.client("team_leader", team="T1") as leader:
        assert leader.get("/v1/brief", params={"team": "T2"}).status_code == 403
    with morning.client("employee", employee="A") as employee:
        assert employee.get("/v1/brief").status_code == 403


@pytest.mark.slow
def test_it_is_of_the_date_and_the_position_that_are_asked_for(morning: Served) -> None:
    other = asked(morning, "hr", date="2026-10-11")
    assert (other["standing"], other["coverage"], other["promises"]) == (None, [], [])
    before = asked(morning, "auditor", date=DAY, as_of=str(morning.ledger.facts.last_position() - 1))
    assert before["shifts"] == {"planned": 3}
    assert before["standing"] == {"missing": 3}
    with morning.client("manager") as manager:
        assert manager.get("/v1/brief", params={"date": "2026-13-01"}).status_code == 422
        assert manager.get("/v1/brief", params={"date": "1990-01-01"}).status_code == 404


def printed(content: bytes) -> str:
    document = pypdfium2.PdfDocument(BytesIO(content))
    return "".join(page.get_textpage().get_text_range() for page in document)


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_on_the_wall_are_numbers_and_no_names(morning: Served, lang: str) -> None:
    with morning.client("manager") as manager:
        answer = manager.get("/v1/periods/2026-10/documents/morning-brief", params={"from": DAY, "lang": lang})
        assert answer.status_code == 200
        text = printed(answer.content)
        assert "75.00" in text
        assert [each for each in ("张三", "李四", "王五", "P1", "C2") if each in text] == []
        again = manager.get("/v1/periods/2026-10/documents/morning-brief", params={"from": DAY, "lang": lang})
        assert again.content == answer.content
        wrong = manager.get("/v1/periods/2026-10/documents/morning-brief", params={"from": "2026-11-02"})
        assert wrong.status_code == 422


@pytest.mark.slow
@pytest.mark.parametrize("form", ["pdf", "xlsx"])
def test_the_monitoring_report_has_the_plan_of_a_day_a_week_and_a_period(morning: Served, form: str) -> None:
    path = "/v1/periods/2026-10/documents/monitoring-report"
    with morning.client("qa") as qa:
        for query in ({}, {"span": "week", "from": DAY}, {"span": "day", "from": DAY}):
            answer = qa.get(path, params={**query, "form": form, "lang": "zh-CN"})
            assert answer.status_code == 200, answer.text
    with morning.client("employee", employee="A") as employee:
        assert employee.get(path).status_code == 403


@pytest.mark.slow
def test_the_command_prints_it_in_both_languages(workledger: Run, empty: Any) -> None:
    assert workledger("init", "--name", "S", "--time-zone", "Asia/Shanghai", "--first-period", "2026-10").status == 0
    shown = workledger("brief", "2026-10-12", "--lang", "zh-CN")
    assert shown.status == 0
    assert "待审批" in shown.out
    assert "Waiting for a decision" in workledger("brief", "2026-10-12").out
    assert workledger("brief", "2026-13-12").status != 0
    assert workledger("brief", "2026-10-12", "--output", str(empty / "wall.pdf")).status == 0
    assert (empty / "wall.pdf").read_bytes().startswith(b"%PDF")
