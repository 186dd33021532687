"""The journal: the ledger's facts up to a position as typed tables, one a kind; the only input that rules have."""

from projections.journal.journal import MANUAL_VERSION, Journal, Site
from projections.journal.reading import JournalReader, read_journal

__all__ = ["MANUAL_VERSION", "Journal", "JournalReader", "Site", "read_journal"]
