"""The page of compliance: hours, dates and the way to the explanation; pay to HR alone; no row is no clearance."""

from collections.abc import Iterator
from datetime import datetime
from html import unescape

import pytest

from api.words.language import Language
from api.words.translation import said
from tests.api.asking import asking
from tests.api.routes.served import Served, served
from tests.api.routes.test_compliance import FACTS, RULES
from tests.ledger.material import Hands

pytestmark = [pytest.mark.slow]

PAGE = "/team/compliance/2024-10"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Three people, of whom one worked 11 hours where 10:59 are the limit, and limits of October alone."""
    clock = Hands(datetime.fromisoformat("2024-12-10T09:00:00+08:00"))
    folder = tmp_path_factory.mktemp("compliance")
    free = RULES | {"version": "none", "effective_period": "2024-11", "parameters": {"award_themes": []}}
    with served(f"sqlite:///{folder}/ledger.db", clock=clock, facts=None) as found:
        assert {each.status for each in found.ledger.record([*FACTS, RULES, free])} == {"accepted"}
        yield found


def page(service: Served, role: str, path: str = PAGE, language: Language = Language.ENGLISH) -> tuple[int, str]:
    headers = {"accept-language": language.value}
    with asking(service.url, headers=headers, follow_redirects=True) as client:
        client.post("/sign-in", data={"key": service.key(role)})
        answer = client.get(path)
    return answer.status_code, unescape(answer.text)


@pytest.mark.parametrize("language", list(Language))
def test_the_page_shows_hours_dates_and_the_way_to_the_explanation(service: Served, language: Language) -> None:
    for role in ("hr", "manager", "auditor"):
        status, text = page(service, role, language=language)
        assert status == 200
        assert said("%(hours)s h", language, hours="11:00") in text
        assert said("%(hours)s h", language, hours="10:59") in text
        assert "2024-10-01" in text
        assert "/why/2024-10/compliance/E1?item=shift_length" in text
        assert (
            said("Values beyond the limits of the rule set. No row is no clearance: counsel must check.", language)
            in text
        )


def test_pay_is_shown_to_hr_and_not_to_the_manager(service: Served) -> None:
    hr, manager = (page(service, role)[1] for role in ("hr", "manager"))
    assert said("%(amount)s yuan", Language.ENGLISH, amount="4,350.00") in hr
    hidden = said("The rules about pay (S14.6 to S14.9) are shown to HR.", Language.ENGLISH)
    assert (hidden in hr, hidden in manager) == (False, True)
    assert not [figure for figure in ("4,350", "4350", "5,000") if figure in manager]
    assert "/team/compliance" in manager


def test_whoever_may_see_none_has_no_page_and_no_item_in_the_menu(service: Served) -> None:
    status, text = page(service, "qa")
    assert status == 403
    assert '/team/compliance"' not in text


def test_a_team_narrows_the_page_and_another_shows_none(service: Served) -> None:
    assert "E1" in page(service, "hr", f"{PAGE}?team=T1")[1]
    none = said("No value is beyond a limit in this period.", Language.ENGLISH)
    assert none in page(service, "hr", f"{PAGE}?team=T9")[1]


def test_a_period_without_limits_says_that_nothing_is_looked_at(service: Served) -> None:
    _, text = page(service, "hr", "/team/compliance/2024-11")
    assert (
        said(
            "The rule set of this period has no limits, so nothing is looked at. HR sets them with the parameter "
            "“compliance”.",
            Language.ENGLISH,
        )
        in text
    )


def test_a_period_that_has_not_begun_is_answered_in_a_sentence(service: Served) -> None:
    status, text = page(service, "hr", "/team/compliance/2030-01")
    assert status == 404
    assert "Traceback" not in text
