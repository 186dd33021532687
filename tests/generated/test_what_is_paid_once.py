"""Of made-up centres: money is the sum of its lines, and minutes that are paid are in no bank any more."""

import json

import pytest

from tests.reference import RefusedReportError, record, reports

from . import RECORDED_UNTIL, make_centre, periods_of
from .tally import Rows

SEEDS = range(60, 72)


def fen(amount: str) -> int:
    return int(amount.replace(".", ""))


def reports_of(seed: int) -> list[Rows]:
    """The reports of a centre's periods, as far as they can be made."""
    lines = make_centre(seed, 6, 3)
    recorded = record(json.dumps(line) for line in lines)
    found = []
    for period in periods_of(lines, 3):
        try:
            found.append(reports(recorded.facts, period, recorded_until=RECORDED_UNTIL))
        except RefusedReportError:
            break
    return found


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_money_is_the_sum_of_its_lines_and_paid_minutes_leave_the_bank(seed: int) -> None:
    before: dict[str, int] = {}
    for rows in reports_of(seed):
        paid = {row["employee"]: row for row in rows["payroll"]}
        for row in paid.values():
            assert sum(fen(line["amount"]) for line in row["lines"]) == fen(row["total"])
        minutes = {(row["employee"], row["item"]): row["minutes"] for row in rows["paid_time"]}
        for row in rows["paid_time"]:
            of_line = [line["amount"] for line in paid[row["employee"]]["lines"] if line["item"] == row["item"]]
            assert (of_line or ["0.00"]) == [row["amount"]]
        closing = {row["employee"]: row["lieu_closing"] for row in rows["hours"]}
        for row in rows["hours"]:
            employee = row["employee"]
            assert row["lieu_opening"] == before.get(employee, row["lieu_opening"])
            left = row["lieu_opening"] - row["lieu_lapsed"] - row["lieu_drawn"] + row["lieu_earned"]
            settled = left - row["lieu_closing"]
            assert minutes.get((employee, "lieu_settlement"), settled) == settled
            assert settled == 0 or row["lieu_closing"] == 0
            assert minutes.get((employee, "lieu_lapse"), row["lieu_lapsed"]) == row["lieu_lapsed"]
            surplus = minutes.get((employee, "surplus_pay"), 0)
            assert surplus + row["lieu_earned"] <= max(0, row["difference"])
            assert not (surplus and row["lieu_earned"])
        before |= closing
