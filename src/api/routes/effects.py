"""What decisions would do, over HTTP."""

from typing import Annotated, Any

from fastapi import Query

from api.operations import effects
from api.operations.appraisals import AppraisalEffects, ConsideredAppraisal, effect_of_appraisal
from api.operations.effect_answers import ComplaintEffects, LeaveEffects, SwapEffects
from api.operations.effects import MOST, VERDICTS
from api.operations.request_effect_answers import RequestEffects
from api.routes.guard import Asked, guarded_router, needs
from api.routes.parameters import NOT_EMPTY, chosen
from ledger.labels import CHINESE, label

router = guarded_router("Workflows")

_SHARED = (
    "Computed by the code of the reports, at the end of the ledger. Nothing is recorded. The ledger may still refuse "
    "the decision. "
)


def _chinese(kind: str) -> str:
    """What the effects of decisions of a kind are called in Chinese."""
    return label("effect", kind, CHINESE)


def _numbers(kind: str) -> Any:
    return Query(
        alias=kind,
        description=f"A {kind}, by its number; may be given up to {MOST} times.",
        json_schema_extra={"items": {"type": "string", **NOT_EMPTY}, "minItems": 1, "maxItems": MOST},
    )


_Verdict = Annotated[
    str,
    chosen("status", VERDICTS),
    Query(description="The verdict; upheld without it.", json_schema_extra={"enum": list(VERDICTS)}),
]


@router.get(
    "/effects/leaves",
    summary="What the approval of leaves would do",
    description=f"{_SHARED}{_chinese('leaves')}: to shifts, to the bank of time off in lieu, and to absence. Shifts "
    "of the periods count as if they were over.",
    openapi_extra=needs(effects.effects_of_leaves),
)
def effects_of_leave(asked: Asked, leaves: Annotated[list[str], _numbers("leave")]) -> LeaveEffects:
    """What the approval of leaves would do."""
    return effects.effects_of_leaves(asked, leaves)


@router.get(
    "/effects/swaps",
    summary="What the approval of swaps would do",
    description=f"{_SHARED}{_chinese('swaps')}: to the roster, to counted minutes and to rest. A side out of "
    "reach is left out.",
    openapi_extra=needs(effects.effects_of_swaps),
)
def effects_of_swap(asked: Asked, swaps: Annotated[list[str], _numbers("swap")]) -> SwapEffects:
    """What the approval of swaps would do."""
    return effects.effects_of_swaps(asked, swaps)


@router.get(
    "/effects/punch-requests",
    summary="What the approval of requests for punches would do",
    description=f"{_SHARED}{_chinese('punch_requests')}: to the attendance of the day, and to the minutes worked. "
    "Shifts of the periods count as if they were over.",
    openapi_extra=needs(effects.effects_of_punch_requests),
)
def effects_of_punch_request(asked: Asked, requests: Annotated[list[str], _numbers("request")]) -> RequestEffects:
    """What the approval of requests for punches would do."""
    return effects.effects_of_punch_requests(asked, requests)


@router.get(
    "/effects/overtime-requests",
    summary="What the approval of requests for overtime would do",
    description=f"{_SHARED}{_chinese('overtime_requests')}: to the overtime of the date, and to the minutes worked. "
    "Shifts of the periods count as if they were over.",
    openapi_extra=needs(effects.effects_of_overtime_requests),
)
def effects_of_overtime_request(asked: Asked, requests: Annotated[list[str], _numbers("request")]) -> RequestEffects:
    """What the approval of requests for overtime would do."""
    return effects.effects_of_overtime_requests(asked, requests)


@router.get(
    "/effects/complaints",
    summary="What the verdict on complaints would do",
    description=f"{_SHARED}{_chinese('complaints')}: to the scores of their periods; those of a closed one stay.",
    openapi_extra=needs(effects.effects_of_complaints),
)
def effects_of_complaint(
    asked: Asked, complaints: Annotated[list[str], _numbers("complaint")], status: _Verdict = VERDICTS[0]
) -> ComplaintEffects:
    """What the verdict on complaints would do."""
    return effects.effects_of_complaints(asked, complaints, status)


@router.post(
    "/effects/appraisals",
    summary="What an appraisal would do, were it final",
    description=f"{_SHARED}{_chinese('appraisals')}: the points of each item, and the component, the total, the rank "
    "and the bonus without it and with it, as far as the role sees them.",
    openapi_extra=needs(effect_of_appraisal),
)
def effects_of_appraisal(asked: Asked, considered: ConsideredAppraisal) -> AppraisalEffects:
    """What an appraisal would do, were it final."""
    return effect_of_appraisal(asked, considered)
