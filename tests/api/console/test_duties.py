"""Tasks, instructions and plans in the console: on the page of whoever has them, and of whoever set them (S13)."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.api.console.browsing import Console
from tests.api.console.floor import first_of

pytestmark = pytest.mark.slow
AT = "2026-10-19T09:00:00+08:00"
WHO = "E00005"
PICTURES = os.environ.get("WORKLEDGER_TEST_PICTURES")
FACTS: list[dict[str, Any]] = [
    {"kind": "task", "task": "T1", "title": "整理知识库", "to": [WHO, "E00009"], "by": "E00002", "at": AT,
     "due_date": "2026-10-19", "note": "先整理退费部分"},
    {"kind": "instruction", "instruction": "I1", "title": "退费口径", "text": "自今日起退费须核对订单号。", "at": AT,
     "by": "E00001", "due_date": "2026-10-21"},
    {"kind": "reminder", "reminder": "R1", "employee": WHO, "at": AT, "by": "E00001", "note": "语速放慢一些"},
    {"kind": "improvement_plan", "plan": "P1", "employee": WHO, "finding": "常打断用户", "actions": "听完再答",
     "due_date": "2026-10-30", "by": "E00001", "at": AT},
]  # fmt: skip


def _picture(page: Page, name: str) -> None:
    if PICTURES:
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)


def test_an_agent_does_a_task_and_acknowledges_and_the_leader_checks_it(console: Console) -> None:
    assert {each.status for each in console.served.ledger.record(FACTS)} == {"accepted"}
    page = console.sign_in("employee", employee=WHO)
    page.goto("/my/tasks")
    _picture(page, f"mine-{console.language.value}")
    assert console.hindrances(page) == []
    page.locator('form[action="/my/tasks/task/T1/done"] button').click()
    expect(page.locator(".notice.done")).to_have_text(console.said("%(number)s is done.", number="T1"))
    form = page.locator('form[action="/my/tasks/instruction/I1/acknowledgement"]')
    form.locator("select").select_option("no")
    form.locator("textarea").fill("订单号查不到怎么办")
    form.get_by_role("button").click()
    expect(page.locator("main")).to_contain_text(console.said("I do not agree"))
    signed = first_of(console.served.ledger, "acknowledgement", employee=WHO)
    assert (signed["of"], signed["agrees"], signed["note"]) == ("I1", False, "订单号查不到怎么办")
    page = console.sign_in("manager")
    page.goto("/team/duties")
    _picture(page, f"team-{console.language.value}")
    assert console.hindrances(page) == []
    expect(page.locator("article.duty")).not_to_contain_text(WHO)
    page.locator(f'form[action="/team/duties/task/T1/{WHO}/checked"] button').click()
    expect(page.locator(".notice.done")).to_have_text(console.said("%(number)s is checked.", number="T1"))
    steps = [each["status"] for each in _steps(console)]
    assert steps == ["done", "checked"]


def _steps(console: Console) -> list[dict[str, Any]]:
    pages = console.served.ledger.facts.select(0, 100, ["task_step"], None, console.served.ledger.facts.last_position())
    return [each.as_json() for each in pages]
