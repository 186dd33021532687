"""S11.5 作废: which fact a void takes back, and whether what would stand then may stand."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from ledger.decisions.contracts import refusal_without
from ledger.decisions.judgement import decides, refusal_of_kind
from ledger.decisions.references import fact_with_id
from ledger.decisions.state import Accepted, Known, LedgerState, in_force
from ledger.facts.base import KINDS
from ledger.facts.contracts import Contract
from ledger.facts.effects import VoidedBy
from ledger.facts.people import Employee, Site
from ledger.facts.streams import ref_stream
from ledger.facts.void import Void
from ledger.refusal import Refusal
from ledger.ruleset import RecordedRules


@decides(Void)
def decide_void(fact: Void, state: LedgerState, _opener: Known | None) -> Accepted | Refusal:
    """S11.5 作废: the fact that is named is on the ledger, and what would stand without it may stand."""
    targets = voided(fact, state)
    if len(targets) == 1:
        return refused_void(targets[0], state) or Accepted(follows=targets[0])
    if targets:
        return Refusal(
            "ambiguous",
            f"void: {len(targets)} facts of kind {fact.of_kind} have the number {fact.of!r}; name one by its ref or id",
        )
    by_number = KINDS[fact.of_kind].voided_by is VoidedBy.NUMBER
    right = "give its ref, its id or its own number" if by_number else "give its ref or its id"
    return Refusal("unknown_fact", f"void: there is no {fact.of_kind} {fact.of!r} on the ledger; {right}")


def voided(fact: Void, state: LedgerState) -> Sequence[Known]:
    """The facts that a void may mean; exactly one where it is right."""
    model = KINDS[fact.of_kind]
    if model.unique:
        by_ref = state.with_ref(fact.of_kind, fact.of)
    else:
        by_ref = next(iter(state.history(ref_stream(fact.of_kind, fact.of))), None)
    if by_ref is not None:
        return [by_ref]
    by_id = fact_with_id(fact.of, state)
    if by_id is not None and by_id.kind == fact.of_kind:
        return [by_id]
    return state.numbered(fact.of_kind, fact.of) if model.voided_by is VoidedBy.NUMBER else ()


def refused_void(target: Known, state: LedgerState) -> Refusal | None:
    """Why a fact may not be voided; None where it may be, or is voided already.

    Of a ↻ kind what stood before it stands again, which may be refused; and who is named on the ledger stays on it.
    """
    if not KINDS[target.kind].supersedes or not _is_in_force(target, state):
        return None
    without = Without(state, frozenset((target.position,)))
    if isinstance(target.fact, Contract):
        refusal = refusal_without(target.fact, state, without)
        return None if refusal is None else _refused(target, f"without it {refusal.message}")
    then = in_force(target.kind, target.stream, without)
    if then is not None:
        refusal = refusal_of_kind(then.fact, without)
        why = "" if refusal is None else f"what stood before it would be refused: {refusal.message}"
        return _refused(target, why) if why else None
    if target.kind != Employee.kind:
        return None
    named = state.naming(target.employee)
    if named is None:
        return None
    return _refused(
        target,
        f"it is all that says who {target.employee!r} is, whom the {named.kind} at position {named.position} names; "
        "void or cancel first what names the employee, or record the employee as it is right",
    )


def _is_in_force(target: Known, state: LedgerState) -> bool:
    standing = in_force(target.kind, target.stream, state)
    return standing is not None and standing.position == target.position


def _refused(target: Known, why: str) -> Refusal:
    return Refusal("not_allowed", f"void: the {target.kind} at position {target.position} cannot be voided: {why}")


@dataclass(frozen=True, slots=True)
class Without:
    """A ledger as it would stand without some facts; a `LedgerState`."""

    state: LedgerState
    positions: Collection[int]

    @property
    def site(self) -> Site | None:
        """The site of the ledger."""
        return self.state.site

    @property
    def rule_sets(self) -> Sequence[RecordedRules]:
        """The rule sets, which no void takes."""
        return self.state.rule_sets

    @property
    def erased(self) -> Collection[str]:
        """The numbers of those whose personal data was erased."""
        return self.state.erased

    def history(self, stream: str) -> Sequence[Known]:
        """The facts of a stream in order."""
        return self.state.history(stream)

    def with_ref(self, kind: str, ref: str) -> Known | None:
        """The fact of a kind with a sender's id."""
        return self.state.with_ref(kind, ref)

    def numbered(self, kind: str, number: str) -> Sequence[Known]:
        """The facts of a kind with this natural key."""
        return self.state.numbered(kind, number)

    def keyed(self, kind: str, first: str) -> Sequence[Known]:
        """The facts of a kind whose natural key begins with a value."""
        return self.state.keyed(kind, first)

    def streams_of(self, kind: str, employee: str) -> Sequence[str]:
        """The streams of the facts of a kind that are an employee's own."""
        return self.state.streams_of(kind, employee)

    def streams_on(self, kind: str, date: str) -> Sequence[str]:
        """The streams of the facts of a kind of a business date."""
        return self.state.streams_on(kind, date)

    def read(self, streams: Iterable[str]) -> None:
        """Make ready to give the histories of some streams."""
        self.state.read(streams)

    def is_voided(self, position: int) -> bool:
        """Whether a fact is voided, or would be."""
        return position in self.positions or self.state.is_voided(position)

    def naming(self, employee: str) -> Known | None:
        """The first fact that names an employee."""
        return self.state.naming(employee)

    def has_employee(self, employee: str) -> bool:
        """Whether the employee is on the ledger."""
        return self.state.has_employee(employee)

    def has_team(self, team: str) -> bool:
        """Whether somebody was ever in a team of this name."""
        return self.state.has_team(team)
