"""S5 换班 What somebody may give in a swap: the shifts ahead, those aside on which a leave is approved."""

import narwhals.stable.v2 as nw

from projections.calendar import Period
from projections.expressions import last_recorded
from projections.leave import approved
from projections.tables import Tables


def swap_offers(tables: Tables, employee: str, first_day: int, last_day: int) -> list[tuple[int, str]]:
    """Day and shift of what somebody may give between two days, by day. A day on leave looks as one without a shift."""
    own = nw.col("employee") == employee
    near = tables.of("roster").filter(own & nw.col("day").is_between(first_day, last_day))
    shifts = last_recorded(near, "employee", "day").filter(~nw.col("shift").is_null())
    leaves = tables.engine.rows(approved(tables, Period(0, first_day, last_day)).filter(own)).to_dicts()
    rows = tables.engine.rows(shifts).sort("day").to_dicts()
    return [
        (row["day"], row["shift"])
        for row in rows
        if not any(leave["first_day"] <= row["day"] <= leave["last_day"] for leave in leaves)
    ]
