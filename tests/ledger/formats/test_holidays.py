"""S10.4: the days that the law pays threefold, and not the rest days beside them."""

from datetime import date

import pytest

from ledger.refusal import LedgerError
from ledger.statutory_holidays import statutory_holidays


def days(year: int) -> list[str]:
    return [f"{holiday.date:%m-%d}" for holiday in statutory_holidays("CN", year)]


def test_2026_has_the_thirteen_days_of_the_law_without_rest_days_and_substitutes() -> None:
    found = "01-01 02-16 02-17 02-18 02-19 04-05 05-01 05-02 06-19 09-25 10-01 10-02 10-03"
    assert days(2026) == found.split()


def test_before_2025_there_were_eleven() -> None:
    assert len(days(2024)) == 11
    assert "02-09" not in days(2024)


def test_two_festivals_on_one_day_are_one_holiday_with_both_names_and_what_a_notice_added_is_none() -> None:
    named = {holiday.date: holiday.name for holiday in statutory_holidays("CN", 2020)}
    assert named[date(2020, 10, 1)] == "中秋节、国庆节"
    assert len(named) == 10


def test_a_country_or_a_year_that_is_not_known_is_one_sentence() -> None:
    with pytest.raises(LedgerError, match="there is no country 'XX'"):
        statutory_holidays("XX", 2026)
    with pytest.raises(LedgerError, match="holidays of CN in 1999 are not known"):
        statutory_holidays("CN", 1999)
