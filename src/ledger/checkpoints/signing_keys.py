"""The keys that sign a ledger's checkpoints: one at a time, and the older ones by their public halves.

All have one name, which is the origin of the checkpoints: it follows from the first key, so no two ledgers share it. A
private half is wrapped by the master key; it is gone when the key is followed by another.
"""

from dataclasses import dataclass
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.calendar import instant
from ledger.proof.notes import Signer, Verifier
from ledger.proof.rotation import chain_text, signed_rotation
from ledger.refusal import LedgerError
from ledger.store.dialect import StoreCursor
from ledger.store.keys.key_wrap import SIGNING_PREFIX
from ledger.store.keys.keyring import Keyring
from ledger.store.keys.master_key import KEY_BYTES

ORIGIN = "workledger/"
_COLUMNS = ("number", "name", "key_id", "public", "wrapped", "created_at", "retired_at", "note")


@dataclass(frozen=True)
class SigningKey:
    """A key that signs, or has signed. `note` is the rotation that it came by; empty for the first."""

    number: int
    verifier: Verifier
    created_at: int
    retired_at: int
    note: str


class SigningKeys:
    """The table `signing_keys`, through the cursor of a transaction."""

    def __init__(self, cursor: StoreCursor, keyring: Keyring) -> None:
        """Reads and makes keys through the cursor."""
        self._cursor = cursor
        self._keyring = keyring

    def all(self) -> list[SigningKey]:
        """Every key, the oldest first."""
        self._cursor.execute("SELECT * FROM signing_keys ORDER BY number")
        return [
            SigningKey(
                row["number"],
                Verifier(row["name"], bytes(row["public"])),
                row["created_at"],
                row["retired_at"],
                row["note"],
            )
            for row in self._cursor.fetchall()
        ]

    def verifiers(self) -> list[Verifier]:
        """The public half of every key, the oldest first."""
        return [key.verifier for key in self.all()]

    def chain(self) -> str:
        """The first key and every rotation since, as `proof.rotation.read_keys` reads them."""
        first, *later = self._required()
        return chain_text(first.verifier, [key.note for key in later])

    def signer(self, now: int) -> Signer:
        """The key that signs, under the append lock; made where there is none yet. `now` in microseconds since 1970."""
        keys = self.all()
        if keys:
            return self._signer(keys[-1])
        private = self._keyring.entropy(KEY_BYTES)
        public = Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
        name = ORIGIN + sha256(public).hexdigest()[:16]
        self._insert(1, Verifier(name, public), private, now, "")
        return Signer(name, Ed25519PrivateKey.from_private_bytes(private))

    def rotate(self, now: int) -> str:
        """Have another key sign from now on, under the append lock; the note in which the old one says so."""
        last = self._required()[-1]
        earlier = self._signer(last)
        private = self._keyring.entropy(KEY_BYTES)
        later = Signer(earlier.name, Ed25519PrivateKey.from_private_bytes(private))
        note = str(signed_rotation(earlier, later, f"{instant(now):%Y-%m-%dT%H:%M:%SZ}"))
        self._insert(last.number + 1, later.verifier, private, now, note)
        self._cursor.execute("UPDATE signing_keys SET wrapped=?, retired_at=? WHERE number=?", [b"", now, last.number])
        return note

    def _required(self) -> list[SigningKey]:
        keys = self.all()
        if not keys:
            raise LedgerError(
                "the ledger has no key that signs yet; make a checkpoint first, with workledger checkpoint"
            )
        return keys

    def _signer(self, key: SigningKey) -> Signer:
        return Signer(key.verifier.name, Ed25519PrivateKey.from_private_bytes(self._private(key.number)))

    def _private(self, number: int) -> bytes:
        self._cursor.execute("SELECT wrapped FROM signing_keys WHERE number=?", [number])
        wrapped = bytes(self._cursor.fetchone()["wrapped"])
        return self._keyring.master.unwrap(self._cursor, f"{SIGNING_PREFIX}{number}", wrapped)

    def _insert(
        self, number: int, verifier: Verifier, private: bytes | None, created_at: int, note: str, retired_at: int = 0
    ) -> None:
        subject = f"{SIGNING_PREFIX}{number}"
        wrapped = b"" if private is None else self._keyring.master.wrap(self._cursor, subject, private)
        row = (number, verifier.name, verifier.key_id, verifier.public, wrapped, created_at, retired_at, note)
        self._cursor.insert("signing_keys", _COLUMNS, [row])
