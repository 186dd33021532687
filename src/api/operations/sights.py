"""What the caller may see of reports, cases and explanations, by the table of permissions and today's teams."""

from dataclasses import replace
from functools import partial

import polars as pl

from api.auth.principals import Extent, Principal
from api.auth.visibility import Visibility
from api.service.resources import Resources
from api.sight import Sight
from ledger.facts.streams import key_stream
from projections.reports import REPORTS, Report


def sight_of(resources: Resources, principal: Principal, extent: Extent) -> Sight:
    """What somebody may see within an extent. Waits for the store: call it in a thread."""
    visible = Visibility(resources.ledger, resources.teams, principal)
    return Sight(
        people=lambda employee: extent.covers(employee, None),
        fact=visible.sees,
        dispute_of=visible.sees_dispute_of,
        rows=lambda report, last_day: rows_within(resources, report, extent, last_day),
        of_period=partial(resources.reach.of(extent).covers_period, extent),
        of_date=partial(resources.reach.of(extent).covers_side, extent),
        of_team=lambda team: extent.everyone or extent.names_team(team),
        is_whole=extent.everyone,
    )


def rows_within(resources: Resources, report: Report, extent: Extent, last_day: str) -> Report:
    """The rows of a report within an extent: a row of a date by that date, another by the period's last day.

    A row that is of nobody is within reach with its team; one of the centre for whoever may read the report; one of a
    fact for whoever reads that.
    """
    definition = REPORTS[report.name]
    person, team = definition.person, definition.team
    if extent.everyone or (person is None and team is None):
        return report
    if person is None:
        teams = report.table[str(team)].to_list()
        return replace(report, table=report.table.filter(pl.Series(map(extent.names_team, teams), dtype=pl.Boolean)))
    reach = resources.reach.of(extent)
    employees = report.table[person].to_list()
    if definition.of_kind is not None:
        numbers = report.table[definition.row_key[0]].to_list()
        kept = [
            who in extent.employees or (bool(opened) and reach.covers(extent, opened[0]))
            for who, number in zip(employees, numbers, strict=True)
            for opened in [resources.ledger.facts.stream(key_stream(definition.of_kind, (number,)))]
        ]
    elif "date" in report.table.columns:
        dates = report.table["date"].to_list()
        kept = [reach.covers_side(extent, who, day) for who, day in zip(employees, dates, strict=True)]
    else:
        kept = [reach.covers_period(extent, who, last_day) for who in employees]
    seen = report.table.filter(pl.Series(kept, dtype=pl.Boolean))
    return replace(report, table=seen.with_columns(**definition.to_leaders))
