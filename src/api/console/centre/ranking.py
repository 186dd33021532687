"""The ranking of a period with the bonus that it brings (S7), as far as each may be seen."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from api.console.lists import Cell, Column, list_of, list_page, person_cell, why_column
from api.console.periods import every_period, named
from api.console.rooms import Room
from api.console.visit import Visit
from api.problems import Problem
from api.words.explanation_labels import clause_label
from api.words.labels import value_label

room = Room()
_PATH = "/centre/ranking"
_BONUS = "report bonus"
_NOTHING = "–"


@room.get(_PATH)
def latest(visit: Visit) -> Response:
    """The ranking of the period that runs."""
    return _page(visit, every_period(visit)[-1]["period"])


@room.get(f"{_PATH}/{{period}}")
def ranking(visit: Visit) -> Response:
    """The ranking of a period."""
    return _page(visit, visit.path["period"])


def _page(visit: Visit, period: str) -> Response:
    periods, people = every_period(visit), visit.people()
    chosen = named(periods, period)
    if chosen is None:
        raise Problem("not-found", visit.says("This period has not begun; choose one from the list."))
    report = visit.report("ranking", period)
    bonus = _bonus(visit, period)
    columns = [
        Column("rank", visit.says("Rank"), figure=True),
        Column("employee", visit.says("Employee")),
        Column("team", visit.says("Team")),
        Column("pool", visit.says("Ranked among")),
        Column("total", visit.says("Total score"), figure=True),
        Column("behaviour", visit.says("Behaviour"), figure=True),
    ]
    if bonus is not None:
        columns += [
            Column("bonus", visit.says("Monthly bonus (yuan)"), figure=True),
            Column("excluded", visit.says("Excluded from the bonus")),
        ]
    rows = [
        [
            *_ranked(visit, row, people, period),
            *([] if bonus is None else _paid(visit, bonus.get(row["employee"]))),
            Cell(why=f"/why/{period}/ranking/{quote(row['employee'], safe='')}?item=rank"),
        ]
        for row in sorted(report["rows"], key=_order)
    ]
    return list_page(
        visit,
        "centre/ranking.html",
        list_of(visit, [*columns, why_column(visit)], rows),
        f"ranking-{period}",
        visit.says("Ranking of %(period)s", period=period),
        periods=periods,
        period=chosen,
        report=report,
    )


def _order(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """By what somebody is ranked among, and the rank; whoever has none comes last."""
    return row["pool"] is None, row["pool"] or "", row["rank"] is None, row["rank"] or 0, row["employee"]


def _bonus(visit: Visit, period: str) -> dict[str, Mapping[str, Any]] | None:
    """The bonus by employee; None for a role that does not see it."""
    if visit.may(_BONUS) is None:
        return None
    return {row["employee"]: row for row in visit.report("bonus", period)["rows"]}


def _ranked(visit: Visit, row: Mapping[str, Any], people: Mapping[str, Any], period: str) -> list[Cell]:
    number = row["employee"]
    rank = Cell(_NOTHING) if row["rank"] is None else Cell(f"{row['rank']} / {row['of']}", row["rank"])
    return [
        rank,
        person_cell(number, people, f"/people/{quote(number, safe='')}/{period}"),
        Cell(people.get(number, {}).get("team") or ""),
        Cell("" if row["pool"] is None else value_label(row["pool"], visit.language)),
        *(_points(row[name]) for name in ("total", "behaviour")),
    ]


def _points(value: str | None) -> Cell:
    return Cell(_NOTHING) if value is None else Cell(value, Decimal(value))


def _paid(visit: Visit, row: Mapping[str, Any] | None) -> list[Cell]:
    if row is None:
        return [Cell(), Cell()]
    clauses = "; ".join(f"{clause} {clause_label(clause, visit.language)}" for clause in row["excluded_by"] or [])
    return [Cell(visit.shown_money(row["amount"]), Decimal(row["amount"])), Cell(clauses)]
