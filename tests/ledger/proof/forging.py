"""Mutations that were made to look right: whoever can write to the store makes leaves and subtrees anew as well."""

from dataclasses import replace
from random import Random

from ledger.proof import merkle
from ledger.proof.merkle import subtree_hash
from ledger.store.tree import LOWEST, WIDTH
from ledger.verification.blocks import leaf_hash_of
from ledger.verification.derived_tree import Pledge
from ledger.verification.findings import SIGNED, TRUNCATED
from tests.ledger.proof.memory import MemoryLedger, Mutation, Nodes, Over
from tests.ledger.proof.mutations import (
    BESIDE,
    PLAIN,
    deleted_and_closed_up,
    field_changed,
    inserted,
    swapped,
    truncated,
)

FORGED = frozenset({SIGNED, TRUNCATED})
FORGED_SHARE = 0.06
"""How many are made to look right: leaves and subtrees are those of the mutated rows."""


def drawn(memory: MemoryLedger, random: Random) -> Mutation:
    """A mutation, drawn at random."""
    if random.random() < FORGED_SHARE:
        return forged(memory, random)
    makers, weights = zip(*PLAIN, strict=True)
    made: Mutation = random.choices(makers, weights)[0](memory, random)
    return made


def forged(memory: MemoryLedger, random: Random) -> Mutation:
    """A mutation with leaves and subtrees made anew; the kept checkpoints are there, or only that from elsewhere.

    What is put after all that was signed is no forgery: it is what recording it would have made.
    """
    makers = [field_changed, deleted_and_closed_up, inserted, swapped, truncated]
    made = random.choice(makers)(memory, random)
    while made.name.removeprefix("changed ") in BESIDE or made.typed or made.first > memory.at_end.size:
        made = random.choice(makers)(memory, random)
    rows = Over(memory.rows, made.rows)
    end = max((place for place in (*made.rows, memory.end) if place in rows), default=0)
    if not end:
        end = next((place for place in range(memory.end, 0, -1) if place in rows), 0)
    leaves = {place: leaf_hash_of(row) if row is not None else None for place, row in made.rows.items()}
    pledges = memory.outline.pledges
    if random.random() < 0.5:
        # Whoever can write to the store has taken away what was kept; what was kept elsewhere is there.
        pledges = [Pledge(memory.end, memory.at_end.root, f"the given checkpoint at position {memory.end}")]
    kinds = FORGED if made.kinds != {TRUNCATED} else frozenset({TRUNCATED})
    return replace(
        made,
        name=f"forged: {made.name}",
        kinds=kinds,
        leaves=leaves,
        nodes=_forged_nodes(memory, Over(memory.leaves, leaves), end, min(made.rows)),
        pledges=pledges,
        forged=True,
    )


def _forged_nodes(memory: MemoryLedger, leaves: Over, end: int, first: int) -> Nodes:
    """The subtrees over leaves, from a position on."""
    nodes: Nodes = {key: None for key in memory.nodes if (key[1] + 1) << key[0] > end}
    below: dict[int, bytes] = {}
    for number in range(end // WIDTH):
        if (number + 1) * WIDTH >= first:
            block = [leaves[place] for place in range(number * WIDTH + 1, (number + 1) * WIDTH + 1)]
            below[number] = subtree_hash(block)
            nodes[LOWEST, number] = below[number]
        else:
            kept = memory.nodes[LOWEST, number]
            assert kept is not None
            below[number] = kept
    level = LOWEST
    while len(below) > 1:
        level += 1
        below = {n: merkle.node_hash(below[2 * n], below[2 * n + 1]) for n in range(len(below) // 2)}
        nodes.update({(level, number): node for number, node in below.items()})
    return nodes
