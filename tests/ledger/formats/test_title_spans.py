"""What a title is about: a month, or the days from one date to another; what is unclear is refused."""

import pytest

from ledger.formats.sheets.title_spans import UnclearTitleError, month_of, span_of


@pytest.mark.parametrize(
    ("title", "span"),
    [
        ("2026年10月排班表", "2026-10"),
        ("客服中心２０２６年１０月排班", "2026-10"),
        ("2026.10", "2026-10"),
        ("202610", "2026-10"),
        ("2026年10月 制表日期：2026-09-25", "2026-10"),
        ("统计日期：2026-10-01 至 2026-10-31", "2026-10"),
        ("2026年10月1-31日", "2026-10"),
        ("2026年9月26日至2026年10月25日排班表", "2026-09-26 … 2026-10-25"),
        ("2026年9月26日-10月25日", "2026-09-26 … 2026-10-25"),
        ("2026.9.26-10.25", "2026-09-26 … 2026-10-25"),
        ("2026/9/28-2026/10/4", "2026-09-28 … 2026-10-04"),
        ("2026-09-26～10-25", "2026-09-26 … 2026-10-25"),
        ("20260926—20261025", "2026-09-26 … 2026-10-25"),
        ("2026年12月26日至2027年1月25日", "2026-12-26 … 2027-01-25"),
        ("2026年9月-10月", "2026-09-01 … 2026-10-31"),
    ],
)
def test_a_title_of_two_dates_is_a_range_and_one_of_a_month_that_month(title: str, span: str) -> None:
    assert str(span_of(title)) == span


@pytest.mark.parametrize(
    "title",
    [
        "排班表",
        "October 2026",
        "统计时间:10-01 ～ 10-03",
        "2026年9月 2026年10月",
        "2026年9月31日",
        "2026年10月25日至2026年9月26日",
        "26.09.2026 - 1.10.2026",
        "",
    ],
)
def test_a_title_that_does_not_say_one_span_is_refused(title: str) -> None:
    with pytest.raises(UnclearTitleError):
        span_of(title)


def test_a_span_of_two_months_is_not_a_month() -> None:
    assert month_of("2026年10月12日") == "2026-10"
    with pytest.raises(UnclearTitleError):
        month_of("2026年9月26日至2026年10月25日")
