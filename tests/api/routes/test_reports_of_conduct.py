"""Who reads the reports of adherence, conduct, monitoring and training: a table by hand, and what a service answers."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.routes.callers import EVERYONE, MARKS, SIGHTED, WHO, centre_of
from tests.api.routes.served import Served
from tests.manual.shorthand import people, shifts

pytestmark = [pytest.mark.slow, pytest.mark.any_engine]

AT, DATE, PERIOD = "2024-11-12T08:27:00+08:00", "2024-11-12", "2024-11"
READS: dict[str, dict[str, set[str]]] = {
    "adherence": {"E": {"E1"}, "L": {"E1"}} | SIGHTED,
    "conduct": MARKS,
    "training": MARKS,
    "monitoring_plan": {"L": {"E1"}, "Q": {"E1", "E3"}} | SIGHTED,
    "quality_work": {"L": {"L1"}, "Q": {"Q1"}} | SIGHTED,
}
"""Whose rows a role reads; one that is left out is not permitted, 403."""


def facts() -> Iterator[dict[str, Any]]:
    """Something to report of E1 and L1 of team A, and of E3 and Q1 of team B."""
    yield from people("E3 csr team B hired 2024-01-01\nQ1 qa team B hired 2024-01-01")
    yield from shifts("E1 2024-11-12 C in 09:30 out 18:00\nE3 2024-11-12 C in 09:30 out 18:00", "Asia/Shanghai")
    yield {"kind": "seat", "employee": "E3", "at": AT, "action": "login"}
    yield {"kind": "monitoring_quota", "role": "csr", "from": PERIOD, "per_week": 1}
    training = {"kind": "training", "training": "T1", "topic": "x", "date": DATE, "minutes": 5, "counts": False}
    yield training | {"attendees": sorted(EVERYONE)}
    for who in ("L1", "Q1"):
        yield {"kind": "test_call", "test": who, "at": AT, "by": who, "line": "400-1", "result": "ok"}
    for employee in sorted(EVERYONE):
        yield {"kind": "violation", "violation": employee, "employee": employee, "date": DATE, "points": 1}


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
            person = "by" if report == "quality_work" else "employee"
            found = {row[person] for row in answer.json()["rows"]}
            assert found == wanted & found, who
            assert found or not wanted, who
            for employee in sorted(EVERYONE):
                explained = client.get(f"{path}/{employee}/explanation")
                assert (explained.status_code == 200) == (employee in found), (who, employee, explained.text)


def test_a_quality_report_tells_leaders_and_qa_of_their_own_work_alone(centre: Served) -> None:
    with centre.client(*WHO["Q"]) as qa:
        (row,) = qa.get(f"/v1/periods/{PERIOD}/quality_work").json()["rows"]
        assert (row["by"], row["test_calls"]) == ("Q1", 1)
        assert qa.get(f"/v1/periods/{PERIOD}/quality_work?employee=L1").status_code == 403


def test_whoever_attended_a_training_is_not_told_who_else_did(centre: Served) -> None:
    with centre.client(*WHO["E"]) as own, centre.client(*WHO["M"]) as manager:
        path = f"/v1/periods/{PERIOD}/training/E1/explanation"
        assert '"attendees":["E1","E3","L1","Q1"]' in manager.get(path).text.replace(", ", ",").replace(": ", ":")
        told = own.get(path)
        assert told.status_code == 200
        assert "T1" in told.text
        assert not any(number in told.text for number in ("E3", "L1", "Q1"))
