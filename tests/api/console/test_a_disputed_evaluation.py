"""From end to end: an evaluation is disputed, upheld and revised, its ripple is shown, and the next close adjusts.

August is closed. An agent disputes an evaluation of August; QA upholds the dispute and revises the score; HR sees whom
that touches, and closes September; the agent's payslip of September has the line that makes up for August.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.api.console.browsing import Console
from tests.api.console.floor import CLOSED, TO_CLOSE

pytestmark = pytest.mark.slow
AUGUST = CLOSED[-1]
BEST = 10_000
TIERS = ((8500, 10, 500), (8000, 10, 400), (7500, 35, 300), (7000, 45, 200), (6000, 100, 100))
"""S7.3: total, rank within percent, yuan."""


@dataclass(frozen=True)
class Evaluation:
    """An evaluation that decides over a bonus: were it a full score, the agent would be paid more."""

    employee: str
    number: str
    more: int


def half_up(numerator: int, denominator: int) -> int:
    """Rounded, a half upwards; for what is not negative."""
    return (2 * numerator + denominator) // (2 * denominator)


def hundredths(text: str) -> int:
    """Points as whole hundredths."""
    return int(Decimal(text) * 100)


def bonus_of(total: int, rank: int, of: int) -> int:
    """The first row of the table that pays, in yuan."""
    return next((yuan for least, percent, yuan in TIERS if total >= least and rank * 100 <= percent * of), 0)


def deciding_evaluation(console: Console) -> Evaluation:
    """An evaluation of August on which more depends than its own agent's call score."""
    with console.served.client("hr") as client:
        scores = rows(client, "scores")
        bonus = {row["employee"]: row for row in rows(client, "bonus")}
        found = client.get("/v1/monitorings", params={"limit": 1000}).json()["workflows"]
    csr = {row["employee"]: row for row in scores if row["role"] == "csr" and row["total"] is not None}
    for employee, row in csr.items():
        own = [
            each["opened"]
            for each in found
            if each["opened"]["employee"] == employee
            and each["opened"]["date"].startswith(AUGUST)
            and each["standing"] == "standing"
        ]
        if not own or bonus[employee]["excluded_by"]:
            continue
        lowest = min(own, key=lambda each: hundredths(each["score"]))
        call = half_up(sum(hundredths(each["score"]) for each in own) - hundredths(lowest["score"]) + BEST, len(own))
        total = half_up(30 * call + 40 * hundredths(row["work"]) + 30 * hundredths(row["behaviour"]), 100)
        rank = 1 + sum(hundredths(other["total"]) > total for name, other in csr.items() if name != employee)
        more = bonus_of(total, rank, bonus[employee]["of"]) - int(Decimal(bonus[employee]["amount"]))
        if more > 0:
            return Evaluation(employee, lowest["monitoring"], more)
    raise AssertionError("the made-up centre has no such evaluation; choose another seed")


def rows(client: Any, report: str) -> list[dict[str, Any]]:
    """The rows of a report of August."""
    found: list[dict[str, Any]] = client.get(f"/v1/periods/{AUGUST}/{report}").json()["rows"]
    return found


def test_a_disputed_evaluation_is_upheld_and_its_adjustment_is_in_the_next_close(console: Console) -> None:
    evaluation = deciding_evaluation(console)
    dispute = the_agent_disputes(console, evaluation)
    the_qa_upholds_and_revises(console, dispute)
    owed = owed_for_august(console, evaluation.employee)
    assert owed >= evaluation.more
    hr_sees_the_ripple(console, evaluation.employee, owed)
    hr_closes_september(console)
    the_agent_is_paid(console, evaluation, owed)


def owed_for_august(console: Console, employee: str) -> Decimal:
    """What August pays an agent as it is replayed, more than it paid; awards move with ranks."""
    with console.served.client("hr") as client:
        paths = (f"/v1/periods/{AUGUST}/replay/payroll", f"/v1/periods/{AUGUST}/payroll")
        replayed, paid = (client.get(path, params={"employee": employee}).json()["rows"][0] for path in paths)
    return Decimal(replayed["total"]) - Decimal(paid["total"])


def the_agent_disputes(console: Console, evaluation: Evaluation) -> str:
    """The number of the dispute."""
    page = console.sign_in("employee", employee=evaluation.employee)
    page.goto(f"/my/month/{AUGUST}")
    page.get_by_role("link", name=f"{console.said('Dispute it')} {evaluation.number}").click()
    expect(page.locator("dl.facts")).to_contain_text(evaluation.number)
    page.fill("#text", "请复听录音，评分与对话不符")
    page.get_by_role("button", name=console.said("Raise the dispute")).click()
    told = page.get_by_role("status").inner_text()
    found = re.search(r"DI[\w-]+", told)
    assert found is not None, told
    page.context.close()
    return found[0]


def the_qa_upholds_and_revises(console: Console, dispute: str) -> None:
    """In one step."""
    page = console.sign_in("qa")
    page.goto("/quality/disputes")
    page.get_by_role("link", name=re.compile(dispute)).first.click()
    page.fill("#score", "100")
    page.fill("#revision-reason", "复听后更正")
    page.get_by_role("button", name=console.said("Uphold and revise"), exact=True).click()
    console.confirm(page)
    expect(page.locator("main")).to_contain_text(console.said("upheld"))
    assert console.hindrances(page) == []
    page.context.close()


def hr_sees_the_ripple(console: Console, employee: str, owed: Decimal) -> None:
    """Whose rank and pay moved by the revision."""
    page = console.sign_in("hr")
    page.goto(f"/hr/ripple?period={AUGUST}&kind=monitoring_revision&employee={employee}")
    page.locator("tbody a").last.click()
    expect(page.locator("main")).to_contain_text(employee)
    expect(page.locator("main")).to_contain_text(str(owed))
    assert console.hindrances(page) == []
    page.context.close()


def hr_closes_september(console: Console) -> None:
    """Through the guided page."""
    page = console.sign_in("hr")
    page.goto(f"/hr/close/{TO_CLOSE}/confirm")
    page.check("[name=looked]")
    page.locator("main form button[type=submit]").click()
    expect(page).to_have_url(re.compile(f"/hr/closings/{TO_CLOSE}$"))
    page.context.close()


def the_agent_is_paid(console: Console, evaluation: Evaluation, owed: Decimal) -> None:
    """The line of the payslip of September, and why."""
    page = console.sign_in("employee", employee=evaluation.employee)
    page.goto(f"/my/payslip/{TO_CLOSE}")
    line = page.locator("tbody tr").filter(has_text=AUGUST)
    expect(line.locator("td.number")).to_have_text(str(owed))
    line.locator("a.why").click()
    expect(page.locator("#why")).to_contain_text(evaluation.number)
