"""Following a ledger on PostgreSQL: the library's subscription, which is told of every commit."""

from typing import Any

from eventsourcing.postgres import PostgresSubscription
from psycopg.sql import SQL, Identifier


class LedgerSubscription(PostgresSubscription):
    """The library's, which could sleep through what was committed between its first look and its LISTEN."""

    def _listen(self) -> None:
        try:
            with self._recorder.datastore.get_connection() as connection:
                connection.execute(SQL("LISTEN {}").format(Identifier(self._recorder.channel_name)))
                self._has_been_notified.set()
                while not self._has_been_stopped and not self._thread_error:
                    for _ in connection.notifies(timeout=0.1, stop_after=1):
                        self._has_been_notified.set()
        except BaseException as error:
            if self._thread_error is None:
                self._thread_error = error
            self.stop()


__all__: list[Any] = ["LedgerSubscription"]
