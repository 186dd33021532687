"""S11.4 调整 The adjustments that a period carries, each with what made the difference."""

from collections.abc import Iterator
from typing import Any

from api.comparisons import comparison_json
from api.documents.printouts.document_context import Material
from api.words.labels import cause_label
from projections.books.frozen_period import ADJUSTMENT
from projections.comparison import Coordinates, compare
from projections.comparison.amounts import LIEU_BANK
from projections.reports import Report


def adjustments(material: Material, payroll: Report) -> Iterator[tuple[str, str, str, list[str]]]:
    """Employee, adjusted period, amount, and a line for each cause with its share, of each adjustment of a payroll."""
    compared: dict[str, dict[str, Any]] = {}
    for row in payroll.table.to_dicts():
        for line in row["lines"]:
            if line["item"].startswith(ADJUSTMENT):
                period = line["item"].removeprefix(ADJUSTMENT)
                if period not in compared:
                    compared[period] = _compared(material, period, payroll.position)
                yield row["employee"], period, line["amount"], _causes(material, compared[period], row["employee"])


def _compared(material: Material, period: str, position: int) -> dict[str, Any]:
    """The closed period as it was frozen, beside its replay, as both are known at a position."""
    source = material.source
    sides = Coordinates("books", position), Coordinates("replay", position)
    return comparison_json(compare(source.reader, source.books.engine, period, *sides), source.ledger)


def _causes(material: Material, compared: dict[str, Any], employee: str) -> list[str]:
    """The causes that moved somebody's pay, each with what it makes in all."""
    shares: dict[int, list[str]] = {}
    for each in compared["differences"]:
        if each["employee"] == employee and each["item"] != LIEU_BANK:
            for share in each["causes"]:
                shares.setdefault(share["cause"], []).append(str(share["difference"]))
    return [
        f"{cause_label(compared['causes'][cause], material.language)}: {' '.join(amounts)}"
        for cause, amounts in sorted(shares.items())
    ]
