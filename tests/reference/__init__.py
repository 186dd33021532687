"""A plain, slow reference of everything Workforce Ledger answers, written from the manual's clauses alone.

One file a chapter, standard library only, integers and fractions only. It shares nothing with `src/`, so that both can
only agree by both being right. Two doors: `record` (what becomes of lines) and `reports` (what follows from facts).
"""

from .recording import Recorded, record
from .report import NAMES, RefusedReportError, reports

__all__ = ["NAMES", "Recorded", "RefusedReportError", "record", "reports"]
