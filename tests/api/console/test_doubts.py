"""What is doubtful is shown before it is recorded, and what a person may not enter is refused in a sentence."""

from html import unescape
from typing import Any

import httpx
import pytest

from api.console.form_submission import REASON
from ledger.facts.roster import ShiftFact
from tests.api.console.browsing import Console
from tests.api.console.test_sessions import csrf_of

pytestmark = pytest.mark.slow

PAST, AHEAD = "2026-10-12", "2029-10-12"


@pytest.fixture
def member(console: Console) -> str:
    """Somebody of team T01 who has been there all October."""
    found = console.served.service.teams.membership()
    return next(
        employee
        for employee in sorted(found.employment)
        if found.team_on(employee, PAST) == "T01"
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
        asked = sent(manager, path, shift="R", key="a-past-shift")
        assert (asked.status_code, len(shifts(console))) == (409, before)
        assert PAST in unescape(asked.text)
        assert 'name="shift" value="R"' in asked.text
        done = sent(manager, path, shift="R", key="a-past-shift", **{REASON: "漏排"})
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
