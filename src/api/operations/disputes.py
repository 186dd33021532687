"""Disputes as they are recorded: which there are, and whether something can be disputed."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from api.auth.disputed_matters import may_decide
from api.disputes import RecordedDispute, recorded_disputes
from api.disputes.recorded_disputes import OPEN
from api.operations.context import Context
from api.operations.operation import operation
from ledger.calendar import instant
from ledger.facts.awards import Theme
from ledger.facts.conduct import Dispute
from ledger.facts.streams import key_stream
from ledger.ledger import Ledger
from ledger.refusal import MissingError, UsageError
from projections.calendar import period_number, period_text
from projections.disputes import FactOf, disputed_facts, wrong_item
from projections.journal import Site
from projections.journal.rule_sets import recorded_rules


@dataclass(frozen=True, slots=True)
class DisputeQuery:
    """Which disputes: open ones only, over a figure or a fact of a period, of an employee; or all of them."""

    open_only: bool = False
    period: str | None = None
    employee: str | None = None


@dataclass(frozen=True, slots=True)
class ListedDisputes:
    """Disputes in the order of recording, what the facts are that they are about, and the names of employees."""

    disputes: Sequence[RecordedDispute]
    fact_of: FactOf
    names: Mapping[str, str]


@operation("read dispute")
def disputes(context: Context, query: DisputeQuery) -> ListedDisputes:
    """The disputes that are asked for.

    Raises Problem for whoever does not reach everyone, MissingError for an employee or a period that is not there.
    """
    context.reach_everyone()
    ledger = context.ledger
    site, names = Site.of(ledger), ledger.identifiers.names()
    if query.employee is not None and query.employee not in names:
        raise MissingError(f"there is no employee {query.employee!r} on the ledger; give a number that was recorded")
    found = [
        each
        for each in recorded_disputes(ledger)
        if (not query.open_only or each.state == OPEN) and query.employee in (None, each.dispute.employee)
    ]
    fact_of = disputed_facts(ledger)
    if query.period is not None:
        found = list(_of_period(site, found, query.period, fact_of))
    return ListedDisputes(found, fact_of, names)


@operation("record dispute_decision")
def may_be_decided(context: Context, number: str) -> bool:
    """Whether the caller upholds or dismisses a dispute: by what it is about, and by who recorded or scored that."""
    opened = context.ledger.facts.stream(key_stream(Dispute.kind, (number,)))
    dispute = opened[0].fact if opened else None
    return isinstance(dispute, Dispute) and may_decide(context.ledger, dispute, context.principal)


@operation("record dispute")
def site_instant(context: Context) -> str:
    """Now, as the clocks of the site have it, to the second."""
    now = instant(context.resources.now()).astimezone(ZoneInfo(Site.of(context.ledger).time_zone))
    return now.isoformat(timespec="seconds")


@operation("record dispute")
def see_that_it_is_a_figure(context: Context, period: str, item: str) -> None:
    """Raises UsageError for a period that is not computed, and for an item that is not a figure."""
    ledger = context.ledger
    first = Site.of(ledger).cycle.first_period
    if _number(period) < first:
        raise UsageError(
            f"nothing before {period_text(first)}, the ledger's first period, is computed; give that or a later period"
        )
    wrong = wrong_item(item, _leave_types(ledger), _themes(ledger))
    if wrong is not None:
        raise UsageError(wrong)


def _leave_types(ledger: Ledger) -> Iterator[str]:
    recorded = recorded_rules(ledger.facts.arrow(("position", "state"), ["rules"]).to_pylist())
    return (name for each in recorded for name in each.rules.leave_types)


def _themes(ledger: Ledger) -> Iterator[str]:
    recorded = ledger.facts.arrow(("position", "state"), [Theme.kind]).to_pylist()
    return (json.loads(each["state"])["theme"] for each in recorded)


def _of_period(site: Site, found: Sequence[RecordedDispute], period: str, fact_of: FactOf) -> Iterator[RecordedDispute]:
    """Those over a figure of a period, or about a fact that is of it."""
    days = site.cycle.period(_number(period))
    for each in found:
        about = None if each.dispute.about is None else fact_of(each.dispute.about)
        if each.dispute.period == period or (about is not None and about.touches(days.first_day, days.last_day)):
            yield each


def _number(period: str) -> int:
    try:
        return period_number(period)
    except ValueError as error:
        raise UsageError(str(error)) from None
