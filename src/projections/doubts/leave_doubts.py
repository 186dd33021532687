"""S4, S3.9 Doubts about approved leave: dates on which it does nothing, and lieu leave that the bank does not cover."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

import narwhals.stable.v2 as nw

from ledger.doubts.doubt import Doubt
from projections.calendar import day_text
from projections.leave import approved
from projections.month import Month

_BANK = "bank"
_SHOWN_DATES = 5


class DoubtedLeave(NamedTuple):
    """A doubt about a leave, and the ledger position of its request."""

    position: int
    doubt: Doubt


def leave_doubts(month: Month) -> list[DoubtedLeave]:
    """The doubts about the approved leave of a period, in the order of the requests."""
    leaves = month.tables.engine.rows(approved(month.tables, month.period)).sort("request").to_dicts()
    if not leaves:
        return []
    taken: dict[int, dict[int, int]] = defaultdict(dict)
    absences = month.attendance.absences.filter(~nw.col("request").is_null()).select("request", "day", "minutes")
    for row in month.tables.engine.rows(absences).to_dicts():
        taken[row["request"]][row["day"]] = row["minutes"]
    numbers = month.tables.engine.rows(month.tables.of("leaves").select("position", "leave"))
    named = dict(numbers.rows())
    found = list(_without_effect(month, leaves, taken, named)) + list(_overdrawn(month, leaves, taken, named))
    return sorted(found, key=lambda each: each.position)


_Rows = list[dict[str, Any]]
_Taken = dict[int, dict[int, int]]


def _without_effect(month: Month, leaves: _Rows, taken: _Taken, named: dict[int, str]) -> Iterator[DoubtedLeave]:
    """S4.1, S4.1a: dates that count nothing, but for those between dates that count, such as rest days."""
    for leave in leaves:
        first = max(leave["first_day"], month.period.first_day)
        last = min(leave["last_day"], month.period.last_day)
        counted = taken.get(leave["request"], {})
        # What begins before the period, or ends after it, has its ends elsewhere.
        begins = first if leave["first_day"] == first else min(counted, default=first)
        ends = last if leave["last_day"] == last else max(counted, default=last)
        dates = [
            day
            for day in range(begins, ends + 1)
            if day not in counted and not (counted and min(counted) < day < max(counted))
        ]
        if dates:
            shown = ", ".join(day_text(day) for day in dates[:_SHOWN_DATES])
            more = f" (+{len(dates) - _SHOWN_DATES})" if len(dates) > _SHOWN_DATES else ""
            parameters = {"leave": named[leave["request"]], "dates": f"{shown}{more}"}
            yield DoubtedLeave(leave["request"], Doubt("leave_without_effect", parameters))


def _overdrawn(month: Month, leaves: _Rows, taken: _Taken, named: dict[int, str]) -> Iterator[DoubtedLeave]:
    """S3.9: what the bank does not cover of leave that is drawn from it; the leave that was requested last first."""
    of_bank = {name for name, kind in month.rules.leave_types.items() if kind.hours == _BANK}
    drawn = [leave for leave in leaves if leave["type"] in of_bank and leave["request"] in taken]
    if not drawn:
        return
    hours = month.hours.select("employee", "lieu_leave", "drawn_by_leave")
    short = {
        row["employee"]: row["lieu_leave"] - row["drawn_by_leave"] for row in month.tables.engine.rows(hours).to_dicts()
    }
    for leave in reversed(drawn):
        uncovered = short.get(leave["employee"], 0)
        if uncovered > 0:
            own = min(uncovered, sum(taken[leave["request"]].values()))
            short[leave["employee"]] = uncovered - own
            parameters = {
                "leave": named[leave["request"]],
                "employee": str(leave["employee"]),
                "minutes": str(own),
            }
            yield DoubtedLeave(leave["request"], Doubt("overdrawn", parameters))
