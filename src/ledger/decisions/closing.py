"""S11.2 关账: which period may be closed, and when. A line that comes in closes nothing."""

from collections.abc import Collection
from datetime import date

from ledger.calendar import following_period, last_day
from ledger.decisions.judgement import decides
from ledger.decisions.state import Accepted, Known, LedgerState
from ledger.facts.governance import Close
from ledger.facts.people import Site
from ledger.refusal import Refusal


@decides(Close)
def decide_close(fact: Close, state: LedgerState, _opener: Known | None) -> Accepted | Refusal:
    """A closing freezes reports, so it is recorded only where that is done."""
    assert state.site is not None
    return _before_the_first(fact.period, state.site) or Refusal(
        "not_allowed", f"close: a period is closed by the command only; run `workledger close {fact.period}`"
    )


def refused_closing(period: str, site: Site, closed: Collection[str], today: date) -> Refusal | None:
    """Why a period cannot be closed today; None where it can.

    Periods close in order, once, and after they have ended.
    """
    early = _before_the_first(period, site)
    if early is not None:
        return early
    if period in closed:
        return Refusal("not_allowed", f"{period} is closed already; what came later is adjusted in the next closing")
    following = following_period(max(closed)) if closed else site.first_period
    if period != following:
        return Refusal("not_allowed", f"periods close in order, and {following} comes next; close it before {period}")
    ends = last_day(period, site.period_start_day)
    if today <= ends:
        return Refusal(
            "not_allowed", f"{period} ends on {ends}, and today is {today}; close it from the day after its last on"
        )
    return None


def _before_the_first(period: str, site: Site) -> Refusal | None:
    if period >= site.first_period:
        return None
    return Refusal(
        "not_allowed",
        f"close: period {period} is before the first period {site.first_period}; "
        "nothing before it is computed or closed",
    )
