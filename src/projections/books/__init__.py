"""S11 账 The books: periods that build on the closings before them, and what a closing freezes."""

from projections.books.books import Books
from projections.books.closing_contents import freezing, lost_frozen_bytes
from projections.books.open_items import OpenMatter, open_matters
from projections.books.postings import Posting, postings_of
from projections.books.recomputation import ComputedOtherwise, computed_otherwise
from projections.books.report_requests import ReportRequest, make_report, make_reports

__all__ = [
    "Books",
    "ComputedOtherwise",
    "OpenMatter",
    "Posting",
    "ReportRequest",
    "computed_otherwise",
    "freezing",
    "lost_frozen_bytes",
    "make_report",
    "make_reports",
    "open_matters",
    "postings_of",
]
