"""What follows from an event's topic and state: the columns beside them, and that its sealed texts open."""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic_core import from_json

from ledger.facts.base import KINDS, Fact
from ledger.facts.codec import plain_values
from ledger.facts.effects import VoidedBy
from ledger.facts.people import Site
from ledger.facts.prepared_fact import date_of
from ledger.facts.streams import key_stream, ref_stream
from ledger.facts.void import Void
from ledger.store.keys.keyring import NONCE_BYTES, subject_of
from ledger.store.mapper import SEALED

_ODD = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
"""What reading raises of a state that nobody has recorded."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Row(NamedTuple):
    """A row of the events table, its columns in their order; a value may be of any type where it was changed."""

    position: int
    originator_id: str
    originator_version: int
    topic: str
    state: str
    kind: str
    employee: str
    business_date: str
    recorded_at: int
    ref: str
    salt: bytes


_TYPES = [int, str, int, str, str, str, str, str, int, str, bytes]
"""Of the columns of a row."""


class Plain(NamedTuple):
    """A fact without its sealed texts: its model, and the values of its fields by their attributes."""

    model: type[Fact]
    values: Mapping[str, Any]

    def fact(self) -> Fact:
        """The fact itself."""
        return self.model.model_construct(**self.values)


class Earlier(Protocol):
    """The rows that other rows refer to."""

    def stream(self, stream: str) -> Sequence[Row]:
        """The rows of a stream in the order of their versions."""

    def with_ref(self, kind: str, ref: str) -> Sequence[Row]:
        """The row of a kind with a sender's id."""

    def numbered(self, kind: str, number: str) -> Sequence[Row]:
        """The rows of a kind that have a `ref`, and this number in the one field of their natural key."""


KeyOf = Callable[[str], AESGCM | str | None]
"""From a subject to its key; None where it cannot be had or was destroyed; a sentence where that is wrong."""


class Odds(NamedTuple):
    """Reasons why a row's content does not hold, and the other positions that they depend on."""

    reasons: tuple[str, ...] = ()
    of: tuple[int, ...] = ()
    dangling: bool = False
    """Whether only something that the row refers to is not there."""


class Beside(NamedTuple):
    """What is derived of a row beside its state."""

    employee: str
    business_date: str
    of: tuple[int, ...]


class UnreadableError(Exception):
    """A row that is not a stored fact, in a sentence."""


class DanglingError(UnreadableError):
    """A row that refers to another, which is not there."""


HOLDS = Odds()


class Contents:
    """Derives again what stands beside the state of rows."""

    def __init__(self, site: Site | None, site_position: int, earlier: Earlier, key_of: KeyOf) -> None:
        """Of a ledger's site and where that is recorded, the rows that are referred to, and the keys of texts."""
        self._site = site
        self._of_site = (site_position,) if site_position else ()
        self._earlier = earlier
        self._key_of = key_of

    @property
    def site(self) -> tuple[Site | None, int]:
        """The site, and where it is recorded."""
        return self._site, sum(self._of_site)

    def check(self, row: Row) -> Odds:
        """Why the content of a row does not hold."""
        try:
            fact, sealed = read_row(row)
            beside = self._beside(row, fact)
        except UnreadableError as error:
            return Odds((str(error),), (), isinstance(error, DanglingError))
        except _ODD as error:
            return Odds((f"its content was never valid ({type(error).__name__})",))
        reasons = []
        of: tuple[int, ...] = ()
        kind, _, _version = row.topic.rpartition(".v")
        derived = (("kind", kind), ("employee", beside.employee), ("ref", fact.values["ref"] or ""))
        for name, right in (*derived, ("business_date", beside.business_date)):
            found = getattr(row, name)
            if found != right:
                reasons.append(f"its {name} is {_told(found)} and would be {_told(right)}")
                of = beside.of
        if sealed is not None:
            wrong = self._unopened(row, kind, sealed)
            if wrong is not None:
                reasons.append(wrong)
        versions = self._versions(row)
        if not reasons:
            return versions
        return Odds((*reasons, *versions.reasons), of)

    def _versions(self, row: Row) -> Odds:
        if row.originator_version <= 1:
            return HOLDS
        before = [each for each in self._earlier.stream(row.originator_id) if _before(each, row)]
        if any(each.originator_version == row.originator_version - 1 for each in before):
            return HOLDS
        version = row.originator_version
        missing = f"it is version {version} of stream {row.originator_id}, and version {version - 1} is not before it"
        return Odds((missing,), (), dangling=True)

    def _beside(self, row: Row, fact: Plain) -> Beside:
        model, values = fact
        if model is Void:
            kind, of = values["of_kind"], values["of"]
            targets = self._voided(row, kind, of) if kind in KINDS and isinstance(of, str) else []
            if len(targets) != 1:
                raise DanglingError(f"it voids {_told(kind)} {_told(of)}, of which there are {len(targets)}")
            return self._of_other(targets[0])
        if model.follows is not None and not model.by_command:
            opener = next((each for each in self._earlier.stream(row.originator_id) if _before(each, row)), None)
            if opener is None:
                raise DanglingError(f"it follows a {model.follows}, which is not before it")
            beside = self._of_other(opener)
            return beside if beside.employee else beside._replace(employee=_own_employee(values))
        employee = _own_employee(values)
        value = None if model.dated_by is None else values[model.dated_by]
        own = fact.fact() if model is Site else None
        site = own if isinstance(own, Site) else self._site
        if site is None:
            raise DanglingError("there is no site before it")
        try:
            date = date_of(value, site)
            if not date:
                moment = _EPOCH + timedelta(microseconds=row.recorded_at)
                date = moment.astimezone(site.zone).date().isoformat()
        except (*_ODD, OSError):
            # A time zone is looked for as a file.
            raise UnreadableError("its date is not valid") from None
        by_itself = value is not None and not isinstance(value, datetime | str)
        return Beside(employee, date, () if by_itself or site is own else self._of_site)

    def _of_other(self, other: Row) -> Beside:
        """An event takes over the employee and the date of what it follows."""
        try:
            beside = self._beside(other, read_row(other)[0])
        except (UnreadableError, *_ODD):
            beside = Beside(other.employee, other.business_date, ())
        return beside._replace(of=(*beside.of, other.position))

    def _voided(self, row: Row, kind: str, of: str) -> list[Row]:
        model = KINDS[kind]
        sent = self._earlier.with_ref(kind, of) if model.unique else self._earlier.stream(ref_stream(kind, of))
        by_ref = [each for each in sent if _before(each, row)]
        if by_ref:
            return by_ref[:1]
        stream, _, version = of.partition(".")
        by_id = [
            each
            for each in self._earlier.stream(stream)
            if str(each.originator_version) == version and each.kind == kind and _before(each, row)
        ]
        if by_id:
            return by_id
        if model.voided_by is not VoidedBy.NUMBER:
            return []
        named = [*self._earlier.numbered(kind, of)]
        named += [each for each in self._earlier.stream(key_stream(kind, (of,))) if each.kind == kind]
        return list({each.position: each for each in named if _before(each, row)}.values())

    def _unopened(self, row: Row, kind: str, sealed: Any) -> str | None:
        key = self._key_of(subject_of(row.employee))
        if key is None or isinstance(key, str):
            return key
        try:
            raw = base64.b64decode(sealed, validate=True)
            bound = f"{row.originator_id}.{row.originator_version}.{kind}".encode()
            key.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], bound)
        except (InvalidTag, ValueError, TypeError):
            return "its sealed texts do not open with the key of the employee for this event"
        return None


def read_row(row: Row) -> tuple[Plain, Any]:
    """The fact of a row, without its sealed texts, and those as they are sealed (None where it has none).

    Raises UnreadableError where the state does not fit its topic.
    """
    if [type(value) for value in row] != _TYPES:
        raise UnreadableError("a value of it is not of its column")
    try:
        kind, _, version = row.topic.rpartition(".v")
        model = KINDS.get(kind)
        if model is None or not version.isascii() or not version.isdigit() or not 1 <= int(version) <= model.version:
            raise UnreadableError(f"its topic {_told(row.topic)} is unknown to this version")
        state = from_json(row.state)
        if not isinstance(state, dict):
            raise UnreadableError("its state is not a JSON object")
        sealed = state.pop(SEALED, None)
        for older in range(int(version), model.version):
            getattr(model, f"upcast_v{older}_v{older + 1}")(state)
        return Plain(model, plain_values(model, state)), sealed
    except _ODD as error:
        raise UnreadableError(f"its state does not fit {_told(row.topic)} ({type(error).__name__})") from None


def referred_streams(rows: Sequence[Row]) -> set[str]:
    """The streams that `Contents` asks for when it checks rows; not those that these refer to in turn."""
    found: set[str] = set()
    for row in rows:
        if type(row.topic) is not str or type(row.originator_version) is not int:
            continue
        model = KINDS.get(row.topic.rpartition(".v")[0])
        if row.originator_version > 1 or (model is not None and model.follows is not None):
            found.add(row.originator_id)
        if model is Void:
            try:
                state = json.loads(row.state)
                kind, of = state["of_kind"], state["of"]
                found |= {ref_stream(kind, of), of.partition(".")[0], key_stream(kind, (of,))}
            except (ValueError, TypeError, KeyError, AttributeError):
                continue
    return found


def _before(other: Row, row: Row) -> bool:
    return other.position < row.position


def _told(value: Any) -> str:
    text = value if isinstance(value, str) else repr(value)
    return repr(text[:60])


def _own_employee(values: Mapping[str, Any]) -> str:
    """The employee that a fact itself names; empty where it names none."""
    return str(values.get("employee") or "")
