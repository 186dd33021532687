"""What auditors look at: reports as they were known, histories, closings, and who looked at whose pay."""

import re

import pytest
from playwright.sync_api import Page, expect

from projections.reports import REPORTS
from tests.api.console.browsing import PHONE, Console
from tests.api.console.floor import CLOSED, RUNNING, first_of

pytestmark = pytest.mark.slow


def _look(console: Console, page: Page) -> None:
    page.get_by_role("button", name=console.said("Look")).click()


def test_a_report_as_it_was_known_stands_beside_today_s_and_what_differs_is_marked(console: Console) -> None:
    page = console.sign_in("auditor")
    page.get_by_role("link", name=console.said("Time machine")).click()
    expect(page.locator("h1")).to_have_text(console.said("Time machine"))
    assert console.hindrances(page) == []
    review = first_of(console.served.ledger, "work_review", period=CLOSED[0])
    page.select_option("[name=period]", CLOSED[0])
    page.select_option("[name=report]", "scores")
    page.fill("[name=as_of]", str(review["position"] - 1))
    page.fill("[name=employee]", review["employee"])
    _look(console, page)
    expect(page.locator("td.changed ins").first).to_be_visible()
    row = page.locator("table.beside tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text(review["score"])
    then = console.said(
        "Then: period %(period)s at ledger position %(position)s under rule set %(rules)s.",
        period=CLOSED[0],
        position=review["position"] - 1,
        rules="manual",
    )
    expect(page.locator("main")).to_contain_text(then)
    assert console.hindrances(page) == []
    row.get_by_role("link", name=console.said("then"), exact=True).click()
    expect(page).to_have_url(
        re.compile(rf"/why/{CLOSED[0]}/scores/{review['employee']}\?as_of={review['position'] - 1}")
    )


def test_moments_are_of_the_site_s_clock_and_wrong_ones_are_told_and_kept(console: Console) -> None:
    page = console.sign_in("auditor", size=PHONE)
    page.goto(f"/audit/time-machine?period={RUNNING}&report=attendance&as_of=1000")
    expect(page.locator("[name=as_of]")).to_have_value("1000")
    page.fill("[name=moment]", "2026-10-20T10:00")
    _look(console, page)
    expect(page.locator("[name=moment]")).to_have_value("2026-10-20T10:00")
    expect(page.locator("[name=as_of]")).to_have_value("")
    expect(page.locator("main")).to_contain_text(console.said("No differences: the report was the same then."))
    for wrong in ("999999999", "soon", "0"):
        page.fill("[name=moment]", "")
        page.fill("[name=as_of]", wrong)
        _look(console, page)
        expect(page.get_by_role("alert")).to_be_visible()
        expect(page.locator("[name=as_of]")).to_have_value(wrong)
    page.fill("[name=as_of]", "")
    page.fill("[name=moment]", "2020-01-01T00:00")
    _look(console, page)
    expect(page.get_by_role("alert")).to_be_visible()
    assert console.hindrances(page) == []
    console.wrong[:] = [each for each in console.wrong if "status of 404" not in each]


def test_the_manual_s_rules_and_every_report_can_be_looked_at(console: Console) -> None:
    page = console.sign_in("auditor")
    page.goto("/audit/time-machine")
    reports = page.locator("[name=report] option").evaluate_all("each => each.map(option => option.value)")
    assert set(reports) == set(REPORTS)
    for report in reports:
        address = f"/audit/time-machine?period={CLOSED[1]}&report={report}&as_of=2500&rules=manual&all=1"
        answer = page.request.get(address)
        with console.served.client("auditor") as client:
            rows = client.get(f"/v1/periods/{CLOSED[1]}/{report}").raise_for_status().json()["rows"]
        told = [mark for mark in ('class="beside"', 'class="cards"', 'role="alert"') if mark in answer.text()]
        assert (answer.status, told) == (200, ['class="beside"', 'class="cards"'] if rows else ['class="cards"']), (
            report
        )


@pytest.mark.both_engines
def test_a_history_shows_what_became_of_each_fact_and_leads_to_it_as_it_is_stored(console: Console) -> None:
    page = console.sign_in("auditor")
    decided = first_of(console.served.ledger, "leave_decision", decision="approved")
    asked = first_of(console.served.ledger, "leave", leave=decided["leave"])
    page.get_by_role("link", name=console.said("History"), exact=True).click()
    expect(page.locator("[name=who]")).to_be_visible()
    assert console.hindrances(page) == []
    page.fill("[name=who]", asked["employee"])
    page.get_by_role("button", name=console.said("Find")).click()
    expect(page).to_have_url(re.compile(f"/audit/history/{asked['employee']}$"))
    expect(page.locator(f"#p{asked['position']}")).to_contain_text(console.said("decided by"))
    page.select_option("[name=kind]", "leave")
    page.fill("[name=from]", "2026-07-01")
    _look(console, page)
    expect(page.locator(f"#p{asked['position']}")).to_be_visible()
    assert console.hindrances(page) == []
    page.locator(f"#p{asked['position']}").get_by_role("link", name=str(asked["position"])).click()
    expect(page.locator("h1")).to_contain_text(str(asked["position"]))
    expect(page.locator("main")).to_contain_text(f'"{asked["leave"]}"')
    assert console.hindrances(page) == []
    page.get_by_role("link", name=console.said("The whole case %(number)s", number=asked["leave"])).click()
    expect(page.locator(f"#p{decided['position']}")).to_be_visible()
    assert console.hindrances(page) == []


def test_what_was_recorded_after_its_closing_is_marked_late(console: Console) -> None:
    who = first_of(console.served.ledger, "employee", role="csr")["employee"]
    with console.served.client("hr") as hr:
        late = {"violation": "V-LATE", "employee": who, "date": "2026-07-15", "clause": "3.2.6"}
        hr.post("/v1/violations", json=late).raise_for_status()
    page = console.sign_in("auditor")
    page.goto(f"/audit/history/{who}?kind=violation")
    expect(page.locator("tbody")).to_contain_text(
        console.said("late: %(period)s was closed by", period=CLOSED[0]), use_inner_text=True
    )
    assert console.hindrances(page) == []


def test_who_or_what_is_not_there_is_told_and_nothing_typed_is_lost(console: Console) -> None:
    page = console.sign_in("auditor")
    page.goto("/audit/history?who=nobody-like-that")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("[name=who]")).to_have_value("nobody-like-that")
    for path in (
        "/audit/history/NOBODY",
        "/audit/workflows/leave/NONE",
        "/audit/workflows/nothing/1",
        "/audit/facts/none.1",
        "/audit/facts?after=soon",
        "/audit/facts?cursor=guessed",
        "/audit/access-log?cursor=guessed",
    ):
        page.goto(path)
        expect(page.get_by_role("alert")).to_be_visible()
    assert console.hindrances(page) == []
    console.wrong[:] = [each for each in console.wrong if "the server responded with a status of 4" not in each]


def test_the_ledger_s_facts_come_in_order_page_by_page(console: Console) -> None:
    page = console.sign_in("auditor")
    page.get_by_role("link", name=console.said("The ledger's facts")).click()
    page.select_option("[name=kind]", "shift")
    _look(console, page)
    first = page.locator("tbody tr td a").first.inner_text()
    page.get_by_role("link", name=console.said("later rows")).click()
    expect(page.locator("tbody tr td a").first).not_to_have_text(first)
    expect(page.locator("[name=kind]")).to_have_value("shift")
    page.select_option("[name=kind]", "rules")
    _look(console, page)
    expect(page.locator("[name=kind]")).to_have_value("rules")
    assert console.hindrances(page) == []


def test_closings_show_what_pins_their_figures(console: Console) -> None:
    page = console.sign_in("auditor")
    page.get_by_role("link", name=console.said("Closings"), exact=True).click()
    for period in CLOSED:
        expect(page.get_by_role("heading", name=period)).to_be_visible()
    page.locator("summary", has_text=console.said("Digests (SHA-256)")).first.click()
    expect(page.locator("details[open] code").first).to_have_text(re.compile("^[0-9a-f]{64}$"))
    assert console.hindrances(page) == []


@pytest.mark.both_engines
def test_who_looked_at_whose_pay_is_listed_latest_first(console: Console) -> None:
    who = first_of(console.served.ledger, "employee", role="csr")["employee"]
    with console.served.client("hr") as hr:
        hr.get(f"/v1/periods/{CLOSED[0]}/payroll?employee={who}").raise_for_status()
    page = console.sign_in("auditor")
    page.get_by_role("link", name=console.said("Who looked at whose pay")).click()
    page.fill("[name=employee]", who)
    _look(console, page)
    first = page.locator("tbody tr").first
    expect(first).to_contain_text("hr of the tests")
    expect(first).to_contain_text(who)
    assert console.hindrances(page) == []
    page = console.sign_in("employee", employee=who, size=PHONE)
    page.goto("/audit/access-log")
    own = page.locator("tbody tr").first
    expect(own).to_contain_text(console.said("read the report: %(what)s", what=""))
    expect(own).not_to_contain_text("hr of the tests")
    expect(page.locator("main [name=employee]")).to_have_count(0)
    assert console.hindrances(page) == []


def test_pages_for_auditors_are_in_the_menu_of_who_may_and_refused_to_others(console: Console) -> None:
    page = console.sign_in("hr")
    menu = page.locator("details.menu")
    expect(menu.get_by_role("link", name=console.said("Time machine"))).to_be_visible()
    expect(menu.get_by_role("link", name=console.said("Who looked at whose pay"))).to_have_count(0)
    assert page.goto("/audit/access-log").status == 403  # type: ignore[union-attr]
    who = first_of(console.served.ledger, "employee", role="csr")["employee"]
    page = console.sign_in("employee", employee=who)
    expect(page.locator("details.menu").get_by_role("link", name=console.said("Time machine"))).to_have_count(0)
    console.wrong[:] = [each for each in console.wrong if "the server responded with a status of 4" not in each]
