"""The first page of each role: its own parts and nobody else's, what waits counted in the menu, and no ledger yet."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.words.language import Language
from api.words.translation import said
from tests.api.asking import asking
from tests.api.console.browsing import Console
from tests.api.console.crawling import ROLES
from tests.api.console.test_every_page import whose
from tests.api.routes.served import SQLITE, Served, served

pytestmark = pytest.mark.slow
AT = "2026-10-19T09:00:00+08:00"
PARTS = {
    "employee": ["shifts", "errands", "payslip", "rank", "balance"],
    "team_leader": ["present", "decide", "anomalies", "gaps", "briefing", "deficits"],
    "qa": ["quota", "disputes", "forms", "trend"],
    "manager": [
        "present-by-team",
        "coverage",
        "traffic",
        "decide",
        "complaints",
        "ranking",
        "deficits",
        "trend",
    ],
    "hr": ["due", "checklist", "files", "late"],
    "auditor": ["checkpoints", "late", "looks"],
    "admin": ["service", "keys", "devices", "jobs"],
}


def waiting_facts(who: str, colleague: str) -> list[dict[str, Any]]:
    """What somebody is asked to do and to read, and what the leader is asked to decide."""
    return [
        {"kind": "task", "task": "T1", "title": "整理知识库", "to": [who], "by": "E00002", "at": AT},
        {"kind": "instruction", "instruction": "I1", "title": "退费口径", "text": "核对订单号", "at": AT,
         "by": "E00001"},
        {"kind": "reminder", "reminder": "R1", "employee": who, "at": AT, "by": "E00001", "note": "慢一些"},
        {"kind": "improvement_plan", "plan": "P1", "employee": who, "finding": "打断用户", "actions": "听完再答",
         "due_date": "2026-10-18", "by": "E00001", "at": AT},
        {"kind": "leave", "leave": "L1", "employee": colleague, "type": "personal", "first_date": "2026-10-29",
         "last_date": "2026-10-29", "requested_on": "2026-10-19"},
    ]  # fmt: skip


def sections(page: httpx.Response) -> list[str]:
    """The parts of a home, in order."""
    return re.findall(r'<section id="([\w-]+)"', page.text)


def counted(page: httpx.Response) -> dict[str, int]:
    """What the menu counts, by address."""
    found = re.findall(r'<li><a href="([^"]+)"[^>]*>[^<]*<span class="count">(\d+)', page.text)
    return {path: int(count) for path, count in found}


def test_each_role_finds_the_parts_of_its_own_work(console: Console) -> None:
    for role in ROLES:
        with console.signed_in(role, **whose(console, role)) as client:
            page = client.get("/")
            assert (page.status_code, sections(page)) == (200, PARTS[role]), role
            assert 'class="notice wait"' not in page.text, role


def test_an_administrator_sees_the_name_of_nobody(console: Console) -> None:
    with console.signed_in("admin") as client:
        page = client.get("/").text
    people = console.served.service.directory.people()
    assert [each.name for each in people if each.name in page] == []


def test_what_waits_is_counted_in_the_menu_for_whom_it_waits(console: Console) -> None:
    agents = [
        each.employee for each in console.served.service.directory.people() if each.role == "csr" and each.employed
    ]
    who, colleague = agents[:2]
    before = _of(console, "team_leader", team="T01").get("/team/decisions", 0)
    recorded = console.served.ledger.record(waiting_facts(who, colleague))
    assert {each.status for each in recorded} == {"accepted"}
    assert _of(console, "employee", employee=who)["/my/tasks"] == len(("T1", "I1", "R1", "P1"))
    assert _of(console, "employee", employee=colleague)["/my/tasks"] == len(("I1",))
    assert _of(console, "team_leader", team="T01")["/team/decisions"] == before + 1
    assert "/team/decisions" not in _of(console, "team_leader", team="T99")
    own = _of(console, "team_leader", team="T01", employee=colleague)
    assert own.get("/team/decisions", 0) == before, "a leave of oneself waits for somebody else"


def _of(console: Console, role: str, **whose_key: str) -> dict[str, int]:
    with console.signed_in(role, **whose_key) as client:
        return counted(client.get("/"))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service of a ledger with nothing in it."""
    with served(f"{SQLITE}{tmp_path_factory.mktemp('empty') / 'ledger.db'}", facts=None) as found:
        yield found


@pytest.mark.parametrize("role", ["hr", "manager", "auditor", "admin", "team_leader"])
def test_the_home_of_a_ledger_with_nothing_in_it_answers(empty: Served, role: str) -> None:
    with asking(empty.url, headers={"accept-language": "en"}, follow_redirects=True) as client:
        client.post("/sign-in", data={"key": empty.key(role, team="A" if role == "team_leader" else None)})
        page = client.get("/")
    assert page.status_code == 200
    assert sections(page) == PARTS[role]
    assert said("Home", Language.ENGLISH) in page.text


def test_who_is_not_signed_in_is_led_to_the_sign_in(empty: Served) -> None:
    with asking(empty.url) as client:
        assert client.get("/").headers["location"] == "/sign-in"


def test_the_templates_of_homes_name_no_role() -> None:
    """A home is made of parts that somebody may see, not of roles: a role that a site composes has one too."""
    template = Path("src/api/console/templates/home/home.html").read_text(encoding="utf-8")
    assert [role for role in ROLES if f'"{role}"' in template] == []
