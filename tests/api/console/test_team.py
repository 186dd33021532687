"""What a team leader does in the console: the roster, who is in, what to decide and to mend, briefings."""

import re
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.api.console.browsing import Console
from tests.api.console.floor import first_of

pytestmark = pytest.mark.slow
AT = "2026-10-19T09:00:00+08:00"
SWAP = {"swap": "SW-A", "requester": "E00009", "requester_date": "2026-10-24", "counterparty": "E00026",
        "counterparty_date": "2026-10-26", "at": AT}  # fmt: skip
LEAVE = {"leave": "LV-A", "employee": "E00022", "type": "personal", "first_date": "2026-10-26",
         "last_date": "2026-10-28", "requested_on": "2026-10-19"}  # fmt: skip


def _recorded(console: Console, path: str, body: dict[str, Any]) -> None:
    with console.served.client("hr") as hr:
        answer = hr.post(f"/v1/{path}", json=body)
        assert answer.status_code in (200, 201), answer.text


def _accepted(console: Console, swap: dict[str, Any]) -> None:
    _recorded(console, "swaps", swap)
    decision = {"decision": "accepted", "by": swap["counterparty"], "at": AT}
    _recorded(console, f"swaps/{swap['swap']}/decisions", decision)


def _cell(page: Page, employee: str, day: str) -> Any:
    return page.locator(f'a.cell[href="/team/roster/{employee}/{day}"]')


def _done(console: Console, page: Page, message: str, **parts: object) -> None:
    expect(page.locator(".notice.done").first).to_have_text(console.said(message, **parts))


def test_a_leader_changes_a_shift_on_the_roster_and_the_grid_shows_it(console: Console) -> None:
    page = console.sign_in("team_leader", team="T01")
    page.goto("/team/roster")
    expect(page.locator("h1")).to_have_text(console.said("Roster, week %(week)s", week="2026-W43"))
    expect(page.locator("table.roster tbody tr")).to_have_count(21)
    expect(_cell(page, "E00005", "2026-10-21")).to_contain_text("C")
    _cell(page, "E00005", "2026-10-21").focus()
    page.keyboard.press("Enter")
    form = page.locator("#edit form")
    expect(page.locator("#edit")).to_be_focused()
    assert console.hindrances(page) == []
    form.locator("input[value=R]").check()
    form.locator("#reason").fill("高峰支援")
    form.get_by_role("button").click()
    _done(console, page, "%(name)s has shift %(shift)s on %(day)s.", name="罗超", shift="R", day="2026-10-21")
    expect(_cell(page, "E00005", "2026-10-21")).to_contain_text("R")
    fact = first_of(console.served.ledger, "shift", employee="E00005", date="2026-10-21", shift="R")
    assert fact["reason"] == "高峰支援"
    page.get_by_role("link", name="2026-W44").click()
    expect(page.locator("h1")).to_contain_text("2026-W44")


def test_who_is_in_late_and_missing_at_a_moment(console: Console) -> None:
    page = console.sign_in("team_leader", team="T01")
    page.goto("/team/now")
    cards = page.locator(".cards dd")
    expect(cards.nth(0)).to_have_text("6")
    expect(cards.nth(1)).to_have_text("6")
    expect(page.locator("#now tbody tr").first).to_contain_text("09:05")
    page.locator("#at").fill("2026-10-20T21:00")
    page.locator("form:has(#at) button").click()
    expect(cards.nth(3)).to_have_text("15")
    expect(page.get_by_text(console.said("missing"), exact=True).first).to_be_visible()
    expect(page.get_by_text(console.said("still in after the shift"), exact=True)).to_have_count(6)


@pytest.mark.both_engines
def test_a_swap_and_a_leave_are_decided_with_what_they_do_in_view(console: Console) -> None:
    _accepted(console, SWAP)
    _recorded(console, "leaves", LEAVE)
    page = console.sign_in("team_leader", team="T01")
    page.goto("/team/decisions")
    swap, leave = page.locator("#SW-A"), page.locator("#LV-A")
    name, hours = "曹俊杰", console.said("%(name)s: counted hours in %(period)s change by %(hours)s.",
                                        name="曹俊杰", period="2026-10", hours="−4:00")  # fmt: skip
    expect(swap.locator("tbody tr").filter(has_text=name)).to_have_count(2)
    expect(swap.locator("li").filter(has_text=hours)).to_be_visible()
    absence = console.said("At the limit an agent has no monthly bonus (S7.6c).")
    expect(leave.locator("li.warn")).to_contain_text(absence)
    assert console.hindrances(page) == []
    swap.locator("button[value^='approved ']").click()
    _done(console, page, "Swap %(number)s is approved, and the roster is changed.", number="SW-A")
    page.locator("#LV-A button[value^='approved ']").click()
    _done(console, page, "Leave %(number)s is approved.", number="LV-A")
    expect(page.locator("tr#LV-A .state.good")).to_be_visible()
    page.goto("/team/roster?day=2026-10-26")
    expect(_cell(page, "E00009", "2026-10-26")).to_contain_text("C")
    expect(page.locator("tr", has_text="E00022").locator(".state.good").first).to_be_visible()


def test_a_decision_on_what_moved_on_is_refused_and_shown_as_it_stands(console: Console) -> None:
    _accepted(console, SWAP | {"swap": "SW-B", "requester_date": "2026-10-25"})
    page = console.sign_in("team_leader", team="T01")
    page.goto("/team/decisions")
    with console.served.client("manager", "E00001") as manager:
        assert manager.post("/v1/swaps/SW-B/decisions", json={"decision": "rejected", "at": AT}).status_code == 201
    page.locator("#SW-B button[value^='rejected ']").click()
    told = console.said(
        "Decided meanwhile by %(who)s: %(standing)s. Nothing was changed.",
        who="李婷 E00001",
        standing=console.called("standing", "rejected"),
    )
    expect(page.locator("#SW-B")).to_contain_text(told)


def test_a_swap_that_would_give_somebody_two_shifts_cannot_be_approved(console: Console) -> None:
    _accepted(console, SWAP | {"swap": "SW-C", "requester_date": "2026-10-23"})
    page = console.sign_in("manager")
    page.goto("/team/decisions?team=T01")
    found = page.locator("#SW-C")
    told = console.said(
        "%(name)s would have two shifts on %(day)s, so it cannot be approved; correct the roster, or reject it.",
        name="姚雅琴", day="2026-10-23",
    )  # fmt: skip
    expect(found.locator("li.warn").filter(has_text=told)).to_be_visible()
    expect(found.locator("button[value^='approved ']")).to_have_count(0)


def test_a_missing_punch_is_recorded_and_the_anomaly_is_gone(console: Console) -> None:
    with console.served.client("hr") as hr:
        punches = hr.get("/v1/facts?kind=clock&employee=E00016&from=2026-10-19&until=2026-10-19").json()["facts"]
        void = {"of_kind": "clock", "of": punches[-1]["id"], "by": "HR", "reason": "误刷"}
        assert hr.post("/v1/voids", json=void).status_code == 201
    page = console.sign_in("team_leader", "E00002", "T01")
    page.goto("/team/anomalies/2026-10")
    row = page.locator("tr", has_text="E00016").filter(has_text="2026-10-19")
    expect(row).to_have_count(1)
    row.get_by_role("link").click()
    expect(page.locator(".state.bad").filter(has_text=console.said("void"))).to_be_visible()
    assert console.hindrances(page) == []
    page.locator("#punch-reason").fill("忘记打卡，本人确认")
    page.get_by_role("button", name=console.said("Record the punch"), exact=True).click()
    _done(console, page, "The punch is recorded.")
    fact = first_of(console.served.ledger, "clock", employee="E00016", reason="忘记打卡，本人确认")
    assert (fact["at"], fact["direction"]) == ("2026-10-19T18:00:00+08:00", "out")
    assert fact["recorded_by"] == "E00002"
    page.goto("/team/anomalies/2026-10")
    expect(page.locator("h1")).to_contain_text("2026-10")
    expect(page.locator("tr", has_text="E00016").filter(has_text="2026-10-19")).to_have_count(0)


def test_a_briefing_is_recorded_with_who_attended_and_a_handover(console: Console) -> None:
    page = console.sign_in("team_leader", "E00002", "T01")
    page.goto("/team/briefings")
    for number in ("E00004", "E00005"):
        page.locator(f"input[name=attendees][value={number}]").check()
    page.locator("#briefing-note").fill("新活动口径")
    page.get_by_role("button", name=console.said("Record the briefing")).click()
    _done(console, page, "The briefing is recorded.")
    expect(page.locator("tr", has_text="新活动口径")).to_contain_text("方敏")
    page.locator("#handover-to").select_option("E00001")
    page.locator("#handover-note").fill("两名客服请假")
    page.get_by_role("button", name=console.said("Record the handover")).click()
    _done(console, page, "The handover is recorded.")
    expect(page.locator("tr", has_text="两名客服请假")).to_contain_text("李婷")


def test_a_leave_is_entered_for_a_member_and_only_a_manager_waives_the_notice(console: Console) -> None:
    page = console.sign_in("team_leader", team="T01")
    page.goto("/team/leave?employee=E00008&day=2026-10-21")
    expect(page.locator("#override_reason")).to_have_count(0)
    page.locator("#type").select_option("lieu")
    page.get_by_role("button", name=console.said("Enter the leave")).click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("#employee")).to_have_value("E00008")
    expect(page.locator("#type")).to_have_value("lieu")
    page = console.sign_in("manager")
    page.goto("/team/leave?employee=E00008&day=2026-10-21&team=T01")
    page.locator("#type").select_option("lieu")
    page.locator("#override_reason").fill("家中急事")
    page.get_by_role("button", name=console.said("Enter the leave")).click()
    expect(page.locator(".notice.done")).to_be_visible()
    assert first_of(console.served.ledger, "leave", employee="E00008", first_date="2026-10-21")["override_by"]


def test_an_approval_beyond_the_entitlement_is_shown_before_and_only_a_manager_gives_it(console: Console) -> None:
    parameters = {"entitled_types": ["annual"]}
    rules = {"version": "entitled", "effective_period": "2027-01", "reason": "额度", "parameters": parameters}
    _recorded(console, "rules", rules)
    _recorded(console, "entitlements", {"employee": "E00022", "type": "annual", "year": "2027", "minutes": 480})
    dates = {"first_date": "2027-01-04", "last_date": "2027-01-05", "requested_on": "2026-10-19"}
    _recorded(console, "leaves", {"leave": "LV-E", "employee": "E00022", "type": "annual", **dates})
    page = console.sign_in("team_leader", team="T01")
    page.goto("/team/decisions?team=T01")
    article = page.locator("#LV-E")
    expect(article).to_contain_text(
        console.said("Entitlement: it asks for %(asked)s, and %(left)s are left for it.", asked="16:00", left="8:00")
    )
    expect(article.get_by_role("button")).to_have_count(1)
    expect(article.locator("button[value^='approved ']")).to_have_count(0)
    page = console.sign_in("manager")
    page.goto("/team/decisions?team=T01")
    approve = page.locator("#LV-E").get_by_role("button", name=console.said("Approve"))
    approve.click()
    expect(page.locator("#LV-E")).to_contain_text("the entitlement has 480 left")
    page.goto("/team/decisions?team=T01")
    page.get_by_label(console.said("Reason to approve beyond the entitlement")).fill("婚礼")
    approve.click()
    _done(console, page, "Leave %(number)s is approved.", number="LV-E")
    assert first_of(console.served.ledger, "leave_decision", leave="LV-E")["override_reason"] == "婚礼"


def test_the_hours_of_the_team_are_drawn_and_listed(console: Console) -> None:
    page = console.sign_in("auditor")
    page.goto("/team/hours/2026-09")
    expect(page.locator("figure.chart svg")).to_have_count(3)
    assert console.hindrances(page) == []


def _csrf(text: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', text)
    assert found is not None
    return found[1]


NOT_THERE = {
    "/team/roster?week=2026-W54": 422,
    "/team/roster?week=0000-W01": 422,
    "/team/roster?day=2026-02-30": 422,
    "/team/roster?team=T99": 403,
    "/team/roster/E00005/soon": 422,
    "/team/now?at=noon": 422,
    "/team/now?at=9999-12-31T23:59": 422,
    "/team/anomalies/2030-01": 404,
    "/team/hours/2030-01": 404,
    "/team/mend/E00005/2026-13-01": 422,
    "/team/roster?day=2031-01-01": 200,
    "/team/mend/E00005/2031-01-01": 200,
}


def test_what_is_no_week_day_or_period_is_said_in_a_sentence(console: Console) -> None:
    with console.signed_in("team_leader", team="T01") as client:
        answers = {path: client.get(path) for path in NOT_THERE}
        assert {path: answer.status_code for path, answer in answers.items()} == NOT_THERE
        assert all("<h1>" in answer.text for answer in answers.values())


def test_wrong_input_is_refused_and_what_was_typed_stays(console: Console) -> None:
    base = "/team/mend/E00005/2026-10-19"
    with console.signed_in("team_leader", team="T01") as client:
        csrf = {"csrf": _csrf(client.get(base).text)}
        before = console.served.ledger.facts.last_position()
        for path, typed, kept in (
            (f"{base}/punch", {"at": "18 o'clock", "direction": "out", "reason": "忘记"}, "忘记"),
            (f"{base}/punch", {"at": "2026-10-19T18:00", "direction": "sideways", "reason": "忘了"}, "忘了"),
            (f"{base}/punch", {"at": "2026-10-19T18:00", "direction": "out", "reason": ""}, "2026-10-19T18:00"),
            (f"{base}/overtime", {"minutes": "ninety"}, "ninety"),
            (f"{base}/overtime", {"minutes": "9999"}, "9999"),
            (f"{base}/void", {"of": "none", "reason": "误"}, ""),
            ("/team/roster/E00005/2026-10-27", {"shift": "X", "reason": "支援"}, "支援"),
            ("/team/leave", {"leave": "L-9", "employee": "E00005", "type": "annual", "first_date": "2026-10-30",
                             "last_date": "2026-10-29", "requested_on": "2026-10-20"}, "2026-10-30"),
            ("/team/briefings/briefing", {"number": "B-9", "at": "", "leader": "E00002", "note": "口径"}, "口径"),
            ("/team/decisions", {"one": "approved leaves 1 none"}, "none"),
            ("/team/decisions", {"one": "perhaps leaves x none"}, ""),
            ("/team/decisions", {"one": "approved disputes 1 none"}, ""),
            ("/team/decisions", {"one": "approved"}, ""),
            ("/team/decisions", {"decision": "approved"}, ""),
        ):  # fmt: skip
            answer = client.post(path, data=csrf | typed)
            assert 400 <= answer.status_code < 500, (path, typed)
            assert 'role="alert"' in answer.text
            assert kept in answer.text, (path, typed)
        assert console.served.ledger.facts.last_position() == before


def test_what_is_told_of_a_leave_beforehand_is_what_the_reports_say_afterwards(console: Console) -> None:
    leave = LEAVE | {"leave": "LV-D", "employee": "E00023", "first_date": "2026-10-12", "last_date": "2026-10-14",
                     "requested_on": "2026-10-12"}  # fmt: skip

    def due(client: httpx.Client) -> int:
        rows = client.get("/v1/periods/2026-10/hours?employee=E00023").json()["rows"]
        minutes: int = rows[0]["due"]
        return minutes

    with console.signed_in("team_leader", team="T01") as client, console.served.client("hr") as hr:
        assert hr.post("/v1/leaves", json=leave).status_code == 201
        before, page = due(hr), client.get("/team/decisions").text
        typed = {"csrf": _csrf(page), "one": "approved leaves 1 LV-D", "key": "console-test-1"}
        assert client.post("/team/decisions", data=typed).status_code == 200
        taken = before - due(hr)
        assert taken > 0
        told = console.said("Hours: %(hours)s are taken off what is due.", hours=f"{taken // 60}:{taken % 60:02}")
        assert told in page


def test_the_same_form_sent_twice_records_once(console: Console) -> None:
    with console.signed_in("team_leader", team="T01") as client:
        page = client.get("/team/mend/E00008/2026-10-19").text
        key = re.search(r'name="key" value="([^"]+)"', page)
        assert key is not None
        typed = {"csrf": _csrf(page), "key": key[1], "minutes": "45"}
        positions = []
        for _ in range(2):
            assert client.post("/team/mend/E00008/2026-10-19/overtime", data=typed).status_code == 200
            positions.append(console.served.ledger.facts.last_position())
        assert positions[0] == positions[1]


@pytest.mark.parametrize("role", ["employee", "qa"])
def test_who_leads_nobody_is_refused(console: Console, role: str) -> None:
    whose = {"employee": "E00005"} if role == "employee" else {}
    with console.signed_in(role, **whose) as client:
        for path in ("roster", "now", "decisions", "anomalies", "hours", "briefings"):
            assert client.get(f"/team/{path}").status_code == 403


def test_another_team_s_leader_sees_nothing_of_this_one(console: Console) -> None:
    with console.signed_in("team_leader", team="HQ") as client:
        assert "E00005" not in client.get("/team/roster").text
        assert client.get("/team/roster?team=T01").status_code == 403
        assert client.get("/team/roster/E00005/2026-10-21").status_code == 404
        assert client.get("/team/mend/E00005/2026-10-19").status_code == 404
