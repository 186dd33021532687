"""The lines of who does not reach everyone: each is judged as if it were sent alone, to the route of its kind."""

from collections.abc import Collection
from dataclasses import replace

from pydantic_core import to_json

from api.auth.authorship import Sender, attributed, filled_in, own_name
from api.auth.principals import extent_of
from api.operations.context import Context
from api.operations.doubts import may_be_told
from api.operations.records import WITHHELD, asks_store, reached_fact
from api.problems import Problem
from ledger.appends.append import Outcome
from ledger.appends.line_sender import LineSender
from ledger.doubts.doubt import Doubt
from ledger.facts.base import KINDS, Fact
from ledger.facts.interchange_line import parse_object
from ledger.facts.prepared_fact import Read
from ledger.facts.streams import stream_of
from ledger.refusal import Refusal, RefusedError, refused


def line_sender(context: Context, called: str) -> LineSender:
    """Who sends lines of what is called so, as far as the operation reaches."""
    return Sender(context.principal, called) if context.extent.everyone else CheckedSender(context, called)


def senders_of(context: Context) -> Collection[str] | None:
    """The numbers of those whose imports are within reach; None where all are."""
    return None if context.extent.everyone else context.extent.employees


class CheckedSender(LineSender):
    """Who sends a file as one who records its facts one by one: no line goes further than its route would."""

    reads_ledger = True
    restores = False

    def __init__(self, context: Context, called: str) -> None:
        """Of the caller of an operation."""
        self._context = replace(context, key=None)
        self._called = called
        self.owner = own_name(context.principal)

    def completed(self, line: bytes) -> bytes:
        """A line with the fields that are the sender's own where they are left out."""
        try:
            fields = parse_object(line)
        except RefusedError:
            return line
        kind = fields.get("kind")
        model = KINDS.get(kind) if isinstance(kind, str) else None
        own = {} if model is None else filled_in(model, self._context.principal)
        lacking = {name: value for name, value in own.items() if name not in fields}
        if not lacking:
            return line
        return to_json(lacking)[:-1] + b"," + line.strip()[1:]

    def attested(self, fact: Fact, line: int) -> Fact:
        """The fact in the sender's name. Raises RefusedError, with the sentence of its route, where that refuses it."""
        found = self._checked(fact, f"{self._called}:{line}")
        if isinstance(found, Refusal):
            raise refused(found.code, found.message)
        return found

    def heeds(self, doubt: Doubt) -> bool:
        """Whether all whom a doubt tells of are within reach."""
        return may_be_told(self._context, doubt)

    def told(self, read: Read, outcome: Outcome) -> Outcome:
        """What became of a line, without what is on the ledger in its place and is not the sender's to read."""
        doubts = tuple(filter(self.heeds, outcome.doubts))
        refusal = outcome.refusal
        if refusal is not None and outcome.status == "conflict" and not self._reads_all(read):
            refusal = Refusal(refusal.code, WITHHELD)
        return outcome._replace(doubts=doubts, refusal=refusal)

    def refusal(self, fact: Fact) -> Refusal | None:
        """Why the sender may not record a fact; None where it may be recorded."""
        found = self._checked(fact, self._called)
        return found if isinstance(found, Refusal) else None

    def sees(self, position: int) -> bool:
        """Whether the sender may read the fact at a position."""
        found = self._context.ledger.facts.at([position])
        visibility = self._context.visibility()
        return bool(found) and all(map(visibility.sees, found))

    def _checked(self, fact: Fact, origin: str) -> Fact | Refusal:
        try:
            context = self._context.permitted(f"record {fact.kind}")
            reached = reached_fact(context, fact) if asks_store(context, fact) else fact
            self._refuse_unopened(reached)
            return attributed(reached, context.principal, origin)
        except Problem as problem:
            return Refusal(problem.code or problem.kind.name.replace("-", "_"), problem.detail)

    def _refuse_unopened(self, fact: Fact) -> None:
        """Raises Problem where what a fact follows is not recorded yet: nobody could say whose matter it is."""
        if fact.follows is not None and not self._context.ledger.facts.stream(stream_of(fact)):
            label = KINDS[fact.follows].label_en
            raise Problem(
                "not-found", f"there is no {label} {str(fact.key[0])[:60]!r} within your reach; record it first"
            )

    def _reads_all(self, read: Read) -> bool:
        if read.prepared is None:
            return False
        extent = extent_of(self._context.principal, f"read {read.prepared.kind}")
        return extent is not None and extent.everyone
