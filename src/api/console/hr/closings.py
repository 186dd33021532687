"""The months that were closed: when, by whom, at which position and with which digests."""

from decimal import Decimal

from starlette.responses import Response

from api.console.lists import Cell, Column, list_of, list_page, person_cell
from api.console.rooms import Room
from api.console.visit import Visit
from api.operations.closings import closings
from api.problems import Problem
from api.words.labels import rules_called

room = Room()

_DOCUMENT = "document month-close"


@room.get("/hr/closings")
def closed_months(visit: Visit) -> Response:
    """Every closed month."""
    found, zone = closings(visit.context).closings, visit.zone
    columns = [
        Column("period", visit.says("Period")),
        Column("at", visit.says("Closed at")),
        Column("by", visit.says("Closed by")),
        Column("position", visit.says("Ledger position"), figure=True),
        Column("rules", visit.says("Rule set")),
        Column("total", visit.says("Total pay (yuan)"), figure=True),
        Column("adjustments", visit.says("Adjustments"), figure=True),
    ]
    rows = [
        [
            Cell(each.period, path=f"/hr/closings/{each.period}"),
            Cell(visit.shown_moment(each.recorded_at, zone), each.recorded_at),
            person_cell(each.by, visit.people()),
            Cell(str(each.position), each.position),
            Cell(rules_called(each.rules, visit.language)),
            Cell(visit.shown_money(each.total), Decimal(each.total)),
            Cell(str(len(each.adjustments)), len(each.adjustments)),
        ]
        for each in found[::-1]
    ]
    title = visit.says("Closed months")
    return list_page(visit, "hr/closings.html", list_of(visit, columns, rows), "closings", title)


@room.get("/hr/closings/{period}")
def closed_month(visit: Visit) -> Response:
    """One closed month."""
    period = visit.path["period"]
    found = next((each for each in closings(visit.context).closings if each.period == period), None)
    if found is None:
        raise Problem(
            "not-found",
            visit.says("%(period)s is not closed; the list has those that are.", period=period[:20]),
        )
    return visit.page(
        "hr/closing.html",
        closing=found,
        people=visit.people(),
        zone=visit.zone,
        documents=visit.may(_DOCUMENT) is not None,
    )
