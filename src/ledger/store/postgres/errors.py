"""What goes wrong with PostgreSQL: what passes when it is tried again, and a sentence for all else."""

import psycopg
import psycopg_pool

_PASSING_CLASSES = ("08", "40")
"""Connections that were lost; serialisation failures and deadlocks."""
_PASSING = {"57P01", "57P02", "57P03", "25P03"}
"""The server was shut down, crashed or is starting; a transaction that was idle for too long."""

_SENTENCES = {
    "3D": "is in a database that there is not; make it with createdb, or name another",
    "28": "does not let this user in; give the right user and password",
    "42501": "may not be written to by this user; grant it CREATE on the database, or the use of the schema",
    "55P03": "is in use by another process, which has not let go of it for a minute; try again later",
    "53100": "cannot grow: the disk is full; make room and import again, which goes on where it stopped",
    "53300": "has no connection left; allow more with max_connections, or try again later",
    "25006": "is on a server that takes no writes; name the primary",
}
_REFUSED = {
    'database "': "3D",
    'role "': "28",
    "authentication failed": "28",
    "no pg_hba.conf entry": "28",
    "too many": "53300",
}
"""Of a connection that is refused the driver has only the server's text."""


def database_error(error: BaseException | None) -> psycopg.Error | None:
    """The driver's error behind an error, or None."""
    while error is not None and not isinstance(error, psycopg.Error):
        error = error.__cause__
    return error


def is_passing(error: BaseException) -> bool:
    """Whether the same transaction may succeed when it is tried again."""
    found = database_error(error)
    if found is None or isinstance(found, psycopg_pool.PoolTimeout):
        return False
    if found.sqlstate is None:
        return isinstance(found, psycopg.OperationalError)
    return found.sqlstate in _PASSING or found.sqlstate.startswith(_PASSING_CLASSES)


def sentence_of(error: BaseException) -> str:
    """What is wrong with the store, to be said after its name."""
    found = database_error(error)
    state = (found.sqlstate if found is not None else None) or ""
    if not state and isinstance(found, psycopg.OperationalError) and "FATAL" in str(found):
        state = next((state for words, state in _REFUSED.items() if words in str(found)), "")
    for begins, sentence in _SENTENCES.items():
        if state.startswith(begins):
            return sentence
    text = " ".join(str(found or error).split()).rstrip(".")
    if not state and isinstance(found, psycopg.OperationalError):
        return f"cannot be reached ({text}); see that the server runs and that the URL is right"
    return f"cannot be used: {text}"
