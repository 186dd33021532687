"""An import taken back: what it recorded is voided, and the workflows that it opened are ended (S11.5).

All or nothing, in one append: where something rests on what was recorded, nothing is taken back, and it is named.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from ledger.appends.append import Append
from ledger.appends.ledger_state import StoredLedgerState
from ledger.calendar import instant, last_day
from ledger.decisions.erasure import recorded_again
from ledger.decisions.references import fact_with_id
from ledger.decisions.state import Known
from ledger.decisions.voids import refused_void, voided
from ledger.facts.base import KINDS, Fact
from ledger.facts.complaints import ComplaintUpdate
from ledger.facts.conduct import Dispute, DisputeDecision
from ledger.facts.guidance import ImprovementStep
from ledger.facts.leave import LeaveDecision
from ledger.facts.prepared_fact import Read, prepared
from ledger.facts.quality import MonitoringRevision
from ledger.facts.requests import OvertimeRequestDecision, PunchRequestDecision
from ledger.facts.roster import SwapDecision
from ledger.facts.void import Void, instead_of_void
from ledger.refusal import LedgerError, MissingError, Refusal, UsageError
from ledger.store.import_records import Bookkeeping, ImportProgress, Senders

_AT_ONCE = 2_000
_NAMED = 20
_ENDED = ("cancelled", "withdrawn", "rejected")
_DECIDED_ONCE = ("punch_request", "overtime_request")
"""S3.3b: kinds whose approval is the end of it too; what it recorded is taken back by itself."""

_ENDINGS: dict[str, Callable[[Any, "ReversalAsked", datetime], Fact]] = {
    "swap": lambda fact, asked, at: SwapDecision(swap=fact.swap, decision="cancelled", by=asked.by, at=at),
    "punch_request": lambda fact, asked, at: PunchRequestDecision(
        request=fact.request, decision="cancelled", by=asked.by, at=at
    ),
    "overtime_request": lambda fact, asked, at: OvertimeRequestDecision(
        request=fact.request, decision="cancelled", by=asked.by, at=at
    ),
    "improvement_plan": lambda fact, asked, at: ImprovementStep(plan=fact.plan, at=at, status="cancelled", by=asked.by),
    "leave": lambda fact, asked, at: LeaveDecision(leave=fact.leave, decision="cancelled", by=asked.by, at=at),
    "monitoring": lambda fact, asked, at: MonitoringRevision(
        monitoring=fact.monitoring, at=at, by=asked.by, reason=asked.reason, withdrawn=True
    ),
    "complaint": lambda fact, asked, at: ComplaintUpdate(
        complaint=fact.complaint, at=at, status="withdrawn", by=asked.by
    ),
    "dispute": lambda fact, asked, at: DisputeDecision(
        dispute=fact.dispute, at=at, decision="withdrawn", by=asked.by, reason=asked.reason
    ),
}
"""What ends a workflow that was opened by mistake."""


class RestingError(LedgerError):
    """Something rests on what an import recorded, so that it cannot be taken back."""


class ReversalLimits(Protocol):
    """How far somebody reaches who does not reach everyone."""

    def refusal(self, fact: Fact) -> Refusal | None:
        """Why a fact that takes something back may not be recorded; None where it may."""

    def sees(self, position: int) -> bool:
        """Whether the fact at a position may be told of."""


@dataclass(frozen=True, slots=True)
class ReversalAsked:
    """Which import is taken back (its id, or the beginning of it), by whom and why."""

    import_id: str
    by: str
    reason: str
    recorded_by: str | None = None
    source: str | None = None
    senders: Senders = None
    """Whose imports can be taken back, by number; None where all can."""
    limits: ReversalLimits | None = None


@dataclass(frozen=True, slots=True)
class Reversal:
    """What became of the facts of an import: how many were voided, ended, and were so before.

    `late` of them are dated in closed periods, and adjusted in the next closing (S11.4).
    """

    import_id: str
    voided: int
    ended: int
    already: int
    late: int

    def as_json(self) -> dict[str, Any]:
        """The answer as ``import --undo --json`` prints it."""
        counts = {"voided": self.voided, "ended": self.ended, "already": self.already, "late": self.late}
        return {"import": self.import_id, **counts}


def taken_back(append: Append, asked: ReversalAsked) -> Reversal:
    """Take an import back; what was taken back before stays so.

    Raises MissingError where there is no such import, UsageError where several begin so, and RestingError, which
    names them, where facts stand in the way.
    """
    books = Bookkeeping(append.cursor)
    progress = _import_of(books, asked.import_id, asked.senders)
    ranges = books.recorded(progress.key)
    if progress.accepted and not ranges:
        raise LedgerError(
            f"what the import {progress.key[:12]} recorded is not known: it restored a ledger, or was made by an "
            "earlier version of workledger; void its facts one by one"
        )
    return _Reverser(append, asked, ranges).run(progress.key, f"the import {progress.key[:12]}")


def _import_of(books: Bookkeeping, name: str, senders: Senders) -> ImportProgress:
    found = books.beginning(name, senders) if name.isascii() else []
    if not found:
        raise MissingError(f"there is no import {name[:64]!r} on this ledger; import --list shows those there are")
    if len(found) > 1:
        raise UsageError(f"{len(found)} imports begin with {name!r}; give more of the id")
    (progress,) = found
    if not progress.finished:
        raise LedgerError(
            f"the import {progress.key[:12]} has not come to its end; import the file again, and take it back then"
        )
    return progress


def fact_taken_back(append: Append, asked: ReversalAsked, position: int) -> Reversal:
    """Take the one fact at a position back, as an import is. Raises RestingError where something stands in the way."""
    (known,) = append.ledger_state.between(position, position)
    return _Reverser(append, asked, [(position, position)]).run(known.id, f"the {known.kind}")


class _Reverser:
    """Goes back through what an import recorded, the last first."""

    def __init__(self, append: Append, asked: ReversalAsked, ranges: list[tuple[int, int]]) -> None:
        self._append = append
        self._asked = asked
        self._ranges = ranges
        self._at = instant(append.recorded_at)
        self._resting: list[str] = []
        self._closed_until = self._end_of_closed()
        self._voided = self._ended = self._already = self._late = 0

    @property
    def _state(self) -> StoredLedgerState:
        return self._append.ledger_state

    def run(self, key: str, called: str) -> Reversal:
        """Take all of it back; `called` is what that is, for people."""
        if self._ranges:
            self._look_for_disputes()
        for known in self._facts():
            self._take_back(known)
        if self._resting:
            more = len(self._resting) - _NAMED
            named = "; ".join([*self._resting[:_NAMED], *([f"and {more} more"] if more > 0 else [])])
            raise RestingError(f"{called} cannot be taken back, and nothing was: {named}")
        return Reversal(key, self._voided, self._ended, self._already, self._late)

    def _end_of_closed(self) -> str:
        closed, site = self._state.closed_periods(), self._state.site
        return last_day(max(closed), site.period_start_day).isoformat() if closed and site is not None else ""

    def _facts(self) -> Iterator[Known]:
        for first, last in reversed(self._ranges):
            for end in range(last, first - 1, -_AT_ONCE):
                start = max(first, end - _AT_ONCE + 1)
                yield from reversed(self._state.between(start, end))
                self._append.flush()

    def _take_back(self, known: Known) -> None:
        model = KINDS[known.kind]
        if self._state.is_voided(known.position):
            self._already += 1
        elif model.voided_by is not None:
            self._void(known)
        elif known.kind in _ENDINGS:
            self._end(known)
        elif not self._is_settled(known):
            self._rests(known, f"no void takes it; {instead_of_void(model)}")

    def _void(self, known: Known) -> None:
        asked = self._asked
        refusal = refused_void(known, self._state)
        if refusal is None and known.employee in self._state.erased:
            refusal = recorded_again(known.employee)
        if refusal is not None:
            self._rests(known, refusal.message)
            return
        void = Void(
            of_kind=known.kind,
            of=known.id,
            by=asked.by,
            reason=asked.reason,
            recorded_by=asked.recorded_by,
            source=asked.source,
        )
        if self._is_beyond(known, void):
            return
        self._append.put(prepared(void, self._state.site), known)
        self._voided += 1
        self._late += known.business_date <= self._closed_until

    def _end(self, known: Known) -> None:
        followers = self._state.history(known.stream)[1:]
        outcome = _outcome(followers[-1].fact) if followers else None
        own = all(self._is_own(each.position) for each in followers)
        if outcome in _ENDED or (outcome is not None and known.kind in _DECIDED_ONCE and own):
            self._already += 1
            return
        beyond = next((each for each in followers if not self._is_own(each.position)), None)
        if beyond is not None:
            self._rests(known, f"the {beyond.kind} at position {beyond.position} follows it", beyond)
            return
        sent = {"recorded_by": self._asked.recorded_by, "source": self._asked.source}
        ending = _ENDINGS[known.kind](known.fact, self._asked, self._at).model_copy(update=sent)
        if self._is_beyond(known, ending):
            return
        (judged,) = self._append.judge([Read(prepared(ending, self._state.site))])
        if judged.refusal is not None:
            self._rests(known, judged.refusal.message)
            return
        self._ended += 1
        self._late += known.business_date <= self._closed_until

    def _is_settled(self, known: Known) -> bool:
        """Whether what it follows, or voids, is taken back with the import."""
        if known.kind == Void.kind:
            fact = known.fact
            assert isinstance(fact, Void)
            return all(self._is_own(each.position) for each in voided(fact, self._state))
        opener = self._state.history(known.stream)[0]
        return opener is not known and opener.position != known.position and self._is_own(opener.position)

    def _look_for_disputes(self) -> None:
        """Open disputes about facts of the import rest on them."""
        for dispute in self._state.of_kind(Dispute.kind, self._ranges[0][0]):
            fact = dispute.fact
            assert isinstance(fact, Dispute)
            about = None if fact.about is None else fact_with_id(fact.about, self._state)
            if about is None or not self._is_own(about.position) or self._is_own(dispute.position):
                continue
            if len(self._state.history(dispute.stream)) == 1:
                self._rests(about, f"the dispute {fact.dispute!r} about it is open", dispute)

    def _is_own(self, position: int) -> bool:
        return any(first <= position <= last for first, last in self._ranges)

    def _is_beyond(self, known: Known, fact: Fact) -> bool:
        """Whether what takes a fact back may not be recorded by the caller; it is named then."""
        refusal = None if self._asked.limits is None else self._asked.limits.refusal(fact)
        if refusal is not None:
            self._rests(known, refusal.message)
        return refusal is not None

    def _rests(self, known: Known, why: str, resting: Known | None = None) -> None:
        """Name what stands in the way; of a fact that may not be told of, only that there is one."""
        limits = self._asked.limits
        if resting is not None and limits is not None and not limits.sees(resting.position):
            why = "what you may not read rests on it; ask HR"
        self._resting.append(f"{known.kind} at position {known.position}: {why}")


def _outcome(fact: Fact) -> str | None:
    if isinstance(fact, MonitoringRevision):
        return "withdrawn" if fact.withdrawn else None
    return None if fact.outcome is None else str(getattr(fact, fact.outcome))
