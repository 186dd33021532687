"""A comparison, and a what-if, for people."""

from collections.abc import Mapping
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from api.words.changed_rows import changed_row_words
from api.words.labels import cause_label, figure_label
from api.words.language import Language
from ledger.facts.figures import show_money
from ledger.labels import label

_WIDTH = 200


def write_comparison(told: Mapping[str, Any], names: Mapping[str, str], language: Language) -> None:
    """The causes with what each makes in all, then every line that differs with its shares."""
    console = Console(markup=False, emoji=False, highlight=False, width=_WIDTH, soft_wrap=True)
    print(f"{told['period']} · {told['before']} → {told['after']}")
    if not told["differences"] and not told["rows"]:
        print(label("comparison", "none", language))
        return
    if told["differences"]:
        _write_differences(console, told, names, language)
    _write_rows(console, told, names, language)


def _write_differences(console: Console, told: Mapping[str, Any], names: Mapping[str, str], language: Language) -> None:
    causes = _table(["#", *_headings("cause", "cause_total", language=language)], right={0, 2})
    for number, cause in enumerate(told["causes"], start=1):
        causes.add_row(str(number), cause_label(cause, language), _in_all(cause, language))
    console.print(causes)
    headings = ("employee", "name", "item", "before", "after", "difference", "shares")
    lines = _table(_headings(*headings, language=language), right={3, 4, 5})
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
    told = label("comparison", "minutes", language, minutes=minutes)
    return told if cause["difference"] == show_money(0) else f"{cause['difference']}, {told}"


def write_what_if(
    told: Mapping[str, Any], names: Mapping[str, str], language: Language, caution: str | None = None
) -> None:
    """What is to be known of it, what it makes in all, the lines of pay together, then every figure that moves."""
    console = Console(markup=False, emoji=False, highlight=False, width=_WIDTH, soft_wrap=True)
    if caution is not None:
        print(caution)
    asked = told.get("rules") or told.get("without")
    figures = {name: told[name] for name in ("period", "position", "cost", "winners", "losers")}
    print(label("comparison", "what_if", language, asked=asked, **figures))
    if told["moved"]:
        _write_moved(console, told, names, language)
    _write_rows(console, told, names, language)


def _write_rows(console: Console, told: Mapping[str, Any], names: Mapping[str, str], language: Language) -> None:
    """The rows of balances and compliance that appear, vanish or change."""
    if not told["rows"]:
        return
    headings = ("employee", "name", "report", "row", "before", "after")
    table = _table(_headings(*headings, language=language), right=set())
    for each in changed_row_words(told["rows"], language):
        table.add_row(each.employee, names.get(each.employee, ""), each.report, each.row, each.before, each.after)
    console.print(table)


def _write_moved(console: Console, told: Mapping[str, Any], names: Mapping[str, str], language: Language) -> None:
    sides = ("before", "after", "difference")
    if told["lines"]:
        lines = _table(_headings("clause", "item", *sides, "people", language=language), right={2, 3, 4, 5})
        for each in told["lines"]:
            amounts = (each[side] for side in sides)
            lines.add_row(each["clause"], figure_label(each["figure"], language), *amounts, str(each["people"]))
        total = label("heading", "total", language)
        lines.add_row("", total, told["before"], told["after"], told["cost"], str(told["winners"] + told["losers"]))
        console.print(lines)
    table = _table(_headings("employee", "name", "figure", *sides, "clause", language=language), right={3, 4, 5})
    for each in told["moved"]:
        shown = ("" if each[side] is None else str(each[side]) for side in sides)
        figure = figure_label(each["figure"], language)
        table.add_row(each["employee"], names.get(each["employee"], ""), figure, *shown, each["clause"])
    console.print(table)


def _headings(*names: str, language: Language) -> list[str]:
    return [label("comparison heading", name, language) for name in names]


def _table(headings: list[str], right: set[int]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for number, heading in enumerate(headings):
        table.add_column(heading, justify="right" if number in right else "left", no_wrap=True)
    return table
