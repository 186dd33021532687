"""Facts that nobody recorded as rows of the journal, made by the same code as the rows of recorded ones."""

from collections.abc import Mapping, Sequence

import polars as pl

from ledger.facts.prepared_fact import Prepared
from projections.journal.rows import event_columns, kind_of, typed_rows

_NO_VERSION = 0
"""Of a fact in its stream; recorded ones are counted from 1, so none is named by mistake."""


def with_supposed(
    rows: Mapping[str, pl.DataFrame], facts: Sequence[Prepared], position: int, zone: str
) -> dict[str, pl.DataFrame]:
    """The rows of all tables, with those of facts at the positions after `position`, in order.

    A fact of a kind without a table changes nothing.
    """
    return {name: pl.concat([found, *_more(name, facts, position, zone)]) for name, found in rows.items()}


def _more(table: str, facts: Sequence[Prepared], position: int, zone: str) -> list[pl.DataFrame]:
    events = [
        {
            "position": at,
            "state": fact.state.decode(),
            "ref": fact.ref or "",
            "originator_id": fact.stream,
            "originator_version": _NO_VERSION,
        }
        for at, fact in enumerate(facts, position + 1)
        if fact.kind == kind_of(table)
    ]
    columns = event_columns(table)
    told = [{name: event[name] for name in columns} for event in events]
    return [typed_rows(table, pl.DataFrame(told, schema=columns), zone)] if told else []
