"""Two people: who recorded a rule set or a correction closes the first period that has it with a second person only.

The second is another person of HR, or a manager, who consents up to a ledger position. A consent covers what was
recorded up to there, whatever else is recorded later. It is not a fact: the closing's `reason` names who consented.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from api.auth.authorship import is_own, names_of
from api.auth.principals import Principal
from api.problems import Problem
from ledger.facts.governance import Close, Rules
from ledger.facts.pay import Correction
from ledger.facts.types import PERIOD_PATTERN
from ledger.ledger import Ledger, RecordedFact
from ledger.refusal import Refusal
from ledger.store.dialect import StoreCursor

SECOND_PERSON = "second_person"
"""The code of a closing that lacks the consent of a second person."""
_KINDS = (Rules.kind, Correction.kind)
_ALL = 1_000_000
_LONGEST_MONTH = 31


@dataclass(frozen=True, slots=True)
class Consent:
    """That a person consents to a period's closing with what was recorded up to a position; `at` in microseconds."""

    period: str
    employee: str
    position: int
    at: int

    @property
    def reason(self) -> str:
        """What the closing's `reason` says of it."""
        employee, position = self.employee, self.position
        return f"{employee} consented as of position {position}"


def first_in(ledger: Ledger, period: str, until: int) -> list[RecordedFact]:
    """The rule sets and corrections of which a period's closing is the first, as of a position, in order."""
    closes = [each for each in ledger.facts.select(0, _ALL, [Close.kind], None, until) if _period_of(each) < period]
    before = closes[-1].position if closes else 0
    found = {each.position: each for each in ledger.facts.select(before, _ALL, _KINDS, None, until)}
    # Nothing is dated in other months, of which some are beyond every calendar.
    if re.fullmatch(PERIOD_PATTERN, period):
        first = date.fromisoformat(f"{period}-01")
        month = (first, first + timedelta(days=_LONGEST_MONTH))
        found |= {each.position: each for each in ledger.facts.select(0, _ALL, _KINDS, None, until, month)}
    new = [each for each in found.values() if _is_first(each, period, before)]
    standing = ledger.facts.not_voided(each.position for each in new)
    return sorted((each for each in new if each.position in standing), key=lambda each: each.position)


def consents(ledger: Ledger, period: str) -> list[Consent]:
    """Who consents to a period's closing, the latest position first."""
    with ledger.transactions.looking() as (cursor, _now):
        cursor.execute("SELECT * FROM close_consents WHERE period=? ORDER BY position DESC, employee", [period])
        rows = cursor.fetchall()
    return [Consent(row["period"], row["employee"], row["position"], row["at"]) for row in rows]


def keep(cursor: StoreCursor, consent: Consent) -> None:
    """Keep a consent, in place of an earlier one of the same person to the same period."""
    cursor.execute("DELETE FROM close_consents WHERE period=? AND employee=?", [consent.period, consent.employee])
    row = (consent.period, consent.employee, consent.position, consent.at)
    cursor.insert("close_consents", ("period", "employee", "position", "at"), [row])


def consent_to(ledger: Ledger, principal: Principal, period: str, until: int) -> Consent | None:
    """The consent that somebody's closing of a period needs, as of a position; None where it needs none.

    None too where the ledger itself refuses the closing. Raises Problem where a consent is needed and not given.
    """
    if principal.holds_store or ledger.closings.refusal(period) is not None:
        return None
    own = [each for each in first_in(ledger, period, until) if is_own(principal, each.fact)]
    if not own:
        return None
    others = [each for each in consents(ledger, period) if each.employee not in names_of(principal)]
    if not others or others[0].position < own[-1].position:
        raise Problem.of("refused", Refusal(SECOND_PERSON, _sentence(period, own)))
    return others[0]


def _sentence(period: str, own: Sequence[RecordedFact]) -> str:
    last = own[-1].position
    return (
        f"{period} is the first month closed with rules or corrections that you recorded; ask another person of HR, or "
        f"a manager, to consent to it up to position {last} or later, then close it"
    )


def _period_of(recorded: RecordedFact) -> str:
    fact = recorded.fact
    return fact.effective_period if isinstance(fact, Rules) else str(getattr(fact, "period", ""))


def _is_first(recorded: RecordedFact, period: str, before: int) -> bool:
    own = _period_of(recorded)
    return own == period or (own < period and recorded.position > before)
