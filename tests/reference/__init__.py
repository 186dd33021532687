"""A plain, slow reference of everything Workforce Ledger answers, written from the manual's clauses alone.

One file a chapter, standard library only, integers and fractions only. It shares nothing with `src/`, so that both can
only agree by both being right. Three doors: `record` (what becomes of lines), `reports` (what follows from facts) and
`shown` (the books, where periods were closed).
"""

from .books import Closing, shown
from .recording import Recorded, record
from .report import NAMES, RefusedReportError, reports

__all__ = ["NAMES", "Closing", "Recorded", "RefusedReportError", "record", "reports", "shown"]
