"""Facts to stored events and back: explicit topics, upcasters, and personal texts sealed."""

import base64
import json
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidTag
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import JSONTranscoder, Mapper, MapperDeserialisationError, StoredEvent
from pydantic_core import from_json

from ledger.facts.base import KINDS, Fact
from ledger.facts.codec import load_fact
from ledger.facts.prepared_fact import Prepared, prepared
from ledger.refusal import LedgerError
from ledger.store.dialect import StoreCursor
from ledger.store.events import LedgerEvent, RecordedEvent, ledger_event
from ledger.store.keys.keyring import NONCE_BYTES, Keyring, last_erasure, subject_of
from ledger.store.version import unknown_sentence

SEALED = "sealed"
_SEALED = SEALED.encode()
_EMPTY = len("{}")


class FactEvent(NamedTuple):
    """A fact in its stream: the domain event of the ledger."""

    originator_id: str
    originator_version: int
    fact: Fact
    employee: str
    business_date: str
    recorded_at: int
    salt: bytes


class FactMapper(Mapper[str]):
    """Maps facts to ledger events. Reads and makes keys through the cursor of the transaction it works in."""

    def __init__(self, keyring: Keyring, cursor: StoreCursor, *, lasting: bool = False) -> None:
        """A mapper for one transaction; a `lasting` one for many, which looks for erasures in each of them."""
        super().__init__(JSONTranscoder())
        self._keyring = keyring
        self._cursor = cursor
        self._lasting = lasting
        self._seen: int | None = None

    def to_stored_event(self, domain_event: DomainEventProtocol[str]) -> LedgerEvent:
        """The stored form of a fact event."""
        assert isinstance(domain_event, FactEvent)
        return self.stored(
            prepared(domain_event.fact),
            domain_event.originator_version,
            domain_event.employee,
            domain_event.business_date,
            domain_event.recorded_at,
            domain_event.salt,
        )

    def stored(
        self, fact: Prepared, version: int, employee: str, business_date: str, recorded_at: int, salt: bytes
    ) -> LedgerEvent:
        """The stored form of a prepared fact as a version of its stream; its personal texts are sealed here."""
        state = fact.state
        if fact.personal:
            sealed = self._seal(fact.personal, employee, _bound(fact.stream, version, fact.kind))
            state = b'%s%s"%s":"%s"}' % (state[:-1], b"," if len(state) > _EMPTY else b"", _SEALED, sealed)
        return ledger_event(
            originator_id=fact.stream,
            originator_version=version,
            topic=fact.model.topic,
            state=state,
            kind=fact.kind,
            employee=employee,
            business_date=business_date,
            recorded_at=recorded_at,
            ref=fact.ref or "",
            salt=salt,
        )

    def to_domain_event(self, stored_event: StoredEvent) -> FactEvent:
        """The fact event of a stored one. Nothing is refused that was once accepted."""
        assert isinstance(stored_event, LedgerEvent)
        model, state = self.read_state(stored_event)
        return FactEvent(
            originator_id=str(stored_event.originator_id),
            originator_version=stored_event.originator_version,
            fact=load_fact(model, state),
            employee=stored_event.employee,
            business_date=stored_event.business_date,
            recorded_at=stored_event.recorded_at,
            salt=stored_event.salt,
        )

    def read_state(self, event: LedgerEvent) -> tuple[type[Fact], dict[str, Any]]:
        """The model of an event and its whole state: in today's form, personal texts unsealed where the key is there.

        Raises MapperDeserialisationError where the stored bytes were changed.
        """
        kind, _, version = event.topic.rpartition(".v")
        model = KINDS.get(kind)
        if model is None or version not in map(str, range(1, model.version + 1)):
            raise LedgerError(unknown_sentence([event.topic], getattr(event, "id", 0)))
        state: dict[str, Any] = from_json(event.state)
        sealed = state.pop(SEALED, None)
        if sealed is not None:
            bound = _bound(str(event.originator_id), event.originator_version, kind)
            state.update(self._unseal(sealed, event.employee, bound))
        for older in range(int(version), model.version):
            getattr(model, f"upcast_v{older}_v{older + 1}")(state)
        return model, state

    def _erasure(self) -> int:
        """The position of the last erasure that is in view."""
        if self._seen is None or self._lasting:
            self._seen = last_erasure(self._cursor)
        return self._seen

    def _seal(self, personal: bytes, employee: str, bound: bytes) -> bytes:
        key = self._keyring.for_sealing(self._cursor, subject_of(employee), self._erasure())
        nonce = self._keyring.nonce()
        return base64.b64encode(nonce + key.encrypt(nonce, personal, bound))

    def _unseal(self, sealed: str, employee: str, bound: bytes) -> dict[str, Any]:
        key = self._keyring.for_reading(self._cursor, subject_of(employee), self._erasure())
        if key is None:
            return {}
        raw = base64.b64decode(sealed)
        try:
            opened = key.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], bound)
        except InvalidTag as error:
            raise MapperDeserialisationError(f"the sealed texts of {bound.decode()} were changed") from error
        personal: dict[str, Any] = json.loads(opened)
        return personal


def _bound(stream: str, version: int, kind: str) -> bytes:
    """What a sealed text is bound to, so that it cannot be moved to another event."""
    return f"{stream}.{version}.{kind}".encode()


def fact_id(event: RecordedEvent) -> str:
    """The id of a fact: its stream and its version there."""
    return f"{event.originator_id}.{event.originator_version}"
