"""Requests for forgotten punches and overtime: an agent asks and cancels, a leader sees the effect and decides."""

import pytest
from playwright.sync_api import Page, expect

from tests.api.console.browsing import PHONE, Console
from tests.api.console.floor import RUNNING, first_of

pytestmark = [pytest.mark.slow, pytest.mark.any_engine]


def incomplete(console: Console) -> tuple[str, str, str]:
    """An agent with a shift of the running month that misses a punch: the number, the team and the date."""
    people = {each.employee: each for each in console.served.service.directory.people()}
    with console.served.client("hr") as client:
        rows = client.get(f"/v1/periods/{RUNNING}/attendance", params={"limit": 1000}).json()["rows"]
    row = next(
        row for row in rows if row["status"] in ("missing_in", "missing_out") and people[row["employee"]].role == "csr"
    )
    return row["employee"], people[row["employee"]].team, row["date"]


def send(console: Console, page: Page, form: str) -> None:
    page.locator(f'form[action="{form}"]').get_by_role("button", name=console.said("Send the request")).click()


def test_a_forgotten_punch_is_asked_for_and_approved_with_what_it_does(console: Console) -> None:
    employee, team, day = incomplete(console)
    page = console.sign_in("employee", employee=employee, size=PHONE)
    page.goto(f"/my/month/{RUNNING}")
    page.locator(f'.calendar a[href="/my/requests?date={day}"]').click()
    assert page.input_value("#at").startswith((day, day[:8]))
    page.fill("#punch-reason", "交接班时忘记")
    send(console, page, "/my/requests/punch")
    expect(page.get_by_role("status")).to_be_visible()
    row = page.locator("tbody tr").filter(has_text="交接班时忘记")
    expect(row).to_contain_text(console.called("standing", "requested"))
    assert console.hindrances(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    number = row.locator("th small").inner_text()

    leader = console.sign_in("team_leader", team=team)
    leader.goto(f"/team/decisions?team={team}")
    card = leader.locator(f"article#{number}")
    expect(card).to_contain_text("→")
    expect(card).to_contain_text(console.called("value", "attended"))
    assert console.hindrances(leader) == []
    card.get_by_role("button", name=console.said("Approve")).click()
    expect(leader.locator(".notice.done").first).to_contain_text(number)
    punch = first_of(console.served.ledger, "clock", employee=employee, ref=number)
    assert punch["recorded_by"] == employee
    expect(leader.locator(f"tr#{number}")).to_contain_text(console.called("standing", "approved"))


def test_overtime_is_asked_for_cancelled_and_refused_with_a_sentence(console: Console) -> None:
    employee, _team, day = incomplete(console)
    page = console.sign_in("employee", employee=employee)
    page.goto("/my/requests")
    for minutes in ("9999", "45"):
        page.fill("#date", day)
        page.fill("#minutes", minutes)
        page.fill("#overtime-reason", "客户升级投诉")
        send(console, page, "/my/requests/overtime")
        if minutes == "9999":
            expect(page.get_by_role("alert")).to_be_visible()
            assert page.input_value("#overtime-reason") == "客户升级投诉"
    row = page.locator("tbody tr").filter(has_text="客户升级投诉")
    expect(row).to_have_count(1)
    row.get_by_role("button").click()
    expect(page.locator("tbody tr").filter(has_text="客户升级投诉")).to_contain_text(
        console.called("standing", "cancelled")
    )
    assert console.hindrances(page) == []
