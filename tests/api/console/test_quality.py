"""QA's day: a form in versions, an evaluation by it, a dispute of it upheld with a revision, and the report."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.api.console.browsing import PHONE, Console
from tests.api.console.floor import first_of

pytestmark = pytest.mark.slow

FORM = "电话质检 A&B"
PERIOD = "2026-10"


def agent_of(console: Console) -> str:
    """Somebody who was evaluated."""
    return str(first_of(console.served.ledger, "monitoring")["employee"])


def fill_criteria(page: Page, *criteria: tuple[str, str, bool]) -> None:
    for place, (name, weight, critical) in enumerate(criteria):
        page.fill(f"[name=name-{place}]", name)
        page.fill(f"[name=weight-{place}]", weight)
        page.set_checked(f"[name=critical-{place}]", critical)


def test_qa_makes_a_form_evaluates_a_call_by_it_and_sees_the_score(console: Console) -> None:
    page, agent = console.sign_in("qa"), agent_of(console)
    page.goto("/quality/forms")
    page.get_by_role("button", name=console.said("A new form")).click()
    page.fill("#form", FORM)
    page.select_option("#channel", "phone")
    fill_criteria(page, ("业务知识", "60", False), ("沟通与安抚", "30", False))
    expect(page.locator("#sum")).to_have_text(
        console.said("The weights add up to %(sum)s percent; %(left)s are missing.", sum=90, left=10)
    )
    record = page.get_by_role("button", name=console.said("Record the version"))
    record.click()
    expect(page.get_by_role("alert")).to_contain_text("90")
    expect(page.locator("[name=name-0]")).to_have_value("业务知识")
    assert console.hindrances(page) == []
    page.fill("[name=weight-1]", "40")
    record.click()
    expect(page.get_by_role("status")).to_contain_text(FORM)
    page.locator("a[href*='/quality/forms/new?form=']").first.click()
    expect(page.locator("#version")).to_have_value("2")
    fill_criteria(page, ("业务知识", "50", False), ("沟通与安抚", "50", False), ("核对用户信息", "0", True))
    record.click()
    expect(page.locator("details summary", has_text="2")).to_be_visible()
    page.locator("section details summary").first.click()
    expect(page.locator(".timeline")).to_contain_text("60 % → 50 %")
    assert console.hindrances(page) == []
    evaluate(console, page, agent)


def evaluate(console: Console, page: Page, agent: str) -> None:
    page.locator("a[href*='/quality/monitorings/new?form=']").first.click()
    page.select_option("#employee", agent)
    page.fill("#mark-0", "90.5")
    page.fill("#mark-1", "80")
    expect(page.locator("#preview .figure")).to_have_text("85.25")
    page.check("[name=mark-2][value=failed]")
    expect(page.locator("#preview .figure")).to_have_text("0.00")
    page.fill("#mark-1", "zu laut")
    page.get_by_role("button", name=console.said("Record the evaluation")).click()
    expect(page.get_by_role("alert")).to_contain_text("沟通与安抚")
    expect(page.locator("#mark-0")).to_have_value("90.5")
    assert console.hindrances(page) == []
    page.fill("#mark-1", "80")
    page.check("[name=mark-2][value=passed]")
    page.fill("#comment", "语速偏快")
    page.get_by_role("button", name=console.said("Record the evaluation")).click()
    expect(page.get_by_role("status")).to_contain_text("85.25")
    expect(page.locator("main")).to_contain_text(FORM)
    assert console.hindrances(page) == []
    recorded = first_of(console.served.ledger, "monitoring", comment="语速偏快")
    assert (recorded["form"], recorded["version"]) == (FORM, 2)
    assert [each["score"] for each in recorded["criteria"]] == ["90.50", "80.00", "100.00"]


def test_a_dispute_is_upheld_and_the_evaluation_revised_in_one_step(console: Console) -> None:
    facts = console.served.ledger.facts.select(
        0, 1_000_000, ["monitoring"], None, console.served.ledger.facts.last_position()
    )
    disputed = next(each.as_json() for each in facts if each.as_json()["date"] >= "2026-10-05")
    dispute(console, disputed, "DI-A")
    page = console.sign_in("qa")
    page.goto("/quality/disputes")
    assert console.hindrances(page) == []
    page.get_by_role("link", name="DI-A").click()
    expect(page.locator("main")).to_contain_text(disputed["monitoring"])
    page.fill("#score", "101")
    page.fill("#revision-reason", "复听后更正")
    uphold = page.get_by_role("button", name=console.said("Uphold and revise"), exact=True)
    uphold.click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("#revision-reason")).to_have_value("复听后更正")
    assert console.hindrances(page) == []
    page.fill("#score", "100")
    uphold.click()
    expect(page.get_by_role("status")).to_contain_text("DI-A")
    moved = console.said("Effect of the revision on the scores of %(period)s", period=PERIOD)
    expect(page.get_by_role("region", name=moved)).to_contain_text(console.said("moved"))
    assert console.hindrances(page) == []
    revision = first_of(console.served.ledger, "monitoring_revision", monitoring=disputed["monitoring"])
    decision = first_of(console.served.ledger, "dispute_decision", dispute="DI-A")
    assert revision["score"] == "100.00"
    assert decision["facts"] == [revision["id"]]
    assert decision["position"] > revision["position"]


def test_a_dispute_that_was_decided_meanwhile_revises_nothing(console: Console) -> None:
    disputed = first_of(console.served.ledger, "monitoring", channel="phone")
    dispute(console, disputed, "DI-B")
    with console.signed_in("qa") as qa, console.served.client("manager") as api:
        csrf = re.findall(r'name="csrf" value="([^"]+)"', qa.get("/quality/disputes/DI-B").text)[0]
        decision = {"decision": "dismissed", "at": "2026-10-20T09:59:00+08:00", "reason": "复听无误"}
        api.post("/v1/disputes/DI-B/decisions", json=decision).raise_for_status()
        asked = {"monitoring": disputed["monitoring"], "do": "revise", "score": "99", "reason": "更正", "key": "k" * 32}
        answer = qa.post("/quality/disputes/DI-B/revision", data=asked | {"version": "1", "csrf": csrf})
        assert answer.status_code == 412
        assert 'role="alert"' in answer.text
        standing = api.get(f"/v1/monitorings/{disputed['monitoring']}").json()
    assert "99.00" not in [each.get("score") for each in standing["followed"]]


def dispute(console: Console, fact: dict[str, Any], number: str) -> None:
    body = {"dispute": number, "employee": fact["employee"], "at": "2026-10-19T10:00:00+08:00", "text": "请复听"}
    with console.served.client("employee", employee=fact["employee"]) as agent:
        agent.post("/v1/disputes", json=body | {"about": fact["id"]}).raise_for_status()


@pytest.mark.both_engines
def test_an_evaluation_is_revised_and_withdrawn_with_a_reason(console: Console) -> None:
    page, number = console.sign_in("manager"), first_of(console.served.ledger, "monitoring")["monitoring"]
    page.goto(f"/quality/monitorings/{number}")
    page.fill("#score", "77.7")
    page.fill("#reason", "记录有误")
    page.get_by_role("button", name=console.said("Revise"), exact=True).click()
    console.confirm(page)
    expect(page.locator(".timeline")).to_contain_text(console.said("Revised to %(score)s points", score="77.70"))
    page.fill("#reason", "重复质检")
    page.get_by_role("button", name=console.said("Withdraw the evaluation")).click()
    console.confirm(page)
    expect(page.locator(".timeline")).to_contain_text("重复质检")
    expect(page.locator("dl.cards")).to_contain_text("–")


def test_the_report_shows_trend_faults_and_distribution_on_a_telephone_too(console: Console) -> None:
    page = console.sign_in("manager", size=PHONE)
    page.goto(f"/quality/report?period={PERIOD}&team=T01")
    expect(page.locator("figure.chart svg").first).to_be_visible()
    expect(page.locator("#faults")).to_be_visible()
    assert page.locator("figure.chart svg").count() >= 3
    assert console.hindrances(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.goto(f"/quality/monitorings?period={PERIOD}&employee={agent_of(console)}")
    assert page.locator("tbody tr").count() > 0
    assert console.hindrances(page) == []


def test_who_may_not_record_sees_no_form_and_who_sees_no_scores_no_page(console: Console) -> None:
    number = first_of(console.served.ledger, "monitoring")["monitoring"]
    with console.signed_in("auditor") as auditor:
        assert "<textarea" not in auditor.get(f"/quality/monitorings/{number}").text
        assert "/quality/monitorings/new" not in auditor.get("/quality/monitorings").text
    with console.signed_in("team_leader", team="T01") as leader:
        shown = leader.get("/me").text
        assert all(f"/quality/{page}" in shown for page in ("monitorings", "appraisals", "report", "forms"))
        assert "/quality/disputes" not in shown
        assert "/quality/monitorings/new" not in leader.get("/quality/monitorings").text
        assert "<option>T02" not in leader.get("/quality/report").text
    with console.signed_in("employee", employee=agent_of(console)) as agent:
        assert "/quality/" not in agent.get("/me").text


def test_a_number_that_is_not_there_is_told_in_a_sentence(console: Console) -> None:
    with console.signed_in("qa") as qa:
        for path in ("monitorings/none", "disputes/none"):
            answer = qa.get(f"/quality/{path}")
            assert (answer.status_code, 'role="alert"' in answer.text) == (404, True)
        assert qa.get("/quality/report?period=1999-01").status_code == 200


def test_who_evaluated_a_contact_has_no_form_to_decide_its_dispute(console: Console) -> None:
    disputed = first_of(console.served.ledger, "monitoring", channel="phone")
    dispute(console, disputed, "DI-O")
    with console.signed_in("qa", employee=str(disputed["evaluator"])) as own:
        shown = own.get("/quality/disputes/DI-O").text
        assert console.said("Somebody else decides this dispute.") in shown
        assert "/quality/disputes/DI-O/decisions" not in shown
    with console.signed_in("qa", employee="Q-OTHER") as other:
        assert "/quality/disputes/DI-O/decisions" in other.get("/quality/disputes/DI-O").text
