"""S11 账 The books: periods that build on the closings before them, and what a closing freezes."""

from projections.books.books import Books
from projections.books.freezing import freezing
from projections.books.open_matters import OpenMatter, open_matters
from projections.books.postings import Posting, postings_of
from projections.books.recomputing import ComputedOtherwise, computed_otherwise
from projections.books.reporting import ReportRequest, make_report, make_reports
from projections.books.thawing import lacking

__all__ = [
    "Books",
    "ComputedOtherwise",
    "OpenMatter",
    "Posting",
    "ReportRequest",
    "computed_otherwise",
    "freezing",
    "lacking",
    "make_report",
    "make_reports",
    "open_matters",
    "postings_of",
]
