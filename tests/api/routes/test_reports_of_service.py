"""Who reads the reports of traffic, seats, refunds, promises and complaints: a table by hand, beside a service."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.routes.callers import EVERYONE, WHO, centre_of
from tests.api.routes.served import Served
from tests.manual.shorthand import people, shifts

pytestmark = [pytest.mark.slow, pytest.mark.any_engine]

AT, DATE, PERIOD = "2024-11-12T08:27:00+08:00", "2024-11-12", "2024-11"
COMPLAINTS = {"of E1", "of E3", "by E1", "nobody's", "named E3"}
VOLUME = {"2024-11-12 phone"}
SEATS = {"A 2024-11-12 09:30", "B 2024-11-12 09:30"}
READS: dict[str, dict[str, set[str]]] = {
    "volume": dict.fromkeys("LQMHA", VOLUME),
    "coverage": {"L": {"A 2024-11-12 09:30"}} | dict.fromkeys("MHA", SEATS),
    "refunds": {"E": {"E1"}, "L": {"E1"}, "Q": {"E1", "E3"}} | dict.fromkeys("MHA", EVERYONE),
    "promises": {"E": {"E1"}, "L": {"E1", "L1"}} | dict.fromkeys("MHA", EVERYONE),
    "complaints": {"E": {"of E1", "by E1"}, "L": {"of E1", "by E1", "nobody's"}} | dict.fromkeys("QMHA", COMPLAINTS),
}
"""Which rows a role reads, by the employee or by their key; a role that is left out is not permitted, 403."""
KEYS = {
    "volume": ("date", "channel"),
    "coverage": ("team", "date", "from"),
    "refunds": ("employee",),
    "promises": ("employee",),
    "complaints": ("complaint",),
}


def facts() -> Iterator[dict[str, Any]]:
    """Something to report of E1 and L1 of team A, of E3 and Q1 of team B, and of nobody."""
    yield from people("E3 csr team B hired 2024-01-01\nQ1 qa team B hired 2024-01-01")
    yield from shifts("E1 2024-11-12 C in 09:30 out 18:00\nE3 2024-11-12 C in 09:30 out 18:00", "Asia/Shanghai")
    yield {"kind": "volume", "date": DATE, "channel": "phone", "offered": 9, "answered": 8}
    for team in ("A", "B"):
        yield {"kind": "staff_need", "team": team, "date": DATE, "from": "09:30", "until": "18:00", "seats": 1}
    for employee in sorted(EVERYONE):
        yield {"kind": "refund", "refund": employee, "employee": employee, "date": DATE, "amount": "1.00"}
        yield {"kind": "promise", "promise": employee, "employee": employee, "made_at": AT, "due_at": AT}
    for number in sorted(COMPLAINTS):
        of, _, whose = number.partition(" ")
        named = {"employee": whose} if of == "of" else {"recorded_by": whose} if of == "by" else {}
        yield {"kind": "complaint", "complaint": number, "date": DATE} | named
    named = {"complaint": "named E3", "at": AT, "status": "followed_up", "employee": "E3", "by": "M1"}
    yield {"kind": "complaint_update"} | named


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The small centre, with a second team."""
    with centre_of(facts(), tmp_path_factory) as found:
        yield found


@pytest.mark.parametrize("report", READS)
def test_a_report_has_the_rows_that_the_table_gives_a_role(centre: Served, report: str) -> None:
    path = f"/v1/periods/{PERIOD}/{report}"
    by_row = KEYS[report] != ("employee",)
    every = set().union(*READS[report].values())
    for who, key in WHO.items():
        with centre.client(*key) as client:
            answer = client.get(path)
            wanted = READS[report].get(who)
            assert answer.status_code == (403 if wanted is None else 200), (who, answer.text)
            rows = answer.json().get("rows", [])
            assert {" ".join(row[name] for name in KEYS[report]) for row in rows} == (wanted or set()), who
            for each in sorted(every):
                asked = f"{path}/explanation?row={each}" if by_row else f"{path}/{each}/explanation"
                explained = client.get(asked)
                assert (explained.status_code == 200) == (each in (wanted or ())), (who, each, explained.text)


def test_a_row_that_need_be_nobodys_is_named_to_be_explained(centre: Served) -> None:
    with centre.client(*WHO["M"]) as manager:
        path = f"/v1/periods/{PERIOD}/coverage"
        (row,) = manager.get(f"{path}/explanation?row=A 2024-11-12 09:30").json()["explained"]["children"]
        assert [(each["term"], each["value"]) for each in row["children"]] == [
            ("needed", 1), ("rostered", 1), ("on_leave", 0), ("present", 1), ("gap", 0)
        ]  # fmt: skip
        both = manager.get(f"{path}/explanation?date={DATE}").json()["explained"]["children"]
        assert [each["of"]["team"] for each in both] == ["A", "B"]
        assert manager.get(f"{path}/explanation").status_code == 422
        assert manager.get(f"{path}/explanation?row=A 2024-11-12 10:00").status_code == 404
        assert manager.get(f"{path}?team=B").json()["rows"] == manager.get(path).json()["rows"][1:]
        assert manager.get(f"{path}?employee=E1").json()["rows"] == []


def test_a_leader_sees_the_seats_of_the_own_team_and_how_they_come_about(centre: Served) -> None:
    with centre.client(*WHO["L"]) as leader:
        told = leader.get(f"/v1/periods/{PERIOD}/coverage/explanation?row=A 2024-11-12 09:30")
        assert "[withheld]" not in told.text
        assert "E3" not in told.text
