"""S13 早报 The manager's morning for the wall: numbers only, no names."""

import json

from api.brief_object import brief_object
from api.documents.printouts.blocks import Block, Column, facts, heading, table, text
from api.documents.printouts.document_context import Basis, Material
from api.documents.printouts.spans import day_of
from api.documents.printouts.typesetting import Paper
from api.words.brief_tables import BriefTable, brief_tables
from projections.brief import brief


def morning(material: Material) -> tuple[Paper, Basis]:
    """The brief of the date that `from` names; without one, of now, or of the date of the period that is nearest to it.

    Raises UsageError for a date that is not of the period.
    """
    asked, said, sight = material.asked, material.said, material.source.sight
    found = brief(material.source.books, _day(material), asked.rules).narrowed(sight.of_date, sight.of_team)
    told = brief_object(found)
    tables = list(brief_tables(told, material.language, None))
    shown = {**{name: told[name] for name in ("date", "period", "position", "rules", "now")}, "tables": tables}
    content = json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode()
    basis = Basis(found.period, found.position, found.rules, {asked.name: material.digest(content)})
    blocks: list[Block] = [
        facts([(said("Date"), found.date), (said("As of"), told["now"].replace("T", " "))]),
        *(block for each in tables for block in _part(each)),
    ]
    return material.paper(blocks, basis), basis


def _part(part: BriefTable) -> list[Block]:
    if not part.rows:
        return [heading(part.title), text(part.nothing, "note")]
    columns = [Column(name, "right" if is_figure else "left", 1) for name, is_figure in part.columns]
    return [heading(part.title), table(columns, part.rows, size=10)]


def _day(material: Material) -> int:
    asked, period = material.asked, material.month.period
    if not asked.since:
        return min(max(material.source.books.journal.today, period.first_day), period.last_day)
    return day_of(asked.since, "from", period)
