"""The Merkle tree of RFC 9162: its root, and proofs of inclusion and of consistency.

Pure functions. What they are computed from is a reader: from a level and a number to the hash of the complete subtree
of 2^level leaves from leaf number · 2^level on. Level 0 are the leaves; leaves are counted from 0.
"""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

from ledger.proof.errors import ProofError

Reader = Callable[[int, int], bytes]

EMPTY_ROOT = sha256(b"").digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node of two children."""
    return sha256(b"\x01" + left + right).digest()


def subtree_hash(hashes: Sequence[bytes]) -> bytes:
    """The hash of the complete subtree of so many leaves or nodes: a power of two."""
    while len(hashes) > 1:
        pairs = iter(hashes)
        hashes = [sha256(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs, strict=True)]
    return hashes[0]


def completed(read: Reader, size: int, hashes: Sequence[bytes], lowest: int) -> Iterator[tuple[int, int, bytes]]:
    """Every complete subtree of `lowest` level or higher that leaves after the first `size` fill: level, number, hash.

    `read` is asked for leaves and subtrees of the first `size` leaves only.
    """
    width = 1 << lowest
    made: dict[tuple[int, int], bytes] = {}
    for number in range(size // width, (size + len(hashes)) // width):
        first = number * width - size
        within = list(hashes[max(first, 0) : first + width])
        earlier = [read(0, leaf) for leaf in range(number * width, min(size, (number + 1) * width))]
        level, at, node = lowest, number, subtree_hash(earlier + within)
        made[level, at] = node
        yield level, at, node
        while at % 2:
            left = made.get((level, at - 1)) or read(level, at - 1)
            level, at, node = level + 1, at // 2, node_hash(left, node)
            made[level, at] = node
            yield level, at, node


def root(read: Reader, size: int) -> bytes:
    """The root of the first `size` leaves."""
    return _range(read, 0, size) if size else EMPTY_ROOT


def inclusion(read: Reader, index: int, size: int) -> list[bytes]:
    """The proof that a leaf is in a tree of `size` leaves (RFC 9162 2.1.3.1): from its sibling to the root's child."""
    assert 0 <= index < size
    first, end, path = 0, size, []
    while end - first > 1:
        middle = first + _split(end - first)
        if index < middle:
            path.append(_range(read, middle, end))
            end = middle
        else:
            path.append(_range(read, first, middle))
            first = middle
    return path[::-1]


def consistency(read: Reader, earlier: int, later: int) -> list[bytes]:
    """The proof that a tree begins with an earlier one (RFC 9162 2.1.4.1); empty for equal sizes, and after size 0."""
    assert 0 <= earlier <= later
    if not earlier:
        return []
    first, end, path = 0, later, []
    while earlier != end:
        middle = first + _split(end - first)
        if earlier <= middle:
            path.append(_range(read, middle, end))
            end = middle
        else:
            path.append(_range(read, first, middle))
            first = middle
    if first:
        path.append(_range(read, first, end))
    return path[::-1]


def root_by_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root that a proof of inclusion leads to (RFC 9162 2.1.3.2). Raises ProofError where it has another length."""
    if not 0 <= index < size:
        raise ProofError(f"leaf {index} is not in a tree of {size} leaves")
    number, last, node = index, size - 1, leaf
    for sibling in path:
        if not last:
            raise ProofError(f"the proof has {len(path)} hashes, more than leaf {index} of {size} leaves needs")
        if number % 2 or number == last:
            node = node_hash(sibling, node)
            while number and not number % 2:
                number, last = number // 2, last // 2
        else:
            node = node_hash(node, sibling)
        number, last = number // 2, last // 2
    if last:
        raise ProofError(f"the proof has {len(path)} hashes, fewer than leaf {index} of {size} leaves needs")
    return node


def check_consistency(earlier: int, later: int, earlier_root: bytes, later_root: bytes, path: Sequence[bytes]) -> None:
    """See that a tree begins with an earlier one, by their roots and a proof (RFC 9162 2.1.4.2).

    Raises ProofError where it does not, or the proof has another length than it takes.
    """
    if not 0 <= earlier <= later:
        raise ProofError(f"a tree of {later} leaves does not begin with one of {earlier}")
    if earlier in {0, later}:
        if path:
            raise ProofError(f"nothing is to be proven between {earlier} and {later} leaves, but the proof has hashes")
        roots = (later_root if earlier else EMPTY_ROOT), later_root
    else:
        roots = _both(earlier, later, [earlier_root, *path] if earlier.bit_count() == 1 else list(path))
    if roots != (earlier_root, later_root):
        raise ProofError(f"the tree of {later} leaves does not begin with the tree of {earlier} leaves")


def _both(earlier: int, later: int, path: Sequence[bytes]) -> tuple[bytes, bytes]:
    wrong = ProofError(f"the proof has not as many hashes as it takes between {earlier} and {later} leaves")
    if not path:
        raise wrong
    number, last = earlier - 1, later - 1
    while number % 2:
        number, last = number // 2, last // 2
    old = new = path[0]
    for sibling in path[1:]:
        if not last:
            raise wrong
        if number % 2 or number == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while number and not number % 2:
                number, last = number // 2, last // 2
        else:
            new = node_hash(new, sibling)
        number, last = number // 2, last // 2
    if last:
        raise wrong
    return old, new


def _range(read: Reader, first: int, end: int) -> bytes:
    """The hash of leaves from the beginning of a subtree on: the complete ones in them, folded from the right."""
    parts = []
    while first < end:
        level = (end - first).bit_length() - 1
        parts.append(read(level, first >> level))
        first += 1 << level
    node = parts.pop()
    while parts:
        node = node_hash(parts.pop(), node)
    return node


def _split(size: int) -> int:
    """The largest power of two below a size."""
    return 1 << ((size - 1).bit_length() - 1)
