"""What a person may not enter, although an import may: it is a slip of the hand rather than a fact."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from api.console.visit import Visit
from api.console.wall_time import site_today
from api.operations.doubts import doubt_sentence
from api.problems import Problem
from ledger.facts.base import KINDS

_OPEN = "open"
_AHEAD = timedelta(days=400)
"""How far ahead a shift may be entered by hand."""


def refuse_implausible(visit: Visit, kind: str, fields: Mapping[str, Any]) -> None:
    """Raises Problem for a shift far ahead, a handover to oneself, and a briefing of nobody."""
    if kind == "shift" and _is_far_ahead(visit, str(fields.get("date", ""))):
        raise Problem(
            "invalid",
            visit.says("The date %(date)s is more than a year ahead; check the year.", date=str(fields["date"])[:20]),
        )
    if kind == "handover" and fields.get("from_leader") == fields.get("to_leader"):
        raise Problem("invalid", visit.says("A handover is between two leaders; choose another one on one side."))
    if kind == "briefing" and not fields.get("attendees"):
        raise Problem("invalid", visit.says("Nobody has attended the briefing; choose who was there."))


def refuse_doubts(visit: Visit, kind: str, doubts: Sequence[Mapping[str, Any]]) -> None:
    """Raises Problem for what happened to, or is requested of, somebody who is not employed then."""
    told = next((each for each in doubts if each["code"] == "not_employed"), None)
    if told is not None and _is_of_the_employed(kind):
        raise Problem("refused", doubt_sentence(told, visit.language), code="not_employed")


def _is_of_the_employed(kind: str) -> bool:
    """Whether a kind tells of what somebody did, or asks for; others may complain, or object, afterwards."""
    model = KINDS[kind]
    return model.tells_of is not None and not (model.opens and model.begins_as == _OPEN)


def _is_far_ahead(visit: Visit, day: str) -> bool:
    try:
        return date.fromisoformat(day) > site_today(visit) + _AHEAD
    except ValueError:
        return False
