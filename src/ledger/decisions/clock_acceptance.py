"""Whether a clock may date what is recorded: held against the last fact, so that no wrong one is recorded for ever.

`recorded_at` never decreases: what is recorded once under a clock of 2099 dates all that follows. All instants are
microseconds since 1970.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from ledger.calendar import instant, last_day
from ledger.facts.people import Site
from ledger.refusal import Refusal

AHEAD, BEHIND = timedelta(days=370), timedelta(hours=1)
"""How far a clock may be ahead of the last fact, and behind it."""


class AcceptedClock(NamedTuple):
    """An acceptance on the ledger: when it was recorded, what the clock said, what it was held against, and for what.

    `period` is the period that may be closed by it; empty where it says nothing of one.
    """

    recorded_at: int
    at: int
    after: int
    period: str = ""


def held_against(last: int, accepted: Sequence[AcceptedClock]) -> int:
    """The instant that a clock is held against: when the last fact was recorded.

    After a clock was accepted that is behind, facts are dated by the last one before until it has come so far; then it
    is the clock that was accepted.
    """
    if accepted and accepted[-1].recorded_at == last:
        return accepted[-1].at
    return last


def refused_clock(now: int, against: int) -> Refusal | None:
    """Why a clock may not date what is recorded; None where it may."""
    distance = instant(now) - instant(against)
    if -BEHIND <= distance <= AHEAD:
        return None
    how = f"{distance.days} days after" if distance > AHEAD else f"{_told(-distance)} before"
    return Refusal(
        "clock",
        f"the clock of this machine says {instant(now):%Y-%m-%d %H:%M} UTC, {how} what was recorded last "
        f"({instant(against):%Y-%m-%d %H:%M} UTC), and nothing is recorded by it; set it right, or, if it is right, "
        "accept it once: give --accept-clock with any command on this ledger",
    )


def refused_by_acceptance(period: str, site: Site, accepted: Sequence[AcceptedClock]) -> Refusal | None:
    """Why a period may not be closed that ended only by a clock that was accepted; None of any other."""
    ends = last_day(period, site.period_start_day)
    for each in accepted:
        if each.period == period:
            return None
    for each in accepted:
        if _local(each.after + AHEAD // timedelta(microseconds=1), site) <= ends < _local(each.at, site):
            return Refusal(
                "not_allowed",
                f"{period} has ended only by a clock that was accepted ({instant(each.at):%Y-%m-%d %H:%M} UTC); if it "
                f"was right, close the period by the command: workledger close {period} --accept-clock",
            )
    return None


def _local(moment: int, site: Site) -> date:
    return instant(moment).astimezone(site.zone).date()


def _told(distance: timedelta) -> str:
    hours = distance // timedelta(hours=1)
    return f"{hours // 24} days" if hours >= 48 else f"{hours} hours"
