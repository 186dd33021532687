"""Deciding in the console: many in one step, what lapsed, a leave that has begun, and acting for a leader."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from api.words.language import Language
from api.words.translation import said
from tests.api.asking import asking
from tests.api.console.floor import floor
from tests.api.routes.served import Served
from tests.ledger.stores import SQLiteStores

pytestmark = [pytest.mark.slow, pytest.mark.any_engine]
LEADER, OTHER, MANAGER = ("team_leader", "E00002", "T01"), ("team_leader", "E00003", "T02"), ("manager", "E00001", None)
AGENT = ("employee", "E00009", None)
AT, REQUESTED, BEFORE = "2026-10-19T09:00:00+08:00", "2026-10-19", "2026-10-10"
LANGUAGE = Language.ENGLISH


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("floor")
    with floor(SQLiteStores(folder), folder) as found:
        yield found


@contextmanager
def signed_in(centre: Served, who: tuple[str, str | None, str | None]) -> Iterator[httpx.Client]:
    with asking(centre.url, headers={"accept-language": LANGUAGE.value}, follow_redirects=True) as client:
        client.post("/sign-in", data={"key": centre.key(*who)})
        yield client


def csrf(client: httpx.Client) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/team/decisions").text)
    assert found is not None
    return found[1]


def leave(number: str, first: str, last: str = "", employee: str = "E00009", asked: str = REQUESTED) -> dict[str, Any]:
    dates = {"first_date": first, "last_date": last or first, "requested_on": asked}
    return {"kind": "leave", "leave": number, "employee": employee, "type": "annual", **dates}


def recorded(centre: Served, *facts: dict[str, Any]) -> None:
    assert {each.status for each in centre.ledger.record(list(facts))} == {"accepted"}


def outcome(page: str, number: str) -> str:
    (found,) = re.findall(rf'<article class="decision" id="{number}">(.*?)</article>', page, re.DOTALL)
    return str(found)


def test_many_are_decided_in_one_step_each_by_itself_and_told_line_by_line(centre: Served) -> None:
    recorded(centre, *(leave(number, f"2026-11-0{day}") for day, number in enumerate(("B-1", "B-2", "B-3", "B-4"), 2)))
    with signed_in(centre, LEADER) as client, centre.client(*MANAGER) as manager:
        page = client.get("/team/decisions").text
        assert all(f'value="leaves 1 B-{number}"' in page for number in range(1, 5))
        rejected = manager.post("/v1/leaves/B-2/decisions", json={"decision": "rejected", "at": AT})
        assert rejected.status_code == 201
        chosen = [f"leaves 1 {number}" for number in ("B-1", "B-2", "B-3", "B-9")]
        form = {"csrf": csrf(client), "key": "bulk-1", "chosen": chosen, "decision": "approved", "reason": "人手够"}
        answer = client.post("/team/decisions", data=form)
        assert said("%(done)s of %(count)s are decided.", LANGUAGE, done=2, count=4) in answer.text
        assert "李婷 E00001" in outcome(answer.text, "B-2")
        assert said("not decided", LANGUAGE) in outcome(answer.text, "B-9")
        again = client.post("/team/decisions", data=form)
        assert said("%(done)s of %(count)s are decided.", LANGUAGE, done=2, count=4) in again.text
        standing = {each: manager.get(f"/v1/leaves/{each}").json() for each in ("B-1", "B-2", "B-3", "B-4")}
    assert [each["standing"] for each in standing.values()] == ["approved", "rejected", "approved", "requested"]
    assert [len(each["followed"]) for each in standing.values()] == [1, 1, 1, 0]
    assert standing["B-1"]["followed"][0]["reason"] == "人手够"


def test_what_is_doubtful_needs_a_confirmation_of_its_own(centre: Served) -> None:
    # A shift that was assigned after the leave was asked for.
    shift = {"kind": "shift", "employee": "E00009", "date": "2026-11-10", "shift": "W"}
    recorded(centre, leave("D-1", "2026-11-10"), leave("D-2", "2026-12-15"), shift)
    with signed_in(centre, MANAGER) as client, centre.client("hr") as hr:
        chosen = ["leaves 1 D-1", "leaves 1 D-2"]
        form = {"csrf": csrf(client), "key": "bulk-2", "chosen": chosen, "decision": "approved"}
        answer = client.post("/team/decisions", data=form)
        assert said("to confirm", LANGUAGE) in outcome(answer.text, "D-1")
        assert [hr.get(f"/v1/leaves/{each}").json()["standing"] for each in ("D-1", "D-2")] == ["requested", "approved"]
        confirmed = {"csrf": form["csrf"], "key": "bulk-3", "one": "approved leaves 1 D-1", "doubts_reason": "已核对"}
        assert client.post("/team/decisions", data=confirmed).status_code == 200
        assert hr.get("/v1/leaves/D-1").json()["standing"] == "approved"


def test_what_lapsed_is_shown_apart_and_decided_with_a_reason_alone(centre: Served) -> None:
    recorded(centre, leave("X-1", "2026-10-15", asked=BEFORE), leave("X-2", "2026-10-15"))
    with signed_in(centre, LEADER) as client, signed_in(centre, AGENT) as own:
        page = client.get("/team/decisions").text
        assert 'value="leaves 1 X-2"' in page
        assert 'value="leaves 1 X-1"' not in page
        assert said("Lapsed without a decision", LANGUAGE) in page
        alone = client.get("/team/decisions/leaves/X-1").text
        assert 'value="approved leaves 1 X-1"' in alone
        assert said("lapsed undecided", LANGUAGE) in own.get("/my/leaves").text
        assert client.get("/team/decisions/leaves/X-99").status_code == 404
        assert client.get("/team/decisions/others/X-1").status_code == 404


def test_a_leave_that_has_begun_is_cancelled_by_the_leader_after_a_look_at_what_that_does(centre: Served) -> None:
    decision = {"kind": "leave_decision", "leave": "C-1", "decision": "approved", "by": "E00002", "at": AT}
    recorded(centre, leave("C-1", "2026-10-19", "2026-10-23", asked=BEFORE), decision)
    with signed_in(centre, AGENT) as own, signed_in(centre, LEADER) as client, centre.client("hr") as hr:
        told = own.get("/my/leaves/C-1/cancel").text
        assert (
            said("The leave has begun. Only your team leader or a manager can cancel it now; ask them.", LANGUAGE)
            in told
        )
        found = re.search(r'name="csrf" value="([^"]+)"', own.get("/my/leaves").text)
        assert found is not None
        assert own.post("/my/leaves/C-1/cancel", data={"csrf": found[1]}).status_code == 403
        assert said("What its cancellation would do", LANGUAGE) in client.get("/team/decisions/leaves/C-1").text
        form = {"csrf": csrf(client), "key": "cancel-1", "one": "cancelled leaves 2 C-1", "reason": "提前返岗"}
        client.post("/team/decisions", data=form)
        client.post("/team/decisions", data=form | {"key": "cancel-2", "doubts_reason": "提前返岗"})
        assert hr.get("/v1/leaves/C-1").json()["standing"] == "cancelled"


def test_whoever_acts_for_a_leader_finds_the_requests_and_is_named_with_the_leader(centre: Served) -> None:
    recorded(centre, leave("A-1", "2026-11-20"))
    with signed_in(centre, LEADER) as leader, signed_in(centre, OTHER) as deputy, centre.client("hr") as hr:
        assert "A-1" not in deputy.get("/team/decisions").text
        given = {"csrf": csrf(leader), "key": "give-1", "employee": "E00002", "to": "E00003", "from": "2026-10-20",
                 "until": "2026-10-25", "what": ["leave"]}  # fmt: skip
        assert leader.post("/team/delegations", data=given | {"what": [], "key": "give-0"}).status_code == 422
        assert (
            leader.post("/team/delegations", data=given | {"until": "2027-10-25", "key": "give-2"}).status_code == 409
        )
        assert leader.post("/team/delegations", data=given).status_code == 200
        page = deputy.get("/team/decisions").text
        assert 'value="approved leaves 1 A-1"' in page
        form = {"csrf": csrf(deputy), "key": "act-1", "one": "approved leaves 1 A-1"}
        assert deputy.post("/team/decisions", data=form).status_code == 200
        (decision,) = hr.get("/v1/leaves/A-1").json()["followed"]
        assert decision["by"] == "E00003"
        (position,) = re.findall(r"#(\d+)</small>", leader.get("/team/delegations").text)
        lately = leader.get("/team/decisions").text
        assert re.search(rf"\(#{position}\)", lately)
        withdrawn = {name: given[name] for name in ("csrf", "employee", "to", "from", "what")} | {"key": "end-1"}
        assert leader.post("/team/delegations/withdrawal", data=withdrawn).status_code == 200
        assert "A-1" not in deputy.get("/team/decisions").text
