"""Every figure of every report is explained down to facts, and every number shown is the report's."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ledger.ledger import Ledger
from ledger.refusal import MissingError
from projections.awards import known_awards
from projections.books import Books, freezing
from projections.engine import PolarsEngine
from projections.explanation import Explainer, ExplainRequest, explain
from projections.journal import JournalReader, read_journal
from projections.replay import Replay
from projections.reports import REPORTS
from tests.generated import RECORDED_UNTIL, make_centre, periods_of
from tests.projections.demo_ledgers import demo_lines
from tests.projections.explained import (
    Reports,
    explain_by_row,
    explain_row,
    foreign_facts,
    missing_figures,
    other_numbers,
    reports_of,
    without_evidence,
)

pytestmark = pytest.mark.slow

ITEMS = (
    *("base", "star", "monthly_bonus", "night_allowance", "holiday_pay"),
    *(f"award:{theme}" for theme in known_awards()),
    *(f"allowance:{kind}" for kind in ("meal", "late_shift", "overtime", "other")),
    *(f"leave_deduction:{kind}" for kind in ("personal", "sick", "annual", "absenteeism")),
)
LONG_AFTER = datetime(2028, 1, 1, tzinfo=UTC)


@dataclass
class Centre:
    """A ledger, its books, and all their reports."""

    ledger: Ledger
    explainer: Explainer
    reports: dict[str, Reports]


def centre_of(folder: Path, lines: list[dict[str, Any]], periods: list[str], recorded: datetime) -> Centre:
    ledger = Ledger.open(f"sqlite:///{folder / 'ledger.db'}", clock=lambda: recorded, master_key=bytes(32))
    ledger.record(lines)
    books = Books(read_journal(ledger), PolarsEngine())
    made = {}
    for period in periods:
        # A period whose roster names a type that its own rule set does not know has no reports.
        try:
            made[period] = reports_of(books, period)
        except MissingError:
            continue
    return Centre(ledger, Explainer(books), made)


def reported_again(centre: Centre) -> Centre:
    """The same ledger with what was recorded since."""
    books = Books(read_journal(centre.ledger), PolarsEngine())
    return Centre(centre.ledger, Explainer(books), {period: reports_of(books, period) for period in centre.reports})


def faults(centre: Centre) -> Iterator[str]:
    """What is wrong with the explanation of any row of any report."""
    for period, reports in centre.reports.items():
        for name, rows in reports.items():
            person = REPORTS[name].person
            if person is None or REPORTS[name].by_row:
                yield from _faults_by_row(centre, period, name, rows)
                continue
            for employee in sorted({row[person] for row in rows}):
                of_one = [row for row in rows if row[person] == employee]
                node = explain_row(centre.explainer, name, period, employee)
                found = [
                    *without_evidence(node),
                    *missing_figures(name, of_one, node),
                    *other_numbers(node, employee, centre.reports),
                    *(foreign_facts(centre.ledger, node, employee) if person == "employee" else ()),
                ]
                yield from (f"{name} {period} {employee}: {fault}" for fault in found)


def _faults_by_row(centre: Centre, period: str, name: str, rows: list[dict[str, Any]]) -> Iterator[str]:
    for row in rows:
        node = explain_by_row(centre.explainer, name, period, row)
        found = [*without_evidence(node), *missing_figures(name, [row], node)]
        yield from (f"{name} {period} {row}: {fault}" for fault in found)


def test_every_figure_of_the_demonstration_centre_is_explained(tmp_path: Path) -> None:
    centre = centre_of(tmp_path, demo_lines(), ["2026-10", "2026-11"], LONG_AFTER)
    with centre.ledger:
        assert set(centre.reports) == {"2026-10", "2026-11"}
        assert list(faults(centre)) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_every_figure_of_a_made_up_centre_is_explained(seed: int, tmp_path: Path) -> None:
    lines = make_centre(seed, 5, 4, duties=seed % 2 == 1)
    centre = centre_of(tmp_path, lines, periods_of(lines, 4), RECORDED_UNTIL)
    with centre.ledger:
        assert list(faults(centre)) == []


def test_every_line_that_pay_can_have_is_explained_also_where_it_is_nothing(tmp_path: Path) -> None:
    centre = centre_of(tmp_path, demo_lines(), ["2026-10", "2026-11"], LONG_AFTER)
    with centre.ledger:
        for period, reports in centre.reports.items():
            for row in reports["payroll"]:
                amounts = {line["item"]: line["amount"] for line in row["lines"]}
                for item in [*ITEMS, *amounts]:
                    request = ExplainRequest("payroll", period, row["employee"], item)
                    (line,) = centre.explainer.explain(request).node.children
                    assert (line.term, line.value) == (item, amounts.get(item, "0.00"))
                    assert list(without_evidence(line)) == []


def test_what_a_theme_asks_for_is_explained_to_whoever_did_not_win_it(tmp_path: Path) -> None:
    centre = centre_of(tmp_path, demo_lines(), ["2026-11"], LONG_AFTER)
    with centre.ledger:
        won = {(row["employee"], row["theme"]): row["amount"] for row in centre.reports["2026-11"]["awards"]}
        for employee in {row["employee"] for row in centre.reports["2026-11"]["payroll"]}:
            for theme in known_awards():
                request = ExplainRequest("awards", "2026-11", employee, theme)
                (award,) = centre.explainer.explain(request).node.children
                assert award.value == won.get((employee, theme), "0.00")
                met = {part.term: part.value for part in award.children if isinstance(part.value, bool)}
                assert ((employee, theme) in won) == all(met.values()), met
                assert list(without_evidence(award)) == []


def test_a_period_that_builds_on_a_closed_one_is_explained(tmp_path: Path) -> None:
    centre = centre_of(tmp_path, demo_lines(), ["2026-10", "2026-11"], LONG_AFTER)
    with centre.ledger as ledger:
        freeze = freezing(JournalReader(ledger), PolarsEngine(), "2026-10", held=False)
        ledger.closings.close("2026-10", "M", freeze)
        csr = next(row["employee"] for row in centre.reports["2026-10"]["hours"])
        late = {"kind": "overtime_approved", "employee": csr, "date": "2026-10-12", "minutes": 90, "by": "M"}
        assert [outcome.status for outcome in ledger.record([json.dumps(late)])] == ["accepted"]
        after = reported_again(centre)
        adjusted = {row["employee"]: row["lieu_adjusted"] for row in after.reports["2026-11"]["hours"]}
        assert adjusted[csr] == 90
        assert after.reports["2026-10"] == centre.reports["2026-10"]
        assert list(faults(after)) == []

        replayed = reports_of(Replay(read_journal(ledger), PolarsEngine()), "2026-10")["hours"]
        (row,) = (row for row in replayed if row["employee"] == csr)
        (adjustment,) = after.explainer.explain(ExplainRequest("hours", "2026-11", csr, "lieu_adjusted")).node.children
        kept, again = adjustment.children
        assert [part.value for part in again.children if part.term == "worked"] == [row["worked"]]
        assert again.of["lieu_closing"] == row["lieu_closing"]
        assert kept.of["lieu_closing"] == row["lieu_closing"] - 90


def test_a_line_that_was_adjusted_shows_what_was_paid_and_what_is_replayed(tmp_path: Path) -> None:
    centre = centre_of(tmp_path, demo_lines(), ["2026-10", "2026-11"], LONG_AFTER)
    with centre.ledger as ledger:
        ledger.closings.close("2026-10", "M", freezing(JournalReader(ledger), PolarsEngine(), "2026-10", held=False))
        csr = next(row["employee"] for row in centre.reports["2026-10"]["hours"])
        late = {"kind": "allowance", "allowance": "late", "employee": csr, "period": "2026-10", "type": "other"}
        (outcome,) = ledger.record([json.dumps(late | {"amount": "33.00"})])
        assert outcome.position is not None
        after = reported_again(centre)
        request = ExplainRequest("payroll", "2026-11", csr, "adjustment:2026-10")
        (adjustment,) = after.explainer.explain(request).node.children
        assert (adjustment.value, adjustment.clause) == ("33.00", "S10.6")
        closing, moved = adjustment.children
        assert closing.facts == (outcome.position - 1,)
        assert moved.of == {"item": "allowance:other"}
        assert any(outcome.position in each.facts for each in moved.walk())
        assert list(without_evidence(adjustment)) == []


def test_an_explanation_is_the_same_however_often_it_is_asked_for(tmp_path: Path) -> None:
    centre = centre_of(tmp_path, demo_lines(), ["2026-11"], LONG_AFTER)
    with centre.ledger:
        books = Books(read_journal(centre.ledger), PolarsEngine())
        for row in centre.reports["2026-11"]["payroll"]:
            request = ExplainRequest("payroll", "2026-11", row["employee"])
            first, second = (centre.explainer.explain(request) for _ in range(2))
            alone = explain(books, request)
            told = [
                [(each.term, each.value, each.facts, each.above) for each in explained.node.walk()]
                for explained in (first, second, alone)
            ]
            assert told[0] == told[1] == told[2]
