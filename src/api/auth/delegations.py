"""What somebody does for a leader who is away: who gives a delegation, and what those carry that are in force.

A delegation carries what its giver has by role and team on the day, in the matters that it names, and only as long as
both are in the roles in which it was given. It never carries pay, judging, voids, closings or keys, and is not passed
on: what it may carry is listed here, and nothing else is carried.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from threading import Lock

from api.auth.principals import Carried, Grant, Principal
from api.auth.role_table import RoleTable, default_roles
from api.auth.teams import Teams
from api.problems import Problem, not_permitted
from ledger.facts.complaints import Complaint, ComplaintUpdate
from ledger.facts.delegations import MATTERS, Delegation
from ledger.facts.leave import Leave, LeaveDecision
from ledger.facts.requests import OvertimeRequest, OvertimeRequestDecision, PunchRequest, PunchRequestDecision
from ledger.facts.roster import ShiftFact, Swap, SwapDecision
from ledger.facts.service import Promise, PromiseUpdate, Refund, RefundUpdate
from ledger.facts.tasks import Task, TaskStep
from ledger.ledger import Ledger, RecordedFact
from ledger.refusal import Refusal
from ledger.roles import Role
from projections.people import Membership, Posting

GIVERS = {"team_leader": Role.TEAM_LEADER, "qa": Role.QA, "manager": Role.MANAGER}
"""The roles on the ledger that give a delegation, and as a rule receive one: those of the service."""
_AGENT = "csr"
_NEVER = {Role.DEVICE, Role.ADMIN, Role.AUDITOR}
"""Roles beside which nothing is carried: who reads the log, or hands out keys, decides nothing."""
_MOST = 1_000_000
_ROSTER = ("report attendance", "report coverage", "plan rosters")
_FOLLOWED = (
    (Leave, LeaveDecision),
    (Swap, SwapDecision),
    (PunchRequest, PunchRequestDecision),
    (OvertimeRequest, OvertimeRequestDecision),
    (Complaint, ComplaintUpdate),
    (Refund, RefundUpdate),
    (Promise, PromiseUpdate),
    (Task, TaskStep),
)
"""In the order of `MATTERS`: what opens the workflows of each, and what follows; the roster aside, which comes last."""


def _operations() -> Iterator[frozenset[str]]:
    for opener, follower in _FOLLOWED:
        yield frozenset({f"read {opener.kind}", f"read {follower.kind}", f"record {follower.kind}"})
    yield frozenset({f"read {ShiftFact.kind}", f"record {ShiftFact.kind}", *_ROSTER})


OPERATIONS: Mapping[str, frozenset[str]] = dict(zip(MATTERS, _operations(), strict=True))
"""What each matter carries, as rows of the table of permissions; of all others nothing is carried."""
NOT_CARRIED: Mapping[str, tuple[str, ...]] = {
    ComplaintUpdate.kind: ("upheld", "dismissed", "withdrawn"),
    RefundUpdate.kind: ("paid",),
}
"""Outcomes that nobody states by a delegation: verdicts, and payment."""


class Delegations:
    """The delegations of a ledger; read again when one more was recorded."""

    def __init__(self, ledger: Ledger, teams: Teams, roles: RoleTable | None = None) -> None:
        """Nothing is read yet; a giver has a role as `roles` have it, without them as the eight do."""
        self._ledger = ledger
        self._roles = roles or default_roles()
        self._teams = teams
        self._lock = Lock()
        self._known_at = 0
        self._given: Mapping[str, list[RecordedFact]] = {}

    def carrying(self, principal: Principal) -> Principal:
        """Somebody with what delegations carry that are in force today."""
        if principal.employee is None or not _NEVER.isdisjoint(principal.roles) or principal.holds_store:
            return principal
        given = self._to(principal.employee)
        if not given:
            return principal
        membership = self._teams.membership()
        found = (_carried(each, membership, self._roles) for each in given)
        return Principal(
            principal.id, principal.name, principal.grants, carried=tuple(each for each in found if each is not None)
        )

    def refuse(self, fact: Delegation, principal: Principal) -> None:
        """Raises Problem where the sender may not give it, or it is given to nobody who may act, or for days past."""
        if principal.holds_store:
            return
        membership = self._teams.membership()
        day = fact.from_.isoformat()
        giver, receiver = (_role_on(membership, each, day) for each in (fact.employee, fact.to))
        if principal.employee == fact.to:
            raise not_permitted("delegation: it is to yourself; whoever is away gives it, or a manager")
        if principal.employee != fact.employee and not _gives_for_others(principal, giver):
            raise not_permitted("delegation: whoever is away gives it, or a manager; a manager's is given by HR")
        if fact.until is None:
            return
        if giver is None or giver.role not in GIVERS:
            raise _refused(f"employee {fact.employee!r} is not a team leader, QA or manager on {day}")
        if day < membership.today:
            raise _refused(f"{day} lies before today ({membership.today}); give today or a later date")
        if not _may_receive(receiver, giver, by_manager=Role.MANAGER in principal.roles):
            raise _refused(
                f"to {fact.to!r} cannot act on {day}; give a team leader, QA or a manager, or as a manager a CSR of "
                "the leader's team"
            )

    def _to(self, employee: str) -> list[RecordedFact]:
        """What stands of the delegations that somebody was given, withdrawn ones included."""
        with self._lock:
            last = self._last()
            if last != self._known_at:
                self._given = self._read(last)
                self._known_at = last
            return self._given.get(employee, [])

    def _last(self) -> int:
        with self._ledger.transactions.looking() as (cursor, _now):
            cursor.execute("SELECT COALESCE(MAX(position), 0) AS last FROM events WHERE kind=?", [Delegation.kind])
            last: int = cursor.fetchone()["last"]
        return last

    def _read(self, until: int) -> Mapping[str, list[RecordedFact]]:
        found = self._ledger.facts.select(0, _MOST, [Delegation.kind], None, until)
        standing = {each.fact.key: each for each in found}
        given: dict[str, list[RecordedFact]] = {}
        for each in standing.values():
            given.setdefault(_delegation(each).to, []).append(each)
        return given


def _delegation(recorded: RecordedFact) -> Delegation:
    assert isinstance(recorded.fact, Delegation)
    return recorded.fact


def _carried(recorded: RecordedFact, membership: Membership, roles: RoleTable) -> Carried | None:
    fact, today = _delegation(recorded), date.fromisoformat(membership.today)
    if fact.until is None or not fact.from_ <= today <= fact.until:
        return None
    then, now = (
        [_role_on(membership, each, day) for each in (fact.employee, fact.to)]
        for day in (fact.from_.isoformat(), membership.today)
    )
    giver, receiver = now
    if giver is None or receiver is None or then != now or giver.role not in GIVERS:
        return None
    role = GIVERS[giver.role]
    return Carried(
        recorded.id,
        fact.employee,
        Grant(role, fact.to, giver.team if role is Role.TEAM_LEADER else None, roles.find(role)),
        frozenset().union(*(OPERATIONS[matter] for matter in fact.what)),
    )


def _role_on(membership: Membership, employee: str, day: str) -> Posting | None:
    """Role and team of somebody on a date; None of who is not employed then."""
    held = membership.posting_on(employee, day) if membership.employed_on(employee, day) else None
    return None if held is None else Posting("", held.role, held.team)


def _gives_for_others(principal: Principal, giver: Posting | None) -> bool:
    is_manager = giver is not None and giver.role == Role.MANAGER
    return (Role.HR if is_manager else Role.MANAGER) in principal.roles


def _may_receive(receiver: Posting | None, giver: Posting, *, by_manager: bool) -> bool:
    if receiver is None:
        return False
    if receiver.role in GIVERS:
        return True
    return by_manager and giver.role == Role.TEAM_LEADER and receiver == Posting("", _AGENT, giver.team)


def _refused(sentence: str) -> Problem:
    return Problem.of("refused", Refusal("not_allowed", f"delegation: {sentence}"))
