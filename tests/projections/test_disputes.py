"""S12.2 Open disputes: which figures they are shown beside, whoever recorded them and however they name them."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ledger.facts import KINDS
from ledger.ledger import Ledger
from projections.books import Books, ReportRequest, make_report
from projections.disputes import (
    disputed_facts,
    open_disputes,
    open_disputes_of,
    reports_showing,
    shown_in,
    used_by,
    wrong_item,
)
from projections.disputes.items import DISPUTABLE, columns_of
from projections.disputes.reach import disputed_in
from projections.engine import PolarsEngine
from projections.journal import read_journal
from projections.reports import REPORTS

pytestmark = pytest.mark.slow

NIGHT = "2026-09-30"
FACTS: list[dict[str, Any]] = [
    {"kind": "site", "name": "S", "time_zone": "Asia/Shanghai", "first_period": "2026-09", "period_start_day": 1},
    {"kind": "employee", "employee": "A", "name": "甲", "role": "csr", "team": "T", "hired_on": "2026-01-01"},
    {"kind": "employee", "employee": "B", "name": "乙", "role": "csr", "team": "T", "hired_on": "2026-01-01"},
    {"kind": "base_salary", "employee": "A", "from": "2026-01-01", "monthly": "4350"},
    {"kind": "shift", "employee": "A", "date": NIGHT, "shift": "W"},
    {"kind": "shift", "employee": "A", "date": "2026-10-12", "shift": "C"},
    {"kind": "shift", "employee": "A", "date": "2026-10-13", "shift": "C"},
    {"kind": "clock", "employee": "A", "at": "2026-10-01T08:30:00+08:00", "direction": "out"},
    {"kind": "clock", "employee": "A", "at": "2026-10-12T09:30:00+08:00", "direction": "in"},
    {"kind": "monitoring", "monitoring": "M1", "employee": "B", "evaluator": "Q", "date": "2026-09-15",
     "channel": "phone", "score": "60"},
    {"kind": "monitoring_revision", "monitoring": "M1", "at": "2026-10-20T09:00:00+08:00", "by": "Q", "reason": "r",
     "score": "61"},
    {"kind": "leave", "leave": "L1", "employee": "A", "type": "annual", "first_date": "2026-10-30",
     "last_date": "2026-11-02", "requested_on": "2026-10-01"},
    {"kind": "leave_decision", "leave": "L1", "decision": "approved", "by": "M", "at": "2026-10-02T09:00:00+08:00"},
    {"kind": "praise", "praise": "P1", "employee": "A", "date": "2026-10-20", "written": True, "about": "attitude"},
    {"kind": "void", "of_kind": "praise", "of": "P1", "by": "M", "reason": "r"},
    {"kind": "seat", "employee": "A", "at": "2026-10-12T09:31:00+08:00", "action": "login"},
]  # fmt: skip
Shown = Callable[..., list[tuple[str, str]]]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(f"sqlite:///{tmp_path}/l.db", clock=lambda: datetime(2026, 12, 5, tzinfo=UTC)) as opened:
        assert {outcome.status for outcome in opened.record(FACTS)} == {"accepted"}
        yield opened


@pytest.fixture
def dispute(ledger: Ledger) -> Callable[..., None]:
    """Record a dispute of A's, unless of another's."""

    def opened(number: str = "D1", employee: str = "A", **fields: Any) -> None:
        line = {"kind": "dispute", "dispute": number, "employee": employee, "at": "2026-11-01T09:00:00Z", "text": "x"}
        (outcome,) = ledger.record([line | fields])
        assert outcome.status == "accepted", outcome.refusal

    return opened


@pytest.fixture
def shown(ledger: Ledger) -> Shown:
    """The reports of a period that show disputes, each with what tells the row."""

    def found(period: str, position: int | None = None, key: str = "employee") -> list[tuple[str, str]]:
        journal = read_journal(ledger, position)
        books, disputes = Books(journal, PolarsEngine()), open_disputes(journal, disputed_facts(ledger))
        rows = []
        for name in REPORTS:
            report = make_report(books, name, ReportRequest(period))
            for each in shown_in(report, journal, disputes):
                column = key if key in report.table.columns else "employee"
                rows += [(name, report.table[column][row]) for row in sorted(each.rows)]
        return rows

    return found


def id_of(ledger: Ledger, kind: str, number: int = 0) -> str:
    return [fact.id for fact in ledger.facts.page() if fact.fact.kind == kind][number]


def test_a_line_of_pay_is_shown_on_the_payroll_and_in_its_own_report(dispute: Any, shown: Shown) -> None:
    dispute(period="2026-10", item="monthly_bonus")
    assert shown("2026-10") == [("bonus", "A"), ("payroll", "A")]
    assert shown("2026-09") == shown("2026-11") == []


def test_a_report_or_a_column_is_shown_in_that_report_alone(dispute: Any, shown: Shown) -> None:
    dispute(period="2026-10", item="scores.call")
    assert shown("2026-10") == [("scores", "A")]
    dispute("D2", period="2026-10", item="hours")
    assert shown("2026-10") == [("hours", "A"), ("scores", "A")]


def test_an_award_is_shown_beside_its_own_row_alone(ledger: Ledger, dispute: Any, shown: Shown) -> None:
    ledger.record([{**FACTS[13], "praise": "P2", "employee": "B"}])
    dispute(employee="B", period="2026-10", item="award:service")
    assert shown("2026-10", key="theme") == [("awards", "service"), ("payroll", "B")]
    dispute("D2", "B", period="2026-10", item="award:most_improved")
    assert shown("2026-10", key="theme").count(("awards", "service")) == 1


def test_without_an_item_or_with_one_that_is_nothing_known_every_report_shows_it(dispute: Any, shown: Shown) -> None:
    dispute(period="2026-10")
    every = shown("2026-10")
    assert {"attendance", "hours", "scores", "ranking", "bonus", "payroll"} <= {name for name, _ in every}
    assert {employee for _, employee in every} == {"A"}
    dispute("D2", period="2026-09", item="the bonus")
    assert {name for name, _ in shown("2026-09")} >= {"attendance", "hours", "scores", "ranking", "bonus", "payroll"}


def test_a_dispute_that_names_neither_figure_nor_fact_is_beside_none(dispute: Any, shown: Shown) -> None:
    dispute()
    assert shown("2026-10") == shown("2026-11") == []


def test_a_dispute_about_a_punch_is_beside_the_rows_of_its_date_and_what_they_come_to(
    ledger: Ledger, dispute: Any, shown: Shown
) -> None:
    dispute(about=id_of(ledger, "clock", 1))
    assert shown("2026-10", key="date") == [
        ("attendance", "2026-10-12"),
        ("punctuality", "A"),
        ("hours", "A"),
        ("bonus", "A"),
        ("payroll", "A"),
        ("anomalies", "2026-10-12"),
    ]
    assert shown("2026-09") == []


def test_a_punch_of_the_morning_is_of_the_night_before_where_the_roster_says_so(
    ledger: Ledger, dispute: Any, shown: Shown
) -> None:
    dispute(about=id_of(ledger, "clock", 0))
    assert ("attendance", NIGHT) in shown("2026-09", key="date")
    ledger.record([{"kind": "shift", "employee": "A", "date": NIGHT, "shift": "C"}])
    assert shown("2026-09") == []


def test_a_leave_is_of_all_its_days_and_so_is_the_decision_on_it(ledger: Ledger, dispute: Any, shown: Shown) -> None:
    dispute(about=id_of(ledger, "leave_decision"))
    assert ("hours", "A") in shown("2026-10")
    assert ("hours", "A") in shown("2026-11")
    assert shown("2026-09") == []


def test_a_score_of_a_colleague_is_shown_beside_both_and_the_star_that_it_makes(
    ledger: Ledger, dispute: Any, shown: Shown
) -> None:
    dispute(about=id_of(ledger, "monitoring"))
    assert [employee for name, employee in shown("2026-09") if name == "ranking"] == ["A", "B"]
    (found,) = open_disputes(read_journal(ledger), disputed_facts(ledger))
    assert found.fact is not None
    journal = read_journal(ledger)
    stars = {
        number % 12 + 1: found.fact.is_used_in("stars", journal.period(number), journal.site.cycle)
        for number in range(journal.period(2026 * 12 + 8).number, 2026 * 12 + 13)
    }
    assert stars == {9: False, 10: True, 11: True, 12: True, 1: False}, "S9.3: the quarter after"


def test_a_revision_is_disputed_where_its_monitoring_counts(ledger: Ledger, dispute: Any, shown: Shown) -> None:
    dispute(employee="B", about=id_of(ledger, "monitoring_revision"))
    assert ("scores", "B") in shown("2026-09")
    assert shown("2026-10") == []


def test_a_salary_holds_from_its_date_on(ledger: Ledger, dispute: Any, shown: Shown) -> None:
    dispute(about=id_of(ledger, "base_salary"))
    assert shown("2026-09") == shown("2026-11") == [("payroll", "A")]


def test_a_void_is_disputed_where_what_it_voids_would_count(ledger: Ledger, dispute: Any, shown: Shown) -> None:
    dispute(about=id_of(ledger, "void"))
    assert shown("2026-10") == [("payroll", "A")], "and in the awards, had A a row there"


def test_a_fact_that_no_figure_rests_on_is_beside_none(ledger: Ledger, dispute: Any, shown: Shown) -> None:
    dispute(about=id_of(ledger, "seat"))
    assert shown("2026-10") == []


def test_it_is_open_from_its_recording_to_its_decision(ledger: Ledger, dispute: Any, shown: Shown) -> None:
    before = ledger.facts.last_position()
    dispute(period="2026-10", item="base")
    during = ledger.facts.last_position()
    decision = {"kind": "dispute_decision", "dispute": "D1", "at": "2026-11-02T09:00:00Z", "decision": "dismissed"}
    ledger.record([decision | {"by": "M", "reason": "r"}])
    assert shown("2026-10") == shown("2026-10", before) == []
    assert shown("2026-10", during) == [("payroll", "A")]


def test_an_explanation_shows_the_disputes_of_its_figure_and_no_other(ledger: Ledger, dispute: Any) -> None:
    dispute("D1", period="2026-10", item="base")
    dispute("D2", period="2026-10", item="payroll.total")
    dispute("D3", period="2026-10", item="payroll")
    dispute("D4", about=id_of(ledger, "clock", 1))
    dispute("D5", "B", period="2026-10", item="base")
    journal, fact_of = read_journal(ledger), disputed_facts(ledger)

    def beside(report: str, employee: str, item: str | None = None) -> list[str]:
        found = open_disputes_of(journal, fact_of, report, "2026-10", employee, item)
        return [each.dispute for each in found]

    assert beside("payroll", "A") == ["D1", "D2", "D3", "D4"]
    assert beside("payroll", "A", "base") == ["D1", "D3", "D4"]
    assert beside("payroll", "A", "total") == ["D2", "D3", "D4"]
    assert beside("payroll", "B", "base") == ["D5"]
    assert beside("hours", "A", "worked") == ["D4"]
    assert beside("scores", "A") == []


def test_every_item_that_is_right_is_shown_somewhere_and_nothing_else_is_right() -> None:
    for report in REPORTS.keys() - set(DISPUTABLE):
        # What people are not shown their own rows of, they cannot dispute, and no case shows it to them.
        assert wrong_item(report) is not None
        assert report not in reports_showing(report)
    for report in DISPUTABLE:
        assert wrong_item(report) is None
        assert reports_showing(report) == (report,)
        for column in columns_of(report):
            assert wrong_item(f"{report}.{column}") is None
            assert reports_showing(f"{report}.{column}") == (report,)
    for item in ("base", "award:full_attendance", "allowance:meal", "adjustment:2026-09", "correction:K1"):
        assert wrong_item(item) is None
        assert reports_showing(item)[0] == "payroll"
    assert wrong_item("leave_deduction:study") is not None
    assert wrong_item("leave_deduction:study", ["study"]) is None


@pytest.mark.parametrize(
    ("item", "says"),
    [
        ("rank", "give ranking.rank, bonus.rank, stars.rank or quarter_review.rank"),
        ("worked", "give hours.worked"),
        ("monthly_bonsu", "give monthly_bonus"),
        ("scores.calls", "scores.call"),
        ("award:", "award:"),
        ("adjustment:soon", "such as monthly_bonus"),
        ("correction:", "such as monthly_bonus"),
        ("ranking.employee", "ranking.of"),
        ("???", "a report's column such as scores.call"),
    ],
)
def test_an_item_that_is_none_is_answered_with_what_to_do(item: str, says: str) -> None:
    sentence = wrong_item(item)
    assert sentence is not None
    assert says in sentence
    assert repr(item) in sentence


def test_the_reports_that_kinds_feed_are_reports() -> None:
    assert {report for kind in KINDS for report in used_by(kind)} <= set(REPORTS)
    assert {report for kind in KINDS for report in disputed_in(kind)} <= set(DISPUTABLE)
    assert disputed_in("hours_approval") == ()
