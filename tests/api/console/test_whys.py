"""Every “Why?” that a page has answers with a sentence first, in place and as a page of its own; for lieu as well."""

import re
from collections.abc import Iterator
from html import unescape

import pytest

from tests.api.console.floor import CLOSED, RUNNING, TO_CLOSE, floor
from tests.api.console.test_lists import signed_in
from tests.api.routes.served import Served
from tests.ledger.stores import SQLiteStores

pytestmark = pytest.mark.slow
_WHY = re.compile(r'<a class="why" href="([^"]*)"')
_SENTENCE = re.compile(r'<p class="sentence"><b>([^<]*)</b></p>')
IN_PLACE = {"hx-request": "true"}


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("whys")
    with floor(SQLiteStores(folder), folder) as found:
        yield found


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_figure_of_a_month_and_a_payslip_says_why_in_a_sentence(centre: Served, language: str) -> None:
    agent = next(each for each in centre.service.directory.people() if each.role == "csr" and each.employed).employee
    pages = [f"/my/month/{period}" for period in (RUNNING, TO_CLOSE)] + [f"/my/payslip/{CLOSED[-1]}"]
    with signed_in(centre, "employee", employee=agent) as own:
        addresses = {unescape(each) for page in pages for each in _WHY.findall(own.get(f"{page}?lang={language}").text)}
        of_dates = sorted(each for each in addresses if "date=" in each)
        asked = [each for each in sorted(addresses) if "date=" not in each] + of_dates[:3]
        assert {"lieu_opening", "lieu_closing", "difference", "rank"} <= {each.rpartition("item=")[2] for each in asked}
        for address in asked:
            answer = own.get(address, headers=IN_PLACE)
            sentences = _SENTENCE.findall(answer.text)
            assert (answer.status_code, bool(sentences)) == (200, True), address
            assert not [each for each in sentences if "None" in each or ":parts" in each], sentences
            assert sentences[0] in own.get(address).text
    (nights,) = [each for each in asked if each.endswith("item=night_allowance")]
    with signed_in(centre, "employee", employee=agent) as own:
        (sentence,) = _SENTENCE.findall(own.get(nights, headers=IN_PLACE).text)
    assert re.search(r"80\.00 .* 8 .* × 10\.00", sentence), sentence


def test_what_leaders_and_hr_are_shown_says_why_too(centre: Served) -> None:
    pages = {
        "team_leader": (f"/team/hours/{RUNNING}", f"/team/hours/{TO_CLOSE}", f"/centre/ranking/{TO_CLOSE}"),
        "hr": (f"/centre/reports/hours/{TO_CLOSE}", f"/centre/reports/bonus/{TO_CLOSE}", f"/hr/close/{TO_CLOSE}"),
    }
    for role, addresses in pages.items():
        with signed_in(centre, role, **({"team": "T01"} if role == "team_leader" else {})) as client:
            for page in addresses:
                found = [unescape(each) for each in _WHY.findall(client.get(page).text)]
                assert found, page
                for address in found[:4]:
                    answer = client.get(address, headers=IN_PLACE)
                    assert (answer.status_code, bool(_SENTENCE.search(answer.text))) == (200, True), address
