"""Documents that are workbooks: a report with the rows that were asked for, and its digest at the foot."""

from collections.abc import Callable
from pathlib import Path

from api.disputes import shown_disputes
from api.documents.printouts.document_context import Basis, Material
from api.documents.workbook import workbook_content, write_workbook


def workbook(material: Material, name: str) -> tuple[Basis, Callable[[], bytes]]:
    """A report as a workbook: what it is made from, and what writes it."""
    reports, basis = material.reports([name])
    source, language, names = material.source, material.language, material.names
    known_at = source.ledger.facts.recorded_at(basis.position)
    disputes = shown_disputes(source.ledger, source.books.journal, reports.values(), source.sight)

    def write(path: Path) -> None:
        write_workbook(path, reports, language, names, known_at, disputes=disputes, foot=basis.foot(language))

    return basis, lambda: workbook_content(write)
