"""S2.1a A ledger's first period: each period rests on all before it, so that they are to be those that are kept."""

from ledger.decisions.judgement import decides
from ledger.decisions.state import ACCEPTED, Accepted, Known, LedgerState
from ledger.facts.people import Site
from ledger.refusal import Refusal

EARLIEST_FIRST_PERIOD = "2000-01"
"""Thousands of empty periods before the first fact would be computed for every report."""


@decides(Site, evident=lambda site: site.first_period >= EARLIEST_FIRST_PERIOD)
def decide_site(fact: Site, _state: LedgerState, _opener: Known | None) -> Accepted | Refusal:
    """A site whose first period is not long before all that a ledger could hold."""
    if fact.first_period >= EARLIEST_FIRST_PERIOD:
        return ACCEPTED
    return Refusal(
        "bad_value",
        f"site: first_period is {fact.first_period}; give the first period that is kept here, "
        f"{EARLIEST_FIRST_PERIOD} or later; openings carry over what came before it",
    )
