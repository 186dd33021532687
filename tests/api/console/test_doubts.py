"""What is doubtful is shown before it is recorded, and what a person may not enter is refused in a sentence."""

from html import unescape
from typing import Any

import httpx
import pytest

from api.console.form_submission import REASON
from ledger.facts.roster import ShiftFact
from projections.people import Membership
from tests.api.console.browsing import Console
from tests.api.console.test_sessions import csrf_of
from tests.ledger.material import Hands

pytestmark = pytest.mark.slow

PAST, AHEAD = "2026-10-12", "2029-10-12"


def is_of_team(found: Membership, employee: str, day: str) -> bool:
    held = found.posting_on(employee, day)
    return held is not None and held.team == "T01"


@pytest.fixture
def member(console: Console) -> str:
    """Somebody of team T01 who has been there all October."""
    found = console.served.service.teams.membership()
    return next(
        employee
        for employee in sorted(found.employment)
        if (held := found.posting_on(employee, PAST)) is not None
        and held.team == "T01"
        and found.employed_on(employee, PAST)
        and found.employed_on(employee, AHEAD)
    )


def sent(client: httpx.Client, path: str, **fields: Any) -> httpx.Response:
    return client.post(path, data={**fields, "csrf": csrf_of(client)})


def shifts(console: Console) -> list[Any]:
    facts = console.served.ledger.facts
    return [each.fact for each in facts.select(0, 100_000, [ShiftFact.kind], None, facts.last_position())]


def test_a_doubtful_fact_is_recorded_after_a_reason_was_given(console: Console, member: str) -> None:
    path, before = f"/team/roster/{member}/{PAST}", len(shifts(console))
    with console.signed_in("manager") as manager:
        assert sent(manager, path, shift="R", key="without-a-reason").status_code == 409
        asked = sent(manager, path, shift="R", reason="漏排", key="a-past-shift")
        assert (asked.status_code, len(shifts(console))) == (409, before)
        assert PAST in unescape(asked.text)
        assert 'name="shift" value="R"' in asked.text
        done = sent(manager, path, shift="R", reason="漏排", key="a-past-shift", **{REASON: "漏排"})
        assert done.status_code == 200
    assert [each.reason for each in shifts(console)[before:]] == ["漏排"]


def test_a_shift_years_ahead_is_refused(console: Console, member: str) -> None:
    before = len(shifts(console))
    with console.signed_in("manager") as manager:
        answer = sent(manager, f"/team/roster/{member}/{AHEAD}", shift="R", key="far", **{REASON: "x"})
    assert (answer.status_code, len(shifts(console))) == (422, before)
    assert console.said("The date %(date)s is more than a year ahead; check the year.", date=AHEAD) in answer.text


def test_a_handover_to_oneself_and_a_briefing_of_nobody_are_refused(console: Console) -> None:
    at = {"team": "T01", "at": "2026-10-19T08:00", "key": "meeting", "number": "N1"}
    with console.signed_in("manager") as manager:
        oneself = sent(manager, "/team/briefings/handover?team=T01", **at, from_leader="L1", to_leader="L1")
        nobody = sent(manager, "/team/briefings/briefing?team=T01", **at, leader="L1")
    assert (oneself.status_code, nobody.status_code) == (422, 422)
    assert console.said("A handover is between two leaders; choose another one on one side.") in oneself.text
    assert console.said("Nobody has attended the briefing; choose who was there.") in nobody.text


def test_the_page_and_the_checklist_list_what_stands(console: Console) -> None:
    with console.signed_in("hr") as hr:
        for path in ("/team/doubts", "/team/doubts/2026-10", "/hr/close/2026-10"):
            answer = hr.get(path)
            assert answer.status_code == 200
            assert console.said("What to look at") in answer.text


LAST = "2026-10-09"


@pytest.fixture
def leaver(console: Console) -> str:
    """Somebody of team T01 whose last day was a Friday, days before."""
    found = console.served.service.teams.membership()
    employee = next(
        employee
        for employee in sorted(found.employment, reverse=True)
        if (held := found.posting_on(employee, LAST)) is not None
        and held.team == "T01"
        and found.employed_on(employee, LAST)
    )
    left = {"kind": "leaving", "employee": employee, "last_day": LAST, "reason": "resigned"}
    assert console.served.ledger.record([left])[0].refusal is None
    return employee


def last_position(console: Console) -> int:
    return console.served.ledger.facts.last_position()


def told(answer: httpx.Response) -> str:
    return unescape(answer.text)


def test_a_punch_of_somebody_who_has_left_is_refused(console: Console, leaver: str) -> None:
    typed = {"at": f"{PAST}T09:00", "direction": "in", "reason": "忘记", "key": "late-punch", REASON: "x"}
    with console.signed_in("manager") as manager:
        before = last_position(console)
        answer = sent(manager, f"/team/mend/{leaver}/{PAST}/punch", **typed)
    assert (answer.status_code, last_position(console)) == (409, before)
    assert LAST in told(answer)


def test_an_evaluation_of_somebody_who_has_left_is_refused(console: Console, leaver: str) -> None:
    criteria = [{"name": "礼貌", "weight": 100, "critical": False}]
    form = {"kind": "monitoring_form", "form": "电话", "version": 1, "criteria": criteria}
    console.served.ledger.record([form])
    typed = {"form": "电话", "version": "1", "mark-0": "90", "employee": leaver, "date": PAST, "channel": "phone"}
    with console.signed_in("qa") as qa:
        before = last_position(console)
        answer = sent(qa, "/quality/monitorings", **typed, key="late-evaluation", **{REASON: "x"})
    assert (answer.status_code, last_position(console)) == (409, before)
    assert LAST in told(answer)


def test_a_request_of_somebody_who_has_left_is_refused(console: Console, leaver: str, member: str) -> None:
    leave = {"type": "annual", "first_date": "2026-10-26", "last_date": "2026-10-26", "key": "late-leave", REASON: "x"}
    entered = {**leave, "leave": "LV-late", "employee": leaver, "requested_on": "2026-10-20", "key": "entered"}
    day = "2026-10-26"
    swap = {"requester_date": day, "counterparty": member, "counterparty_date": day, "key": "late-swap", REASON: "x"}
    before = last_position(console)
    with console.signed_in("manager") as manager, console.signed_in("employee", employee=leaver) as own:
        answers = [
            sent(manager, "/team/leave", **entered),
            sent(own, "/my/leaves", **leave),
            sent(own, "/my/swaps", **swap),
        ]
    # Whoever has left reads and disputes, and asks for nothing any more.
    assert [answer.status_code for answer in answers] == [409, 403, 403]
    assert LAST in told(answers[0])
    assert last_position(console) == before


def test_a_doubtful_approval_is_confirmed_also_some_seconds_later(console: Console, member: str) -> None:
    leave = {"leave": "LV-none", "employee": member, "type": "annual", "first_date": "2026-12-05",
             "last_date": "2026-12-05", "requested_on": "2026-10-19"}  # fmt: skip
    path, typed = "/team/decisions", {"one": "approved leaves 1 LV-none", "key": "an-approval"}
    with console.signed_in("manager") as manager, console.served.client("hr") as hr:
        assert hr.post("/v1/leaves", json=leave).status_code == 201
        asked = sent(manager, path, **typed)
        assert (asked.status_code, "2026-12-05" in told(asked), REASON in asked.text) == (200, True, True)
        assert hr.get("/v1/leaves/LV-none").json()["standing"] == "requested"
        hands = console.served.service._clock
        assert isinstance(hands, Hands)
        hands.move(seconds=7)
        done = sent(manager, path, **typed, **{REASON: "周六加班后补休"})
        assert done.status_code == 200
        decided = hr.get("/v1/leaves/LV-none").json()
    assert (decided["standing"], decided["followed"][-1]["reason"]) == ("approved", "周六加班后补休")
