"""Appraising: QA gives the points first, a manager the last ones, and sees what they would do before."""

import pytest
from playwright.sync_api import expect

from tests.api.console.browsing import Console
from tests.api.console.floor import first_of

pytestmark = pytest.mark.slow

PERIOD = "2026-10"
FORM = {
    "form": "客服工作评核",
    "version": 1,
    "component": "work",
    "roles": ["csr"],
    "items": [
        {"item": "回复质量", "max": "70.00", "source": "judged"},
        {
            "item": "差错",
            "max": "30.00",
            "source": "metric",
            "metric": "ledger.work_errors",
            "scale": [{"at_most": "100", "points": "30.00"}],
        },
    ],
}


def test_an_appraisal_shows_what_it_would_do_and_is_recorded_in_stages(console: Console) -> None:
    with console.served.client("manager", "M") as manager:
        assert manager.post("/v1/appraisal-forms", json=FORM).status_code in (200, 201)
    agent = str(first_of(console.served.ledger, "monitoring")["employee"])
    for role, stage, points in (("qa", "preliminary", "60"), ("manager", "final", "65.5")):
        page = console.sign_in(role)
        page.goto(f"/quality/appraisals?period={PERIOD}")
        assert console.hindrances(page) == []
        page.locator(f"a[href*='employee={agent}'][href*='component=work']").click()
        page.get_by_role("link", name=FORM["form"], exact=True).click()
        expect(page.locator("#preview .figure")).to_have_text("30.00" if role == "qa" else "90.00")
        page.fill("#points-0", "70.01")
        page.get_by_role("button", name=console.said("Record the appraisal")).click()
        expect(page.get_by_role("alert")).to_contain_text("70.00")
        page.fill("#points-0", points)
        expect(page.locator("#preview .figure")).to_have_text("90.00" if role == "qa" else "95.50")
        bonus = page.locator("#preview").get_by_text(console.said("bonus %(before)s → %(after)s")[:2])
        expect(bonus).to_have_count(1 if role == "manager" else 0)
        assert console.hindrances(page) == []
        page.get_by_role("button", name=console.said("Record the appraisal")).click()
        expect(page.get_by_role("status")).to_contain_text(agent)
        recorded = first_of(console.served.ledger, "appraisal", employee=agent, stage=stage, form=FORM["form"])
        assert recorded["points"] == {"回复质量": "60.00" if stage == "preliminary" else "65.50"}
        page.context.close()
