"""What the first page leads to answers whoever it is shown to: no link ends at a refusal."""

import re
from collections.abc import Iterator
from html import unescape

import pytest

from tests.api.console.crawling import FIRST_AGENT, ROLES
from tests.api.console.floor import floor
from tests.api.console.test_lists import signed_in
from tests.api.routes.served import Served
from tests.ledger.stores import SQLiteStores

pytestmark = pytest.mark.slow
_LINK = re.compile(r'<a [^>]*href="(/[^"]*)"')


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("menu")
    with floor(SQLiteStores(folder), folder) as found:
        yield found


@pytest.mark.parametrize("role", ROLES)
def test_every_link_of_the_first_page_answers(centre: Served, role: str) -> None:
    people = centre.service.directory.people()
    agent = next(each.employee for each in people if each.role == "csr" and each.employed)
    whose = {name: agent if of == FIRST_AGENT else of for name, of in ROLES[role].items()}
    with signed_in(centre, role, **whose) as client:
        links = sorted({unescape(each) for each in _LINK.findall(client.get("/").text)})
        answers = {link: client.get(link).status_code for link in links}
    assert {link: status for link, status in answers.items() if status != 200} == {}
