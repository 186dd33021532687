"""Facts that nobody recorded as rows of the journal, made by the same code as the rows of recorded ones."""

from collections.abc import Callable, Mapping, Sequence

import polars as pl

from ledger.facts.prepared_fact import Prepared
from ledger.facts.void import Void
from ledger.recorded_fact import RecordedFact
from projections.journal.rows import EVENT, kind_of, typed_rows
from projections.journal.voids import VOIDS, void_rows

Voided = Callable[[Void], Sequence[RecordedFact]]
"""The recorded facts that a void would be of."""


def with_supposed(
    rows: Mapping[str, pl.DataFrame], facts: Sequence[Prepared], position: int, zone: str, voided: Voided
) -> dict[str, pl.DataFrame]:
    """The rows of all tables, with those of facts at the positions after `position`, in order.

    A fact of a kind without a table changes nothing; a void takes back what is recorded.
    """
    at = list(enumerate(facts, position + 1))
    return {
        name: pl.concat([found, *(_voids(at, voided) if name == VOIDS else _more(name, at, zone))])
        for name, found in rows.items()
    }


def _more(table: str, facts: Sequence[tuple[int, Prepared]], zone: str) -> list[pl.DataFrame]:
    kind = kind_of(table)
    told = [{"position": at, "state": fact.state.decode()} for at, fact in facts if fact.kind == kind]
    return [typed_rows(table, pl.DataFrame(told, schema=EVENT), zone)] if told else []


def _voids(facts: Sequence[tuple[int, Prepared]], voided: Voided) -> list[pl.DataFrame]:
    voids = [(at, fact.fact) for at, fact in facts if fact.kind == Void.kind]
    return [
        void_rows((at, void.of_kind, target.position) for at, void in voids for target in voided(void))  # type: ignore[attr-defined,arg-type]
    ]
