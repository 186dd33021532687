"""The agent: the month, the payslip with its reasons, and what can be asked for."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.api.console.browsing import PHONE, Console
from tests.api.console.floor import CLOSED, RUNNING, TO_CLOSE

pytestmark = pytest.mark.slow


def agents(console: Console) -> list[str]:
    """The customer service representatives who are employed, by number."""
    people = console.served.service.directory.people()
    return [each.employee for each in people if each.role == "csr" and each.employed]


def report(console: Console, name: str, period: str, employee: str) -> dict[str, object]:
    """An agent's row of a report, as the API answers it to him."""
    with console.served.client("employee", employee=employee) as client:
        (row,) = client.get(f"/v1/periods/{period}/{name}").json()["rows"]
        return row  # type: ignore[no-any-return]


def clock_text(minutes: int) -> str:
    """Minutes as the console writes them."""
    return f"{'−' if minutes < 0 else ''}{abs(minutes) // 60}:{abs(minutes) % 60:02}"


def test_an_agent_sees_the_month_with_hours_scores_rank_and_calendar(console: Console) -> None:
    agent = agents(console)[0]
    page = console.sign_in("employee", employee=agent)
    page.goto(f"/my/month/{TO_CLOSE}")
    hours, ranking = (report(console, name, TO_CLOSE, agent) for name in ("hours", "ranking"))
    figures = page.locator(".cards dd").all_inner_texts()
    assert [text.split()[0] for text in figures[:3]] == [
        clock_text(int(str(hours[name]))) for name in ("due", "worked", "difference")
    ]
    rank = console.said("%(rank)s of %(of)s", rank=ranking["rank"], of=ranking["of"])
    assert any(rank in text for text in figures)
    expect(page.locator("figure.chart svg")).to_have_count(2)
    assert page.locator(".calendar li b").count() > 10
    assert console.hindrances(page) == []


def test_every_line_of_the_payslip_says_why_down_to_the_facts(console: Console) -> None:
    agent = agents(console)[0]
    page = console.sign_in("employee", employee=agent)
    page.goto("/my/payslip")
    assert page.url.endswith(CLOSED[-1])
    payslip = report(console, "payroll", CLOSED[-1], agent)
    amounts = page.locator("tbody td.number").all_inner_texts()
    lines = payslip["lines"]
    assert isinstance(lines, list)
    told = page.locator("tbody tr td:nth-of-type(2)").all_inner_texts()
    (nights,) = [each for line, each in zip(lines, told, strict=False) if line["item"] == "night_allowance"]
    assert nights.endswith(" × 10.00"), "what was frozen has its quantities too"
    expected = [*(line["amount"] for line in lines), str(payslip["total"])]
    assert [text.replace(",", "") for text in amounts] == expected
    assert sum(Decimal(line["amount"]) for line in lines) == Decimal(str(payslip["total"]))
    for place in range(len(lines)):
        page.locator("a.why").nth(place).click()
        expect(page.locator("#why")).to_contain_text(lines[place]["clause"])
        if lines[place]["item"] == "night_allowance":
            expect(page.locator("#why .sentence")).to_contain_text(nights)
    expect(page.locator("#why .fact").first).to_contain_text("#")
    row = page.locator("tbody tr", has=page.locator("a.why[aria-expanded=true]"))
    assert row.evaluate("row => row.nextElementSibling.querySelector('#why') !== null"), "it opens below its row"
    assert console.hindrances(page) == []


@pytest.mark.both_engines
def test_an_agent_asks_for_leave_and_cancels_it(console: Console) -> None:
    page = console.sign_in("employee", employee=agents(console)[1], size=PHONE)
    page.goto("/my/leaves")
    ask_for_leave(console, page, kind="lieu", first="2026-10-21")
    expect(page.get_by_role("alert")).to_be_visible()
    assert page.input_value("#first") == "2026-10-21"
    ask_for_leave(console, page, kind="personal", first="2026-10-28", minutes="two hours")
    expect(page.get_by_role("alert")).to_contain_text("two hours")
    ask_for_leave(console, page, kind="personal", first="2026-10-28")
    expect(page.get_by_role("status")).to_be_visible()
    row = page.locator("tbody tr").filter(has_text="2026-10-28")
    expect(row).to_contain_text(console.called("standing", "requested"))
    row.get_by_role("link").click()
    page.get_by_role("button", name=console.said("Cancel the leave")).click()
    expect(page.locator("tbody tr").filter(has_text="2026-10-28")).to_contain_text(
        console.called("standing", "cancelled")
    )
    assert console.hindrances(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


def ask_for_leave(console: Console, page: Page, *, kind: str, first: str, minutes: str = "") -> None:
    """Fill in the form and send it."""
    page.select_option("#type", kind)
    page.fill("#first", first)
    page.fill("#minutes", minutes)
    page.get_by_role("button", name=console.said("Send the request")).click()


def test_two_agents_swap_as_far_as_the_leader_s_decision(console: Console) -> None:
    asking, asked = agents(console)[2:4]
    page = console.sign_in("employee", employee=asking)
    page.goto("/my/swaps")
    page.select_option("#mine", index=1)
    page.select_option("#colleague", asked)
    expect(page.locator("#theirs option").nth(1)).to_be_attached()
    page.select_option("#theirs", index=1)
    expect(page.get_by_role("heading", name=console.said("What it would do, once approved"))).to_be_visible()
    page.get_by_role("button", name=console.said("Send the request")).click()
    number = re.search(r"SW[\w-]+", page.get_by_role("status").inner_text())
    assert number is not None
    other = console.sign_in("employee", employee=asked)
    other.goto("/my/swaps")
    other.get_by_role("button", name=f"{console.said('Accept')} {number[0]}").click()
    expect(other.locator("article").filter(has_text=number[0])).to_contain_text(console.called("standing", "accepted"))
    assert console.hindrances(other) == []


def test_an_agent_disputes_a_line_of_pay_and_withdraws_it(console: Console) -> None:
    agent = agents(console)[4]
    page = console.sign_in("employee", employee=agent)
    page.goto(f"/my/payslip/{CLOSED[-1]}")
    page.locator("tbody tr").first.get_by_role("link", name=console.said("Dispute it")).click()
    page.fill("#text", "这一行不对 <script>alert(1)</script>")
    page.get_by_role("button", name=console.said("Raise the dispute")).click()
    expect(page.get_by_role("status")).to_be_visible()
    article = page.locator("article").filter(has_text="<script>alert(1)</script>")
    expect(article).to_contain_text(console.called("standing", "open"))
    assert console.hindrances(page) == []
    page.goto(f"/why/{CLOSED[-1]}/payroll/{agent}?item=base")
    expect(page.locator(".notice.wait")).to_be_visible()
    page.goto("/my/disputes")
    article.get_by_role("button").click()
    expect(article).to_contain_text(console.said("withdrawn"))


def test_an_agent_sees_nobody_else_s_month_and_is_told_so(console: Console) -> None:
    mine, other = agents(console)[:2]
    page = console.sign_in("employee", employee=mine)
    answer = page.goto(f"/people/{other}/{RUNNING}")
    assert answer is not None
    assert answer.status == 403
    expect(page.get_by_role("alert")).to_be_visible()
    page.goto("/my/month/1999-01")
    expect(page.get_by_role("alert")).to_contain_text("1999-01")


def test_everything_is_reached_by_keyboard(console: Console) -> None:
    agent = agents(console)[0]
    page = console.sign_in("employee", employee=agent)
    page.goto(f"/my/payslip/{CLOSED[-1]}")
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, page.locator("a.why").first)
    page.keyboard.press("Enter")
    expect(page.locator("#why .sentence")).to_be_visible()
    expect(page.locator("#why")).to_be_focused()
    expect(page.locator("#why .tree")).to_be_hidden()
    tab_to(page, page.locator("#why summary").first)
    page.keyboard.press("Enter")
    expect(page.locator("#why .tree").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#why")).to_have_count(0)
    expect(page.locator("a.why").first).to_be_focused()


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until something has the focus, which must be soon."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError("it cannot be reached by Tab")
