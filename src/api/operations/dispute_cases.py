"""The whole case of a dispute: the figure then and now, the facts since, the decision and what was adjusted."""

from typing import Any

from api.colleagues import own_case
from api.disputes.case import Case as WholeCase
from api.disputes.case import case_of
from api.operations.answer import Answer
from api.operations.context import Context
from api.operations.operation import operation
from api.operations.sights import sight_of
from api.operations.workflows import no_such_workflow
from api.service.observability.access_log import Access
from ledger.facts.conduct import Dispute
from ledger.facts.streams import key_stream


class DisputedExplanations(Answer):
    """Why the disputed figures were what they were when the dispute was recorded, and why they are what they are."""

    then: list[dict[str, Any]]
    now: list[dict[str, Any]]


class CaseAdjustment(Answer):
    """S11.4: a line of pay that adjusts the disputed period, in yuan; `posted_at` is null while it is due."""

    period: str
    employee: str
    item: str
    amount: str
    posted_at: int | None


class Case(Answer):
    """A dispute: the figure then and now, the facts since, what was decided and adjusted."""

    dispute: str
    open: bool
    position: int
    opened: dict[str, Any]
    figures: list[dict[str, Any]]
    explained: DisputedExplanations
    facts_since: list[dict[str, Any]]
    decision: dict[str, Any] | None
    earlier_decisions: list[dict[str, Any]]
    adjustments: list[CaseAdjustment]


@operation("see a dispute's case")
def whole_case(context: Context, dispute: str) -> WholeCase:
    """The case of a dispute with all that belongs to it.

    Raises Problem for whoever does not reach everyone, and LedgerError where there is no such dispute.
    """
    context.reach_everyone()
    with context.books(), context.resources.room.reader() as reader:
        return case_of(context.ledger, reader, context.resources.room.engine, dispute)


@operation("see a dispute's case")
def dispute_case(context: Context, dispute: str) -> Case:
    """The case of a dispute, of what may be seen of it; looks at the matters of others are logged.

    Raises Problem where there is none within reach.
    """
    resources, extent = context.resources, context.extent
    opened = context.ledger.facts.stream(key_stream(Dispute.kind, (dispute,)))
    about = opened[0].employee if opened else ""
    if not opened or not (extent.everyone or about in extent.employees):
        raise no_such_workflow(Dispute.kind, dispute)
    with resources.room.reader() as reader:
        sight = sight_of(resources, context.principal, extent)
        made = case_of(resources.ledger, reader, resources.room.engine, dispute, sight=sight)
        told = made.as_json()
        if not extent.everyone:
            told = own_case(told, about, reader.at().tables["employees"]["employee"].to_list())
    for employee in sorted(made.people):
        context.note(Access("see a dispute's case", employee, "", made.position))
    return Case.model_validate(told)
