"""S13.13 人员架构 Organisation: who is in the period, in what post, under whom, and in which project."""

import narwhals.stable.v2 as nw

from projections.expressions import Expression, Frame, first_of, last_recorded, whole
from projections.month import Month
from projections.people import FOREVER, carried
from projections.tables import Tables

PROBATION, NOTICE, EMPLOYED, LEFT = "probation", "notice", "employed", "left"
_HELD = ("reports_to", "project")
_NONE = ""
"""What stands for none while it is carried on; no name is empty."""


def organisation(month: Month) -> Frame:
    """S13.13: everyone in the period, as of S2.4.

    Columns: employee, role, team, channel, reports_to, project (missing where there is none), status (on the period's
    last day), status_day.
    """
    employment = month.staff.employment.select("employee", leaves_on="last_day")
    members = month.members.join(employment, on="employee").with_columns(status=_status(month.period.last_day))
    held = members.join(reporting_lines(month.tables), on="employee").filter(
        (nw.col("from_day") <= nw.col("last_day")) & (nw.col("until_day") >= nw.col("last_day"))
    )
    return held.select("employee", "role", "team", "channel", *_HELD, "status", status_day="last_day")


def _status(last_day: int) -> Expression:
    """Left before the period's last day, else under notice, else on probation, else employed."""
    conditions = [
        (nw.col("leaves_on") < last_day, nw.lit(LEFT)),
        (~nw.col("notice_from").is_null(), nw.lit(NOTICE)),
        (nw.col("probation"), nw.lit(PROBATION)),
    ]
    return first_of(conditions, nw.lit(EMPLOYED))


def reporting_lines(tables: Tables) -> Frame:
    """S13.13: from each date on, whom everyone reports to and their project, as last stated by then.

    Columns: employee, from_day, until_day, reports_to, project (missing where there is none, or nothing was stated),
    and the positions of the facts that state them: reports_to_by, project_by.
    """
    columns = ("employee", "from_day", *_HELD, *(f"{name}_by" for name in _HELD))
    hired = last_recorded(tables.of("employees"), "employee").with_columns(from_day=whole(-FOREVER))
    moved = last_recorded(tables.of("assignments"), "employee", "from_day")
    stated = [each.with_columns(**_stated()).select(*columns) for each in (hired, moved)]
    changes = nw.concat(stated)
    found = changes.select(
        "employee",
        "from_day",
        *(carried(name) for name in columns[2:]),
        until_day=nw.col("from_day").shift(-1).over("employee", order_by="from_day").fill_null(FOREVER + 1) - 1,
    )
    return found.with_columns(*(nw.when(nw.col(name) != _NONE).then(nw.col(name)).alias(name) for name in _HELD))


def _stated() -> dict[str, Expression]:
    """What a fact states of whom somebody reports to and of the project; what it leaves out is missing."""
    made: dict[str, Expression] = {}
    for name in _HELD:
        said = nw.col(f"states_{name}")
        made[name] = nw.when(said).then(nw.col(name).fill_null(_NONE))
        made[f"{name}_by"] = nw.when(said).then(nw.col("position"))
    return made
