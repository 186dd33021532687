"""S10 工资条 Payslips: a page a person, with every line, its clause and its amount, and what is disputed of it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from api.disputes import footnote, shown_disputes
from api.documents.pay_items import item_heading
from api.documents.printouts.blocks import Block, Column, facts, foot, page_break, space, table, text
from api.documents.printouts.document_context import Basis, Material
from api.documents.printouts.leave_left import leave_balances, leave_left
from api.documents.printouts.typesetting import Paper
from api.words.labels import value_label
from api.words.quantities import grouped, quantity_texts
from ledger.refusal import MissingError
from projections.payslip_quantities import quantity_parts


def payslips(material: Material) -> tuple[Paper, Basis]:
    """The payslips of those who were asked for. Raises MissingError where nobody of them has one."""
    reports, basis = material.reports(["payroll"])
    report = reports["payroll"]
    source, language = material.source, material.language
    notes: dict[int, list[str]] = {}
    for each in shown_disputes(source.ledger, source.books.journal, [report], source.sight)["payroll"]:
        for number in each.rows:
            notes.setdefault(number, []).append(footnote(each.dispute, language, material.names))
    rows = report.table.to_dicts()
    if not rows:
        raise MissingError(
            f"none of the employees asked for has pay in {report.period}; ask for somebody who was employed"
        )
    parts, balances = quantity_parts(material.month, material.asked.employee), leave_balances(material)
    blocks: list[Block] = []
    for place, row in enumerate(rows):
        # Each page is handed to whom it is of, and so carries a digest of nobody else's.
        own = report.narrowed([row["employee"]]).as_bytes()
        foot_of_page = replace(basis, digests={"payroll": material.page_digest(own)}).foot(language)
        below = (text(note, "note") for note in notes.get(place, []))
        leave = leave_left(material, balances, row["employee"])
        blocks += [
            foot(foot_of_page),
            *_page(material, row, parts.get(row["employee"], [])),
            *leave,
            *below,
            page_break(),
        ]
    return material.paper(blocks, basis, size="a5", title=material.said("Payslip")), basis


def _page(material: Material, row: Mapping[str, Any], parts: list[dict[str, Any]]) -> Iterator[Block]:
    said, language = material.said, material.language
    employee = row["employee"]
    role, team = material.members.get(employee, ("", ""))
    yield facts(
        [
            (material.heading_of("name"), material.names.get(employee, "")),
            (material.heading_of("employee"), employee),
            (material.column("scores", "role"), value_label(role, language) if role else "–"),
            (said("Team"), team or "–"),
            (said("Period"), material.asked.period),
            (said("Dates"), material.dates),
        ]
    )
    yield space(2)
    quantities = quantity_texts(row["lines"], parts, language)
    lines = [
        [item_heading(line["item"], language), "\n".join(quantity), line["clause"], grouped(line["amount"])]
        for line, quantity in zip(row["lines"], quantities, strict=True)
    ]
    columns = [
        Column(said("Item"), width=7),
        Column(said("Quantity"), width=6),
        Column(said("Clause")),
        Column(said("Amount (yuan)"), "right"),
    ]
    yield table(columns, lines, totals=[said("Total"), "", "S10.7", grouped(row["total"])], size=9)
    if row["negative"]:
        yield text(said("The total is below zero: it is carried as it is, and to be settled."), "alarm")
