"""Who may what: the one table, for the API and all that is built on it.

An operation is named as the API names it: `record KIND`, `read KIND` (facts), `report NAME`, or by its own name. For
each, the roles that may, and how far: their own data, their team's, or everyone's. What is not in the table is
refused.
"""

from collections.abc import Mapping
from enum import StrEnum

from ledger.facts import KINDS
from projections.reports import REPORTS


class Role(StrEnum):
    """The roles of who uses the API."""

    EMPLOYEE = "employee"
    TEAM_LEADER = "team_leader"
    QA = "qa"
    MANAGER = "manager"
    HR = "hr"
    AUDITOR = "auditor"
    DEVICE = "device"
    ADMIN = "admin"


class Reach(StrEnum):
    """Whose data an operation may concern."""

    OWN = "own"
    TEAM = "team"
    ALL = "all"


Row = Mapping[Role, Reach]

_OWN = {Role.EMPLOYEE: Reach.OWN}
_TEAM = {Role.TEAM_LEADER: Reach.TEAM}
_QA = {Role.QA: Reach.ALL}
_MANAGER = {Role.MANAGER: Reach.ALL}
_HR = {Role.HR: Reach.ALL}
_AUDITOR = {Role.AUDITOR: Reach.ALL}
_DEVICE = {Role.DEVICE: Reach.ALL}
_ADMIN = {Role.ADMIN: Reach.ALL}

_DESK = _MANAGER | _HR
_FLOOR = _TEAM | _DESK
_SEES_PAY = _OWN | _HR | _AUDITOR
_SEES_SCORES = _OWN | _QA | _DESK | _AUDITOR
_SEES_FLOOR = _OWN | _TEAM | _DESK | _AUDITOR
_EVERYONE: Row = dict.fromkeys(Role, Reach.ALL)
_PEOPLE: Row = dict.fromkeys((role for role in Role if role not in (Role.DEVICE, Role.ADMIN)), Reach.ALL)

_REPORTS: Mapping[str, Row] = {
    "attendance": _SEES_FLOOR,
    "hours": _SEES_FLOOR,
    "anomalies": _SEES_FLOOR,
    "scores": _SEES_SCORES,
    "ranking": _SEES_SCORES,
    "bonus": _SEES_PAY | _MANAGER,
    "awards": _SEES_PAY | _MANAGER,
    "stars": _SEES_PAY | _MANAGER,
    "payroll": _SEES_PAY,
}

_RECORD: Mapping[str, Row] = {
    "clock": _DEVICE | _FLOOR,
    "seat": _DEVICE | _FLOOR,
    "shift": _FLOOR,
    "overtime_approved": _FLOOR,
    "swap": _OWN | _FLOOR,
    "swap_decision": _OWN | _FLOOR,
    "leave": _OWN | _FLOOR,
    "leave_decision": _OWN | _FLOOR,
    "handover": _FLOOR,
    "briefing": _FLOOR,
    "void": _QA | _FLOOR,
    "monitoring": _QA | _MANAGER,
    "monitoring_revision": _QA | _MANAGER,
    "monitoring_form": _QA | _MANAGER,
    "work_review": _QA | _DESK,
    "behaviour_review": _QA | _DESK,
    "exam": _QA | _DESK,
    "complaint": _QA | _DESK,
    "complaint_update": _QA | _DESK,
    "praise": _QA | _DESK,
    "work_error": _QA | _DESK,
    "violation": _DESK,
    "dispute": _OWN | _DESK,
    "dispute_decision": _OWN | _QA | _DESK,
    "assignment": _DESK,
    "probation": _DESK,
}
"""By kind; a kind that is not named is recorded by HR."""

_READ: Mapping[str, Row] = {
    **dict.fromkeys(("clock", "seat", "shift", "overtime_approved", "swap", "swap_decision"), _SEES_FLOOR),
    **dict.fromkeys(("leave", "leave_decision", "void"), _SEES_FLOOR),
    **dict.fromkeys(("handover", "briefing"), _FLOOR | _AUDITOR),
    **dict.fromkeys(("monitoring", "monitoring_revision", "exam", "complaint", "complaint_update"), _SEES_SCORES),
    **dict.fromkeys(("work_review", "behaviour_review", "praise", "work_error", "monitoring_form"), _SEES_SCORES),
    **dict.fromkeys(("dispute", "dispute_decision"), _SEES_SCORES),
    **dict.fromkeys(("base_salary", "allowance", "correction", "opening", "legal_hold", "erasure"), _SEES_PAY),
    **dict.fromkeys(("employee", "assignment"), _SEES_FLOOR | _QA),
    **dict.fromkeys(("site", "period", "holiday", "rules", "close", "clock_acceptance"), _EVERYONE),
}
"""By kind; a kind that is not named is read by the centre's desk, by auditors, and by whom it is about."""

_DOCUMENTS: Mapping[str, Row] = {
    "payslips": _SEES_PAY,
    "payroll-register": _HR | _AUDITOR,
    "ranking-notice": _QA | _DESK | _AUDITOR,
    "attendance-sheet": _FLOOR | _AUDITOR,
    "hours-balances": _FLOOR | _AUDITOR,
    "quality-report": _QA | _DESK | _AUDITOR,
    "month-close": _HR | _AUDITOR,
    "dispute-file": _SEES_PAY,
}
"""By name; with amounts a ranking notice is for whom `report bonus` of everyone is."""

_OPERATIONS: Mapping[str, Row] = {
    "see who I am": _EVERYONE,
    "see the ledger": _EVERYONE,
    "see the directory": _PEOPLE,
    "see periods": _EVERYONE,
    "see rules": _EVERYONE,
    "see jobs": _EVERYONE,
    "cancel jobs": _EVERYONE,
    "see mappings": _DESK | _AUDITOR,
    "see statutory holidays": _DESK | _AUDITOR,
    "follow facts": _DESK | _AUDITOR,
    "see history": _OWN | _HR | _AUDITOR,
    "import": _HR,
    "export": _HR | _AUDITOR,
    "see quarantine": _HR | _AUDITOR,
    "mend quarantine": _HR,
    "close": _HR,
    "see closings": _HR | _AUDITOR,
    "compare": _HR | _AUDITOR,
    "reconcile": _HR | _AUDITOR,
    "see checkpoints": _EVERYONE,
    "sign checkpoints": _HR | _AUDITOR | _ADMIN,
    "prove": _OWN | _HR | _AUDITOR,
    "see evidence": _SEES_PAY,
    "verify": _HR | _AUDITOR | _ADMIN,
    "erase": _HR,
    "see a dispute's case": _OWN | _HR | _AUDITOR,
    "administer webhooks": _HR,
    "see webhooks": _HR | _AUDITOR,
    "administer devices": _ADMIN,
    "see devices": _ADMIN | _AUDITOR,
    "administer keys": _ADMIN,
    "see keys": _ADMIN | _AUDITOR,
    "see the access log": _AUDITOR,
    "see metrics": _ADMIN | _AUDITOR,
}

PERMISSIONS: Mapping[str, Row] = {
    **{f"report {name}": _REPORTS.get(name, _HR | _AUDITOR) for name in REPORTS},
    **{f"record {kind}": _RECORD.get(kind, _HR) for kind, model in KINDS.items() if not model.by_command},
    **{f"read {kind}": _READ.get(kind, _OWN | _DESK | _AUDITOR) for kind in KINDS},
    **{f"document {name}": row for name, row in _DOCUMENTS.items()},
    **_OPERATIONS,
}
"""The table: operation, then role, then reach."""

PAY = frozenset({f"report {name}" for name in ("bonus", "awards", "stars", "payroll")})
"""Reading these of somebody else is itself recorded, in the access log."""
PAY_KINDS = frozenset({"base_salary", "allowance", "correction"})
"""Kinds of facts that tell somebody's pay."""
