"""The roles of who uses a ledger, and how far a role reaches: names, in which kinds and reports say who may.

What a role opens, and to whom it is given, is the service's business (`api.auth`).
"""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """The roles of who uses the service."""

    EMPLOYEE = "employee"
    TEAM_LEADER = "team_leader"
    QA = "qa"
    MANAGER = "manager"
    HR = "hr"
    AUDITOR = "auditor"
    DEVICE = "device"
    ADMIN = "admin"


class Reach(StrEnum):
    """Whose data something may concern."""

    OWN = "own"
    TEAM = "team"
    TEAM_AGENTS = "team/csr"
    ALL_AGENTS = "all/csr"
    ALL = "all"


Row = Mapping[Role, Reach]
"""Who may, and how far; a role that is not in it may not."""

OWN = {Role.EMPLOYEE: Reach.OWN}
TEAM = {Role.TEAM_LEADER: Reach.TEAM}
TEAM_AGENTS = {Role.TEAM_LEADER: Reach.TEAM_AGENTS}
QA = {Role.QA: Reach.ALL}
QA_AGENTS = {Role.QA: Reach.ALL_AGENTS}
MANAGER = {Role.MANAGER: Reach.ALL}
HR = {Role.HR: Reach.ALL}
AUDITOR = {Role.AUDITOR: Reach.ALL}
DEVICE = {Role.DEVICE: Reach.ALL}
ADMIN = {Role.ADMIN: Reach.ALL}

DESK = MANAGER | HR
FLOOR = TEAM | DESK
SEES_PAY = OWN | HR | AUDITOR
SEES_SCORES = OWN | QA_AGENTS | DESK | AUDITOR
SEES_MARKS = OWN | TEAM_AGENTS | QA_AGENTS | DESK | AUDITOR
SEES_FLOOR = OWN | TEAM | DESK | AUDITOR
EVERYONE: Row = dict.fromkeys(Role, Reach.ALL)
PEOPLE: Row = dict.fromkeys((role for role in Role if role not in (Role.DEVICE, Role.ADMIN)), Reach.ALL)
LEADERS = {Role.TEAM_LEADER: Reach.ALL}
"""Of what is about no employee and no team."""
SEES_CENTRE: Row = {role: reach for role, reach in PEOPLE.items() if role is not Role.EMPLOYEE}
SEES_INSTRUCTIONS = OWN | TEAM | {Role.QA: Reach.OWN} | DESK | AUDITOR
"""Of what is addressed to teams: one's own, those that one leads, all."""
SEES_OWN_WORK = OWN | {Role.TEAM_LEADER: Reach.OWN, Role.QA: Reach.OWN} | DESK | AUDITOR
"""Of what answers to what one has given or judged: of oneself, and of what one did."""
