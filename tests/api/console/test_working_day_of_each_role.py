"""A working day of each role, from the sign-in over the home to the role's main work, and what is seen of it then.

On SQLite in Chinese and on PostgreSQL in English; with WORKLEDGER_TEST_DEEP=1 on each in both languages.
"""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.api.console.browsing import Console
from tests.api.console.floor import CLOSED, TO_CLOSE, first_of
from tests.api.console.test_every_page import whose

pytestmark = [pytest.mark.slow, pytest.mark.both_engines]
LEADER, MANAGER = "E00002", "E00001"
QA = LEADER
"""Who answers the dispute has not scored what it is about; the one evaluator of the centre has."""


def part(page: Page, name: str) -> Any:
    """A part of the home."""
    return page.locator(f"section#{name}")


def opened(console: Console, page: Page, name: str, path: str) -> None:
    """Go from a part of the home to where it is dealt with."""
    expect(page.locator("h1")).to_have_text(console.said("Home"))
    assert console.hindrances(page) == []
    part(page, name).locator("h2 a").click()
    page.wait_for_url(f"**{path}**")


def agent_of(console: Console) -> str:
    return whose(console, "employee")["employee"]


def asked_for_leave(console: Console) -> tuple[Page, str]:
    """An agent has asked for a leave on the last of the shifts that are told ahead; the number of it."""
    page = console.sign_in("employee", employee=agent_of(console))
    day = part(page, "shifts").locator("tbody td").nth(-3).inner_text()[:10]
    page.goto("/my/leaves")
    page.select_option("#type", "personal")
    page.fill("#first", day)
    page.get_by_role("button", name=console.said("Send the request")).click()
    expect(page.locator(".notice.done").first).to_be_visible()
    leave = first_of(console.served.ledger, "leave", employee=agent_of(console), first_date=day)
    return page, leave["leave"]


def test_an_agent_asks_for_leave_and_the_leader_approves_it(console: Console) -> None:
    agent, leave = asked_for_leave(console)
    expect(agent.locator("tr", has_text=leave)).to_contain_text(console.called("standing", "requested"))
    leader = console.sign_in("team_leader", team="T01", employee=LEADER)
    expect(leader.locator('.menu a[href="/team/decisions"] .count')).to_be_visible()
    opened(console, leader, "decide", "/team/decisions")
    leader.locator(f"article#{leave}").get_by_role("button", name=console.said("Approve")).click()
    expect(leader.locator(".notice.done")).to_contain_text(leave)
    agent.reload()
    expect(agent.locator("tr", has_text=leave)).to_contain_text(console.called("standing", "approved"))


def test_qa_answers_a_dispute_that_an_agent_raised(console: Console) -> None:
    evaluation = first_of(console.served.ledger, "monitoring", employee=agent_of(console))
    dispute = {"dispute": "DI-DAY", "employee": agent_of(console), "at": "2026-10-20T09:00:00+08:00", "text": "请复听"}
    with console.served.client("employee", agent_of(console)) as client:
        assert client.post("/v1/disputes", json=dispute | {"about": evaluation["id"]}).status_code == 201
    page = console.sign_in("qa", employee=QA)
    opened(console, page, "disputes", "/quality/disputes")
    page.locator('a[href="/quality/disputes/DI-DAY"]').first.click()
    page.fill("#reason", "复听后维持原评分")
    page.get_by_role("button", name=console.said("Dismiss"), exact=True).click()
    expect(page.locator(".notice.done").first).to_be_visible()
    page.goto("/")
    expect(part(page, "disputes")).to_contain_text(console.said("No dispute waits for an answer."))


def test_the_manager_looks_at_the_centre_and_decides_a_complaint(console: Console) -> None:
    told = {"complaint": "CP-DAY", "employee": agent_of(console), "date": "2026-09-29", "severity": 2}
    with console.served.client("qa", QA) as client:
        assert client.post("/v1/complaints", json=told).status_code == 201
    page = console.sign_in("manager", employee=MANAGER)
    expect(part(page, "present-by-team").locator("svg")).to_be_visible()
    expect(part(page, "trend").locator("svg")).to_be_visible()
    part(page, "complaints").get_by_role("link", name="CP-DAY").click()
    page.fill("#note", "录音复核，处理得当")
    page.get_by_role("button", name=console.said("Dismiss"), exact=True).click()
    expect(page.locator(".notice.done").first).to_be_visible()
    page.goto("/")
    expect(part(page, "complaints").get_by_role("link", name="CP-DAY")).to_have_count(0)


def test_hr_closes_the_month_that_waits(console: Console) -> None:
    page = console.sign_in("hr", employee=MANAGER)
    assert console.hindrances(page) == []
    part(page, "due").get_by_role("link", name=TO_CLOSE).click()
    page.wait_for_url(f"**/hr/close/{TO_CLOSE}")
    for step in ("Next: preview", "Next: difference", "Next: closing"):
        page.get_by_text(console.said(step), exact=True).click()
        expect(page.locator("[aria-current=step]")).to_be_visible()
    page.check("[name=looked]")
    page.get_by_role("button", name=console.said("Close %(period)s now", period=TO_CLOSE)).click()
    page.wait_for_url(f"**/hr/closings/{TO_CLOSE}")
    page.goto("/")
    expect(part(page, "due")).to_contain_text(console.said("No month waits for its closing."))


def test_the_auditor_signs_verifies_and_sees_who_looked_at_pay(console: Console) -> None:
    with console.served.client("hr", MANAGER) as client:
        assert client.get(f"/v1/periods/{CLOSED[0]}/payroll").status_code == 200
    page = console.sign_in("auditor")
    expect(part(page, "looks").locator("tbody tr").first).to_be_visible()
    opened(console, page, "checkpoints", "/audit/proofs")
    page.get_by_role("button", name=console.said("Sign a checkpoint now")).click()
    expect(page.locator(".notice.done").first).to_be_visible()
    page.get_by_role("button", name=console.said("Verify now")).click()
    page.wait_for_url("**/audit/verifications/*")
    expect(page.locator("dl.facts")).to_be_visible()
    page.goto("/")
    expect(part(page, "checkpoints")).to_contain_text(console.said("passed"))


def test_the_administrator_makes_a_key_that_signs_in_and_revokes_it(console: Console) -> None:
    page = console.sign_in("admin")
    opened(console, page, "keys", "/admin/keys")
    page.locator("summary", has_text=console.said("Make a key")).click()
    form = page.locator('form[action="/admin/keys"]')
    form.locator("[name=name]").fill("门口平板")
    form.locator("[name=role]").select_option("auditor")
    form.locator("[name=expires]").fill("2027-01-01T00:00")
    form.get_by_role("button").click()
    key = page.locator("code.secret").inner_text()
    assert console.hindrances(page) == []
    with console.served.client(None) as client:
        client.headers["Authorization"] = f"Bearer {key}"
        assert client.get("/v1/me").json()["name"] == "门口平板"
        page.goto("/admin/keys")
        row = page.locator("tr", has_text="门口平板")
        row.locator("summary").click()
        row.get_by_role("button", name=console.said("Revoke for good")).click()
        expect(page.locator(".notice.done").first).to_be_visible()
        assert client.get("/v1/me").status_code == 401
    for path in ("/admin/service", "/admin/devices", "/admin/webhooks", "/admin/jobs"):
        page.goto(path)
        expect(page.locator("h1")).to_be_visible()
        assert console.hindrances(page) == []
