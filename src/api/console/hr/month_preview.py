"""A month before it is closed: what it would pay, and what differs from the month before."""

from decimal import Decimal
from typing import Any

from api.charts import Chart, Series
from api.console.hr.pay_figures import (
    Rows,
    adjustments_of,
    by_item,
    by_team,
    items_beside,
    largest,
    people_beside,
    rank_moves,
    tiers,
    total_of,
)
from api.console.names import named, yuan
from api.console.visit import Visit
from api.operations.periods import Period, periods
from api.words.labels import value_label

Told = dict[str, Any]

_MOVES, _CHANGES = 10, 12


def preview_of(visit: Visit, period: Period) -> Told:
    """What would be paid: in all, by item, by team; the bonus, and who moved most in rank."""
    name, before = period.period, _before(visit, period)
    reports = [visit.report("payroll", name), visit.report("bonus", name)]
    if before is not None:
        reports.append(visit.report("bonus", before))
    people, (payroll, bonus, *earlier) = visit.people(), reports
    moves = rank_moves(earlier[0]["rows"] if earlier else [], bonus["rows"])
    return {
        "payroll": payroll,
        "people": people,
        "total": total_of(payroll["rows"]),
        "items": by_item(payroll["rows"]),
        "teams": by_team(payroll["rows"], people),
        "bonus_chart": _bonus_chart(visit, bonus["rows"]),
        "negative": [row for row in payroll["rows"] if row["negative"]],
        "moves": moves[:_MOVES],
        "before": before,
    }


def difference_of(visit: Visit, period: Period) -> Told:
    """This month beside the last, by item and by person; who came and who left; what is adjusted."""
    name, before = period.period, _before(visit, period)
    payroll, hours, people = visit.report("payroll", name), visit.report("hours", name), visit.people()
    then = visit.report("payroll", before) if before is not None else {"rows": []}
    items = items_beside(then["rows"], payroll["rows"])
    persons = people_beside(then["rows"], payroll["rows"])
    stayed = [each for each in persons if each.before is not None and each.after is not None]
    changes = largest(stayed, _CHANGES)
    return {
        "payroll": payroll,
        "before": before,
        "people": people,
        "items": items,
        "totals": (total_of(then["rows"]), total_of(payroll["rows"])),
        "chart": _item_chart(visit, before, name, items),
        "joined": [each for each in persons if each.before is None],
        "left": [each for each in persons if each.after is None],
        "changes": changes,
        "changes_chart": _changes_chart(visit, changes, people),
        "adjusted": adjustments_of(payroll["rows"]),
        "lieu_adjusted": [row for row in hours["rows"] if row["lieu_adjusted"]],
    }


def _before(visit: Visit, period: Period) -> str | None:
    """The period before; None before the first."""
    names = [each.period for each in periods(visit.context).periods]
    place = names.index(period.period) if period.period in names else 0
    return names[place - 1] if place else None


def _bonus_chart(visit: Visit, bonus: Rows) -> Chart:
    pools = sorted({row["pool"] for row in bonus})
    counted = {pool: tiers(bonus, pool) for pool in pools}
    amounts = list(next(iter(counted.values()), {}))
    return Chart(
        title=visit.says("People by monthly bonus"),
        kind="bars",
        labels=[yuan(amount, visit.language) for amount in amounts],
        series=[
            Series(value_label(pool, visit.language), [counted[pool][amount] for amount in amounts]) for pool in pools
        ],
        label_heading=visit.says("Monthly bonus (yuan)"),
        counted=True,
    )


def _item_chart(visit: Visit, before: str | None, name: str, items: list[Any]) -> Chart:
    series = [Series(name, [each.after for each in items])]
    if before is not None:
        series.insert(0, Series(before, [each.before for each in items]))
    # The base salary is many times the rest, which nobody could compare beside it.
    kept = [place for place, each in enumerate(items) if each.name != "base"][::-1]
    return Chart(
        title=visit.says("Pay by item beside the base salary (yuan)"),
        kind="lying",
        labels=[value_label(items[place].name, visit.language) for place in kept],
        series=[Series(each.name, [each.figures[place] for place in kept]) for each in series],
        label_heading=visit.says("Item"),
        shown=lambda figure: yuan(Decimal(figure), visit.language),
    )


def _changes_chart(visit: Visit, changes: list[Any], people: Any) -> Chart:
    return Chart(
        title=visit.says("The largest changes of pay (yuan)"),
        kind="lying",
        labels=[named(people, each.name) for each in reversed(changes)],
        series=[Series(visit.says("Difference"), [each.difference for each in reversed(changes)])],
        label_heading=visit.says("Employee"),
        shown=lambda figure: yuan(Decimal(figure), visit.language),
    )
