"""A comparison, and a what-if, as objects for programs."""

from collections.abc import Mapping
from typing import Any

from ledger.facts.figures import show_hundredths, show_money
from ledger.ledger import Ledger
from projections.comparison import Cause, ChangedRow, Comparison, Moved, WhatIf
from projections.comparison.amounts import LIEU_BANK

_MINUTES = {LIEU_BANK, "lieu_closing", "deficit_closing"}
_COUNTS = {"rank", "quarter_rank"}
_PLACES = {*_COUNTS, "total"}
"""Figures of which a difference says nothing by itself."""


def shown(figure: str, value: int | None) -> str | int | None:
    """A figure as reports show it: minutes and ranks as whole numbers, points and yuan with two places."""
    if value is None or figure in _MINUTES or figure in _COUNTS:
        return value
    return show_hundredths(value) if figure == "total" else show_money(value)


def comparison_json(found: Comparison, ledger: Ledger) -> dict[str, Any]:
    """The comparison as one object; facts with their ids, and when they were recorded."""
    totals: dict[int, dict[str, int]] = {}
    for each in found.differences:
        unit = "minutes" if each.item in _MINUTES else "amount"
        for share in each.shares:
            sums = totals.setdefault(share.cause, {})
            sums[unit] = sums.get(unit, 0) + share.amount
    return {
        "period": found.period,
        "before": str(found.before),
        "after": str(found.after),
        "causes": [_cause(cause, ledger) | _total(totals.get(number, {})) for number, cause in enumerate(found.causes)],
        "differences": [
            {
                "employee": each.employee,
                "item": each.item,
                "before": shown(each.item, each.before),
                "after": shown(each.item, each.after),
                "difference": shown(each.item, each.amount),
                "causes": [
                    {"cause": share.cause, "difference": shown(each.item, share.amount)} for share in each.shares
                ],
            }
            for each in found.differences
        ],
        "rows": [_row(each) for each in found.rows],
    }


def _total(sums: Mapping[str, int]) -> dict[str, Any]:
    total: dict[str, Any] = {"difference": show_money(sums.get("amount", 0))}
    return total | ({"minutes": sums["minutes"]} if "minutes" in sums else {})


def _cause(cause: Cause, ledger: Ledger) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": cause.kind}
    if cause.kind == "rules":
        told |= {"parameter": cause.name, "before": cause.before, "after": cause.after}
    if cause.kind == "fact":
        told |= {"fact": cause.name, "how": cause.how, "late": cause.late, "count": len(cause.positions)}
        told["facts"] = [_fact(position, ledger) for position in cause.positions[:_FACTS_SHOWN]]
    return told


_FACTS_SHOWN = 20


def _fact(position: int, ledger: Ledger) -> dict[str, Any]:
    (recorded,) = ledger.facts.page(position - 1, 1)
    return {
        "position": position,
        "id": recorded.id,
        "employee": recorded.employee,
        "business_date": recorded.business_date,
        "recorded_at": recorded.recorded_at.isoformat(),
    }


def what_if_json(found: WhatIf, coordinates: dict[str, Any]) -> dict[str, Any]:
    """The what-if as one object."""
    return coordinates | {
        "before": show_money(found.before),
        "after": show_money(found.after),
        "cost": show_money(found.cost),
        "winners": found.winners,
        "losers": found.losers,
        "lines": [
            {
                "figure": each.item,
                "clause": each.clause,
                "before": show_money(each.before),
                "after": show_money(each.after),
                "difference": show_money(each.after - each.before),
                "people": each.people,
            }
            for each in found.lines
        ],
        "moved": [_moved(each) for each in found.moved],
        "rows": [_row(each) for each in found.rows],
    }


def _row(each: ChangedRow) -> dict[str, Any]:
    return {name: getattr(each, name) for name in ("report", "employee", "row", "before", "after")}


def _moved(each: Moved) -> dict[str, Any]:
    adds_up = each.figure not in _PLACES
    change = (each.after or 0) - (each.before or 0)
    return {
        "employee": each.employee,
        "figure": each.figure,
        "clause": each.clause,
        "before": shown(each.figure, each.before),
        "after": shown(each.figure, each.after),
        "difference": shown(each.figure, change) if adds_up else None,
    }
