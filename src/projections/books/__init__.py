"""S11 账 The books: periods that build on the closings before them, and what a closing freezes."""

from projections.books.books import Books
from projections.books.closing_contents import FrozenAgain, freezing, frozen_again
from projections.books.open_items import OpenMatter, open_matters
from projections.books.postings import Posting, foreseen, postings_of
from projections.books.recomputation import ComputedOtherwise, computed_otherwise
from projections.books.report_requests import ReportRequest, make_report, make_reports

__all__ = [
    "Books",
    "ComputedOtherwise",
    "FrozenAgain",
    "OpenMatter",
    "Posting",
    "ReportRequest",
    "computed_otherwise",
    "foreseen",
    "freezing",
    "frozen_again",
    "make_report",
    "make_reports",
    "open_matters",
    "postings_of",
]
