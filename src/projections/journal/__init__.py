"""The journal: the ledger's facts up to a position as typed tables, one a kind; the only input that rules have."""

from projections.journal.closings import Closing
from projections.journal.journal import MANUAL_VERSION, Journal, Site, View
from projections.journal.reader import JournalReader, instant_of, read_journal

__all__ = ["MANUAL_VERSION", "Closing", "Journal", "JournalReader", "Site", "View", "instant_of", "read_journal"]
