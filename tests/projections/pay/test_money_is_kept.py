"""Money neither appears nor vanishes: lines make the total, minutes are paid once, and no figure is a float."""

import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from ledger.ledger import Ledger
from ledger.refusal import MissingError, RulesError
from projections.books import Books, ReportRequest, make_reports
from projections.engine import PolarsEngine
from projections.expressions import rounded
from projections.journal import read_journal
from projections.pay.pay_lines import PAY_LINES
from projections.pay.quantities import MINUTES
from projections.payslip_quantities import quantity_parts
from projections.reports import REPORTS
from tests.generated import RECORDED_UNTIL, make_centre, periods_of
from tests.projections.office import fen

Rows = dict[str, list[dict[str, Any]]]


def reported(folder: Path, seed: int) -> Iterator[tuple[Books, str, Rows]]:
    """Every period of a made-up centre that has reports."""
    lines = make_centre(seed, 8, 4)
    ledger = Ledger.open(f"sqlite:///{folder / 'centre.db'}", clock=lambda: RECORDED_UNTIL)
    list(ledger.record(json.dumps(line) for line in lines))
    books = Books(read_journal(ledger), PolarsEngine())
    for period in periods_of(lines, 4):
        try:
            made = make_reports(books, REPORTS, ReportRequest(period))
        except (MissingError, RulesError):
            continue
        yield books, period, {name: report.as_json()["rows"] for name, report in made.items()}


def floats(value: Any) -> Iterator[float]:
    if isinstance(value, float):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from floats(each)


def quantities_make_lines(
    parts: Mapping[str, list[dict[str, Any]]], lines: Mapping[tuple[str, str], Any], time: Mapping[tuple[str, str], Any]
) -> None:
    """What is told of a line is what it pays for: counts times amounts are its fen, minutes those of `paid_time`."""
    for (employee, item), line in lines.items():
        own = [
            each for each in parts.get(employee, []) if each["item"] == item and each["product"] == fen(line["amount"])
        ]
        if own and own[0]["each"] is not None and not any(each["at_floor"] for each in own):
            exact = sum(
                Fraction(
                    each["count"] * each["each"] * (each["share"] or 100), 6000 if each["unit"] == MINUTES else 100
                )
                for each in own
            )
            assert fen(line["amount"]) == rounded(exact.numerator, exact.denominator)
        if own and (employee, item) in time and all(each["unit"] == MINUTES for each in own):
            assert sum(each["count"] for each in own) == time[employee, item]["minutes"]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_the_pay_of_a_made_up_centre_is_kept(seed: int, tmp_path: Path) -> None:
    found = list(reported(tmp_path, seed))
    assert found
    for books, period, rows in found:
        lines = {(row["employee"], line["item"]): line for row in rows["payroll"] for line in row["lines"]}
        for row in rows["payroll"]:
            assert fen(row["total"]) == sum(fen(line["amount"]) for line in row["lines"])
        time = {(row["employee"], row["item"]): row for row in rows["paid_time"]}
        assert len(time) == len(rows["paid_time"]), "a row a line"
        for key, row in time.items():
            assert row["minutes"] > 0
            shown = lines.get(key)
            assert (row["amount"], row["clause"]) == (
                ("0.00", row["clause"]) if shown is None else (shown["amount"], shown["clause"])
            )
        timed = {key for key in lines if PAY_LINES[key[1].partition(":")[0]].is_timed}
        assert timed <= time.keys(), "no minutes are paid that the report does not tell"
        month = books.reported(period)
        quantities_make_lines(quantity_parts(month), lines, time)
        settled = {row["employee"]: row for row in books.engine.rows(month.settled).to_dicts()}
        for row in rows["hours"]:
            own = settled.get(row["employee"], {})
            for item, minutes in (("lieu_settlement", "lieu_settlement_minutes"), ("surplus_pay", "surplus_minutes")):
                told = time.get((row["employee"], item), {"minutes": 0})["minutes"]
                assert told in (0, own.get(minutes, 0)), "none is paid that did not leave the bank"
            if own.get("lieu_settlement_minutes"):
                assert row["lieu_closing"] == 0, "what a lot paid cannot be drawn"
            if own.get("surplus_minutes"):
                assert row["lieu_earned"] == 0, "what was paid makes no lot"
        assert not list(floats(rows))
