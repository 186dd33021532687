"""Who may do what: the one table, for the API and all that is built on it.

An operation is named as the API names it: `record KIND`, `read KIND` (facts), `report NAME`, or by its own name. For
each, the roles that may, and how far: their own data, their team's, or everyone's. What is not in the table is
refused. Of kinds their models say it, of reports their definitions.
"""

from collections.abc import Mapping

from ledger.facts import KINDS
from ledger.roles import (
    ADMIN,
    AUDITOR,
    DESK,
    EVERYONE,
    FLOOR,
    HR,
    OWN,
    PEOPLE,
    QA_AGENTS,
    SEES_CENTRE,
    SEES_PAY,
    TEAM_AGENTS,
    Reach,
    Role,
    Row,
)
from projections.reports import REPORTS

__all__ = ["PAY", "PAY_KINDS", "PERMISSIONS", "Reach", "Role"]


_DOCUMENTS: Mapping[str, Row] = {
    "payslips": SEES_PAY,
    "payroll-register": HR | AUDITOR,
    "ranking-notice": OWN | QA_AGENTS | DESK | AUDITOR,
    "attendance-sheet": FLOOR | AUDITOR,
    "hours-balances": FLOOR | AUDITOR,
    "quality-report": TEAM_AGENTS | QA_AGENTS | DESK | AUDITOR,
    "month-close": HR | AUDITOR,
    "dispute-file": SEES_PAY,
    "morning-brief": FLOOR | AUDITOR,
    "monitoring-report": TEAM_AGENTS | QA_AGENTS | DESK | AUDITOR,
}
"""By name; with amounts a ranking notice is for whom `report bonus` of everyone is.

Employees read that of a closed month as it is for everybody: the ranks that pay, and who won an award (1.7).
"""

_OWN_FILES = dict.fromkeys((Role.TEAM_LEADER, Role.QA, Role.MANAGER), Reach.OWN)
"""Those who import as themselves, and see what they sent."""

_OPERATIONS: Mapping[str, Row] = {
    "see who I am": EVERYONE,
    "see the ledger": EVERYONE,
    "see the directory": PEOPLE,
    "see periods": EVERYONE,
    "see rules": EVERYONE,
    "see doubts": PEOPLE,
    "see the brief": FLOOR | AUDITOR,
    "see the agenda": PEOPLE,
    "see evaluators": {Role.TEAM_LEADER: Reach.OWN, Role.QA: Reach.OWN} | DESK | AUDITOR,
    "see jobs": EVERYONE,
    "see every job": HR | AUDITOR | ADMIN,
    "see the service": ADMIN | AUDITOR,
    "cancel jobs": EVERYONE,
    "see mappings": SEES_CENTRE,
    "see statutory holidays": DESK | AUDITOR,
    "follow facts": DESK | AUDITOR,
    "see history": OWN | HR | AUDITOR,
    "import": _OWN_FILES | HR,
    "see imports": _OWN_FILES | HR | AUDITOR,
    "export": HR | AUDITOR,
    "see quarantine": _OWN_FILES | HR | AUDITOR,
    "mend quarantine": _OWN_FILES | HR,
    "close": HR,
    "consent to closings": DESK,
    "see closings": HR | AUDITOR,
    "plan rosters": FLOOR,
    "see others' roster drafts": {Role.MANAGER: Reach.ALL},
    "compare": HR | AUDITOR,
    "try drafts": DESK | AUDITOR,
    "reconcile": HR | AUDITOR,
    "hand over pay": HR | AUDITOR,
    "see checkpoints": EVERYONE,
    "sign checkpoints": HR | AUDITOR | ADMIN,
    "prove": OWN | HR | AUDITOR,
    "see evidence": SEES_PAY,
    "verify": HR | AUDITOR | ADMIN,
    "erase": HR,
    "see a dispute's case": OWN | HR | AUDITOR,
    "administer webhooks": HR,
    "see webhooks": HR | AUDITOR | ADMIN,
    "choose notifications": PEOPLE,
    "see notification states": HR | AUDITOR | ADMIN,
    "administer devices": ADMIN,
    "see devices": ADMIN | AUDITOR,
    "administer keys": ADMIN,
    "see keys": ADMIN | AUDITOR,
    "see the access log": OWN | AUDITOR,
    "see metrics": ADMIN | AUDITOR,
}

PERMISSIONS: Mapping[str, Row] = {
    **{f"report {name}": report.readers for name, report in REPORTS.items()},
    **{f"record {kind}": model.recorders for kind, model in KINDS.items() if not model.by_command},
    **{f"read {kind}": model.readers for kind, model in KINDS.items()},
    **{f"document {name}": row for name, row in _DOCUMENTS.items()},
    **_OPERATIONS,
}
"""The table: operation, then role, then reach."""

PAY = frozenset(f"report {name}" for name, report in REPORTS.items() if report.tells_pay)
"""Reading these of somebody else is itself recorded, in the access log."""
PAY_KINDS = frozenset(kind for kind, model in KINDS.items() if model.tells_pay)
"""Kinds of facts that tell somebody's pay."""
