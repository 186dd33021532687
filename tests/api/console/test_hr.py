"""What HR does: a file is imported and mended, a rule set drafted and adopted, pay compared, and a month closed."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ledger.ruleset.parameters import RuleSet
from tests.api.console.browsing import Console
from tests.api.console.floor import CLOSED, RUNNING, TO_CLOSE, first_of

pytestmark = pytest.mark.slow
_DROP = """([name, text]) => {
  const held = new DataTransfer();
  held.items.add(new File([text], name));
  return held;
}"""
_OPEN = "for (const each of document.querySelectorAll('details')) each.open = true"


def hr(console: Console, path: str, **told: Any) -> Page:
    page = console.sign_in("hr", **told)
    page.goto(path)
    return page


def button(console: Console, page: Page, message: str, **parts: object) -> Any:
    return page.get_by_role("button", name=console.said(message, **parts), exact=True)


def sent(page: Page, path: str, **fields: str) -> Any:
    """What a form answers that is sent past what the browser asks for."""
    csrf = json.loads(page.get_attribute("body", "hx-headers") or "")["x-csrf-token"]
    headers = {"x-csrf-token": csrf, "Accept-Language": page.get_attribute("html", "lang") or ""}
    return page.context.request.post(path, form=fields, headers=headers)


@pytest.mark.both_engines
def test_a_file_is_dropped_followed_and_what_was_refused_is_mended(console: Console) -> None:
    page = hr(console, "/hr/imports")
    punch = first_of(console.served.ledger, "clock")
    stranger = {"kind": "clock", "employee": "E99999", "at": "2026-10-19T08:30:00+08:00", "direction": "in"}
    good = {**stranger, "employee": punch["employee"], "at": "2026-10-19T03:00:00+08:00"}
    text = "".join(f"{json.dumps(line)}\n" for line in (good, stranger)) + "no JSON\n"
    held = page.evaluate_handle(_DROP, ["punches.ndjson", text])
    page.dispatch_event("[data-drop]", "dragover", {"dataTransfer": held})
    expect(page.locator("[data-drop]")).to_have_class(re.compile("over"))
    page.dispatch_event("[data-drop]", "drop", {"dataTransfer": held})
    expect(page.locator("[data-chosen]")).to_have_text("punches.ndjson")
    button(console, page, "Import").click()
    page.wait_for_url("**/hr/imports/files/*")
    expect(page.locator("td.wrong, tr.told li")).not_to_have_count(0)
    assert console.hindrances(page) == []
    button(console, page, "Import the rest; wrong lines go to the quarantine").click()
    page.wait_for_url("**/hr/imports/*")
    expect(page.locator(".notice")).to_have_text(console.said("The whole file was read; some lines were refused."))
    expect(page.locator(".cards .figure")).to_have_text(["1", "0", "0", "2", "0"])
    assert console.hindrances(page) == []
    page.get_by_text(console.said("Correct them in the quarantine")).click()
    page.wait_for_url("**/hr/quarantine")
    assert console.hindrances(page) == []
    line = page.locator("article").filter(has_text="E99999")
    line.locator("textarea").fill(json.dumps(stranger | {"employee": "E99998"}))
    line.get_by_role("button", name=console.said("Try it again")).click()
    expect(page.locator(".notice.wrong")).to_contain_text("E99998")
    expect(page.locator("article").first.locator("textarea")).to_have_value(re.compile("E99998"))
    line = page.locator("article").filter(has_text="E99998")
    line.locator("textarea").fill(json.dumps(stranger | {"employee": punch["employee"]}))
    line.get_by_role("button", name=console.said("Try it again")).click()
    expect(page.locator(".notice.done")).to_have_text(console.called("retried line", "accepted"))
    assert first_of(console.served.ledger, "clock", at=stranger["at"])["employee"] == punch["employee"]
    button(console, page, "Try all of them again").click()
    said = console.said("%(settled)s of %(all)s lines are settled; the others stay open.", settled=0, all=1)
    expect(page.locator(".notice.done")).to_have_text(said)
    page.locator("article summary").click()
    page.locator("article [name=reason]").fill("一行标题，不是事实")
    button(console, page, "Dismiss this line").click()
    expect(page.locator(".notice.done").last).to_have_text(console.said("No lines are waiting here."))
    page.goto("/hr/quarantine?state=dismissed")
    expect(page.locator("article")).to_contain_text("一行标题，不是事实")


def test_an_import_is_tried_first_and_wrong_forms_are_told_in_a_sentence(console: Console) -> None:
    page = hr(console, "/hr/imports")
    last = console.served.ledger.facts.last_position()
    sheet = "工号,日期,班次\n".encode()
    page.set_input_files("#file", {"name": "roster.csv", "mimeType": "text/csv", "buffer": sheet})
    page.select_option("#form", "own")
    button(console, page, "Import").click()
    expect(page.locator(".notice.wrong")).to_have_text(
        console.said("The mapping is missing; choose its file beside the sheet.")
    )
    expect(page.locator("#form")).to_have_value("own")
    page.set_input_files("#file", {"name": "facts.ndjson", "mimeType": "text/plain", "buffer": b"no JSON\n"})
    page.select_option("#form", "interchange")
    page.locator("#set").fill("period")
    button(console, page, "Import").click()
    expect(page.locator(".notice.wrong")).to_contain_text("period")
    page.set_input_files("#file", {"name": "facts.ndjson", "mimeType": "text/plain", "buffer": b"no JSON\n"})
    page.locator("#set").fill("")
    page.check("[name=dry_run]")
    button(console, page, "Import").click()
    page.wait_for_url("**/hr/imports/*")
    expect(page.locator(".notice")).to_have_text(console.said("Dry run: nothing was recorded."))
    assert console.served.ledger.facts.last_position() == last
    answer = sent(page, "/hr/imports", form="interchange")
    assert (answer.status, console.said("No file was chosen; drop one, or choose one.") in answer.text()) == (422, True)


def test_an_empty_sheet_is_offered_and_a_sheet_is_read_as_its_encoding_and_names_say(console: Console) -> None:
    page = hr(console, "/hr/imports")
    with page.expect_download() as held:
        page.get_by_role("link", name=console.called("template", "salaries"), exact=True).click()
    assert held.value.suggested_filename == "salaries.xlsx"
    text = "Employee no.,From,Monthly\nE99999,2026-10-01,4800\n".encode("utf-16-le")
    page.set_input_files("#file", {"name": "pay.csv", "mimeType": "text/csv", "buffer": text})
    page.select_option("#form", "map:base-salaries")
    page.locator("#room details summary").first.click()
    page.fill("#encoding", "utf-16-le")
    page.check("[name=dry_run]")
    assert console.hindrances(page) == []
    button(console, page, "Import").click()
    page.wait_for_url("**/hr/imports/*")
    expect(page.get_by_role("table")).to_contain_text("E99999")
    page.goto("/hr/imports")
    page.set_input_files("#file", {"name": "pay.csv", "mimeType": "text/csv", "buffer": text})
    page.select_option("#form", "interchange")
    page.locator("#room details summary").first.click()
    page.fill("#sheet", "2026\n2025")
    page.fill("#set", "period")
    button(console, page, "Import").click()
    expect(page.locator("#sheet")).to_have_value("2026\n2025")


def test_a_rule_set_is_drafted_tried_and_adopted(console: Console) -> None:
    page = hr(console, "/hr/rules")
    page.get_by_role("link", name=console.said("The manual"), exact=True).click()
    expect(page.locator("table code")).to_have_count(len(RuleSet.model_fields))
    assert {*page.locator("table code").all_inner_texts()} == {*RuleSet.model_fields}
    page.goto("/hr/rules/new?start=manual")
    page.evaluate(_OPEN)
    page.locator("#night_allowance").fill("fifteen")
    button(console, page, "Show the impact").click()
    expect(page.locator("#room .notice.wrong")).to_contain_text("fifteen")
    expect(page.locator("#night_allowance")).to_have_value("fifteen")
    page.evaluate(_OPEN)
    page.locator("#night_allowance").fill("15")
    page.locator("#bonus_tiers").fill("[")
    button(console, page, "Show the impact").click()
    expect(page.locator("#room .notice.wrong")).to_contain_text("JSON")
    page.locator("#bonus_tiers").fill(
        '[{"total": "80.00", "within_percent": 50, "amount": "450"}, '
        '{"total": "60", "within_percent": null, "amount": "90"}]'
    )
    page.select_option("#period", TO_CLOSE)
    last = console.served.ledger.facts.last_position()
    button(console, page, "Show the impact").click()
    expect(page.locator("#tried")).to_contain_text(TO_CLOSE)
    expect(page.locator("#room .cards .state.good").first).not_to_have_text("0")
    expect(page.locator("#room .cards .state.bad").first).not_to_have_text("0")
    expect(page.locator("#room .chart svg").first).to_be_visible()
    assert console.hindrances(page) == []
    assert console.served.ledger.facts.last_position() == last
    page.locator("#version").fill("rules-2026-11")
    page.locator("#effective_period").fill("2026-11")
    page.locator("#reason").fill("夜班津贴调整")
    button(console, page, "Adopt the rule set").click()
    page.wait_for_url("**/hr/rules/rules-2026-11")
    expect(page.locator("main")).to_contain_text("夜班津贴调整")
    parameters = first_of(console.served.ledger, "rules", version="rules-2026-11")["parameters"]
    assert sorted(parameters) == ["bonus_tiers", "night_allowance"]


def test_what_was_paid_is_compared_with_what_is_computed(console: Console) -> None:
    page = hr(console, "/hr/reconcile")
    with console.served.client("hr") as client:
        paid = client.get(f"/v1/periods/{CLOSED[-1]}/payroll", headers={"Accept": "text/csv"}).text.splitlines()
    short = "\n".join(line for place, line in enumerate(paid) if place != 2)
    page.set_input_files("#file", {"name": "paid.csv", "mimeType": "text/csv", "buffer": short.encode()})
    button(console, page, "Compare").click()
    expect(page.locator("#found")).to_be_visible()
    expect(page.locator("#found ~ .wide tbody")).to_contain_text(console.called("outcome", "item_not_paid"))
    assert console.hindrances(page) == []
    page.set_input_files("#file", {"name": "paid.csv", "mimeType": "text/csv", "buffer": b"nothing\n"})
    button(console, page, "Compare").click()
    expect(page.locator(".notice.wrong")).to_be_visible()


def test_a_closed_month_is_replayed_compared_and_the_ripple_of_a_fact_is_seen(console: Console) -> None:
    page = hr(console, f"/hr/replays?period={CLOSED[-1]}")
    page.locator('[id="before.without"]').fill("abc")
    button(console, page, "Compare").click()
    expect(page.locator(".notice.wrong")).to_be_visible()
    expect(page.locator('[id="before.without"]')).to_have_value("abc")
    page.locator('[id="before.without"]').fill("")
    page.locator('[id="before.as_of"]').fill("2026-10-20 10:30")
    page.select_option('[id="after.rules"]', "rules-2026-09")
    button(console, page, "Compare").click()
    expect(page.locator("table").first).to_contain_text("S10.2")
    assert console.hindrances(page) == []
    with console.served.client("hr") as client:
        job = client.post(f"/v1/periods/{CLOSED[-1]}/diffs", json={}, headers={"Prefer": "wait=0"}).json()
    page.goto(f"/hr/comparisons/{job['id']}")
    expect(page.get_by_text(console.said("Nothing differs."))).to_be_visible()
    page.goto(f"/hr/ripple?period={CLOSED[-1]}&kind=work_review")
    page.locator("table a").first.click()
    expect(page.locator("#ripple")).to_contain_text(CLOSED[-1])
    expect(page.locator("table").last).to_contain_text("→")
    assert console.hindrances(page) == []


@pytest.mark.both_engines
def test_a_month_is_closed_in_four_steps(console: Console) -> None:
    page = hr(console, "/hr/close")
    page.wait_for_url(f"**/hr/close/{TO_CLOSE}")
    for step in ("Next: preview", "Next: difference", "Next: closing"):
        page.get_by_text(console.said(step), exact=True).click()
        expect(page.locator("[aria-current=step]")).to_be_visible()
    answer = sent(page, f"/hr/close/{TO_CLOSE}/confirm", by="人事 王")
    assert (answer.status, "人事 王" in answer.text()) == (422, True)
    page.locator("#by").fill("人事 王")
    page.check("[name=strict]")
    page.check("[name=looked]")
    button(console, page, "Close %(period)s now", period=TO_CLOSE).click()
    expect(page.locator(".notice.wrong")).to_be_visible()
    expect(page.locator("#by")).to_have_value("人事 王")
    page.uncheck("[name=strict]")
    page.check("[name=looked]")
    button(console, page, "Close %(period)s now", period=TO_CLOSE).click()
    page.wait_for_url(f"**/hr/closings/{TO_CLOSE}")
    expect(page.locator(".notice.done")).to_have_text(console.said("%(period)s is closed.", period=TO_CLOSE))
    with console.served.client("hr") as client:
        closing = client.get("/v1/closings").json()["closings"][-1]
    expect(page.locator("main")).to_contain_text(closing["closing_digest"])
    page.goto("/hr/closings")
    expect(page.locator("tbody tr")).to_have_count(3)
    page.goto(f"/hr/close/{RUNNING}")
    expect(page.locator(".notice.wrong")).to_be_visible()
    page.goto(f"/hr/close/{TO_CLOSE}")
    page.wait_for_url(f"**/hr/closings/{TO_CLOSE}")


def test_what_is_adjusted_of_a_closed_month_tells_its_causes(console: Console) -> None:
    bonus = first_of(console.served.ledger, "allowance")
    late = {
        "allowance": "AL-LATE",
        "employee": bonus["employee"],
        "period": CLOSED[0],
        "type": "other",
        "amount": "77.00",
    }
    with console.served.client("hr") as client:
        assert client.post("/v1/allowances", json=late).status_code == 201
        known = client.get("/v1/periods").raise_for_status().json()["periods"]
    first_open = next(each["period"] for each in known if each["closed_at"] is None)
    page = hr(console, f"/hr/close/{first_open}/difference")
    expect(page.locator("main")).to_contain_text("77.00")
    page.get_by_text(console.said("Show the causes")).click()
    expect(page.locator("#causes table")).to_contain_text("77.00")
    assert console.hindrances(page) == []


@pytest.mark.both_engines
def test_somebody_new_is_added_given_a_salary_and_leaves(console: Console) -> None:
    page = hr(console, "/hr/people/new")
    for name, value in {"employee": "E90001", "name": "林一", "team": "T01", "hired_on": "2026-10-19"}.items():
        page.fill(f"#{name}", value)
    button(console, page, "Record it").click()
    page.wait_for_url("**/hr/people/E90001")
    page.locator("details:has(form[action$=base_salary]) > summary").click()
    page.fill("#base_salary-from", "2026-10-19")
    page.fill("#base_salary-monthly", "much")
    page.locator("form[action$=base_salary] button").click()
    expect(page.locator(".notice.wrong")).to_be_visible()
    expect(page.locator("#base_salary-monthly")).to_have_value("much")
    page.fill("#base_salary-monthly", "4800")
    page.locator("form[action$=base_salary] button").click()
    expect(page.locator(".notice.done")).to_be_visible()
    assert first_of(console.served.ledger, "base_salary", employee="E90001")["monthly"] == "4800.00"
    page.goto("/hr/people?find=林一")
    expect(page.locator("tbody tr")).to_have_count(1)
    assert sent(page, "/hr/people/E90001/leaving", last_day="tomorrow", reason="other").status == 422


def test_an_auditor_looks_at_rules_and_comparisons_and_changes_nothing(console: Console) -> None:
    page = console.sign_in("auditor")
    page.goto("/hr/quarantine?state=all")
    assert page.locator("article textarea").count() == 0
    page.goto("/hr/rules")
    assert page.get_by_text(console.said("Draft a rule set")).count() == 0
    answer = sent(page, "/hr/quarantine/retry")
    assert answer.status == 403
