"""Texts of judgements, violations, plans and disputes: who looks at another's is logged, their authors are not.

By hand from the settled permissions (1.6).
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.routes.served import Served, served
from tests.ledger.material import SITE, Hands
from tests.ledger.stores import SQLiteStores

pytestmark = pytest.mark.any_engine

AT, DAY = "2026-11-20T09:00:00+08:00", "2026-11-20"
PEOPLE = {"E1": ("csr", "A"), "E2": ("csr", "A"), "L1": ("team_leader", "A"), "Q1": ("qa", "Q"), "M1": ("manager", "X")}
MARK = {"kind": "monitoring", "monitoring": "M-1", "employee": "E1", "evaluator": "Q1", "date": DAY, "channel": "phone",
        "score": "80.00", "comment": "Slow."}  # fmt: skip
VIOLATION = {"kind": "violation", "violation": "V-1", "employee": "E1", "date": DAY, "note": "Late.",
             "recorded_by": "L1"}  # fmt: skip
PLAN = {"kind": "improvement_plan", "plan": "P-1", "employee": "E1", "finding": "Slow.", "actions": "Listen in.",
        "due_date": "2026-12-20", "by": "L1", "at": AT}  # fmt: skip
DISPUTE = {"kind": "dispute", "dispute": "D-1", "employee": "E1", "at": AT, "text": "Not me.", "period": "2026-11",
           "item": "total"}  # fmt: skip
SILENT = {"kind": "violation", "violation": "V-2", "employee": "E2", "date": DAY, "recorded_by": "L1"}
REMINDER = {"kind": "reminder", "reminder": "R-1", "employee": "E1", "at": AT, "by": "L1", "note": "Be on time."}


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(SQLiteStores(tmp_path_factory.mktemp("looks")).url(), clock=Hands(), facts=None) as found:
        people = [
            {
                "kind": "employee",
                "employee": number,
                "name": number,
                "role": role,
                "team": team,
                "hired_on": "2026-01-01",
            }
            for number, (role, team) in PEOPLE.items()
        ]
        outcomes = found.ledger.record([SITE, *people, MARK, VIOLATION, PLAN, DISPUTE, SILENT, REMINDER])
        assert {each.status for each in outcomes} == {"accepted"}, [each.refusal for each in outcomes if each.refusal]
        yield found


def logged(floor: Served, reader: str, path: str) -> list[tuple[str, str]]:
    """What a look adds to the access log: operation and employee."""
    role, team = PEOPLE.get(reader, ("hr", ""))
    with floor.client("auditor", "A1") as auditor:
        before = len(auditor.get("/v1/access-log").json()["entries"])
        with floor.client(
            {"csr": "employee"}.get(role, role), reader, team if role == "team_leader" else None
        ) as asking:
            answer = asking.get(path)
            assert answer.status_code == 200, answer.text
        entries: list[dict[str, Any]] = auditor.get("/v1/access-log").json()["entries"]
    return [(each["operation"], each["employee"]) for each in entries[before:]]


@pytest.mark.parametrize(
    ("kind", "author", "others"),
    [
        ("monitoring", "Q1", "L1 M1 H1"),
        ("violation", "L1", "Q1 M1 H1"),
        ("improvement_plan", "L1", "Q1 M1 H1"),
        ("dispute", "E1", "M1 H1"),
    ],
)
def test_a_look_at_texts_about_another_is_logged_but_of_their_author_and_of_oneself(
    floor: Served, kind: str, author: str, others: str
) -> None:
    path = f"/v1/facts?kind={kind}&employee=E1"
    for reader in others.split():
        assert logged(floor, reader, path) == [(f"read {kind}", "E1")], reader
    assert logged(floor, author, path) == []
    assert logged(floor, "E1", path) == []


def test_one_fact_and_a_workflow_are_logged_as_a_list_is(floor: Served) -> None:
    assert logged(floor, "M1", "/v1/disputes") == [("read dispute", "E1")]
    assert logged(floor, "L1", "/v1/monitorings/M-1") == [("read monitoring", "E1")]
    with floor.client("hr") as hr:
        (found,) = hr.get("/v1/facts?kind=violation&employee=E1").json()["facts"]
    assert logged(floor, "Q1", f"/v1/facts/{found['id']}") == [("read violation", "E1")]


def test_what_has_no_text_or_judges_nobody_is_not_logged(floor: Served) -> None:
    assert logged(floor, "M1", "/v1/facts?kind=violation&employee=E2") == []
    assert logged(floor, "M1", "/v1/facts?kind=reminder&employee=E1") == []
    assert logged(floor, "M1", "/v1/periods/2026-11/scores") == []


def test_a_document_with_notes_of_evaluations_is_logged(floor: Served) -> None:
    assert logged(floor, "M1", "/v1/periods/2026-11/documents/quality-report") == [("document quality-report", "")]
