"""Identity is idempotency: the same fact again is a duplicate, with other content a conflict."""

from typing import Any

from ledger.decisions.state import Duplicate, Known, LedgerState, in_force
from ledger.facts.base import Fact
from ledger.facts.codec import fields_of
from ledger.facts.prepared_fact import Prepared
from ledger.facts.sentences import clip
from ledger.refusal import Refusal

CONFLICT = "conflict"


def identified(fact: Prepared, state: LedgerState) -> Duplicate | Refusal | None:
    """The answer to a fact that is on the ledger already; None where it is new, or supersedes the last one."""
    model = fact.model
    if fact.ref is not None and (model.unique or model.follows is not None):
        known = state.with_ref(fact.kind, fact.ref)
        if known is not None:
            return _compared(fact.fact, known)
    history = state.history(fact.stream)
    if not history:
        return None
    if model.supersedes:
        return _repeated(fact, state) if fact.ref is None else None
    if model.follows is not None:
        return _followed(fact.fact, [known for known in history if known.kind == fact.kind and not known.ref])
    return _compared(fact.fact, history[0])


def _repeated(fact: Prepared, state: LedgerState) -> Duplicate | None:
    """↻: the same content as what stands is a duplicate, other content supersedes it."""
    last = in_force(fact.kind, fact.stream, state)
    return Duplicate(last) if last is not None and last.fact.content == fact.fact.content else None


def _followed(fact: Fact, known: list[Known]) -> Duplicate | Refusal | None:
    """A follower without a `ref` is known by its natural key among those of its workflow."""
    if fact.ref is not None:
        return None
    same = next((item for item in known if item.fact.key == fact.key), None)
    return None if same is None else _compared(fact, same)


def _compared(fact: Fact, known: Known) -> Duplicate | Refusal:
    stored = known.fact
    differing = [name for name in fact.own_fields if getattr(fact, name) != getattr(stored, name)]
    if not differing:
        return Duplicate(known)
    there, here = fields_of(stored), fields_of(fact)
    return Refusal(
        CONFLICT,
        f"{_identity(fact, known)} is on the ledger at position {known.position} with other content: "
        f"{'; '.join(_difference(fact, name, there, here) for name in differing)}. "
        "Send the same content, or give another identity",
    )


def _difference(fact: Fact, attribute: str, there: dict[str, Any], here: dict[str, Any]) -> str:
    name = fact.names[attribute]
    if attribute in fact.sealed:
        return f"{name} differs"
    return f"{name} is {clip(there.get(name))} there and {clip(here.get(name))} here"


def _identity(fact: Fact, known: Known) -> str:
    if fact.ref is not None and known.ref == fact.ref:
        return f"{fact.kind} ref {fact.ref!r}"
    here = fields_of(fact)
    return " ".join([fact.kind, *(clip(here.get(name)) for name in fact.natural_key)])
