"""A leader plans a month: by mouse and keyboard in few steps, as text without script, with others at the same draft."""

import re
from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.api.console.browsing import PHONE, Console
from tests.api.console.floor import first_of

pytestmark = pytest.mark.slow
LEADER, TEAM, PERIOD = "E00002", "T01", "2026-11"
PLAN = f"/roster/plan?period={PERIOD}"
MOST_STEPS = 60
NEEDS = [
    {"kind": "staff_need", "team": TEAM, "date": f"2026-11-{day:02}", "from": "10:00", "until": "16:00", "seats": 5}
    for day in range(1, 31)
]
_COUNT = """() => { window.steps = 0; for (const name of ["pointerdown", "keydown"])
    document.addEventListener(name, () => { window.steps += 1; }, true); }"""


@pytest.fixture
def page(console: Console) -> Page:
    """The plan of November, which nobody has begun."""
    with console.served.client("team_leader", LEADER, TEAM) as leader:
        leader.delete(f"/v1/rosters/{PERIOD}/draft")
    found = console.sign_in("team_leader", LEADER, TEAM)
    found.goto(PLAN)
    return found


def _cell(page: Page, employee: str, day: int) -> Locator:
    return page.locator(f'tr[data-employee="{employee}"] td.cell').nth(day - 1)


def _row(page: Page, employee: str) -> str:
    return " ".join(each or "-" for each in page.locator(f'tr[data-employee="{employee}"] td.cell').all_text_contents())


def _saved(console: Console, page: Page) -> None:
    expect(page.locator("#saving")).to_have_text(console.said("The draft is saved."))


@pytest.mark.both_engines
def test_twelve_people_have_a_month_in_under_sixty_clicks_and_keys(console: Console) -> None:
    assert {each.refusal for each in console.served.ledger.record(NEEDS)} == {None}
    page = console.sign_in("team_leader", LEADER, TEAM)
    page.goto(PLAN)
    people = page.locator("#plan tbody th")
    page.evaluate(_COUNT)
    # A rotation of six days for twelve people, each a day after the one before.
    people.nth(0).click()
    people.nth(11).click(modifiers=["Shift"])
    page.locator("#pattern").click()
    page.keyboard.type("RRWW--")
    page.keyboard.press("Tab")
    page.keyboard.type("1")
    page.locator("[data-do=pattern]").click()
    # What the rotation does not know: two weeks of day shifts for somebody, days off, a week that is as the one before.
    page.locator('[data-brush="C"]').click()
    _cell(page, "E00005", 2).drag_to(_cell(page, "E00005", 6))
    _cell(page, "E00005", 9).drag_to(_cell(page, "E00005", 13))
    page.locator('[data-brush="C"]').click()
    _cell(page, "E00006", 10).click()
    page.keyboard.press("Delete")
    _cell(page, "E00007", 2).click()
    for key in "RRR--":
        page.keyboard.press(key)
    page.keyboard.press("Control+z")
    page.locator("[data-do=week]").click()
    _saved(console, page)
    steps = page.evaluate("() => window.steps") + 1
    page.locator("#publish button").click()
    expect(page.locator(".notice.done")).to_be_visible()
    assert steps < MOST_STEPS, steps
    assert re.match("C C C C C", _row(page, "E00005")[2:])
    assert _cell(page, "E00006", 10).inner_text() == ""
    assert (
        first_of(console.served.ledger, "shift", employee="E00005", date="2026-11-13", shift="C")["recorded_by"]
        == LEADER
    )
    expect(page.locator("#plan td.changed")).to_have_count(0)


def test_a_drag_paints_and_keys_write_select_clear_and_undo(console: Console, page: Page) -> None:
    page.locator('[data-brush="R"]').click()
    _cell(page, "E00021", 3).drag_to(_cell(page, "E00022", 5))
    page.locator('[data-brush="R"]').click()
    assert [_row(page, each)[:11] for each in ("E00021", "E00022")] == ["- - R R R -"] * 2
    _cell(page, "E00023", 1).click()
    for key in ("w", "W", "-", "c", "Shift+ArrowLeft", "Shift+ArrowLeft", "r"):
        page.keyboard.press(key)
    assert _row(page, "E00023")[:11] == "W W R R R -"
    page.keyboard.press("Delete")
    assert _row(page, "E00023")[:11] == "W W - - - -"
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+Shift+z")
    page.keyboard.press("Control+z")
    assert _row(page, "E00023")[:11] == "W W R R R -"
    _saved(console, page)
    expect(page.locator("#changes")).to_have_text("11")
    page.reload()
    assert _row(page, "E00023")[:11] == "W W R R R -"
    assert console.hindrances(page) == []


def test_conflicts_hours_and_gaps_are_marked_as_they_arise(console: Console, page: Page) -> None:
    leave = {"leave": "LV-PLAN", "employee": "E00024", "type": "personal", "first_date": "2026-11-04",
             "last_date": "2026-11-04", "requested_on": "2026-10-19"}  # fmt: skip
    with console.served.client("hr") as hr:
        assert hr.post("/v1/leaves", json=leave).status_code == 201
    cell = _cell(page, "E00024", 4)
    cell.click()
    page.keyboard.press("R")
    expect(cell).to_have_class(re.compile("note"))
    assert cell.get_attribute("title") == console.said("leave is requested")
    expect(page.locator("#conflicts")).to_contain_text(console.said("leave is requested"))
    expect(page.locator('tr[data-employee="E00024"] td.balance')).to_have_class(re.compile("short"))
    expect(page.locator('tr[data-employee="E00024"] td.balance')).to_contain_text("11:00 / ")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Delete")
    expect(page.locator("#conflicts")).not_to_contain_text(console.said("leave is requested"))


def test_who_paints_on_what_somebody_else_changed_is_told_and_nothing_is_lost_unseen(
    console: Console, page: Page
) -> None:
    _cell(page, "E00025", 2).click()
    page.keyboard.press("R")
    _saved(console, page)
    query = {"team": TEAM, "author": LEADER}
    sent = {"cells": [{"employee": "E00025", "date": "2026-11-03", "shift": "C"}]}
    with console.served.client("manager") as manager:
        assert manager.patch(f"/v1/rosters/{PERIOD}/draft", params=query, json=sent).status_code == 200
    page.keyboard.press("W")
    expect(page.locator("#saving")).to_have_text(
        console.said("Not saved: somebody else changed this draft meanwhile; look again.")
    )


def test_on_a_phone_a_week_is_planned_by_tapping(console: Console) -> None:
    page = console.sign_in("team_leader", LEADER, TEAM, size=PHONE, has_touch=True)
    page.goto(f"{PLAN}&week=2026-W46")
    expect(page.locator("#plan thead [data-date]")).to_have_count(7)
    page.locator('[data-brush="R"]').tap()
    _cell(page, "E00017", 1).tap()
    _cell(page, "E00017", 3).tap()
    assert _row(page, "E00017") == "R - R - - - -"
    assert page.evaluate("() => document.documentElement.scrollWidth") <= PHONE[0]
    assert console.hindrances(page) == []


def _sent(client: httpx.Client, page: httpx.Response, action: str, **fields: str) -> httpx.Response:
    form = re.search(rf'<form method="post" action="{action}".*?</form>', page.text, re.DOTALL)
    assert form is not None
    hidden = re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', form[0])
    typed = re.findall(r'<input class="code" name="([^"]*)" value="([^"]*)"', form[0])
    return client.post(action, data={**dict(hidden), **dict(typed), **fields})


def test_without_script_rows_are_typed_as_text_and_published_once(console: Console) -> None:
    whose: dict[str, Any] = {"employee": LEADER, "team": TEAM}
    with console.signed_in("team_leader", **whose) as client:
        page = client.get(f"{PLAN}&week=2026-W47")
        wrong = _sent(client, page, "/roster/plan/rows", **{"row.E00020": "R R"})
        assert (wrong.status_code, "姚" in wrong.text or "R R" in wrong.text) == (422, True)
        unknown = _sent(client, page, "/roster/plan/rows", **{"row.E00020": "Q R - - - - -"})
        assert ("没有班次" in unknown.text, "rule set" in unknown.text) == (True, False)
        page = client.get(f"{PLAN}&week=2026-W47")
        saved = _sent(client, page, "/roster/plan/rows", **{"row.E00020": "W W - - - - -"})
        assert console.said("The draft is saved.") in saved.text
        published, again = (_sent(client, saved, "/roster/plan/publication") for _ in range(2))
        assert published.status_code == again.status_code == 200
        assert first_of(console.served.ledger, "shift", employee="E00020", date="2026-11-17")["shift"] == "W"


@pytest.mark.parametrize(
    "address",
    [
        "?period=9999-99",
        "?period=" + "7" * 5000,
        "?team=nowhere",
        "?author=E00001",
        "?week=x&team=T02",
        "/sheet?period=x",
    ],
)
def test_what_is_not_there_is_answered_with_a_page(console: Console, address: str) -> None:
    with console.signed_in("team_leader", employee=LEADER, team=TEAM) as client:
        answer = client.get(f"/roster/plan{address}")
        assert answer.status_code in (403, 404, 414, 422)
        assert "<h1>" in answer.text
