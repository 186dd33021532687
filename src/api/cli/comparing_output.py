"""A comparison, and a what-if, for people and for programs."""

from collections.abc import Mapping
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from api.labels import cause_label, figure_label
from api.language import Language
from ledger.facts.figures import show_hundredths, show_money
from ledger.ledger import Ledger
from projections.comparing import Cause, Comparison, WhatIf
from projections.comparing.amounts import LIEU_BANK

_WIDTH = 200
_MINUTES = {LIEU_BANK, "lieu_closing", "deficit_closing"}
_COUNTS = {"rank", "quarter_rank"}


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
    (recorded,) = ledger.facts(position - 1, 1)
    return {
        "position": position,
        "id": recorded.id,
        "employee": recorded.employee,
        "business_date": recorded.business_date,
        "recorded_at": recorded.recorded_at.isoformat(),
    }


def write_comparison(told: Mapping[str, Any], names: Mapping[str, str], language: Language) -> None:
    """The causes with what each makes in all, then every line that differs with its shares."""
    chinese = language is Language.CHINESE
    console = Console(markup=False, emoji=False, highlight=False, width=_WIDTH, soft_wrap=True)
    print(f"{told['period']} · {told['before']} → {told['after']}")
    if not told["differences"]:
        print("没有差异" if chinese else "no differences")
        return
    causes = _table(["#", "原因", "合计(元)"] if chinese else ["#", "cause", "in all (yuan)"], right={0, 2})
    for number, cause in enumerate(told["causes"], start=1):
        causes.add_row(str(number), cause_label(cause, language), _in_all(cause, language))
    console.print(causes)
    headings = ["工号", "姓名", "项目", "前", "后", "差异", "原因及份额"]
    if not chinese:
        headings = ["employee", "name", "item", "before", "after", "difference", "causes and shares"]
    lines = _table(headings, right={3, 4, 5})
    for each in told["differences"]:
        shares = ", ".join(f"#{share['cause'] + 1} {share['difference']}" for share in each["causes"])
        lines.add_row(
            each["employee"],
            names.get(each["employee"], ""),
            figure_label(each["item"], language),
            *(str(each[side]) for side in ("before", "after", "difference")),
            shares,
        )
    console.print(lines)


def _in_all(cause: Mapping[str, Any], language: Language) -> str:
    """Yuan, and minutes of the lieu bank where a cause moves those."""
    minutes = cause.get("minutes")
    if not minutes:
        return str(cause["difference"])
    told = f"{minutes} 分钟" if language is Language.CHINESE else f"{minutes} min"
    return told if cause["difference"] == show_money(0) else f"{cause['difference']}, {told}"


def what_if_json(found: WhatIf, coordinates: dict[str, Any]) -> dict[str, Any]:
    """The what-if as one object."""
    return coordinates | {
        "cost": show_money(found.cost),
        "winners": found.winners,
        "losers": found.losers,
        "moved": [
            {
                "employee": each.employee,
                "figure": each.figure,
                "before": shown(each.figure, each.before),
                "after": shown(each.figure, each.after),
            }
            for each in found.moved
        ],
    }


def write_what_if(told: Mapping[str, Any], names: Mapping[str, str], language: Language) -> None:
    """What it makes in all, then every figure that moves."""
    chinese = language is Language.CHINESE
    console = Console(markup=False, emoji=False, highlight=False, width=_WIDTH, soft_wrap=True)
    asked = told.get("rules") or told.get("without")
    print(
        f"{told['period']} · {asked} · 账本位置 {told['position']} · 合计 {told['cost']} 元，"
        f"增加 {told['winners']} 人，减少 {told['losers']} 人"
        if chinese
        else f"{told['period']} · {asked} · ledger position {told['position']} · {told['cost']} yuan in all, "
        f"{told['winners']} win, {told['losers']} lose"
    )
    if not told["moved"]:
        return
    headings = ["工号", "姓名", "项目", "前", "后"] if chinese else ["employee", "name", "figure", "before", "after"]
    table = _table(headings, right={3, 4})
    for each in told["moved"]:
        sides = ("" if each[side] is None else str(each[side]) for side in ("before", "after"))
        table.add_row(each["employee"], names.get(each["employee"], ""), figure_label(each["figure"], language), *sides)
    console.print(table)


def _table(headings: list[str], right: set[int]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for number, heading in enumerate(headings):
        table.add_column(heading, justify="right" if number in right else "left", no_wrap=True)
    return table
