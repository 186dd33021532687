"""The tree beside an implementation that knows nothing of ours (`pymerkle`), and beside the vectors of RFC 6962."""

from collections.abc import Sequence
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree, verify_consistency, verify_inclusion

from ledger.proof import merkle
from ledger.proof.errors import ProofError
from ledger.proof.leaf import leaf_hash

MOST = 600
DATA = [str(number).encode() for number in range(MOST)]
HASHES = [leaf_hash(each) for each in DATA]
OTHER = InmemoryTree()
OTHER.append_entries(DATA)

VECTORS = [bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
VECTORS.append(bytes(range(0x60, 0x70)))
VECTOR_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]

sizes = st.integers(1, MOST)


def over(hashes: Sequence[bytes]) -> merkle.Reader:
    """Complete subtrees of leaves, each made when it is asked for."""
    return lambda level, number: merkle.subtree_hash(hashes[number << level : (number + 1) << level])


READ = over(HASHES)


@st.composite
def leaves_and_sizes(draw: st.DrawFn) -> tuple[int, int]:
    size = draw(sizes)
    return draw(st.integers(0, size - 1)), size


@st.composite
def two_sizes(draw: st.DrawFn) -> tuple[int, int]:
    later = draw(sizes)
    return draw(st.integers(1, later)), later


@pytest.mark.parametrize("size", range(1, 9))
def test_the_roots_are_those_of_the_vectors(size: int) -> None:
    hashes = [leaf_hash(data) for data in VECTORS[:size]]
    assert merkle.root(over(hashes), size).hex() == VECTOR_ROOTS[size - 1]


def test_the_root_of_no_leaves_is_the_hash_of_nothing() -> None:
    assert merkle.root(READ, 0) == sha256(b"").digest()


def test_the_paths_are_those_of_the_rfc() -> None:
    # RFC 9162 2.1.5: a tree of seven leaves d0 … d6, with g = (a b), h = (c d), i = (e f), k = (g h), l = (i j).
    a, b, c, d, e, f, j = hashes = HASHES[:7]
    pair = merkle.node_hash
    g, h, i = pair(a, b), pair(c, d), pair(e, f)
    k, l_ = pair(g, h), pair(i, j)
    read = over(hashes)
    assert merkle.inclusion(read, 0, 7) == [b, h, l_]
    assert merkle.inclusion(read, 3, 7) == [c, g, l_]
    assert merkle.inclusion(read, 4, 7) == [f, j, k]
    assert merkle.inclusion(read, 6, 7) == [i, k]
    assert merkle.consistency(read, 3, 7) == [c, d, g, l_]
    assert merkle.consistency(read, 4, 7) == [l_]
    assert merkle.consistency(read, 6, 7) == [i, j, k]


@given(sizes)
def test_the_root_is_the_others(size: int) -> None:
    assert merkle.root(READ, size) == OTHER.get_root(size)


@pytest.mark.slow
@given(leaves_and_sizes())
def test_a_proof_of_inclusion_is_the_others_and_leads_to_its_root(chosen: tuple[int, int]) -> None:
    index, size = chosen
    theirs = OTHER.prove_inclusion(index + 1, size)
    verify_inclusion(HASHES[index], merkle.root(READ, size), theirs, index=index + 1, size=size)
    path = merkle.inclusion(READ, index, size)
    assert [HASHES[index], *path] == theirs.path
    assert merkle.root_by_inclusion(HASHES[index], index, size, path) == OTHER.get_root(size)


@pytest.mark.slow
@given(two_sizes())
def test_a_proof_of_consistency_holds_between_the_others_roots(chosen: tuple[int, int]) -> None:
    earlier, later = chosen
    old, new = merkle.root(READ, earlier), merkle.root(READ, later)
    verify_consistency(old, new, OTHER.prove_consistency(earlier, later), prior_size=earlier, later_size=later)
    path = merkle.consistency(READ, earlier, later)
    merkle.check_consistency(earlier, later, OTHER.get_root(earlier), OTHER.get_root(later), path)


@pytest.mark.slow
@given(leaves_and_sizes(), st.data())
def test_a_proof_of_inclusion_that_was_changed_does_not_hold(chosen: tuple[int, int], data: st.DataObject) -> None:
    index, size = chosen
    path = merkle.inclusion(READ, index, size)
    changed = data.draw(changes_of(path))
    try:
        found = merkle.root_by_inclusion(HASHES[index], index, size, changed)
    except ProofError:
        return
    assert found != merkle.root(READ, size)


@pytest.mark.slow
@given(two_sizes(), st.data())
def test_a_proof_of_consistency_that_was_changed_does_not_hold(chosen: tuple[int, int], data: st.DataObject) -> None:
    earlier, later = chosen
    changed = data.draw(changes_of(merkle.consistency(READ, earlier, later)))
    with pytest.raises(ProofError):
        merkle.check_consistency(earlier, later, merkle.root(READ, earlier), merkle.root(READ, later), changed)


@pytest.mark.slow
@given(two_sizes(), two_sizes())
def test_a_proof_of_consistency_holds_for_its_own_roots_only(chosen: tuple[int, int], other: tuple[int, int]) -> None:
    (earlier, later), (strange, _) = chosen, other
    path = merkle.consistency(READ, earlier, later)
    old = merkle.root(READ, strange) if strange != earlier else sha256(b"?").digest()
    with pytest.raises(ProofError):
        merkle.check_consistency(earlier, later, old, merkle.root(READ, later), path)


@pytest.mark.slow
@given(st.integers(-2, MOST), st.integers(-2, MOST), st.lists(st.binary(min_size=32, max_size=32), max_size=12))
def test_whatever_is_given_for_a_proof_is_judged(index: int, size: int, path: list[bytes]) -> None:
    try:
        found = merkle.root_by_inclusion(HASHES[0], index, size, path)
    except ProofError:
        assert (index, size, path) != (0, 1, [])
    else:
        assert found != OTHER.get_root(size) or (index, size, path) == (0, 1, [])
    with pytest.raises(ProofError):
        merkle.check_consistency(index, size, sha256(b"a").digest(), sha256(b"b").digest(), path)


def test_the_empty_tree_is_the_beginning_of_every_tree() -> None:
    assert merkle.consistency(READ, 0, 9) == []
    merkle.check_consistency(0, 9, merkle.EMPTY_ROOT, merkle.root(READ, 9), [])
    with pytest.raises(ProofError, match="begin"):
        merkle.check_consistency(0, 9, merkle.root(READ, 1), merkle.root(READ, 9), [])


@pytest.mark.slow
@given(st.lists(st.integers(1, 200), min_size=1, max_size=5), st.integers(0, 4))
def test_subtrees_are_completed_the_same_whatever_the_batches(batches: list[int], lowest: int) -> None:
    kept: dict[tuple[int, int], bytes] = {}
    size = 0

    def read(level: int, number: int) -> bytes:
        assert (number + 1) << level <= size
        return kept[level, number] if level else HASHES[number]

    for batch in batches:
        added = HASHES[size : size + batch]
        made = {(level, number): node for level, number, node in merkle.completed(read, size, added, lowest)}
        assert not made.keys() & kept.keys()
        kept |= made
        size = min(size + batch, MOST)
    expected = {(level, number) for level in range(lowest, MOST.bit_length()) for number in range(size >> level)}
    assert kept.keys() == expected
    assert all(node == READ(*place) for place, node in kept.items())


def changes_of(path: list[bytes]) -> st.SearchStrategy[list[bytes]]:
    """A path with a hash more, one less, or another hash."""
    some = st.binary(min_size=32, max_size=32)
    ways = [st.tuples(st.integers(0, len(path)), some).map(lambda one: [*path[: one[0]], one[1], *path[one[0] :]])]
    if path:
        places = st.integers(0, len(path) - 1)
        ways.append(places.map(lambda at: path[:at] + path[at + 1 :]))
        ways.append(st.tuples(places, some).map(lambda one: [*path[: one[0]], one[1], *path[one[0] + 1 :]]))
    return st.one_of(ways)
