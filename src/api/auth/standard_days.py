"""S3.7, S8.1 Standard days are HR's: a manager records a period's award themes, with the days as they stand."""

from collections.abc import Sequence

from api.auth.named_facts import standing_of
from api.auth.principals import Principal
from api.problems import not_permitted
from ledger.facts.base import Fact
from ledger.facts.roster import PeriodFact
from ledger.facts.streams import key_stream
from ledger.facts.void import Void
from ledger.ledger import Ledger, RecordedFact
from ledger.roles import Role


def refuse_other_days(ledger: Ledger, fact: Fact, principal: Principal) -> None:
    """Raises Problem where a fact that somebody sends who is not of HR would change the standard days of a period."""
    if principal.holds_store or Role.HR in principal.roles:
        return
    if isinstance(fact, PeriodFact):
        days = _days(_standing(ledger, fact.period))
        if fact.standard_days != days:
            stated = "leave standard_days out" if days is None else f"give standard_days as {days}"
            raise not_permitted(f"period: the standard days of {fact.period} are for HR; {stated}, as they stand")
    elif isinstance(fact, Void) and fact.of_kind == PeriodFact.kind:
        for voided in ledger.facts.voided(fact):
            standing = _standing(ledger, str(voided.fact.key[0]))
            left = [each for each in standing if each.position != voided.position]
            if _days(standing) != _days(left):
                raise not_permitted("void: it would change the standard days of a period, which are for HR; ask HR")


def _standing(ledger: Ledger, period: str) -> list[RecordedFact]:
    """What is recorded of a period and not voided, in order."""
    return standing_of(ledger, key_stream(PeriodFact.kind, (period,)), PeriodFact)


def _days(standing: Sequence[RecordedFact]) -> int | None:
    """The standard days that the last of these facts states; None where none does."""
    last = standing[-1].fact if standing else None
    return last.standard_days if isinstance(last, PeriodFact) else None
