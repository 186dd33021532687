"""What reports tell of the lines of an import: when it has ended; of a strict one before an approval is recorded."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from api.service.resources import Resources
from ledger.doubts.doubt import Doubt
from ledger.facts.base import Fact
from ledger.facts.leave import Leave, approved_leave
from ledger.facts.streams import key_stream, stream_of
from ledger.imports.import_answer import ImportAnswer

if TYPE_CHECKING:
    from projections.books import Books


def foreseen_doubts(resources: Resources, fact: Fact) -> Sequence[Doubt]:
    """What reports tell of an approval of leave that is about to be recorded; nothing of another fact."""
    from projections.doubts import approval_doubts  # noqa: PLC0415 - only where it is asked

    ledger = resources.ledger
    approval = approved_leave(fact)
    if approval is None or ledger.site is None:
        return ()
    opened = ledger.facts.stream(stream_of(fact))
    if not opened or not isinstance(opened[0].fact, Leave):
        return ()
    with resources.room.books(ledger.facts.last_position()) as books:
        return approval_doubts(books, opened[0].fact, opened[0].position, approval)


def with_report_doubts(resources: Resources, answers: Sequence[ImportAnswer], *, with_pay: bool) -> list[ImportAnswer]:
    """The answers to imports with what reports tell of their lines; `with_pay`: what is late of pay, too."""
    from projections.doubts import is_told_by_reports  # noqa: PLC0415 - only where it is asked

    ledger = resources.ledger
    if not any(is_told_by_reports(answer, with_pay=with_pay) for answer in answers):
        return list(answers)
    if ledger.site is None:
        return list(answers)
    position = ledger.facts.last_position()
    numbers = {approval.leave for answer in answers for approval in answer.approvals}
    streams = ledger.facts.streams((key_stream(Leave.kind, (number,)) for number in numbers), position)
    leaves = {
        recorded[0].fact.leave: recorded[0].fact for recorded in streams.values() if isinstance(recorded[0].fact, Leave)
    }
    with resources.room.books(position) as books:
        return [_told(books, answer, leaves, with_pay=with_pay) for answer in answers]


def _told(books: "Books", answer: ImportAnswer, leaves: Mapping[str, Leave], *, with_pay: bool) -> ImportAnswer:
    """An answer with what reports tell of its lines; of a dry run, if its facts were on the ledger."""
    from projections.doubts import told_by_reports  # noqa: PLC0415 - only where it is asked
    from projections.hypothesis import Hypothesis, SupposedBooks  # noqa: PLC0415 - only where it is asked

    known = {**leaves, **{fact.leave: fact for fact in answer.supposed if isinstance(fact, Leave)}}
    approved = {each.leave: known[each.leave] for each in answer.approvals if each.leave in known}
    if not answer.supposed:
        return told_by_reports(books, answer, approved, with_pay=with_pay)
    with SupposedBooks(books, Hypothesis(answer.supposed)) as supposed:
        return told_by_reports(supposed, answer, approved, with_pay=with_pay)
