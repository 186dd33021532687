"""S7 排名与奖金公示 The ranking for the wall: pool by pool, by rank; what it pays only where that is asked for."""

from collections.abc import Iterator, Mapping
from typing import Any

from api.documents.printouts.blocks import Block, Column, heading, table, text
from api.documents.printouts.document_context import Basis, Material
from api.documents.printouts.typesetting import Paper
from api.words.labels import value_label

_LAST = 1_000_000_000
_NOTHING = "–"


def ranking(material: Material) -> tuple[Paper, Basis]:
    """The ranking of every pool; with `amounts` what each rank pays."""
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


def _by_rank(row: Mapping[str, Any]) -> tuple[int, str]:
    return (_LAST if row["rank"] is None else row["rank"], row["employee"])


def _row(material: Material, row: Mapping[str, Any], amounts: Mapping[str, str]) -> list[str]:
    employee = row["employee"]
    shown = [_NOTHING if row[name] is None else str(row[name]) for name in ("rank", "total", "behaviour")]
    who = [employee, material.names.get(employee, ""), material.team_of(employee)]
    paid = [amounts.get(employee, _NOTHING)] if material.asked.amounts else []
    return [shown[0], *who, *shown[1:], *paid]
