"""Documents for people: reports as workbooks, and what was paid read back from one."""

from api.documents.payments import Paid, read_paid
from api.documents.workbook import write_workbook

__all__ = ["Paid", "read_paid", "write_workbook"]
