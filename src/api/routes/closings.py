"""Closing over HTTP: what is open in a period, its closing, and what was closed."""

from starlette.responses import Response

from api.operations import closings as books
from api.operations import consents as second
from api.operations import doubts as doubted
from api.operations.closings import Closing, Closings, NewClosing, OpenMatters
from api.operations.consents import Consent, Consents, NewConsent
from api.operations.doubts import Doubts
from api.routes.guard import Asked, AskedOnce, guarded_router, needs, sent
from api.routes.parameters import AsOf, PageLanguage, PeriodName, Rules

router = guarded_router("Closing")


@router.get(
    "/periods/{period}/open-matters",
    summary="What is open before a closing",
    openapi_extra=needs(books.open_matters),
)
def open_matters(asked: Asked, period: PeriodName) -> OpenMatters:
    """Anomalies, missing scores, undecided leaves and swaps, complaints, disputes, and reductions that were held.

    And why the period cannot be closed now, if it cannot.
    """
    return books.open_matters(asked, period)


@router.get("/periods/{period}/doubts", summary="What should be looked at", openapi_extra=needs(doubted.doubts))
def doubts(
    asked: Asked, period: PeriodName, as_of: AsOf = None, rules: Rules = None, lang: PageLanguage = "en"
) -> Doubts:
    """The standing doubts of a period about facts within reach: a code, its parameters and a sentence each.

    They are computed from the facts at the position, and are of the first open period also for what is late.
    """
    return doubted.doubts(asked, period, as_of, rules, lang)


@router.post("/periods/{period}/closing", summary="Close a period", status_code=201, openapi_extra=needs(books.close))
def close(asked: AskedOnce, period: PeriodName, new: NewClosing, response: Response) -> Closing:
    """Freezes its reports and what it hands on, all or nothing. Periods close in order, once, after they have ended.

    With `strict` nothing is closed while anything is open; with `hold_negative` reductions of closed pay are kept back
    for a decision.
    """
    return sent(response, books.close(asked, period, new))


@router.get(
    "/periods/{period}/consent", summary="What a closing needs consent to", openapi_extra=needs(second.consents)
)
def consents(asked: Asked, period: PeriodName) -> Consents:
    """The rule sets that are closed first with the period, how many corrections are, and who consents to it."""
    return second.consents(asked, period)


@router.post(
    "/periods/{period}/consent",
    summary="Consent to a closing",
    status_code=201,
    openapi_extra=needs(second.consent),
)
def consent(asked: AskedOnce, period: PeriodName, new: NewConsent, response: Response) -> Consent:
    """Whoever recorded a rule set or a correction closes its first period only after somebody else consents.

    That is another person of HR, or a manager; the closing's `reason` names who.
    """
    return sent(response, second.consent(asked, period, new))


@router.get("/closings", summary="The closed periods", openapi_extra=needs(books.closings))
def closings(asked: Asked) -> Closings:
    """By whom, at which position, under which rules, by which code; total pay and adjustments.

    And the digests of what was frozen.
    """
    return books.closings(asked)
