"""A reconciliation for people (a table with labels), for programs (json) and for spreadsheets (csv)."""

import csv
import json
import sys
from collections.abc import Mapping

import typer
from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console, JustifyMethod
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
    "employee",
    "name",
    "item",
    "paid",
    "computed",
    "difference",
    "outcome",
    "clauses",
    "look_at_next",
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
    for place, name in enumerate(_HEADINGS):
        heading = label("heading", name, language)
        lines = [line for row in rows for line in row[place].split("\n")]
        justify: JustifyMethod = "right" if name in _FIGURES else "left"
        table.add_column(heading, justify=justify, width=max(map(cell_len, [heading, *lines])))
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
    return label(
        "reconciliation",
        "summary",
        language,
        period=found.payroll.period,
        position=found.payroll.position,
        rules=found.payroll.rules,
        people=people,
        equal=equal,
        different=len(found.differences),
        paid=show_money(paid),
        computed=show_money(computed),
        difference=show_money(paid - computed),
    )


def _not_compared(found: Reconciliation, language: Language) -> list[str]:
    """The columns of the file that no item was read from, those with amounts first."""
    columns = {"amounts_left_out": found.paid.left_out, "columns_left_out": found.paid.described}
    return [
        label("reconciliation", key, language, columns=", ".join(headings))
        for key, headings in columns.items()
        if headings
    ]


def _fact(fact: FactBehind) -> str:
    number = f" {fact.number}" if fact.number else ""
    return f"{fact.kind}{number} · {fact.position} · {fact.id}"
