"""S13.10 确保全部理解 Acknowledgements: who was addressed by an instruction, and who has acknowledged it when."""

import narwhals.stable.v2 as nw

from projections.calendar import MINUTES_A_DAY
from projections.expressions import Expression, Frame, dated_in, exists, marked
from projections.month import Month


def acknowledgements(month: Month) -> Frame:
    """S13.10: a row for each instruction of the period and everyone whom it addresses.

    Columns: instruction, employee, due_day (missing where there is none), minute (local, of the first acknowledgement;
    missing without one), late, position (of the instruction), acknowledged (the position of the acknowledgement).
    """
    given = first_acknowledged(month, "instruction").select("employee", "minute", "acknowledged", instruction="of")
    joined = addressed(month).join(given, on=["instruction", "employee"], how="left")
    return joined.with_columns(late=_late(month.today))


def _late(today: int) -> Expression:
    """Acknowledged on a date after the due date, or not yet, and it is over."""
    acknowledged = nw.col("minute") // MINUTES_A_DAY
    looked_at = nw.when(nw.col("minute").is_null()).then(nw.lit(today, dtype=nw.Int64)).otherwise(acknowledged)
    return (looked_at > nw.col("due_day")).fill_null(value=False)


def addressed(month: Month) -> Frame:
    """Whom the period's instructions address: everyone employed on its local date in a team of it, its `by` aside.

    Columns: instruction, employee, due_day, position.
    """
    tables, period = month.tables, month.period
    given = tables.of("instructions").filter(dated_in(period))
    employment = month.staff.employment.select("employee", "hired_on", "last_day")
    here = employment.filter((nw.col("hired_on") <= period.last_day) & (nw.col("last_day") >= period.first_day))
    there = given.join(here, how="cross").filter(
        (nw.col("hired_on") <= nw.col("day")) & (nw.col("last_day") >= nw.col("day"))
    )
    others = there.filter(nw.col("employee") != nw.col("by"))
    posted = others.join(month.staff.postings.select("employee", "team", "from_day", "until_day"), on="employee")
    then = posted.filter((nw.col("from_day") <= nw.col("day")) & (nw.col("until_day") >= nw.col("day")))
    named = exists(tables.of("instruction_teams"), "named", "position", "team")
    joined = then.join(named, on=["position", "team"], how="left")
    return joined.filter(nw.col("for_all") | marked("named")).select("instruction", "employee", "due_day", "position")


def first_acknowledged(month: Month, kind: str) -> Frame:
    """S13.10: the first standing acknowledgement of everyone of each number of a kind.

    Columns: of, employee, minute (local), acknowledged (its position), agrees.
    """
    of_kind = month.tables.of("acknowledgements").filter(nw.col("of_kind") == kind)
    first = of_kind.with_columns(first=nw.col("position").min().over("of", "employee"))
    standing = first.filter(nw.col("position") == nw.col("first"))
    return standing.select("of", "employee", "minute", "agrees", acknowledged="position")
