"""The consent of a second person to a closing, which whoever recorded its rules or corrections needs."""

from pydantic import Field

from api.auth import second_person
from api.auth.authorship import acting
from api.operations.answer import Answer, Asked, Done, ShownInstant
from api.operations.context import Context
from api.operations.operation import operation
from api.problems import Problem
from api.words.dates import shown_instant
from ledger.appends.append import Append
from ledger.facts.governance import Close, Rules
from ledger.refusal import UsageError
from projections.calendar import period_number


class NewConsent(Asked):
    """A consent to a closing, by the caller: to what was recorded up to a position."""

    position: int = Field(ge=1, le=2**63 - 1, description="The ledger position up to which you have looked.")


class Consent(Answer):
    """That somebody consents to a period's closing with what was recorded up to a position."""

    employee: str
    position: int
    at: ShownInstant


class Consents(Answer):
    """What is closed first with a period, as of a position: rule sets, how many corrections, and who consents to it."""

    period: str
    position: int
    rules: list[str]
    corrections: int
    consents: list[Consent]


@operation("consent to closings")
def consents(context: Context, period: str) -> Consents:
    """What a consent to a period's closing is to, and who consents. Raises UsageError where it is not a period."""
    _refuse_other(period)
    position = context.position(None)
    first = second_person.first_in(context.ledger, period, position)
    versions = [each.fact.version_ for each in first if isinstance(each.fact, Rules)]
    return Consents(
        period=period,
        position=position,
        rules=versions,
        corrections=len(first) - len(versions),
        consents=[_told(each) for each in second_person.consents(context.ledger, period)],
    )


@operation("consent to closings")
def consent(context: Context, period: str, new: NewConsent) -> Done[Consent]:
    """Consent to a period's closing by somebody else. Raises Problem where it is closed, or nobody is named."""
    _refuse_other(period)
    by = acting(context.principal, Close.kind, None)

    def work(append: Append) -> Done[Consent]:
        if period in append.ledger_state.closed_periods():
            raise Problem("refused", f"{period} is closed; there is nothing to consent to")
        last = append.position
        if new.position > last:
            raise Problem("invalid", f"position: the ledger ends at {last}; give the position you looked at")
        made = second_person.Consent(period, by, new.position, append.recorded_at)
        second_person.keep(append.cursor, made)
        return Done(_told(made), 201)

    return context.once(Consent, work)


def _refuse_other(period: str) -> None:
    """Raises UsageError for what is not a period."""
    try:
        period_number(period)
    except ValueError as error:
        raise UsageError(str(error)) from None


def _told(consent: second_person.Consent) -> Consent:
    return Consent(employee=consent.employee, position=consent.position, at=shown_instant(consent.at) or "")
