"""One fact taken back, as long as nothing rests on it: voided, or its workflow ended as what opened it by mistake."""

from api.auth.authorship import own_name, sent_by
from api.operations.answer import Answer, Done
from api.operations.checked_lines import CheckedSender
from api.operations.context import Context
from api.operations.facts import fact_in_reach
from api.operations.operation import operation
from ledger.appends.append import Append
from ledger.calendar import last_day
from ledger.facts.base import Fact
from ledger.facts.codec import choices_of
from ledger.facts.governance import Close
from ledger.facts.instructions import Acknowledgement
from ledger.facts.people import Site
from ledger.facts.streams import stream_of
from ledger.imports.reversal import RestingError, Reversal, ReversalAsked, fact_taken_back
from ledger.ledger import RecordedFact

_ORIGIN, _REASON = "undo", "undone"
_EVERY = 1_000_000


class UndoneFact(Answer):
    """A fact that was taken back: its kind and its id; `already` where it was so before."""

    kind: str
    id: str
    already: bool


@operation("see the ledger")
def may_be_undone(context: Context, fact_id: str) -> bool:
    """Whether the caller may take a fact back, and nothing rests on it. Raises Problem where there is none in reach."""
    recorded = fact_in_reach(context, context.visibility(), fact_id)
    try:
        _refuse_rested_on(context, recorded)
        found = context.ledger.transactions.rehearsed(lambda append: _undone(context, append, recorded, _REASON))
    except RestingError:
        return False
    return not found.already


@operation("see the ledger")
def undo(context: Context, fact_id: str, reason: str = "") -> Done[UndoneFact]:
    """Take a fact back, once under the key; once more changes nothing.

    Raises Problem where there is none within reach, or something rests on it.
    """
    recorded = fact_in_reach(context, context.visibility(), fact_id)

    def work(append: Append) -> Done[UndoneFact]:
        _refuse_rested_on(context, recorded)
        found = _undone(context, append, recorded, reason or _REASON)
        return Done(UndoneFact(kind=recorded.fact.kind, id=recorded.id, already=bool(found.already)), 201)

    return context.once(UndoneFact, work)


def _undone(context: Context, append: Append, recorded: RecordedFact, reason: str) -> Reversal:
    principal = context.principal
    limits = CheckedSender(context, _ORIGIN)
    asked = ReversalAsked(recorded.id, own_name(principal), reason, **sent_by(principal), limits=limits)
    return fact_taken_back(append, asked, recorded.position)


def _refuse_rested_on(context: Context, recorded: RecordedFact) -> None:
    """Raises RestingError where a later fact of its stream, a closing, or a signature rests on a fact."""
    facts, position, fact = context.ledger.facts, recorded.position, recorded.fact
    until, site = facts.last_position(), context.ledger.site
    voided = {each.target for each in facts.void_targets(position, until)}
    later = {
        each.fact.kind
        for each in facts.stream(stream_of(fact))
        if each.position > position and each.position not in voided
    }
    if later:
        raise RestingError(f"the {fact.kind} cannot be taken back: a {', '.join(sorted(later))} came after it")
    closings = facts.select(position, _EVERY, [Close.kind], None, until)
    if site is not None and any(_is_closed_by(each.fact, recorded, site) for each in closings):
        raise RestingError(
            f"the {fact.kind} cannot be taken back: its period was closed with it; void it with a reason"
        )
    if fact.kind not in choices_of(Acknowledgement.model_fields["of_kind"].annotation):
        return
    signed = facts.select(position, _EVERY, [Acknowledgement.kind], None, until)
    if any(_is_of(each.fact, recorded) for each in signed if each.position not in voided):
        raise RestingError(f"the {fact.kind} cannot be taken back: somebody has signed it off")


def _is_closed_by(closing: Fact, recorded: RecordedFact, site: Site) -> bool:
    assert isinstance(closing, Close)
    return recorded.business_date <= last_day(closing.period, site.period_start_day).isoformat()


def _is_of(signed: Fact, recorded: RecordedFact) -> bool:
    assert isinstance(signed, Acknowledgement)
    number = str(recorded.fact.key[0])
    return signed.of_kind == recorded.fact.kind and signed.of in (recorded.id, number)
