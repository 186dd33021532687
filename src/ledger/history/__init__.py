"""The history of an employee, or of a workflow: everything recorded, in order, and what became of it."""

from ledger.history.entry import FactStanding, History, HistoryEntry, Word
from ledger.history.making import WORKFLOWS, history_of

__all__ = ["WORKFLOWS", "FactStanding", "History", "HistoryEntry", "Word", "history_of"]
