"""Who reads the reports of plans, tasks, acknowledgements, reviews, the organisation and payments: a table by hand."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.routes.callers import EVERYONE, MARKS, SIGHTED, WHO, centre_of
from tests.api.routes.served import Served
from tests.manual.shorthand import people

pytestmark = [pytest.mark.slow, pytest.mark.any_engine]

AT, PERIOD = "2024-12-12T08:27:00+08:00", "2024-12"
FLOOR = {"E": {"E1"}, "L": {"E1", "L1"}} | SIGHTED
READS: dict[str, dict[str, set[str]]] = {
    "plans": MARKS,
    "tasks": FLOOR,
    "acknowledgements": FLOOR,
    "quarter_review": {"E": {"E1"}} | SIGHTED,
    "organisation": {"L": {"E1", "L1"}} | SIGHTED,
    "payments": {"E": {"E1"}, "H": EVERYONE, "A": EVERYONE},
}
"""Whose rows a role reads; one that is left out is not permitted, 403."""


def facts() -> Iterator[dict[str, Any]]:
    """Something to report of E1 and L1 of team A, and of E3 and Q1 of team B; E1 is under notice, and reviewed."""
    yield from people("E3 csr team B hired 2024-01-01\nQ1 qa team B hired 2024-01-01")
    yield {"kind": "notice", "employee": "E1", "from": "2024-12-20"}
    yield {"kind": "task", "task": "T1", "title": "x", "to": sorted(EVERYONE), "by": "M1", "at": AT}
    yield {"kind": "instruction", "instruction": "I1", "title": "x", "text": "x", "by": "M1", "at": AT}
    for who in sorted(EVERYONE):
        plan = {"kind": "improvement_plan", "plan": who, "employee": who, "finding": "x", "actions": "x"}
        yield plan | {"due_date": "2024-12-20", "by": "M1", "at": AT}
        payment = {"kind": "payment", "employee": who, "period": PERIOD, "item": "base", "amount": "1.00"}
        yield payment | {"paid_on": "2025-01-10"}
    review = {"kind": "quarter_review", "employee": "E1", "quarter": "2024-Q4", "decision": "留任", "by": "M1"}
    yield review | {"at": "2025-01-05T09:00:00+08:00"}


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The small centre, with a second team."""
    with centre_of(facts(), tmp_path_factory) as found:
        yield found


@pytest.mark.parametrize("report", READS)
def test_a_report_has_the_rows_that_the_table_gives_a_role(centre: Served, report: str) -> None:
    path = f"/v1/periods/{PERIOD}/{report}"
    for who, key in WHO.items():
        with centre.client(*key) as client:
            answer = client.get(path)
            wanted = READS[report].get(who)
            assert answer.status_code == (403 if wanted is None else 200), (who, answer.text)
            if wanted is None:
                continue
            found = {row["employee"] for row in answer.json()["rows"]} & EVERYONE
            assert found == wanted, who
            for employee in sorted(EVERYONE):
                explained = client.get(f"{path}/{employee}/explanation")
                assert (explained.status_code == 200) == (employee in found), (who, employee, explained.text)


def test_an_employee_reads_their_review_once_it_is_decided(centre: Served) -> None:
    path = f"/v1/periods/{PERIOD}/quarter_review"
    with centre.client("employee", "E3") as undecided, centre.client("employee", "E1") as decided:
        assert undecided.get(path).json()["rows"] == []
        assert undecided.get(f"{path}/E3/explanation").status_code == 403
        (row,) = decided.get(path).json()["rows"]
        assert (row["quarter"], row["decision"]) == ("2024-Q4", "留任")


def test_a_leader_is_not_told_who_is_under_notice_or_on_probation(centre: Served) -> None:
    path = f"/v1/periods/{PERIOD}/organisation"
    told = {}
    for who in ("L", "M"):
        with centre.client(*WHO[who]) as client:
            rows = {row["employee"]: row["status"] for row in client.get(path).json()["rows"]}
            told[who] = (rows["E1"], '"notice' in client.get(f"{path}/E1/explanation").text)
    assert told == {"L": ("employed", False), "M": ("notice", True)}
