"""S10.4, S2.5: the days that the law pays threefold, the rest days beside them, and the weekends that are worked."""

from datetime import date
from pathlib import Path

import pytest

from ledger.facts.roster import CalendarDay, Holiday
from ledger.formats.calendar_file import calendar_file, shipped_calendars
from ledger.refusal import LedgerError
from ledger.statutory_holidays import calendar_days, statutory_holidays


def days(year: int) -> list[str]:
    return [f"{holiday.date:%m-%d}" for holiday in statutory_holidays("CN", year)]


@pytest.mark.slow
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


def test_the_library_and_the_calendar_that_is_shipped_name_the_same_days_of_2026() -> None:
    facts = calendar_file("calendar-cn-2026.ndjson", 2026)
    assert shipped_calendars() == ["calendar-cn-2026.ndjson"]
    assert [each.date for each in facts if isinstance(each, Holiday)] == [
        holiday.date for holiday in statutory_holidays("CN", 2026)
    ]
    shipped = {(each.date, each.type) for each in facts if isinstance(each, CalendarDay)}
    assert shipped == {(each.date, each.type) for each in calendar_days("CN", 2026)}
    assert len(shipped) == 15
    assert all(each.source for each in facts)


def test_the_calendar_of_2026_has_the_248_working_days_of_the_notice() -> None:
    free = {holiday.date for holiday in statutory_holidays("CN", 2026)}
    stated = {each.date: each.type for each in calendar_days("CN", 2026)}
    days = [date.fromordinal(date(2026, 1, 1).toordinal() + number) for number in range(365)]
    worked = [
        day for day in days if day not in free and stated.get(day, "workday" if day.weekday() < 5 else "") == "workday"
    ]
    assert len(worked) == 248


@pytest.mark.parametrize(("country", "year"), [("CN", 2029), ("DE", 2026)])
def test_of_a_year_that_is_not_announced_no_day_is_guessed(country: str, year: int) -> None:
    assert calendar_days(country, year) == []


DAY = '{"kind": "calendar_day", "date": "2026-10-10", "type": "workday"}'


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "calendar.ndjson is empty; give lines of holiday and calendar_day"),
        (
            f"{DAY}\n{DAY.replace('2026-10', '2025-10')}\n",
            "line 2: date 2025-10-10 is not in 2026; give the file of that",
        ),
        (f"{DAY}\n{{}}\n", "line 2: "),
        (DAY.replace("workday", "holiday"), 'line 1: calendar_day: type is "holiday"; give one of workday, rest_day'),
        (
            '{"kind": "period", "period": "2026-10"}',
            "line 1: a period is not of a calendar; give lines of holiday and calendar_day alone",
        ),
    ],
)
def test_a_file_that_is_no_calendar_of_the_year_is_refused_by_its_first_wrong_line(
    content: str, sentence: str, tmp_path: Path
) -> None:
    (tmp_path / "calendar.ndjson").write_text(content, encoding="utf-8")
    with pytest.raises(LedgerError) as refused:
        calendar_file(str(tmp_path / "calendar.ndjson"), 2026)
    assert sentence in str(refused.value)


def test_a_file_that_is_not_there_is_told_with_those_that_are_shipped() -> None:
    with pytest.raises(LedgerError, match=r"or a calendar that is shipped: calendar-cn-2026\.ndjson"):
        calendar_file("calendar-cn-2025.ndjson", 2025)
