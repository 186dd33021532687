"""HR looks at the rule set that is shipped, adopts it, and hands pay over."""

import io
import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from api.operations.report_forms import XLSX
from tests.api.console.browsing import PHONE, Console
from tests.api.console.floor import CLOSED
from tests.api.console.test_hr import button, first_of, hr

pytestmark = pytest.mark.slow
NAMED = "/hr/named-rules/lawful-cn-sh"


def picture(page: Page, name: str) -> None:
    folder = os.environ.get("PICTURES")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        page.screenshot(path=str(Path(folder) / f"{name}-phone.png"), full_page=True)
        page.set_viewport_size({"width": 1280, "height": 900})


def test_what_the_law_would_have_paid_is_seen_before_the_set_is_adopted(console: Console) -> None:
    page = hr(console, "/hr/rules")
    page.locator(f"a[href='{NAMED}']").click()
    page.wait_for_url(f"**{NAMED}")
    expect(page.locator("[role=note]")).to_be_visible()
    picture(page, "named")
    last = console.served.ledger.facts.last_position()
    page.select_option("#period", CLOSED[-1])
    button(console, page, "Show what it would have paid").click()
    expect(page.locator("#tried")).to_contain_text("lawful-cn-sh")
    expect(page.get_by_role("heading", name=console.said("Leave balances and compliance"))).to_be_visible()
    with page.expect_download() as downloaded:
        button(console, page, "Download as a workbook").click()
    assert len(CalamineWorkbook.from_path(str(downloaded.value.path())).sheet_names) == 5
    picture(page, "tried")
    assert console.hindrances(page) == []
    page.locator("#effective_period").fill("2026-12")
    button(console, page, "Check, don't save").click()
    expect(page.locator(".notice.wrong")).to_contain_text("minimum_wage")
    page.locator("#minimum_wage").fill("2690")
    page.locator("#minimum_hourly_wage").fill("24")
    button(console, page, "Check, don't save").click()
    expect(page.locator("[role=status]").first).to_contain_text("lawful-cn-sh-2026-12")
    picture(page, "checked")
    assert console.served.ledger.facts.last_position() == last
    button(console, page, "Adopt the rule set").click()
    page.wait_for_url("**/hr/rules/lawful-cn-sh-2026-12")
    expect(page.locator("[role=note]")).to_be_visible()
    picture(page, "adopted")
    parameters = first_of(console.served.ledger, "rules", version="lawful-cn-sh-2026-12")["parameters"]
    assert parameters["compliance"]["minimum_wage"] == "2690.00"


def test_pay_goes_out_comes_back_and_goes_to_the_bank(console: Console) -> None:
    page = hr(console, f"/hr/handover?period={CLOSED[-1]}")
    picture(page, "handover")
    with page.expect_download() as downloaded:
        button(console, page, "Download the register").click()
    book = CalamineWorkbook.from_path(str(downloaded.value.path()))
    _, heads, *rows = book.get_sheet_by_name(book.sheet_names[1]).to_python()
    pay = heads.index(console.called("handover", "total_pay"))
    people = {str(row[0]): f"{row[pay]:.2f}" for row in rows if str(row[0]).startswith("E")}
    lines = "\n".join(["工号,个人所得税,实发金额", *(f"{number},0.00,{total}" for number, total in people.items())])
    wrong = lines.replace(next(iter(people)), "E77777")
    page.set_input_files("#file", {"name": "net.csv", "mimeType": "text/csv", "buffer": wrong.encode()})
    button(console, page, "Make the sheet for the bank").click()
    expect(page.locator(".notice.wrong")).to_contain_text("E77777")
    assert console.hindrances(page) == []
    picture(page, "misfits")
    page.select_option("#transfers-period", CLOSED[-1])
    page.set_input_files("#file", {"name": "net.csv", "mimeType": "text/csv", "buffer": lines.encode()})
    with page.expect_download() as downloaded:
        button(console, page, "Make the sheet for the bank").click()
    content = Path(downloaded.value.path()).read_bytes()
    made = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert {str(row[0]): f"{row[4]:.2f}" for row in made[2:-1]} == {
        each: sum_ for each, sum_ in people.items() if float(sum_)
    }
    page.goto(f"/hr/reconcile?period={CLOSED[-1]}")
    page.set_input_files("#file", {"name": "bank.xlsx", "mimeType": XLSX, "buffer": content})
    page.set_input_files("#withheld", {"name": "net.csv", "mimeType": "text/csv", "buffer": lines.encode()})
    picture(page, "reconcile")
    button(console, page, "Compare").click()
    expect(page.locator(".notice.done")).to_be_visible()
    assert console.hindrances(page) == []
