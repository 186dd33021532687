"""S12.2 申诉 Disputes for people and programs: as they are recorded, beside reports, and as a whole case."""

from api.disputes.case import Case, CaseFact, FollowedAdjustment, case_of
from api.disputes.figures import DisputedFigure
from api.disputes.recorded import RecordedDispute, recorded_disputes
from api.disputes.showing import footnote, item_label, report_object, shown_disputes

__all__ = [
    "Case",
    "CaseFact",
    "DisputedFigure",
    "FollowedAdjustment",
    "RecordedDispute",
    "case_of",
    "footnote",
    "item_label",
    "recorded_disputes",
    "report_object",
    "shown_disputes",
]
