"""S12.2 申诉 Disputes for people and programs: as they are recorded, beside reports, and as a whole case.

What a case and an explanation need is loaded with `api.disputes.case` and `api.disputes.disputed_explanations` only.
"""

from api.disputes.dispute_marks import footnote, item_label, report_object, shown_disputes
from api.disputes.recorded_disputes import RecordedDispute, recorded_disputes

__all__ = [
    "RecordedDispute",
    "footnote",
    "item_label",
    "recorded_disputes",
    "report_object",
    "shown_disputes",
]
