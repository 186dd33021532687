"""A complaint from the call to the verdict, and what it does to scores."""

import pytest
from playwright.sync_api import expect

from tests.api.console.browsing import PHONE, Console
from tests.api.console.floor import first_of

pytestmark = pytest.mark.slow

OPEN, CLOSED = ("2026-09", "2026-09-28"), ("2026-08", "2026-08-14")
"""In September's rule set an upheld complaint takes 2.00 points off behaviour; in August's, the manual's, none."""
_BEHAVIOUR = 2


def _agent_reviewed(console: Console, period: str) -> str:
    """Somebody whose scores QA see: an agent, with a review of the period."""
    people = console.served.service.directory.people()
    agents = {each.employee for each in people if each.role == "csr" and each.employed}
    facts = console.served.ledger.facts
    lines = (each.as_json() for each in facts.select(0, 1_000_000, ["behaviour_review"], None, facts.last_position()))
    return next(each["employee"] for each in lines if each["period"] == period and each["employee"] in agents)


def test_a_complaint_is_recorded_escalated_followed_up_and_upheld(console: Console) -> None:
    period, day = OPEN
    agent = _agent_reviewed(console, period)
    page = console.sign_in("qa")
    page.goto("/complaints")
    assert console.hindrances(page) == []
    page.get_by_role("button", name=console.said("Record a complaint")).click()
    page.fill("#field-employee", agent)
    page.fill("#field-date", day)
    page.fill("#field-channel", "phone")
    page.fill("#field-summary", "态度冷淡")
    page.get_by_role("button", name=console.said("Record it")).click()
    looked = page.get_by_role("heading", level=1)
    expect(looked).to_have_text(
        console.said("Look at it before it is recorded: %(kind)s", kind=console.called("kind", "complaint"))
    )
    assert console.hindrances(page) == []
    if page.locator("[name=doubts_reason]").count():
        page.fill("[name=doubts_reason]", "已核对")
    page.get_by_role("button", name=console.said("Record it")).click()
    page.get_by_role("button", name=console.said("Work on it")).click()
    expect(page.locator("blockquote")).to_have_text("态度冷淡")
    number = page.url.rpartition("/")[2]
    would = console.said("Effect on the scores of %(period)s if upheld", period=period)
    behaviour = page.get_by_role("region", name=would).locator("tbody tr").nth(_BEHAVIOUR)
    expect(behaviour).to_contain_text(console.said("moved"))
    expected = behaviour.locator("td").nth(1).inner_text()
    assert console.hindrances(page) == []
    with page.expect_navigation():
        page.get_by_role("button", name=console.said("Escalate")).click()
    page.fill("#note", "已致电用户")
    page.get_by_role("button", name=console.said("Record a follow-up")).click()
    expect(page.locator(".timeline")).to_contain_text("已致电用户")
    uphold = page.get_by_role("button", name=console.said("Uphold"), exact=True)
    expect(uphold).to_have_count(0)
    page = console.sign_in("manager")
    page.goto(f"/complaints/{number}")
    uphold = page.get_by_role("button", name=console.said("Uphold"), exact=True)
    uphold.click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.fill("#note", "属实")
    uphold.click()
    expect(page.get_by_role("status")).to_have_text(console.said("Complaint %(number)s is upheld.", number=number))
    expect(page.locator(".timeline > li")).to_have_count(4)
    did = console.said("Effect on the scores of %(period)s", period=period)
    expect(page.get_by_role("region", name=did).locator("tbody tr").nth(_BEHAVIOUR)).to_contain_text(expected)
    assert console.hindrances(page) == []
    page.goto(f"/complaints?period={period}&standing=upheld")
    expect(page.get_by_role("link", name=number)).to_be_visible()
    expect(page.locator("figure.chart svg")).to_be_visible()


@pytest.mark.both_engines
def test_where_the_rule_set_deducts_nothing_the_page_says_so(console: Console) -> None:
    period, day = CLOSED
    reviewed = first_of(console.served.ledger, "behaviour_review", period=period)
    complaint = {"complaint": "CO-A", "employee": reviewed["employee"], "date": day, "channel": "letter"}
    with console.served.client("hr") as hr:
        hr.post("/v1/complaints", json=complaint).raise_for_status()
    page = console.sign_in("manager", size=PHONE)
    page.goto("/complaints/CO-A")
    nothing = (
        "Nothing: the rule set %(rules)s, in force in %(period)s, deducts 0.00 points for an upheld complaint (S6.2)."
    )
    expect(page.locator("main")).to_contain_text(console.said(nothing, rules="manual", period=period))
    expect(page.locator("main")).to_contain_text("letter")
    assert console.hindrances(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
