"""The standing doubts of a period: a pure function of the period, the ledger position and the rule set."""

from dataclasses import dataclass, replace

from ledger.doubts.circumstances import Statement
from ledger.doubts.doubt import Doubt, shown_doubt
from ledger.doubts.standing_list import StandingDoubt
from ledger.ledger import Ledger
from ledger.recorded_fact import RecordedFact
from projections.books.books import Books
from projections.calendar import day_text, period_number
from projections.doubts.late_doubts import LATE, late_amounts, with_amount
from projections.doubts.leave_doubts import leave_doubts


@dataclass(frozen=True, slots=True)
class PeriodDoubt:
    """A doubt about a fact on the ledger: the fact's position, kind, employee and business date."""

    position: int
    kind: str
    employee: str
    date: str
    doubt: Doubt

    def as_json(self, language: str) -> dict[str, object]:
        """The doubt as it is answered."""
        told = shown_doubt(self.doubt, language)
        return {**told, "position": self.position, "kind": self.kind, "employee": self.employee, "date": self.date}


def period_doubts(ledger: Ledger, books: Books, period: str, rules: str | None = None) -> list[PeriodDoubt]:
    """What should be looked at in a period, in the order of the facts.

    Of the first open period also what is late in closed ones, with what all that is late adds to somebody's pay there,
    or takes back. Raises MissingError for a period or a rule set that is not there.
    """
    month = books.reported(period, rules)
    position = books.journal.position
    first, last = day_text(month.period.first_day), day_text(month.period.last_day)
    is_next = period_number(period) == books.first_open and bool(books.journal.closings)
    late_after = books.journal.closings[-1].position if is_next else 0
    found = [_told(each) for each in ledger.doubts.standing(first, last, position, late_after)]
    leaves = leave_doubts(books, month)
    dated = {each.position: each for each in ledger.facts.at(each.position for each in leaves)}
    found += [_of_leave(dated[position], doubt) for position, doubt in leaves]
    if any(each.doubt.code == LATE for each in found):
        amounts = late_amounts(books)
        found = [replace(each, doubt=with_amount(each.doubt, each.employee, amounts)) for each in found]
    return sorted(found, key=lambda each: each.position)


def _told(each: StandingDoubt) -> PeriodDoubt:
    statement: Statement = each.statement
    return PeriodDoubt(statement.position, statement.kind, statement.employee, statement.date, each.doubt)


def _of_leave(recorded: RecordedFact, doubt: Doubt) -> PeriodDoubt:
    fact = recorded.fact
    return PeriodDoubt(recorded.position, fact.kind, recorded.employee, recorded.business_date, doubt)
