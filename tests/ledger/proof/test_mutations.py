"""Whatever is done to a ledger behind its back is found, and named where it is; nothing else is.

A seeded sample of what scripts/verify_mutations tries: most in memory, some through a store, where the same is found.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from random import Random
from typing import Any

import pytest

from ledger.ledger import Ledger
from ledger.verification.blocks import REACH
from ledger.verification.findings import CHANGED, REMOVED, REORDERED, SIGNED, Finding
from tests.ledger.material import MASTER_KEY
from tests.ledger.proof.forging import drawn, forged
from tests.ledger.proof.judging import judged_wrong
from tests.ledger.proof.memory import NOTHING, MemoryLedger, Mutation
from tests.ledger.proof.mutating import filled, in_memory, tried
from tests.ledger.proof.mutations import PLAIN, inserted_at, swapped
from tests.ledger.stores import SQLiteStores, Stores

PEOPLE = 5
ODD_VALUES: list[Any] = [None, [], {}, -1, 10**30, "\0", "2026-02-30", "9" * 400]
_COLUMNS = (
    "(position, originator_id, originator_version, topic, state, kind, employee, business_date, recorded_at, ref, salt)"
)


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> MemoryLedger:
    url = f"sqlite:///{tmp_path_factory.mktemp('mutations') / 'ledger.db'}"
    with Ledger.open(url, master_key=MASTER_KEY) as ledger:
        filled(ledger, PEOPLE)
        return in_memory(ledger)


@pytest.mark.slow
def test_a_ledger_that_nobody_touched_holds(memory: MemoryLedger) -> None:
    assert memory.verify(NOTHING) == []


@pytest.mark.slow
def test_whatever_was_done_is_found_and_nothing_else(memory: MemoryLedger) -> None:
    found = tried(memory, "sample", 400)
    assert found.wrong == []
    assert found.made.total() == 400
    assert len(found.made) > 20


@pytest.mark.parametrize("maker", [maker for maker, _ in PLAIN], ids=lambda maker: maker.__name__)
def test_every_kind_of_mutation_is_found(memory: MemoryLedger, maker: Any) -> None:
    for seed in range(5):
        mutation = maker(memory, Random(seed))
        assert judged_wrong(memory, mutation, memory.verify(mutation)) is None


def test_what_was_inserted_across_the_last_leaf_is_no_change(memory: MemoryLedger) -> None:
    for size in range(1, REACH + 1):
        for first in range(memory.end - 3, memory.end + 2):
            mutation = inserted_at(memory, Random(size), first, size)
            assert judged_wrong(memory, mutation, memory.verify(mutation)) is None, (first, size)


def test_every_column_is_verified(memory: MemoryLedger) -> None:
    for name in memory.rows[1]._fields[1:]:
        row = memory.rows[9]
        value = getattr(row, name)
        new = value + 1 if isinstance(value, int) else value + (b"0" if isinstance(value, bytes) else "0")
        mutation = Mutation(f"changed {name}", frozenset({CHANGED}), 9, 9, {9: row._replace(**{name: new})})
        (first, *others) = memory.verify(mutation)
        assert (first.kind, first.first, first.last) == (CHANGED, 9, 9)
        assert judged_wrong(memory, mutation, [first, *others]) is None


def test_what_is_judged_right_is_what_was_done(memory: MemoryLedger) -> None:
    mutation = swapped(memory, Random(1))
    found = memory.verify(mutation)
    elsewhere = Finding(REORDERED, mutation.first + 5, mutation.last + 5, "")
    removed = Finding(REMOVED, mutation.first + 9, mutation.last + 9, "")
    assert judged_wrong(memory, mutation, found) is None
    assert judged_wrong(memory, mutation, []) == "it was not found"
    assert judged_wrong(memory, mutation, [elsewhere]) == "it was not found"
    assert judged_wrong(memory, mutation, [*found, removed]) is not None


@pytest.mark.slow
def test_what_was_made_to_look_right_is_found_by_a_checkpoint_only(memory: MemoryLedger) -> None:
    for seed in range(20):
        mutation = forged(memory, Random(seed))
        kinds = {each.kind for each in memory.verify(mutation)}
        assert kinds & mutation.kinds
        assert mutation.rows


@pytest.mark.slow
def test_between_two_checkpoints_it_is_said_where(memory: MemoryLedger) -> None:
    earlier, later = sorted({each.size for each in memory.outline.pledges})
    random = Random(3)
    while True:
        mutation = forged(memory, random)
        if mutation.name == "forged: swapped" and mutation.first > earlier and mutation.pledges is not None:
            pledges = memory.outline.pledges
            break
    mutation.pledges = pledges
    signed = [each for each in memory.verify(mutation) if each.kind == SIGNED]
    assert {(each.first, each.last) for each in signed} == {(earlier + 1, later)}


@pytest.mark.slow
def test_no_state_however_odd_stops_the_verifier(memory: MemoryLedger) -> None:
    """A field of every kind and version is gone, or anything."""
    of_kind = {row.topic: row for row in memory.rows.values()}
    for row in of_kind.values():
        state = json.loads(row.state)
        odd = [{name: value for name, value in state.items() if name != gone} for gone in state]
        odd += [{**state, name: value} for name in state for value in ODD_VALUES]
        for changed in [*odd, {}, [], None, "", 7]:
            text = json.dumps(changed, ensure_ascii=False)
            mutation = Mutation("changed state", frozenset({CHANGED}), row.position, row.position)
            mutation.rows[row.position] = row._replace(state=text)
            assert text == row.state or judged_wrong(memory, mutation, memory.verify(mutation)) is None


@pytest.fixture
def store(stores: Stores) -> Iterator[tuple[Stores, Ledger]]:
    with stores.open() as ledger:
        filled(ledger, PEOPLE)
        yield stores, ledger


@pytest.mark.slow
def test_in_a_store_the_same_is_found(store: tuple[Stores, Ledger]) -> None:
    stores, ledger = store
    memory, random, seen = in_memory(ledger), Random(7), Counter[bool]()
    given = str(memory.checkpoints[-1].note).encode()
    while seen.total() < 16 or seen[True] < 2:
        mutation = drawn(memory, random)
        if not _may_be_done(memory, mutation, is_sqlite=isinstance(stores, SQLiteStores)):
            continue
        seen[mutation.forged] += 1
        # Whoever could write to the store took away what was kept in it; what was kept elsewhere is there.
        alone = mutation.pledges is not None and len(mutation.pledges) == 1
        with _done(stores, memory, mutation, without_checkpoints=alone):
            found = ledger.proofs.verify(given if alone else None).findings
        assert found == memory.verify(mutation), mutation.name
        assert judged_wrong(memory, mutation, found) is None
    assert ledger.proofs.verify(given).holds


@contextmanager
def _done(stores: Stores, memory: MemoryLedger, made: Mutation, *, without_checkpoints: bool) -> Iterator[None]:
    """A mutation in a store; undone at the end."""
    kept = stores.rows("SELECT number, size, root, period, created_at, note FROM checkpoints")
    if without_checkpoints:
        stores.rows("DELETE FROM checkpoints")
    _write(stores, made.rows, made.leaves, made.nodes)
    yield
    _write(
        stores,
        {place: memory.rows.get(place) for place in made.rows},
        {place: memory.leaves.get(place) for place in made.leaves},
        {key: memory.nodes.get(key) for key in made.nodes},
    )
    if without_checkpoints:
        for row in kept:
            stores.rows("INSERT INTO checkpoints VALUES (?, ?, ?, ?, ?, ?)", *row)


def _write(
    stores: Stores, rows: Mapping[int, Any], leaves: Mapping[int, Any], nodes: Mapping[tuple[int, int], Any]
) -> None:
    for place in rows:
        stores.rows("DELETE FROM events WHERE position=?", place)
    for row in rows.values():
        if row is not None:
            stores.rows(f"INSERT INTO events {_COLUMNS} VALUES ({', '.join('?' * len(row))})", *row)
    for place, leaf in leaves.items():
        stores.rows("DELETE FROM leaves WHERE position=?", place)
        if leaf is not None:
            stores.rows("INSERT INTO leaves VALUES (?, ?)", place, leaf)
    for key, node in nodes.items():
        stores.rows("DELETE FROM nodes WHERE level=? AND number=?", *key)
        if node is not None:
            stores.rows("INSERT INTO nodes VALUES (?, ?, ?)", *key, node)


def _may_be_done(memory: MemoryLedger, mutation: Mutation, *, is_sqlite: bool) -> bool:
    """Whether an engine takes what a mutation would do, and soon: never two rows of one version, or of one `ref`."""
    if len(mutation.rows) + len(mutation.leaves) > 8 or (mutation.typed and not is_sqlite):
        return False
    rows = [row for row in {**memory.rows, **mutation.rows}.values() if row is not None]
    versions = {(row.originator_id, row.originator_version) for row in rows}
    refs = [(row.kind, row.ref) for row in rows if row.ref != ""]
    return len(versions) == len(rows) and len(set(refs)) == len(refs)
