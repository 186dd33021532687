"""What is sent and answered of a roster that is planned (S3.2, 排班)."""

from typing import Annotated

from pydantic import Field

from api.operations.answer import Answer, Asked, ShownInstant
from api.operations.doubts import ToldDoubt
from projections.roster_check import CONFLICTS

MOST_CELLS = 50_000
"""Dates that may be sent at once: a month of more people than a centre has."""
_Day = Annotated[str, Field(json_schema_extra={"format": "date"})]


class RosterShift(Answer):
    """A shift type: its planned times on the site's clock, and the minutes that it counts."""

    shift: str
    start: str
    end: str
    counted: int


class RosterDay(Answer):
    """A date of the period: whether the public calendar works on it, and the statutory holiday that it is."""

    date: _Day
    works: bool
    holiday: str | None


class RosterSpan(Answer):
    """A stretch of dates on which somebody may be rostered here."""

    first_day: _Day
    last_day: _Day


class RosterPerson(Answer):
    """Somebody in the grid."""

    employee: str
    name: str
    spans: list[RosterSpan]


class RosterCell(Answer):
    """A date of somebody and the shift on it; null where there is none."""

    employee: str
    date: _Day
    shift: str | None


class SentCell(Asked):
    """A date of somebody and the shift that it is to have; null clears the date."""

    employee: Annotated[str, Field(min_length=1, max_length=64)]
    date: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    shift: Annotated[str, Field(min_length=1, max_length=64)] | None


class ConsideredRoster(Asked):
    """Dates to look at, laid over what is published."""

    cells: Annotated[list[SentCell], Field(max_length=MOST_CELLS)]


class RosterHours(Answer):
    """What somebody is rostered for and due in the period, in minutes, as if all were worked as planned."""

    employee: str
    rostered: int
    due: int


class RosterConflict(Answer):
    """What is in the way of a shift; `value` and `limit` are minutes of rest or of leave, or days in a row."""

    employee: str
    date: _Day
    conflict: Annotated[str, Field(json_schema_extra={"enum": list(CONFLICTS)})]
    value: int | None
    limit: int | None


class RosterNeed(Answer):
    """The seats that a team needs, and how many of its agents have a shift that holds all of the interval (S13.3)."""

    team: str
    date: _Day
    from_: str = Field(alias="from")
    until: str
    needed: int
    rostered: int
    gap: int


class RosterCheck(Answer):
    """What a roster comes to."""

    hours: list[RosterHours]
    conflicts: list[RosterConflict]
    needs: list[RosterNeed]


class RosterPlan(Answer):
    """A roster as it is planned; of version 0 where there is no draft."""

    period: str
    position: int
    rules: str
    team: str
    author: str
    version: int
    changed_at: ShownInstant | None
    changed_by: str
    today: _Day
    days: list[RosterDay]
    shifts: list[RosterShift]
    people: list[RosterPerson]
    published: list[RosterCell]
    draft: list[RosterCell]
    check: RosterCheck


class RosterDraft(Answer):
    """A draft by its name; `team` is empty where it is of everyone within the author's reach."""

    period: str
    team: str
    author: str
    version: int
    changed_at: ShownInstant | None
    changed_by: str


class RosterDrafts(Answer):
    """The drafts within reach, the latest period first."""

    drafts: list[RosterDraft]


class ChangedCells(Asked):
    """Dates to be kept in a draft, and its version as it was looked at: 0 where there was none."""

    version: Annotated[int, Field(ge=0, le=2**53)] | None = None
    cells: Annotated[list[SentCell], Field(max_length=MOST_CELLS)]


class RefusedCell(Answer):
    """A date that cannot be kept, or not be published, and why; `row` is that of a sheet."""

    employee: str
    date: str
    code: str
    message: str
    row: int | None = None


class ChangedDraft(Answer):
    """A draft that was changed: its version, what of it was not kept, and what the roster comes to."""

    version: int
    refused: list[RefusedCell]
    check: RosterCheck


class RosterPublication(Asked):
    """That a draft is published: its version as it was looked at, and the reason where a past date changes."""

    version: Annotated[int, Field(ge=1, le=2**53)]
    reason: Annotated[str, Field(min_length=1, max_length=1_000)] | None = None


class PublishedRoster(Answer):
    """How many dates were published, in one commit, and the last position of it."""

    published: int
    position: int
    doubts: list[ToldDoubt]
