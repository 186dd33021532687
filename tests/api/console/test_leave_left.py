"""S4.6d: what is left of leave, where an employee sees it: on the month, the payslip, and before asking for leave."""

import pytest
from playwright.sync_api import expect

from ledger.labels import label
from tests.api.console.browsing import PHONE, Console
from tests.api.console.floor import RUNNING
from tests.api.console.test_own import agents

pytestmark = pytest.mark.slow


@pytest.fixture
def agent(console: Console) -> str:
    """An agent with a contract of three hours a day, who is granted marriage leave and asks for a date of it."""
    number = agents(console)[2]
    facts = [
        {"kind": "contract", "employee": number, "from": "2026-10-01", "day_minutes": 180, "pay": "monthly"},
        {"kind": "entitlement", "employee": number, "type": "marriage", "year": "2026", "minutes": 400},
        {
            "kind": "leave",
            "leave": "MARRIAGE",
            "employee": number,
            "type": "marriage",
            "first_date": "2026-12-07",
            "last_date": "2026-12-07",
            "requested_on": "2026-10-20",
        },
    ]
    console.served.ledger.record([{"source": "the test", **fact} for fact in facts])
    return number


def test_what_is_left_is_shown_as_hours_and_as_days_of_the_contract(console: Console, agent: str) -> None:
    page = console.sign_in("employee", employee=agent, size=PHONE)
    for path in (f"/my/month/{RUNNING}", f"/my/payslip/{RUNNING}", "/my/leaves"):
        page.goto(path)
        (card,) = page.locator(".cards.leave > div").filter(has_text=console.called("value", "marriage")).all()
        expect(card).to_contain_text(
            label("leave time", "leave_days:rest", console.language, hours="6:40", days="2", rest="0:40")
        )
        expect(card).to_contain_text(f"{console.said('awaiting a decision')} 3:00")
        assert console.hindrances(page) == []


def test_why_it_is_left_leads_to_the_entitlement(console: Console, agent: str) -> None:
    page = console.sign_in("employee", employee=agent)
    page.goto(f"/my/month/{RUNNING}")
    page.locator(f"a.why[href='/why/{RUNNING}/leave_balances/{agent}']").click()
    expect(page.locator("#why")).to_contain_text(console.called("term", "grant"))
    expect(page.locator("#why .fact").filter(has_text=console.called("kind", "entitlement"))).not_to_have_count(0)


def test_a_leader_sees_hours_and_not_what_the_contract_makes_of_them(console: Console, agent: str) -> None:
    (team,) = [each.team for each in console.served.service.directory.people() if each.employee == agent]
    page = console.sign_in("team_leader", team=team)
    page.goto(f"/people/{agent}/{RUNNING}")
    (card,) = page.locator(".cards.leave > div").filter(has_text=console.called("value", "marriage")).all()
    expect(card.locator("dd").first).to_have_text("6:40")
