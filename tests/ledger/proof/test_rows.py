"""A closing commits to each row by itself; one is shown, and nothing of the others follows from it."""

import json
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from ledger.proof.errors import ProofError
from ledger.proof.leaf import commitment, leaf_hash
from ledger.proof.merkle import root_by_inclusion
from ledger.proof.rows import row_proof, row_root, rows_of

SALT = bytes(range(16))


def committed(salt: bytes, report: str, rows: list[bytes]) -> list[bytes]:
    """The commitments to rows, by the description of them and not by its code."""
    inner = sha256(salt + b"rows").digest()
    openings = [sha256(inner + report.encode() + number.to_bytes(8, "big")).digest() for number in range(len(rows))]
    return [sha256(opening + row).digest() for opening, row in zip(openings, rows, strict=True)]


@pytest.mark.slow
@given(rows=st.lists(st.binary(max_size=40), max_size=40))
def test_the_root_is_that_of_another_implementation(rows: list[bytes]) -> None:
    tree = InmemoryTree()
    tree.append_entries(committed(SALT, "payroll", rows))
    expected = tree.get_root() if rows else sha256(b"").digest()
    assert row_root(SALT, "payroll", rows) == expected.hex()


@pytest.mark.slow
@given(rows=st.lists(st.binary(max_size=40), min_size=1, max_size=40), data=st.data())
def test_every_row_leads_to_the_root_and_no_other_does(rows: list[bytes], data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(rows) - 1))
    proof, root = row_proof(SALT, "payroll", rows, number), row_root(SALT, "payroll", rows)
    assert (proof.number, proof.size) == (number, len(rows))
    for row, holds in ((rows[number], True), (rows[number] + b" ", False)):
        leaf = leaf_hash(commitment(proof.opening, row))
        assert (root_by_inclusion(leaf, number, len(rows), proof.path).hex() == root) is holds
    if len(rows) > 1:
        with pytest.raises(ProofError):
            root_by_inclusion(leaf_hash(b""), number, len(rows), proof.path[:-1])


def test_equal_rows_have_commitments_that_are_not_equal() -> None:
    rows = [b"same"] * 8
    assert len({row_proof(SALT, "payroll", rows, number).opening for number in range(8)}) == 8
    roots = {row_root(salt, name, rows) for salt in (SALT, bytes(16)) for name in ("payroll", "bonus")}
    assert len(roots) == 4


def test_rows_are_those_of_the_frozen_bytes() -> None:
    rows = [{"employee": "李", "lines": []}, {"employee": "E2", "negative": True, "rank": None}]
    written = [json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() for row in rows]
    content = json.dumps({"period": "2026-10", "rows": rows}, ensure_ascii=False, separators=(",", ":")).encode()
    assert rows_of(content) == written
    assert all(row in content for row in written)
    for wrong in (b"", b"[]", b"{}", b"{"):
        with pytest.raises(ValueError):  # noqa: PT011 - whatever it is, it is not a report
            rows_of(wrong)
