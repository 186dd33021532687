"""A reconciliation for people (a table with labels), for programs (json) and for spreadsheets (csv)."""

import csv
import json
import sys
from collections.abc import Mapping

import typer
from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.measure import Measurement
from rich.table import Table

from api.documents.pay_items import item_heading
from api.documents.reconciliation import FactBehind, Finding, Reconciliation
from api.documents.reconciliation_object import COLUMNS, finding_object, maybe_money, reconciliation_object
from api.words.language import Language
from ledger.facts.figures import show_money
from ledger.formats.plain_text import marked
from ledger.labels import label

_HEADINGS = (
    ("工号", "Employee", "left"),
    ("姓名", "Name", "left"),
    ("项目", "Item", "left"),
    ("实发", "Paid", "right"),
    ("应发", "Ledger", "right"),
    ("差额", "Difference", "right"),
    ("结果", "Outcome", "left"),
    ("条款", "Clause", "left"),
    ("下一步查看", "Look at next", "left"),
)
_FIGURES = ("paid", "computed", "difference")
_WIDEST = 10_000


def write_reconciliation(
    found: Reconciliation, form: str, language: Language, names: Mapping[str, str], *, everything: bool
) -> None:
    """Write what differs, or everything, to standard output; as csv, what was not compared to standard error."""
    findings = found.findings if everything else found.differences
    if form == "json":
        typer.echo(json.dumps(reconciliation_object(found, findings, names), ensure_ascii=False))
        return
    if form == "csv":
        _write_csv(findings, names)
    else:
        _write_table(found, findings, language, names)
    for sentence in _not_compared(found, language):
        typer.echo(sentence, err=True)


def _write_csv(findings: list[Finding], names: Mapping[str, str]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for finding in findings:
        row = finding_object(finding, names) | {
            "clauses": " ".join(finding.clauses),
            "facts": "; ".join(_fact(fact) for fact in finding.facts),
            "commands": "; ".join(finding.commands),
        }
        writer.writerow(value if name in _FIGURES or not value else marked(value) for name, value in row.items())


def _write_table(found: Reconciliation, findings: list[Finding], language: Language, names: Mapping[str, str]) -> None:
    console = Console(markup=False, emoji=False, highlight=False)
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    rows = [_cells(finding, language, names) for finding in findings]
    for place, (zh, en, justify) in enumerate(_HEADINGS):
        heading = zh if language is Language.CHINESE else en
        lines = [line for row in rows for line in row[place].split("\n")]
        table.add_column(heading, justify=justify, width=max(map(cell_len, [heading, *lines])))  # type: ignore[arg-type]
    for row in rows:
        table.add_row(*row)
    terminal = console.width if sys.stdout.isatty() else 0
    console.width = _WIDEST
    console.width = max(terminal, Measurement.get(console, console.options, table).minimum)
    if rows:
        console.print(table)
    typer.echo(_summary(found, language))


def _cells(finding: Finding, language: Language, names: Mapping[str, str]) -> list[str]:
    compared = finding.comparison
    return [
        compared.employee,
        names.get(compared.employee, ""),
        item_heading(compared.item, language),
        maybe_money(compared.paid) or "",
        maybe_money(compared.computed) or "",
        show_money(compared.difference),
        label("reconciled", compared.outcome, language),
        " ".join(finding.clauses),
        "\n".join([*map(_fact, finding.facts), *finding.commands]),
    ]


def _summary(found: Reconciliation, language: Language) -> str:
    """How much was compared, how much of it differs, and the sums of both sides."""
    people = len({finding.comparison.employee for finding in found.findings})
    equal = len(found.findings) - len(found.differences)
    paid, computed = found.totals
    sums = (show_money(paid), show_money(computed), show_money(paid - computed))
    report = found.payroll
    if language is Language.CHINESE:
        return (
            f"{report.period} · 账本位置 {report.position} · 规则 {report.rules}：{people} 人，一致 {equal} 项，"
            f"不一致 {len(found.differences)} 项；实发 {sums[0]}，应发 {sums[1]}，差额 {sums[2]}"
        )
    return (
        f"{report.period} · ledger position {report.position} · rules {report.rules}: {people} people, {equal} equal, "
        f"{len(found.differences)} different; paid {sums[0]}, ledger {sums[1]}, difference {sums[2]}"
    )


def _not_compared(found: Reconciliation, language: Language) -> list[str]:
    """The columns of the file that no item was read from, those with amounts first."""
    chinese = language is Language.CHINESE
    sentences = []
    if found.paid.left_out:
        names = ", ".join(found.paid.left_out)
        sentences.append(
            f"未核对的金额列：{names}；用 --map 说明是哪一项，或用 --ignore 忽略"
            if chinese
            else f"columns with amounts that were not compared: {names}; name their items by --map, or give --ignore"
        )
    if found.paid.described:
        names = ", ".join(found.paid.described)
        sentences.append(f"其他未核对的列：{names}" if chinese else f"other columns that were not compared: {names}")
    return sentences


def _fact(fact: FactBehind) -> str:
    number = f" {fact.number}" if fact.number else ""
    return f"{fact.kind}{number} · {fact.position} · {fact.id}"
