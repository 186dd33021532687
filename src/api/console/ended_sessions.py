"""Sessions that were signed out before their time: a copy of their cookie is refused by every worker, restarts aside.

The store keeps a digest of each until the session would have ended by itself, and then lets go of it.
"""

from api.console.sessions import Session
from ledger.ledger import Ledger


class EndedSessions:
    """The sessions of a ledger's console that were signed out."""

    def __init__(self, ledger: Ledger) -> None:
        """Kept in the store of a ledger, outside its positions."""
        self._ledger = ledger

    def add(self, session: Session) -> None:
        """Keep that a session was signed out; what would have ended by now is let go of."""
        with self._ledger.transactions.keeping() as (cursor, now):
            cursor.execute("DELETE FROM ended_sessions WHERE until<=?", [now])
            cursor.execute(
                "INSERT INTO ended_sessions (session, until) VALUES (?, ?) ON CONFLICT (session) DO NOTHING",
                [session.digest, session.until],
            )

    def has(self, session: Session) -> bool:
        """Whether a session was signed out."""
        with self._ledger.transactions.looking() as (cursor, _now):
            cursor.execute("SELECT session FROM ended_sessions WHERE session=?", [session.digest])
            return cursor.fetchone() is not None
