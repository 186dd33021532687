"""Marks of the same contact: an evaluator sees no other's before the own one is recorded (permissions 1.8).

Two who evaluate a contact to compare how they mark would else copy each other. A disputed mark is seen, for somebody
has to answer the dispute, and so is what a closed period holds.
"""

from datetime import date

from api.auth.authorship import names_of
from api.auth.principals import Principal
from ledger.calendar import period_of
from ledger.facts.conduct import Dispute
from ledger.facts.quality import Monitoring
from ledger.ledger import Ledger, RecordedFact

_MOST = 10_000


class ContactMarks:
    """The evaluations of a ledger, to one evaluator."""

    def __init__(self, ledger: Ledger, principal: Principal) -> None:
        """Nothing is read yet."""
        self._ledger = ledger
        self._own = names_of(principal)
        self._closed: dict[str, bool] = {}
        self._marked: dict[tuple[str, date], frozenset[str]] = {}
        self._disputed: dict[str, tuple[Dispute, ...]] = {}

    def hides(self, recorded: RecordedFact) -> bool:
        """Whether an evaluation is another's of a contact that the evaluator has not evaluated yet."""
        fact = recorded.fact
        if not isinstance(fact, Monitoring) or fact.contact is None or fact.evaluator in self._own:
            return False
        period = self._period_of(fact.date)
        if self._is_closed(period) or fact.contact in self._contacts(fact.employee, fact.date):
            return False
        return not any(
            each.about == recorded.id or (each.about is None and each.period == period)
            for each in self._disputes(fact.employee)
        )

    def _period_of(self, day: date) -> str:
        site = self._ledger.site
        return "" if site is None else period_of(day, site.period_start_day)

    def _is_closed(self, period: str) -> bool:
        if period not in self._closed:
            self._closed[period] = self._ledger.closings.is_closed(period)
        return self._closed[period]

    def _contacts(self, employee: str, day: date) -> frozenset[str]:
        """The contacts of somebody on a date that the evaluator has evaluated."""
        if (employee, day) not in self._marked:
            facts = (each.fact for each in self._read(Monitoring.kind, employee, (day, day)))
            self._marked[employee, day] = frozenset(
                fact.contact
                for fact in facts
                if isinstance(fact, Monitoring) and fact.contact is not None and fact.evaluator in self._own
            )
        return self._marked[employee, day]

    def _disputes(self, employee: str) -> tuple[Dispute, ...]:
        if employee not in self._disputed:
            facts = (each.fact for each in self._read(Dispute.kind, employee))
            self._disputed[employee] = tuple(fact for fact in facts if isinstance(fact, Dispute))
        return self._disputed[employee]

    def _read(
        self, kind: str, employee: str, dated: tuple[date | None, date | None] = (None, None)
    ) -> list[RecordedFact]:
        facts = self._ledger.facts
        return facts.select(0, _MOST, [kind], [employee], facts.last_position(), dated)
