"""Two headings that a column may have on one sheet: where they say different things, which is meant is the sender's."""

import re
from collections.abc import Collection, Iterator

from ledger.formats.sheets.heading_keys import key_of
from ledger.formats.sheets.layout import Layout
from ledger.formats.sheets.mapping import Mapping
from ledger.formats.sheets.pieces import Unfolding
from ledger.formats.sheets.row_context import Reading
from ledger.formats.sheets.workbook import Table
from ledger.refusal import LedgerError

_AGAIN = re.compile(r" \(\d+\)$")
"""What is put after a heading that stands there twice."""
_SHOWN = 30


def refuse_rivals(table: Table, layout: Layout, reading: Reading, name: str) -> None:
    """Raises LedgerError where a row has different texts under two headings that a column may have."""
    rivals = list(_rivals(layout, reading.mapping, reading.given))
    if not rivals:
        return
    for row in Unfolding(reading, layout).rows(table):
        for column, headings in rivals:
            said = {row.cells[heading]: heading for heading in reversed(headings) if row.cells.get(heading)}
            if len(said) > 1:
                listed = " and ".join(
                    f"{text[:_SHOWN]!r} under {heading}" for text, heading in reversed(list(said.items()))
                )
                raise LedgerError(
                    f"mapping {name}: columns.{column}: row {row.number} has {listed}; name the one that is meant by "
                    f"columns.{column}.heading in a mapping of your own, or give the other another heading"
                )


def _rivals(layout: Layout, mapping: Mapping, given: Collection[str]) -> Iterator[tuple[str, list[str]]]:
    """The columns that have several headings on the sheet, with these, but for those that are named apart."""
    words = {key_of(word) for word in mapping.words()}
    plain = [heading for at, heading in enumerate(layout.headings) if at not in layout.across]
    for name, column in mapping.columns.items():
        if column.first or name in given:
            continue
        keys = {key_of(word) for word in column.heading}
        found = [
            heading
            for heading in plain
            if key_of(heading) in keys or (key_of(heading) not in words and key_of(_AGAIN.sub("", heading)) in keys)
        ]
        if len(found) > 1:
            yield name, found
