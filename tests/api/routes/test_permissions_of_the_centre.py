"""Who records, decides and reads the kinds of running the centre: a table by hand, and what a service answers."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from ledger.facts import KINDS
from tests.api.routes.callers import WHO
from tests.api.routes.served import Served, served
from tests.ledger.stores import SQLiteStores

pytestmark = [pytest.mark.slow, pytest.mark.any_engine]

AT, DATE = "2024-11-12T08:27:00+08:00", "2024-11-12"
TEAMS = {"E1": "A", "E2": "A", "L1": "A", "E3": "B", "L2": "B", "Q1": "B", "M1": "X"}
AGENTS = {"E1", "E2", "E3"}
OWN, TEAM, TEAM_AGENTS, AGENT, ALL = "own", "team", "team/csr", "all/csr", "all"
FLOOR = {"L": TEAM, "M": ALL, "H": ALL}
GUIDES = {"L": TEAM_AGENTS, "Q": AGENT, "M": ALL}

RECORDS: dict[str, dict[str, str]] = {
    "punch_request": {"E": OWN} | FLOOR,
    "overtime_request": {"E": OWN} | FLOOR,
    "volume": {"M": ALL},
    "staff_need": {"M": ALL},
    "monitoring_quota": {"M": ALL},
    "payment": {"H": ALL},
    "reminder": GUIDES,
    "improvement_plan": GUIDES,
    "violation": GUIDES | {"H": ALL},
    "complaint": {"E": OWN, "Q": ALL} | FLOOR,
    "refund": {"E": OWN, "L": TEAM, "M": ALL},
    "promise": {"E": OWN, "L": TEAM, "M": ALL},
    "instruction": FLOOR,
    "task": FLOOR,
    "acknowledgement": {"E": OWN},
    "training": GUIDES | {"H": ALL},
    "test_call": {"L": ALL, "Q": ALL, "M": ALL},
    "reply_review": GUIDES,
    "quarter_review": {"M": ALL},
}
SIGHTED = {"M": ALL, "H": ALL, "A": ALL}
READS: dict[str, dict[str, str]] = {
    "punch_request": {"E": OWN, "L": TEAM} | SIGHTED,
    "overtime_request": {"E": OWN, "L": TEAM} | SIGHTED,
    "volume": {"L": ALL, "Q": ALL} | SIGHTED,
    "staff_need": {"L": TEAM} | SIGHTED,
    "monitoring_quota": {"E": ALL, "L": ALL, "Q": ALL} | SIGHTED,
    "payment": {"E": OWN, "H": ALL, "A": ALL},
    "reminder": {"E": OWN, "L": TEAM_AGENTS, "Q": AGENT} | SIGHTED,
    "improvement_plan": {"E": OWN, "L": TEAM_AGENTS, "Q": AGENT} | SIGHTED,
    "violation": {"E": OWN, "L": TEAM_AGENTS, "Q": AGENT} | SIGHTED,
    "complaint": {"E": OWN, "L": TEAM, "Q": ALL} | SIGHTED,
    "refund": {"E": OWN, "L": TEAM, "Q": ALL} | SIGHTED,
    "promise": {"E": OWN, "L": TEAM} | SIGHTED,
    "instruction": {"E": TEAM, "L": TEAM, "Q": TEAM} | SIGHTED,
    "task": {"E": OWN, "L": TEAM} | SIGHTED,
    "acknowledgement": {"E": OWN} | SIGHTED,
    "training": {"E": OWN, "L": TEAM_AGENTS, "Q": AGENT} | SIGHTED,
    "test_call": {"L": ALL, "Q": ALL} | SIGHTED,
    "reply_review": {"E": OWN, "L": TEAM_AGENTS, "Q": AGENT} | SIGHTED,
    "quarter_review": {"E": OWN} | SIGHTED,
}
DECIDES: dict[tuple[str, str], dict[str, int]] = {
    ("punch_request_decision", "approved"): {"E": 409, "L": 201, "M": 201, "H": 201},
    ("punch_request_decision", "rejected"): {"E": 409, "L": 201, "M": 201, "H": 201},
    ("punch_request_decision", "cancelled"): {"E": 201, "L": 201, "M": 201, "H": 201},
    ("overtime_request_decision", "approved"): {"E": 409, "L": 201, "M": 201, "H": 201},
    ("overtime_request_decision", "cancelled"): {"E": 201, "L": 201, "M": 201, "H": 201},
    ("refund_update", "approved"): {"E": 409, "M": 201},
    ("refund_update", "rejected"): {"E": 409, "M": 201},
    ("refund_update", "paid"): {"E": 409, "M": 201, "H": 201},
    ("refund_update", "corrected"): {"E": 201, "M": 201},
    ("promise_update", "kept"): {"E": 201, "L": 201, "M": 201},
    ("promise_update", "moved"): {"E": 201, "L": 201, "M": 201},
    ("complaint_update", "escalated"): {"E": 409, "L": 201, "Q": 201, "M": 201, "H": 201},
    ("complaint_update", "upheld"): {"E": 409, "Q": 201, "M": 201, "H": 201},
    ("improvement_step", "started"): {"E": 201, "L": 201, "Q": 201, "M": 201},
    ("improvement_step", "checked"): {"E": 409, "L": 201, "Q": 201, "M": 201},
    ("task_step", "done"): {"E": 201, "M": 201},
    ("task_step", "checked"): {"E": 409, "M": 201},
}
"""Of a workflow of E1 that came by a file; a role that is left out is not permitted, 403."""
OF_NOBODY = ("volume", "monitoring_quota", "test_call")
OF_TEAM = ("staff_need", "instruction")
_numbers = count(1)


def body(kind: str, employee: str) -> dict[str, Any]:
    """A fact of a kind about an employee, or the employee's team, under a number of its own."""
    number = f"N{next(_numbers)}"
    day = f"2024-{1 + int(number[1:]) % 9:02d}-{1 + int(number[1:]) // 9 % 28:02d}"
    request = {"request": number, "employee": employee, "reason": "x", "requested_at": AT}
    given = {"employee": employee, "at": AT, "by": "M9"}
    return {
        "punch_request": {"at": "2024-11-12T08:00:00+08:00", "direction": "in", **request},
        "overtime_request": {"date": DATE, "minutes": 30, **request},
        "volume": {"date": day, "channel": "phone", "queue": number, "offered": 2, "answered": 1},
        "staff_need": {"team": TEAMS[employee], "date": day, "from": "08:00", "until": "09:00", "seats": 1},
        "monitoring_quota": {"role": "csr", "from": day[:7], "per_week": 1, "ref": number},
        "payment": {"employee": employee, "period": "2024-10", "item": number, "amount": "1.00", "paid_on": DATE},
        "reminder": {"reminder": number, "note": "x", **given},
        "improvement_plan": {"plan": number, "finding": "x", "actions": "x", "due_date": "2024-11-30", **given},
        "violation": {"violation": number, "employee": employee, "date": DATE},
        "complaint": {"complaint": number, "employee": employee, "date": DATE},
        "refund": {"refund": number, "employee": employee, "date": DATE, "amount": "5.00"},
        "promise": {"promise": number, "employee": employee, "made_at": AT, "due_at": AT},
        "instruction": {"instruction": number, "title": "x", "text": "x", "teams": [TEAMS[employee]], "at": AT},
        "task": {"task": number, "title": "x", "to": [employee], "at": AT},
        "acknowledgement": {"of_kind": "instruction", "of": "I0", "employee": employee, "at": AT, "ref": number},
        "training": {
            "training": number, "topic": "x", "date": DATE, "minutes": 5, "attendees": [employee], "counts": False,
        },
        "test_call": {"test": number, "at": AT, "line": "400-1", "result": "ok"},
        "reply_review": {"review": number, "employee": employee, "date": DATE, "channel": "email", "passed": True},
        "quarter_review": {"employee": employee, "quarter": "2024-Q3", "decision": number, "at": AT},
    }[kind]  # fmt: skip


def line(kind: str, employee: str) -> dict[str, Any]:
    """The same as a line of a file, which names who acted."""
    fields = body(kind, employee)
    wanted = {KINDS[kind].names[name]: "M9" for name in KINDS[kind].actors if name == "by"}
    return {"kind": kind, **wanted, **fields}


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The small centre with a second team, a manager, and an instruction for all."""
    with served(SQLiteStores(tmp_path_factory.mktemp("centre")).url()) as found:
        people = (("E3", "csr", "B"), ("L2", "team_leader", "B"), ("M1", "manager", "X"))
        lines: list[dict[str, Any]] = [
            {
                "kind": "employee",
                "employee": number,
                "name": number,
                "role": role,
                "team": team,
                "hired_on": "2024-01-01",
            }
            for number, role, team in people
        ]
        lines += [{"kind": "instruction", "instruction": "I0", "title": "x", "text": "x", "at": AT, "by": "M9"}]
        assert {each.status for each in found.ledger.record(lines)} == {"accepted"}
        yield found


def reached(reach: str, who: str, employee: str) -> bool:
    """Whether a reach takes in an employee."""
    own = WHO[who][1]
    of_team = TEAMS.get(str(own)) == TEAMS[employee]
    return {
        OWN: own == employee,
        TEAM: of_team,
        TEAM_AGENTS: of_team and employee in AGENTS,
        AGENT: employee in AGENTS,
        ALL: True,
    }[reach]


def status(kind: str, who: str, employee: str) -> int:
    """What a service is to answer, by the table."""
    reach = RECORDS[kind].get(who)
    if reach is None or (kind not in OF_NOBODY and not reached(reach, who, employee)):
        return 403
    about_oneself = WHO[who][1] == employee and kind not in (*OF_NOBODY, *OF_TEAM)
    return 409 if about_oneself and who != "E" and kind != "task" and "E" not in RECORDS[kind] else 201


@pytest.mark.parametrize("kind", RECORDS)
def test_a_kind_is_recorded_by_the_roles_of_the_table_within_their_reach(centre: Served, kind: str) -> None:
    for who, key in WHO.items():
        with centre.client(*key) as client:
            for employee in ("E1",) if kind in OF_NOBODY else ("E1", "E3", "L1", "L2", "M1"):
                fields = {name: value for name, value in body(kind, employee).items() if name != "by"}
                answer = client.post(f"/v1/{KINDS[kind].resource}", json=fields)
                assert answer.status_code == status(kind, who, employee), (who, employee, answer.text)
                if answer.status_code == 409:
                    assert answer.json()["code"] == "own_decision"


@pytest.mark.parametrize("kind", READS)
def test_a_kind_is_read_by_the_roles_of_the_table_within_their_reach(centre: Served, kind: str) -> None:
    people = ("E1", "E2", "E3", "L2")
    recorded = centre.ledger.record([line(kind, employee) for employee in people])
    assert {each.status for each in recorded} <= {"accepted"}, recorded
    last = centre.ledger.facts.last_position()
    about = dict(zip(range(last - len(people) + 1, last + 1), people, strict=True))
    for who, key in WHO.items():
        with centre.client(*key) as client:
            answer = client.get(f"/v1/facts?kind={kind}&limit=1000&after={last - len(people)}")
            found = {each["position"] for each in answer.json().get("facts", ())} & about.keys()
        reach = READS[kind].get(who)
        wanted = {
            at for at, employee in about.items() if reach and (kind in OF_NOBODY or reached(reach, who, employee))
        }
        assert found == wanted, (who, answer.text[:300])


@pytest.mark.parametrize(("kind", "outcome"), DECIDES)
def test_an_outcome_is_stated_by_the_roles_of_the_table(centre: Served, kind: str, outcome: str) -> None:
    model = KINDS[kind]
    opener = KINDS[str(model.follows)]
    for who in ("E", "L", "Q", "M", "H", "A"):
        opened = line(opener.kind, "E1")
        assert [each.status for each in centre.ledger.record([opened])] == ["accepted"]
        sent = {str(model.outcome): outcome, "at": AT, "amount": "3.00", "employee": "E1", "due_at": AT}
        left = {"amount"} - ({"amount"} if outcome == "corrected" else set())
        left |= {"due_at"} - ({"due_at"} if outcome == "moved" else set())
        left |= {"employee"} - ({"employee"} if kind == "task_step" else set())
        fields = {name: value for name, value in sent.items() if name in model.names.values() and name not in left}
        with centre.client(*WHO[who]) as client:
            path = f"/v1/{opener.resource}/{opened[opener.natural_key[0]]}/{model.resource}"
            answer = client.post(path, json=fields)
        assert answer.status_code == DECIDES[kind, outcome].get(who, 403), (who, answer.text)
        if answer.status_code == 409:
            assert answer.json()["code"] == "own_decision"


def opened_by(centre: Served, kind: str, who: str, employee: str) -> str:
    """The number of a workflow that somebody has recorded over HTTP."""
    fields = {name: value for name, value in body(kind, employee).items() if name != "by"}
    with centre.client(*WHO[who]) as client:
        assert client.post(f"/v1/{KINDS[kind].resource}", json=fields).status_code == 201
    return str(fields[KINDS[kind].natural_key[0]])


@pytest.mark.parametrize(
    ("kind", "opener", "who", "step", "status"),
    [
        ("punch_request", "L", "L", {"decision": "approved", "at": AT}, 409),
        ("punch_request", "L", "M", {"decision": "approved", "at": AT}, 201),
        ("refund", "M", "M", {"status": "paid", "at": AT}, 409),
        ("refund", "M", "H", {"status": "paid", "at": AT}, 201),
        ("complaint", "Q", "Q", {"status": "upheld", "at": AT}, 409),
        ("complaint", "Q", "Q", {"status": "followed_up", "at": AT}, 201),
        ("complaint", "E", "E", {"status": "followed_up", "at": AT}, 201),
        ("task", "L", "L", {"status": "checked", "at": AT, "employee": "E1"}, 201),
        ("task", "H", "L", {"status": "checked", "at": AT, "employee": "E1"}, 403),
    ],
    ids=str,
)
def test_who_brought_a_matter_in_does_not_decide_it_and_who_set_a_task_checks_it(
    centre: Served, kind: str, opener: str, who: str, step: dict[str, str], status: int
) -> None:
    number = opened_by(centre, kind, opener, "E1")
    (model,) = [each for each in KINDS.values() if each.follows == kind]
    with centre.client(*WHO[who]) as client:
        answer = client.post(f"/v1/{KINDS[kind].resource}/{number}/{model.resource}", json=step)
    assert answer.status_code == status, answer.text


def test_whoever_registered_a_refund_corrects_it_until_it_is_decided(centre: Served) -> None:
    number = opened_by(centre, "refund", "E", "E1")
    path = f"/v1/refunds/{number}/updates"
    corrected = {"status": "corrected", "amount": "4.00", "at": AT}
    with centre.client(*WHO["E"]) as own, centre.client(*WHO["M"]) as manager:
        assert own.post(path, json=corrected).status_code == 201
        assert manager.post(path, json={"status": "approved", "at": AT}).status_code == 201
        late = own.post(path, json=corrected | {"at": "2024-11-12T09:00:00+08:00"})
        assert (late.status_code, late.json()["code"]) == (409, "own_decision")
        assert manager.post(path, json=corrected | {"at": "2024-11-12T09:01:00+08:00"}).status_code == 201


def test_minutes_of_training_count_by_a_manager_or_hr_alone(centre: Served) -> None:
    for who, wanted in (("L", 403), ("Q", 403), ("M", 201), ("H", 201)):
        with centre.client(*WHO[who]) as client:
            answer = client.post("/v1/trainings", json=body("training", "E1") | {"counts": True})
        assert answer.status_code == wanted, (who, answer.text)


def test_a_complaint_that_is_nobodys_is_read_by_its_raiser_and_leaders_until_it_is_somebodys(centre: Served) -> None:
    fields = {name: value for name, value in body("complaint", "E1").items() if name != "employee"}
    with centre.client("employee", "E2") as raiser:
        assert raiser.post("/v1/complaints", json=fields).status_code == 201
    number, last = fields["complaint"], centre.ledger.facts.last_position()
    others = (("employee", "E1", None), ("employee", "E3", None))
    leaders = (WHO["L"], ("team_leader", "L2", "B"))

    def readers(*clients: tuple[str, str | None, str | None]) -> list[bool]:
        found = []
        for each in clients:
            with centre.client(*each) as client:
                told = client.get(f"/v1/facts?kind=complaint&limit=10&after={last - 1}").json()["facts"]
                found.append(number in [fact["complaint"] for fact in told])
        return found

    assert readers(("employee", "E2", None), *leaders, *others) == [True, True, True, False, False]
    with centre.client(*WHO["M"]) as manager:
        named = {"status": "followed_up", "at": AT, "employee": "E3"}
        assert manager.post(f"/v1/complaints/{number}/updates", json=named).status_code == 201
    assert readers(("employee", "E2", None), *leaders, *others) == [True, False, True, False, True]


@pytest.mark.parametrize(
    ("kind", "field", "names"),
    [
        ("reminder", "about", lambda found: found),
        ("improvement_plan", "about", lambda found: [found]),
    ],
)
def test_what_is_named_has_to_be_within_the_readers_reach(centre: Served, kind: str, field: str, names: Any) -> None:
    pay = line("payment", "E1")
    (recorded,) = centre.ledger.record([pay])
    assert recorded.known is not None
    fields = {name: value for name, value in body(kind, "E1").items() if name != "by"}
    with centre.client(*WHO["Q"]) as qa:
        for found in (recorded.known.id, f"{'0' * 32}.1"):
            answer = qa.post(f"/v1/{KINDS[kind].resource}", json=fields | {field: names(found)})
            assert (answer.status_code, answer.json()["code"]) == (409, "unknown_fact")


def test_an_error_names_a_refund_and_an_acknowledgement_what_its_sender_reads(centre: Served) -> None:
    of_team_b = {name: value for name, value in line("instruction", "E3").items() if name != "kind"}
    centre.ledger.record([{"kind": "instruction", **of_team_b}])
    error = {"error": "W-1", "employee": "E1", "date": DATE, "type": "refund"}
    with centre.client(*WHO["E"]) as own, centre.client(*WHO["Q"]) as qa:
        for number in (of_team_b["instruction"], "no-such"):
            sent = {"of_kind": "instruction", "of": number, "employee": "E1", "at": AT}
            answer = own.post("/v1/acknowledgements", json=sent)
            assert (answer.status_code, answer.json()["code"]) == (409, "unknown_fact")
        assert qa.post("/v1/work-errors", json=error | {"refund": "no-such"}).status_code == 409
        number = opened_by(centre, "refund", "E", "E1")
        assert qa.post("/v1/work-errors", json=error | {"refund": number}).status_code == 201


def test_an_acknowledgement_is_read_by_who_gave_what_it_is_of_and_voided_by_its_own_employee(centre: Served) -> None:
    number = opened_by(centre, "reminder", "Q", "E1")
    sent = {"of_kind": "reminder", "of": number, "employee": "E1", "at": AT, "agrees": False, "ref": "ack-1"}
    with centre.client(*WHO["E"]) as own:
        assert own.post("/v1/acknowledgements", json=sent).status_code == 201
    last = centre.ledger.facts.last_position()
    seen = {}
    for who in ("E", "L", "Q", "M"):
        with centre.client(*WHO[who]) as client:
            told = client.get(f"/v1/facts?kind=acknowledgement&limit=10&after={last - 1}").json()["facts"]
            seen[who] = bool(told)
            if who != "E":
                void = {"of_kind": "acknowledgement", "of": "ack-1", "reason": "x"}
                assert client.post("/v1/voids", json=void).status_code == 403
    assert seen == {"E": True, "L": False, "Q": True, "M": True}
    with centre.client(*WHO["E"]) as own:
        void = {"of_kind": "acknowledgement", "of": "ack-1", "reason": "x"}
        assert own.post("/v1/voids", json=void).status_code == 201


def test_a_review_is_signed_by_whom_it_is_about_and_read_by_who_judged(centre: Served) -> None:
    review = {
        "kind": "work_review",
        "employee": "E1",
        "period": "2024-10",
        "score": "80.00",
        "evaluator": "L1",
        "at": AT,
    }
    assert centre.ledger.record([review])[0].status == "accepted"
    sent = {"of_kind": "work_review", "of": "2024-10", "employee": "E1", "at": AT, "agrees": True}
    with centre.client(*WHO["E"]) as own, centre.client(*WHO["L"]) as leader:
        assert own.post("/v1/acknowledgements", json=sent).status_code == 201
        assert own.post("/v1/acknowledgements", json=sent | {"of": "2024-11"}).json()["code"] == "unknown_fact"
        last = centre.ledger.facts.last_position()
        told = leader.get(f"/v1/facts?kind=acknowledgement&limit=10&after={last - 1}").json()["facts"]
    assert [each["of"] for each in told] == ["2024-10"]
