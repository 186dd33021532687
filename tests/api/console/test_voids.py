"""What was entered by mistake is taken back on its page, and a whole file on that of the imports."""

import json

import pytest
from playwright.sync_api import expect

from tests.api.console.browsing import Console
from tests.api.console.floor import first_of
from tests.api.routes.files import imported, lines

pytestmark = pytest.mark.slow


def test_a_fact_is_voided_on_its_page_with_a_reason(console: Console) -> None:
    who = first_of(console.served.ledger, "employee", role="csr")["employee"]
    with console.served.client("hr") as hr:
        approval = {"employee": who, "date": "2026-10-16", "minutes": 45, "by": "HR"}
        name = hr.post("/v1/overtime-approvals", json=approval).json()["id"]
    page = console.sign_in("hr")
    page.goto(f"/audit/history/{who}?kind=overtime_approved")
    row = page.locator("tbody tr").last
    expect(row.locator("td a").first).to_have_attribute("href", f"/audit/facts/{name}")
    row.get_by_role("link", name=console.said("Void it")).click()
    expect(page.get_by_role("heading", name=console.said("Void this fact"))).to_be_visible()
    assert console.hindrances(page) == []
    page.fill("#void-reason", "录错日期")
    page.get_by_role("button", name=console.said("Void it")).click()
    done = console.said("The fact is void; it stays on the ledger and counts for nothing.")
    expect(page.locator(".notice.done")).to_have_text(done)
    expect(page.locator("dl .state.bad")).to_contain_text(console.said("voided by"))
    expect(page.locator("#void")).to_have_count(0)
    void = first_of(console.served.ledger, "void", of=name)
    assert (void["of_kind"], void["reason"]) == ("overtime_approved", "录错日期")
    assert console.hindrances(page) == []


def test_who_may_not_void_a_fact_is_not_asked_to(console: Console) -> None:
    salary = first_of(console.served.ledger, "base_salary")
    page = console.sign_in("auditor")
    page.goto(f"/audit/facts/{salary['id']}")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("#void")).to_have_count(0)


def test_an_import_is_undone_with_a_reason_and_what_stands_in_the_way_is_told(console: Console) -> None:
    new = {
        "kind": "employee",
        "employee": "E77777",
        "name": "误录",
        "role": "csr",
        "team": "T01",
        "hired_on": "2026-10-01",
    }
    punch = {"kind": "clock", "employee": "E77777", "at": "2026-10-19T08:30:00+08:00", "direction": "in", "ref": "P777"}
    with console.served.client("hr") as hr:
        (name,) = imported(hr, lines([new]))["imports"]
        recorded = hr.post(
            "/v1/clocks", content=json.dumps({k: v for k, v in punch.items() if k != "kind"} | {"reason": "x"})
        )
        assert recorded.status_code == 201, recorded.text
    page = console.sign_in("hr")
    page.goto("/hr/imports")
    assert console.hindrances(page) == []
    page.locator("tr", has_text=name[:12]).get_by_role("link", name=console.said("Undo")).click()
    assert console.hindrances(page) == []
    page.fill("#reason", "文件有误")
    page.get_by_role("button", name=console.said("Undo the import")).click()
    expect(page.locator(".notice.wrong")).to_contain_text(f"position {recorded.json()['position']}")
    with console.served.client("hr") as hr:
        void = {"of_kind": "clock", "of": "P777", "by": "HR", "reason": "误录"}
        assert hr.post("/v1/voids", json=void).status_code == 201
    page.fill("#reason", "文件有误")
    page.get_by_role("button", name=console.said("Undo the import")).click()
    page.wait_for_url("**/hr/imports")
    sentence = console.said(
        "The import is undone: voided %(voided)s, cancelled or withdrawn %(ended)s, taken back before %(already)s.",
        voided=1,
        ended=0,
        already=0,
    )
    expect(page.locator(".notice.done")).to_have_text(sentence)
    assert first_of(console.served.ledger, "void", of_kind="employee")["reason"] == "文件有误"
    console.wrong[:] = [each for each in console.wrong if "the server responded with a status of 4" not in each]
