"""S10.1, S10.1a Base pay: the days under monthly pay, and the minutes of those under hourly pay."""

from collections.abc import Iterator
from itertools import groupby

from projections.calendar import day_text
from projections.explanation.absence import absence
from projections.explanation.attendance import worked_shift
from projections.explanation.contracts import contract_on, contracts
from projections.explanation.explained_lines import amount_of, explains
from projections.explanation.explained_rows import Row, Used
from projections.explanation.node import MINUTES, YUAN, Node, no
from projections.explanation.people import employed
from projections.explanation.requests import overtime_of_date
from projections.explanation.sick_pay import shares
from projections.explanation.training_minutes import worked_training
from projections.explanation.wages import hourly_rate, salary_days
from projections.pay.hourly import COUNTED, OVERTIME, TRAINING
from projections.pay.sick_shares import SICK


@explains("base")
def base(used: Used, employee: str, _kind: str) -> Node:
    """S10.1: each stretch of employed days with the amount in force; by the hour, the minutes at each rate."""
    parts = (*salary_days(used, employee), *_by_the_hour(used, employee))
    found = parts or contracts(used, employee) or (no("no_salary", "S10.1", {"period": used.period}),)
    of = {"period_days": used.month.period.days}
    amount = amount_of(used, employee, "base")
    return Node("base", amount, YUAN, "S10.1", of, children=(employed(used, employee), *found))


def _by_the_hour(used: Used, employee: str) -> Iterator[Node]:
    """S10.1a: of each contract by the hour, its rate, and the minutes of its dates."""
    rows = sorted(used.rows("hourly_minutes", employee), key=lambda row: (row["day"], row["source"]))
    for _, dated in groupby(rows, key=lambda row: row["contract"]):
        of_rate = list(dated)
        minutes = sum(row["minutes"] for row in of_rate)
        children = (
            hourly_rate(of_rate[0]),
            *contract_on(used, employee, of_rate[0]["day"]),
            *(_minutes(used, row) for row in of_rate),
        )
        yield Node("minutes_by_the_hour", minutes, MINUTES, "S10.1a", children=children)


def _minutes(used: Used, row: Row) -> Node:
    if row["source"] == COUNTED:
        (shift,) = used.rows("shifts", row["employee"], day=row["day"])
        return worked_shift(used, shift)
    of = {"date": day_text(row["day"])}
    if row["source"] == OVERTIME:
        return overtime_of_date(used, row, row["request"])
    if row["source"] == TRAINING:
        return worked_training(row, row["request"])
    taken = tuple(
        absence(used, each) for each in used.rows("absences", row["employee"], day=row["day"], request=row["request"])
    )
    sick = shares(used, row["employee"], {row["day"]}) if row["type"] == SICK else ()
    share = {} if row["share"] is None else {"share": f"{row['share']} %"}
    return Node("paid_leave_minutes", row["minutes"], MINUTES, "S10.1a", of | share, children=(*taken, *sick))
