"""Forms that were sent when the session had ended: kept for whoever sent them, sealed, until that person is back.

Whose a form is says its own hidden field, which the console sealed when it showed the form; nobody else is given it.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from ledger.ledger import Ledger
from ledger.refusal import LedgerError

_SECONDS, _MICROSECONDS = 3_600, 1_000_000
_MOST, _MOST_CHARACTERS = 5, 200_000
"""So many forms of somebody are kept, each of so many characters."""
_PURPOSE = "kept form"
_ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose form it is: the id of the key or account, and the number of the employee, where there is one."""

    id: str
    employee: str

    @property
    def digest(self) -> str:
        """By what the store knows an owner: the person, whichever key that person has next."""
        return sha256((f"employee {self.employee}" if self.employee else f"id {self.id}").encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A form: where it is sent to, the page that it is on (empty where none is known), and what was filled in."""

    action: str
    page: str
    fields: Sequence[tuple[str, str]]


class KeptForms:
    """The forms that a ledger's console keeps."""

    def __init__(self, ledger: Ledger) -> None:
        """Kept in the store of a ledger, outside its positions."""
        self._ledger = ledger

    def keep(self, owner: Owner, form: KeptForm) -> str | None:
        """Keep a form for an hour; its id, or None where it is too large, or cannot be sealed."""
        content = json.dumps([form.action, form.page, list(form.fields)])
        if len(content) > _MOST_CHARACTERS:
            return None
        number = secrets.token_hex(_ID_BYTES)
        try:
            with self._ledger.transactions.keeping() as (cursor, now):
                sealed = self._ledger.upkeep.seal(cursor, owner.employee, _PURPOSE, content.encode())
                cursor.execute("DELETE FROM kept_forms WHERE until<=?", [now])
                cursor.execute("SELECT id FROM kept_forms WHERE owner=? ORDER BY until DESC", [owner.digest])
                for row in cursor.fetchall()[_MOST - 1 :]:
                    cursor.execute("DELETE FROM kept_forms WHERE id=?", [row["id"]])
                cursor.execute(
                    "INSERT INTO kept_forms (id, owner, employee, until, content) VALUES (?, ?, ?, ?, ?)",
                    [number, owner.digest, owner.employee, now + _SECONDS * _MICROSECONDS, sealed],
                )
        except LedgerError:
            return None
        return number

    def of(self, number: str, owner: Owner) -> KeptForm | None:
        """A form of an owner; None where there is none, or not any more, and of anybody else's."""
        with self._ledger.transactions.looking() as (cursor, now):
            cursor.execute(
                "SELECT content, employee FROM kept_forms WHERE id=? AND owner=? AND until>?",
                [number, owner.digest, now],
            )
            row = cursor.fetchone()
            if row is None:
                return None
            content = self._ledger.upkeep.unseal(cursor, row["employee"], _PURPOSE, bytes(row["content"]))
        if content is None:
            return None
        action, page, fields = json.loads(content)
        return KeptForm(action, page, [(str(name), str(value)) for name, value in fields])
