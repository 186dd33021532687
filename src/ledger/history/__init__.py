"""The history of an employee, or of a workflow: everything recorded, in order, and what became of it."""

from ledger.history.assembly import WORKFLOWS, history_of
from ledger.history.entry import FactStanding, History, HistoryEntry, Word

__all__ = ["WORKFLOWS", "FactStanding", "History", "HistoryEntry", "Word", "history_of"]
