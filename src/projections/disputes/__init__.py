"""S12.2 申诉 Open disputes: which figures they are shown beside. They have no effect on any."""

from projections.disputes.items import reports_showing, wrong_item
from projections.disputes.open_disputes import OpenDispute, ShownDispute, open_disputes, open_disputes_of, shown_in
from projections.disputes.reach import DisputedFact, FactOf, disputed_facts, disputed_in, in_view, used_by

__all__ = [
    "DisputedFact",
    "FactOf",
    "OpenDispute",
    "ShownDispute",
    "disputed_facts",
    "disputed_in",
    "in_view",
    "open_disputes",
    "open_disputes_of",
    "reports_showing",
    "shown_in",
    "used_by",
    "wrong_item",
]
