"""S11.4 Doubts about facts that are late: what the next closing adds to somebody's pay of a closed period, or takes."""

from ledger.doubts.doubt import Doubt
from ledger.facts.base import Fact
from ledger.facts.figures import show_money
from ledger.refusal import MissingError, RulesError
from projections.books.books import Amounts, Books
from projections.books.postings import posted_amounts
from projections.hypothesis import Hypothesis, SupposedBooks

LATE = "in_closed_period"
_PAY, _AMOUNT = "pay", "amount"


def late_amounts(books: Books) -> Amounts:
    """What the next closing posts for closed periods. Empty where no report can be made."""
    try:
        return posted_amounts(books)
    except (MissingError, RulesError):
        return {}


def supposed_amounts(base: Books, fact: Fact, first_day: int) -> Amounts:
    """The same with a fact more, which moves no figure of a day before `first_day`."""
    hypothesis = Hypothesis([fact], first_day)
    known = base.late.get(hypothesis.told)
    if known is not None:
        return known
    with SupposedBooks(base, hypothesis) as books:
        return base.keep_late(hypothesis.told, late_amounts(books))


def with_amount(doubt: Doubt, employee: str, amounts: Amounts) -> Doubt:
    """A doubt about a late fact of somebody that moves pay, with the amount, where there is one; another as it is."""
    fen = amounts.get((employee, str(doubt.parameters.get("period"))))
    if doubt.code != LATE or doubt.wording != _PAY or fen is None:
        return doubt
    return Doubt(LATE, {**doubt.parameters, "employee": employee, "amount": show_money(fen)}, _AMOUNT)


def without_amounts(doubt: Doubt) -> Doubt:
    """The doubt for who may not see pay: that it moves, and not by how much."""
    if doubt.code != LATE or doubt.wording != _AMOUNT:
        return doubt
    hidden = ("amount", "employee")
    return Doubt(LATE, {name: value for name, value in doubt.parameters.items() if name not in hidden}, _PAY)
