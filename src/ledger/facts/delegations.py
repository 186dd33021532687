"""Who decides for a leader who is away (授权代理)."""

from typing import Annotated, ClassVar, Literal, get_args

from pydantic import Field

from ledger.facts.base import Fact
from ledger.facts.effects import Notice
from ledger.facts.lists import listed
from ledger.facts.types import Actor, Date, EmployeeNumber
from ledger.roles import AUDITOR, DESK, OWN, TEAM, Reach, Role, Row

Matter = Literal["leave", "swap", "punch", "overtime", "complaint", "refund", "promise", "task", "roster"]
"""What may be delegated."""
MATTERS: tuple[str, ...] = get_args(Matter)
_matters = ", ".join(MATTERS)
_listed = listed(f"a list of {_matters}, each once at the most", {"enum": [*MATTERS]}, len(MATTERS))


class Delegation(Fact):
    """Who acts for somebody who is away, from a date until another, both included, and in what (授权代理).

    `until` null withdraws it. No figure rests on it: it says who may decide, and only the service asks for that.
    """

    kind: ClassVar[str] = "delegation"
    natural_key: ClassVar[tuple[str, ...]] = ("employee", "to", "from")
    supersedes: ClassVar[bool] = True
    instead_of_void: ClassVar[str] = "withdraw it by until null"
    dated_by: ClassVar[str | None] = "from"
    recorders: ClassVar[Row] = {Role.TEAM_LEADER: Reach.OWN, Role.QA: Reach.OWN} | DESK
    of_oneself: ClassVar[bool] = True
    readers: ClassVar[Row] = OWN | TEAM | {Role.QA: Reach.OWN} | DESK | AUDITOR
    team_reads: ClassVar[bool] = True
    notice: ClassVar[Notice | None] = Notice.TO_DECIDE
    chapter: ClassVar[str] = "S1"

    employee: EmployeeNumber
    to: EmployeeNumber
    from_: Date = Field(alias="from")
    until: Date | None
    what: Annotated[tuple[Matter, ...], _listed[0], _listed[1], _listed[2]]
    by: Actor
