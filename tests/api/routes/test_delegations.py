"""Who acts for a leader who is away: who gives it, what it carries, when it ends, and what is logged of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import httpx
import pytest

from api.auth.delegations import OPERATIONS
from api.auth.permissions import PERMISSIONS
from tests.api.routes.served import Served, served
from tests.ledger.material import SITE, Hands
from tests.ledger.stores import SQLiteStores

pytestmark = pytest.mark.any_engine

TODAY, TOMORROW, YESTERDAY, AT = "2026-11-23", "2026-11-24", "2026-11-22", "2026-11-23T09:00:00+08:00"
PEOPLE = {
    "E1": ("csr", "A"), "E2": ("csr", "A"), "E3": ("csr", "B"), "L1": ("team_leader", "A"), "L2": ("team_leader", "B"),
    "Q1": ("qa", "Q"), "M1": ("manager", "X"), "M2": ("manager", "X"),
}  # fmt: skip
ROLES = {"csr": "employee"}
GIVEN = {"employee": "L1", "to": "L2", "from": TODAY, "until": TOMORROW, "what": ["leave"]}
LEAVE = {"kind": "leave", "employee": "E1", "type": "annual", "first_date": "2026-12-20", "last_date": "2026-12-20",
         "requested_on": TODAY}  # fmt: skip
APPROVED = {"decision": "approved", "at": AT}
NUMBERS = count(1)


def person(number: str, role: str, team: str) -> dict[str, Any]:
    told = {"employee": number, "name": number, "role": role, "team": team, "hired_on": "2026-01-01"}
    return {"kind": "employee", **told}


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(SQLiteStores(tmp_path_factory.mktemp("away")).url(), clock=Hands(), facts=None) as found:
        facts = [SITE, *(person(number, *held) for number, held in PEOPLE.items())]
        assert {each.status for each in found.ledger.record(facts)} == {"accepted"}
        yield found


def client(floor: Served, number: str) -> httpx.Client:
    role, team = PEOPLE.get(number, ("hr", ""))
    return floor.client(ROLES.get(role, role), number, team if role == "team_leader" else None)


@contextmanager
def given(floor: Served, **fields: Any) -> Iterator[str]:
    """A delegation that is withdrawn again; its id."""
    what = GIVEN | fields
    with client(floor, what["employee"]) as giver:
        answer = giver.post("/v1/delegations", json=what)
        assert answer.status_code == 201, answer.text
        yield answer.json()["id"]
        assert giver.post("/v1/delegations", json=what | {"until": None}).status_code == 201


def asked(floor: Served, **fields: Any) -> str:
    """The number of a new leave, of what nobody of these has recorded."""
    number = f"V{next(NUMBERS)}"
    (outcome,) = floor.ledger.record([LEAVE | {"leave": number} | fields])
    assert outcome.status == "accepted", outcome.refusal
    return number


def decided(floor: Served, by: str, number: str) -> tuple[int, str | None]:
    with client(floor, by) as asking:
        answer = asking.post(f"/v1/leaves/{number}/decisions", json=APPROVED)
        return answer.status_code, answer.json().get("code")


def test_who_acts_for_another_decides_in_the_own_name_and_the_source_names_the_delegation(floor: Served) -> None:
    number = asked(floor)
    assert decided(floor, "L2", number)[0] == 404
    with given(floor) as delegation, client(floor, "L2") as deputy:
        assert [each["number"] for each in deputy.get("/v1/leaves").json()["workflows"]] == [number]
        assert deputy.get("/v1/effects/leaves", params={"leave": number}).status_code == 200
        assert decided(floor, "L2", number) == (201, None)
        (decision,) = deputy.get(f"/v1/leaves/{number}").json()["followed"]
        assert decision["by"] == decision["recorded_by"] == "L2"
        assert decision["source"].startswith(f"delegation {delegation}; ")
    assert decided(floor, "L2", asked(floor))[0] == 404
    with floor.client("auditor", "A1") as auditor:
        entries = auditor.get("/v1/access-log").json()["entries"]
        assert ("read leave by delegation", "E1") in {(each["operation"], each["employee"]) for each in entries}


def test_what_is_decided_with_the_own_right_names_no_delegation(floor: Served) -> None:
    own = asked(floor, employee="E3")
    with given(floor), client(floor, "L2") as deputy:
        assert decided(floor, "L2", own) == (201, None)
        (decision,) = deputy.get(f"/v1/leaves/{own}").json()["followed"]
        assert not decision["source"].startswith("delegation")


def test_own_matters_and_the_giver_s_are_not_decided_nor_what_the_giver_recorded(floor: Served) -> None:
    with given(floor, employee="M1", to="L2"), given(floor, to="Q1"):
        for deputy, whose in (("L2", "L2"), ("L2", "M1"), ("Q1", "L1")):
            assert decided(floor, deputy, asked(floor, employee=whose)) == (409, "own_decision"), (deputy, whose)
        assert decided(floor, "Q1", asked(floor, recorded_by="L1")) == (409, "own_decision")
        assert decided(floor, "Q1", asked(floor)) == (201, None)
        assert decided(floor, "Q1", asked(floor, employee="E3"))[0] == 404


GIVES = [
    ("L1", {}, 201),
    ("L1", {"to": "Q1"}, 201),
    ("L1", {"to": "M1"}, 201),
    ("L1", {"to": "E1"}, 409),
    ("L1", {"employee": "L2", "to": "Q1"}, 403),
    ("L1", {"from": YESTERDAY}, 409),
    ("L1", {"until": YESTERDAY}, 409),
    ("L1", {"until": "2026-12-23"}, 201),
    ("L1", {"until": "2026-12-24"}, 409),
    ("L1", {"to": "L1"}, 403),
    ("L1", {"what": []}, 422),
    ("L1", {"what": ["leave", "leave"]}, 422),
    ("L1", {"what": ["pay"]}, 422),
    ("L2", {}, 403),
    ("M1", {}, 201),
    ("M1", {"to": "E1"}, 201),
    ("M1", {"to": "E3"}, 409),
    ("M1", {"to": "M1"}, 403),
    ("M1", {"employee": "E1"}, 409),
    ("M1", {"employee": "Q1", "to": "L1"}, 201),
    ("M1", {"employee": "M2"}, 403),
    ("M1", {"employee": "M1"}, 201),
    ("H1", {"employee": "M2"}, 201),
    ("H1", {}, 403),
    ("Q1", {"employee": "Q1"}, 201),
    ("E1", {"employee": "E1"}, 403),
]


@pytest.mark.parametrize(("sender", "fields", "status"), GIVES)
def test_who_gives_what_to_whom(floor: Served, sender: str, fields: dict[str, Any], status: int) -> None:
    what = GIVEN | fields
    with client(floor, sender) as asking:
        answer = asking.post("/v1/delegations", json=what)
        assert answer.status_code == status, answer.text
        if status == 201:
            assert asking.post("/v1/delegations", json=what | {"until": None}).status_code == 201


def test_the_receiver_neither_withdraws_it_nor_passes_it_on(floor: Served) -> None:
    with given(floor, to="Q1"), client(floor, "Q1") as deputy:
        assert deputy.post("/v1/delegations", json=GIVEN | {"to": "Q1", "until": None}).status_code == 403
        assert deputy.post("/v1/delegations", json=GIVEN | {"to": "L2"}).status_code == 403


def test_it_carries_what_it_names_and_nothing_else(floor: Served) -> None:
    shift = {"employee": "E1", "date": "2026-12-01", "shift": "R"}
    with given(floor, to="Q1", what=["complaint", "roster"]), client(floor, "Q1") as deputy:
        assert deputy.get("/v1/leaves").status_code == 403
        assert decided(floor, "Q1", asked(floor))[0] == 403
        assert deputy.post("/v1/shifts", json=shift).status_code == 201
        assert deputy.post("/v1/shifts", json=shift | {"employee": "E3"}).status_code == 403
        assert deputy.get("/v1/periods/2026-11/payroll").status_code == 403
    carried = frozenset().union(*OPERATIONS.values())
    assert carried <= PERMISSIONS.keys()
    assert not [each for each in carried if each.startswith("report ") and each not in
                ("report attendance", "report coverage")]  # fmt: skip


def test_no_verdict_is_delegated(floor: Served) -> None:
    (outcome,) = floor.ledger.record([{"kind": "complaint", "complaint": "C1", "employee": "E1", "date": "2026-11-20"}])
    assert outcome.status == "accepted"
    with given(floor, employee="M1", to="L2", what=["complaint"]), client(floor, "L2") as deputy:

        def update(status: str) -> int:
            return deputy.post("/v1/complaints/C1/updates", json={"at": AT, "status": status}).status_code

        assert [update(each) for each in ("upheld", "dismissed", "withdrawn", "followed_up")] == [403, 403, 403, 201]


def test_it_holds_from_its_first_day_to_its_last_and_not_a_day_longer(floor: Served) -> None:
    number, hands = asked(floor), floor.service._clock
    with given(floor, **{"from": TOMORROW, "until": TOMORROW}):
        seen = []
        for _ in range(3):
            with client(floor, "L2") as deputy:
                seen.append(deputy.get(f"/v1/leaves/{number}").status_code)
            hands.move(days=1)
            floor.service.forget_keys()
        hands.move(days=-3)
        floor.service.forget_keys()
    assert seen == [404, 200, 404]


ENDED: dict[str, dict[str, Any]] = {
    "the giver leads another team": {"kind": "assignment", "employee": "L1", "from": TOMORROW, "team": "C"},
    "the giver leads nobody": {"kind": "assignment", "employee": "L1", "from": TOMORROW, "role": "csr"},
    "the giver has left": {"kind": "leaving", "employee": "L1", "last_day": TODAY, "reason": "other"},
    "the receiver leads nobody": {"kind": "assignment", "employee": "L2", "from": TOMORROW, "role": "csr"},
    "the receiver has left": {"kind": "leaving", "employee": "L2", "last_day": TODAY, "reason": "other"},
}


@pytest.mark.parametrize("why", ENDED)
def test_it_ends_with_the_role_of_either(tmp_path_factory: pytest.TempPathFactory, why: str) -> None:
    hands = Hands()
    with served(SQLiteStores(tmp_path_factory.mktemp("ended")).url(), clock=hands, facts=None) as floor:
        facts = [SITE, *(person(number, *held) for number, held in PEOPLE.items())]
        floor.ledger.record([*facts, ENDED[why], {"kind": "delegation", "by": "L1"} | GIVEN])
        number = asked(floor)
        with client(floor, "L2") as deputy:
            assert deputy.get(f"/v1/leaves/{number}").status_code == 200
            hands.move(days=1)
            assert deputy.post(f"/v1/leaves/{number}/decisions", json=APPROVED).status_code == 404


def test_the_team_reads_who_acts_for_its_leader_and_no_other_team_does(floor: Served) -> None:
    with given(floor, to="Q1") as delegation:
        seen = {}
        for number in (*PEOPLE, "H1"):
            with client(floor, number) as asking:
                seen[number] = asking.get(f"/v1/facts/{delegation}").status_code
    assert {number for number, status in seen.items() if status == 200} == {"E1", "E2", "L1", "Q1", "M1", "M2", "H1"}
