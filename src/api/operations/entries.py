"""Facts that are entered together: looked at as a whole, and recorded in one transaction, all of them or none.

They are kept as an import is, under a name of their own, so that they can be taken back together.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from pydantic import Field

from api.auth.authorship import attributed, own_name
from api.auth.principals import extent_of
from api.operations.answer import Answer, Done
from api.operations.context import Context
from api.operations.doubts import ToldDoubt
from api.operations.operation import operation
from api.operations.records import WITHHELD, asks_store, may_see_kind, reached_fact, sent_fact
from api.problems import Problem
from ledger.appends.append import Append, Outcome
from ledger.facts.base import KINDS, Fact
from ledger.facts.prepared_fact import Read, prepared
from ledger.facts.streams import stream_of
from ledger.store.import_records import Bookkeeping, ImportProgress

MOST_ENTRIES = 5_000
"""So many facts may be entered together."""
TYPED = "typed"
"""The format of an import that was typed into a page."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact that is entered: its kind, and its fields in the interchange format."""

    kind: str
    fields: Mapping[str, Any]


class WrongEntriesError(Exception):
    """Some entries cannot be recorded, and so none is: what is wrong of each, by its place among them."""

    def __init__(self, problems: Mapping[int, Problem]) -> None:
        """With what is wrong."""
        super().__init__(f"{len(problems)} entries cannot be recorded")
        self.problems = problems


class EntryDoubt(ToldDoubt):
    """What should be looked at of an entry, by its place among them."""

    entry: int


class EnteredTogether(Answer):
    """Entries that were recorded: the import that they are kept as, and how many there are."""

    import_id: str = Field(alias="import")
    recorded: int


@operation("record {kind}")
def record_entries(
    context: Context, kind: str, entries: Sequence[Entry], seen: int, called: str
) -> Done[EnteredTogether]:
    """Record entries in one transaction, kept as an import that is `called` so. Raises WrongEntriesError, and none is.

    Under a key it is done once. Raises Problem for a context without a key.
    """
    if context.key is None:
        raise Problem("invalid", "the form has no key; reload the page, and enter it again")
    principal, facts = context.principal, facts_of(context, kind, entries)
    imports = extent_of(principal, "import")
    owner = "" if imports is not None and imports.everyone else own_name(principal)
    number = sha256(f"{principal.id} {context.key.text}".encode()).hexdigest()

    def work(append: Append) -> Done[EnteredTogether]:
        before = append.position
        judged_together(context, append, facts, seen)
        books = Bookkeeping(append.cursor)
        recorded = append.position - before
        kept = ImportProgress(number, TYPED, {}, append.recorded_at, file=called, sender=owner)
        duplicate = len(facts) - recorded
        books.save_progress(replace(kept, accepted=recorded, duplicate=duplicate, finished=True))
        books.keep_recorded(number, before + 1, append.position)
        return Done(EnteredTogether.model_validate({"import": number, "recorded": recorded}), 201)

    return context.once(EnteredTogether, work)


@operation("record {kind}")
def entered_before(context: Context, kind: str) -> EnteredTogether | None:
    """What was recorded under the key of the context before, of entries of which the first is of a kind."""
    assert kind in KINDS
    key = context.key
    if key is None or not context.ledger.transactions.is_answered(key.keyed):
        return None

    def nothing(_append: Append) -> Done[EnteredTogether]:
        raise Problem("moved-on", "what was recorded under the key is not known any more; look at the page again")

    return context.once(EnteredTogether, nothing).answer


def facts_of(context: Context, kind: str, entries: Sequence[Entry]) -> list[Fact]:
    """The facts of entries, each within reach and in the name of who sends it. Raises WrongEntriesError."""
    if not 1 <= len(entries) <= MOST_ENTRIES:
        raise Problem("invalid", f"{len(entries)} values are entered; enter 1 to {MOST_ENTRIES} at once")
    assert entries[0].kind == kind
    found: list[Fact] = []
    wrong: dict[int, Problem] = {}
    for number, entry in enumerate(entries):
        try:
            found.append(_fact(context, entry))
        except Problem as problem:
            wrong[number] = problem
    if wrong:
        raise WrongEntriesError(wrong)
    return found


def _fact(context: Context, entry: Entry) -> Fact:
    own = replace(context.permitted(f"record {entry.kind}"), key=None)
    content = json.dumps(entry.fields, ensure_ascii=False).encode()
    sent = sent_fact(own, KINDS[entry.kind], content)
    return attributed(reached_fact(own, sent) if asks_store(own, sent) else sent, own.principal)


def judged_together(context: Context, append: Append, facts: Sequence[Fact], seen: int) -> list[Outcome]:
    """The outcomes of facts, none of which is refused. Raises WrongEntriesError."""
    wrong = {number: _moved_on() for number, fact in enumerate(facts) if _is_newer(append, fact, seen)}
    if wrong:
        raise WrongEntriesError(wrong)
    site = append.ledger_state.site
    outcomes = append.judge([Read(prepared(fact, site)) for fact in facts])
    wrong = {
        number: _refused(context, fact, outcome)
        for number, (fact, outcome) in enumerate(zip(facts, outcomes, strict=True))
        if outcome.refusal is not None
    }
    if wrong:
        raise WrongEntriesError(wrong)
    return outcomes


def _is_newer(append: Append, fact: Fact, seen: int) -> bool:
    """Whether something was recorded under the key of a fact of a ↻ kind after the position that was looked at."""
    history = append.ledger_state.history(stream_of(fact)) if fact.supersedes else ()
    return bool(history) and history[-1].position > seen


def _moved_on() -> Problem:
    return Problem("moved-on", "another value was recorded meanwhile; look at it, and enter yours again", code="exists")


def _refused(context: Context, fact: Fact, outcome: Outcome) -> Problem:
    assert outcome.refusal is not None
    conflict = outcome.status == "conflict"
    problem = Problem.of("conflict" if conflict else "refused", outcome.refusal)
    if conflict and not may_see_kind(context.principal, fact.kind):
        return Problem("conflict", WITHHELD, code=problem.code)
    return problem
