"""Every operation of the API and every page, as every role: no bytes of an answer hold what its reader may not see.

A new operation, report, document or page is asked for by itself: addresses come from the description of the API, from
the links of pages and from the routes of the console, and who may see what from the table of permissions.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from api.auth.permissions import Role
from api.auth.principals import Grant, Principal
from projections.books import freezing
from projections.engine import PolarsEngine
from projections.journal import JournalReader
from tests.api.asking import asking
from tests.api.canary.asked import Addresses, linked_from
from tests.api.canary.marks import CLOSED, Centre, found_in, pattern
from tests.api.routes.served import Served, served
from tests.ledger.material import Hands
from tests.ledger.stores import SQLiteStores

pytestmark = pytest.mark.slow

ROLES: dict[str, dict[str, str]] = {
    "employee": {"employee": "A1"},
    "team_leader": {"team": "A", "employee": "L7"},
    "qa": {"employee": "Q7"},
    "manager": {"employee": "M7"},
    "admin": {},
    "device": {},
}
"""Who does not see everything; HR and auditors do."""


@pytest.fixture(scope="module")
def centre() -> Centre:
    return Centre()


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory, centre: Centre) -> Iterator[Served]:
    """A service of the centre, whose October is closed."""
    folder: Path = tmp_path_factory.mktemp("canary")
    clock = Hands(datetime(2024, 11, 20, tzinfo=UTC))
    told = {"heartbeat_seconds": 1}
    with served(SQLiteStores(folder).url(), clock=clock, facts=None, settings=told) as found:
        centre.fill(found, folder)
        freeze = freezing(JournalReader(found.ledger, None), PolarsEngine(), CLOSED, held=False)
        found.ledger.closings.close(CLOSED, "HR", freeze)
        yield found


def principal(role: str) -> Principal:
    whose = ROLES.get(role, {})
    return Principal(id="x", name="x", grants=(Grant(Role(role), whose.get("employee"), whose.get("team")),))


class Watch:
    """Looks for what a role must not come across in what it is answered."""

    def __init__(self, centre: Centre, role: str) -> None:
        self._hidden = {each.text: each for each in centre.marks if not each.may_reach(principal(role))}
        self._sought = pattern(self._hidden.values())
        self.wrong: list[str] = []
        self.answered = 0

    def look(self, address: str, answer: httpx.Response) -> None:
        self.answered += answer.status_code == 200
        if answer.status_code >= 500:
            self.wrong.append(f"{address}: {answer.status_code}")
        found = found_in(answer, self._sought) if self._hidden else set()
        self.wrong += [f"{address}: {text} of {self._hidden[text].kind}" for text in sorted(found)]


@pytest.mark.parametrize("role", list(ROLES))
def test_no_operation_answers_with_what_is_out_of_reach(marked: Served, centre: Centre, role: str) -> None:
    watch = Watch(centre, role)
    with marked.client(role, **ROLES[role]) as client:
        for address, headers in Addresses(marked).of_api():
            watch.look(f"{address} {headers['accept']}", client.get(address, headers=headers))
        with client.stream("GET", "/v1/facts/stream?after=0") as stream:
            said = []
            if stream.status_code == 200:
                for line in stream.iter_lines():
                    if line.startswith(":"):
                        break
                    said.append(line)
            told = httpx.Response(stream.status_code, headers=stream.headers, content="\n".join(said))
        watch.look("/v1/facts/stream", told)
    assert watch.wrong == []
    assert watch.answered >= 5


@pytest.mark.parametrize("role", [each for each in ROLES if each != "device"])
def test_no_page_shows_what_is_out_of_reach(marked: Served, centre: Centre, role: str) -> None:
    watch = Watch(centre, role)
    with asking(marked.url, headers={"Accept-Language": "en"}) as client:
        key = marked.key(role, **ROLES[role])
        assert client.post("/sign-in", data={"key": key}).status_code == 303
        for path, answer in linked_from(client):
            watch.look(path, answer)
        for path in Addresses(marked).of_pages():
            watch.look(path, client.get(path))
    assert watch.wrong == []
    assert watch.answered >= 5


def test_every_mark_is_somewhere_for_who_sees_everything(marked: Served, centre: Centre) -> None:
    """Else nothing would be found where it leaks."""
    sought, found = pattern(centre.marks), set[str]()
    with marked.client("auditor") as client:
        for address, headers in Addresses(marked).of_api():
            if not any(each in address for each in ("proof", "explanation", "replay", "documents", "?")):
                found |= found_in(client.get(address, headers=headers), sought)
    assert {each.text for each in centre.marks} - found == set()
