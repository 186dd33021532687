"""What auditors look at: reports as they were known, histories, closings, and who looked at whose pay."""

import pytest
from playwright.sync_api import expect

from tests.api.console.browsing import Console
from tests.api.console.floor import CLOSED

pytestmark = pytest.mark.slow


def test_a_report_as_it_was_known_stands_beside_today_s_and_what_differs_is_marked(console: Console) -> None:
    page = console.sign_in("auditor")
    page.goto("/audit/time-machine")
    page.select_option("[name=report]", "payroll")
    page.select_option("[name=period]", CLOSED[0])
    page.fill("[name=as_of]", "1200")
    page.get_by_role("button", name=console.said("Look")).click()
    expect(page.locator("td.changed, .state.good").first).to_be_visible()
    assert console.hindrances(page) == []
