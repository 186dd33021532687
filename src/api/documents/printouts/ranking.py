"""S7 排名与奖金公示 The ranking for the wall: pool by pool, by rank; what it pays only where that is asked for.

Colleagues read names and ranks as far as rank pays, and who won an award; no total, no amount, and nobody else.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from api.documents.printouts.blocks import Block, Column, heading, table, text
from api.documents.printouts.document_context import Basis, Material
from api.documents.printouts.typesetting import Paper
from api.words.labels import report_label, value_label
from ledger.refusal import MissingError
from projections.bonus import paying_ranks
from projections.calendar import period_number

_LAST = 1_000_000_000
_NOTHING = "–"


def ranking(material: Material) -> tuple[Paper, Basis]:
    """The ranking of every pool; with `amounts` what each rank pays."""
    if material.asked.public:
        return _public(material)
    names = ["ranking", "bonus"] if material.asked.amounts else ["ranking"]
    reports, basis = material.reports(names)
    bonus = reports["bonus"].table.to_dicts() if material.asked.amounts else []
    amounts = {row["employee"]: row["amount"] for row in bonus}
    pools: dict[str, list[Mapping[str, Any]]] = {}
    for row in reports["ranking"].table.to_dicts():
        pools.setdefault(row["pool"], []).append(row)
    blocks: list[Block] = [text(material.said("Dates: %(dates)s", dates=material.dates), "note")]
    for pool, rows in sorted(pools.items()):
        blocks += _pool(material, pool, rows, amounts)
    return material.paper(blocks, basis), basis


def _pool(material: Material, pool: str, rows: list[Mapping[str, Any]], amounts: Mapping[str, str]) -> Iterator[Block]:
    said, column, ranked = material.said, material.column, [row for row in rows if row["rank"] is not None]
    yield heading(value_label(pool, material.language))
    yield text(said("%(ranked)s ranked of %(count)s", ranked=len(ranked), count=len(rows)), "note")
    columns = [
        Column(column("ranking", "rank"), "right"),
        Column(material.heading_of("employee")),
        Column(material.heading_of("name"), width=1),
        Column(said("Team")),
        Column(column("ranking", "total"), "right"),
        Column(column("ranking", "behaviour"), "right"),
    ]
    columns += [Column(said("Bonus (yuan)"), "right")] if material.asked.amounts else []
    yield table(columns, [_row(material, row, amounts) for row in sorted(rows, key=_by_rank)], size=9)
    if len(ranked) < len(rows):
        yield text(said("Without a rank: a score is missing, or the pool takes only those who are eligible."), "note")


def _public(material: Material) -> tuple[Paper, Basis]:
    """What colleagues read. Raises MissingError where the period is not closed."""
    period = material.asked.period
    if material.source.books.frozen(period_number(period)) is None:
        raise MissingError(f"{period} is not closed; ask for the notice of a month that is")
    reports, basis = material.reports(["awards"])
    ranks, winners = _paying(material), _winners(reports["awards"].table)
    shown = {"ranking": ranks, "awards": winners}
    contents = {name: json.dumps(rows, ensure_ascii=False).encode() for name, rows in shown.items()}
    basis = replace(basis, digests={name: material.digest(content) for name, content in contents.items()})
    blocks: list[Block] = [text(material.said("Dates: %(dates)s", dates=material.dates), "note")]
    for pool in sorted({pool for pool, _, _ in ranks}):
        people = [(str(rank), employee) for each, rank, employee in ranks if each == pool]
        heads = [Column(material.column("ranking", "rank"), "right")]
        blocks += [heading(value_label(pool, material.language)), _people(material, heads, people)]
    if winners:
        named = [(value_label(theme, material.language), employee) for theme, employee in winners]
        heads = [Column(material.column("awards", "theme"))]
        blocks += [heading(report_label("awards", material.language)), _people(material, heads, named)]
    return material.paper(blocks, basis), basis


def _paying(material: Material) -> list[tuple[str, int, str]]:
    """Pool, rank and number of whoever has a rank that pays, in this order."""
    month = material.month
    rows = month.tables.engine.rows(paying_ranks(month.ranking, month.rules)).to_dicts()
    return sorted((row["pool"], row["rank"], row["employee"]) for row in rows)


def _winners(rows: pl.DataFrame) -> list[tuple[str, str]]:
    """Theme and number of whoever won an award."""
    return sorted({(row["theme"], row["employee"]) for row in rows.to_dicts()})


def _people(material: Material, heads: list[Column], rows: list[tuple[str, str]]) -> Block:
    who = [Column(material.heading_of("employee")), Column(material.heading_of("name"), width=1)]
    told = [[first, number, material.names.get(number, ""), material.team_of(number)] for first, number in rows]
    return table([*heads, *who, Column(material.said("Team"))], told, size=9)


def _by_rank(row: Mapping[str, Any]) -> tuple[int, str]:
    return (_LAST if row["rank"] is None else row["rank"], row["employee"])


def _row(material: Material, row: Mapping[str, Any], amounts: Mapping[str, str]) -> list[str]:
    employee = row["employee"]
    shown = [_NOTHING if row[name] is None else str(row[name]) for name in ("rank", "total", "behaviour")]
    who = [employee, material.names.get(employee, ""), material.team_of(employee)]
    paid = [amounts.get(employee, _NOTHING)] if material.asked.amounts else []
    return [shown[0], *who, *shown[1:], *paid]
