"""What a decision would do: reports with its facts beside reports without them, by the code that makes them."""

from projections.effects.appraisals import AppraisalEffect, appraisal_effect
from projections.effects.complaints import ComplaintEffect, complaint_effect
from projections.effects.consequences import Consequences, SupposedFact, consequences_of
from projections.effects.leaves import LeaveEffect, LeaveOutcome, RequestedLeave, leave_effects
from projections.effects.requests import RequestEffect, request_effects
from projections.effects.swaps import RequestedSwap, SwapEffect, swap_effects

__all__ = [
    "AppraisalEffect",
    "ComplaintEffect",
    "Consequences",
    "LeaveEffect",
    "LeaveOutcome",
    "RequestEffect",
    "RequestedLeave",
    "RequestedSwap",
    "SupposedFact",
    "SwapEffect",
    "appraisal_effect",
    "complaint_effect",
    "consequences_of",
    "leave_effects",
    "request_effects",
    "swap_effects",
]
