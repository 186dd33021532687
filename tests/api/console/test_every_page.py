"""Every page of every role: it answers, nothing hinders, nothing overflows, on a desktop and on a phone."""

import pytest
from playwright.sync_api import Page

from api.console.languages import COOKIE
from api.words.language import Language
from tests.api.console.browsing import DESKTOP, PHONE, Console
from tests.api.console.crawling import FIRST_AGENT, ROLES, kinds_of_pages, pages_from

pytestmark = pytest.mark.slow
_HINDERED = """() => {
  const found = [], wide = document.documentElement.clientWidth;
  const over = document.documentElement.scrollWidth - wide;
  if (over > 0) found.push(`${over} pixels wider than the screen`);
  const isSeen = (each) => each.checkVisibility({checkOpacity: true, checkVisibilityCSS: true})
    && !each.closest(".unseen, .skip");
  const isInSentence = (each) => each.localName === "a" && each.parentElement.localName === "p"
    && each.parentElement.innerText.trim().length > each.innerText.trim().length;
  const targets = "a[href], button, summary, input:not([type=hidden]), select, textarea";
  for (const each of document.querySelectorAll(targets)) {
    const own = each.getBoundingClientRect();
    if (!isSeen(each) || own.width === 0) continue;
    const called = `${each.localName} ${(each.innerText || each.name || each.id || "").trim().slice(0, 30)}`;
    // What is in a grid of days is scrolled to; all else is within the screen.
    if (!each.closest("[data-grid]") && (own.left < -1 || own.right > wide + 1))
      found.push(`beyond the screen, at ${Math.round(own.right)}: ${called}`);
    const label = each.labels && [...each.labels].find(label => label.contains(each));
    const target = label ? label.getBoundingClientRect() : own;
    if (!isInSentence(each) && (target.height < 23.5 || target.width < 23.5))
      found.push(`${Math.round(target.width)} by ${Math.round(target.height)} pixels: ${called}`);
  }
  return [...new Set(found)].slice(0, 10);
}"""
"""What of a page is wider than the screen, lies beyond it, or is too small to be touched (24 pixels)."""


def whose(console: Console, role: str) -> dict[str, str]:
    """Whose key a role has here."""
    people = console.served.service.directory.people()
    agent = next(each.employee for each in people if each.role == "csr" and each.employed)
    return {name: agent if of == FIRST_AGENT else of for name, of in ROLES[role].items()}


def a_complaint_is_recorded(console: Console) -> None:
    """So that there is a page of one: in the made-up centre nobody complained lately."""
    told = {"complaint": "CP1", "employee": whose(console, "employee")["employee"], "date": "2026-10-19"}
    with console.served.client("qa") as client:
        assert client.post("/v1/complaints", json=told).status_code in (200, 201)


def an_appraisal_form_is_recorded(console: Console) -> None:
    """So that somebody can be appraised: the made-up centre has reviews."""
    items = [{"item": "回复质量", "max": "100.00", "source": "judged"}]
    told = {"form": "客服", "version": 1, "component": "work", "roles": ["csr"], "items": items}
    with console.served.client("manager", "M") as client:
        assert client.post("/v1/appraisal-forms", json=told).status_code in (200, 201)


def traffic_is_recorded(console: Console) -> None:
    """So that a report of the centre has a row, with a page that explains it."""
    told = {"date": "2026-10-19", "channel": "phone", "offered": 40, "answered": 38}
    with console.served.client("manager", "M") as client:
        assert client.post("/v1/volumes", json=told).status_code in (200, 201)


def a_leave_is_requested(console: Console) -> None:
    """So that there is one to come, which may be cancelled."""
    told = {
        "leave": "LV1",
        "first_date": "2026-10-28",
        "last_date": "2026-10-28",
        "type": "annual",
        "requested_on": "2026-10-20",
    }
    person = whose(console, "employee")
    with console.served.client("employee", **person) as client:
        assert client.post("/v1/leaves", json=told | person).status_code in (200, 201)


def wider(page: Page) -> list[str]:
    """What of a page does not fit a phone or a desktop, or is too small there."""
    found: list[str] = []
    for size in (PHONE, DESKTOP):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        found += (f"{page.url} at {size[0]}: {each}" for each in page.evaluate(_HINDERED))
    return found


def wider_in(language: Language, page: Page) -> list[str]:
    """The same of a page in another language, which is found to be that language's."""
    page.goto(page.url.partition("#")[0] + ("&" if "?" in page.url else "?") + f"lang={language.value}")
    found = [] if page.get_attribute("html", "lang") == language.value else [f"{page.url}: not in {language}"]
    found += wider(page)
    page.context.clear_cookies(name=COOKIE)
    return found


def test_every_page_can_be_reached_and_used_by_who_may_see_it(console: Console) -> None:
    a_complaint_is_recorded(console)
    an_appraisal_form_is_recorded(console)
    traffic_is_recorded(console)
    a_leave_is_requested(console)
    known: set[str] = set()
    wrong: list[str] = []
    for role in ROLES:
        page = console.sign_in(role, **whose(console, role))
        for path in pages_from(page, known):
            wrong.extend(console.hindrances(page))
            wrong.extend(wider(page))
            if page.get_by_text(console.said("No data to draw yet.")).count():
                wrong.append(f"{role} {path}: an empty chart")
            wrong.extend(wider_in(Language.ENGLISH, page))
        page.context.close()
    assert wrong == [], "\n".join(wrong)
    assert kinds_of_pages() - known <= {"/", "/sign-in"}
