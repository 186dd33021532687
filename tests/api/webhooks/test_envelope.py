"""A message says what an export says, and its signatures fit nothing else."""

import base64
import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import assume, given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook

from api.webhooks.envelope import (
    SecretError,
    cloud_event,
    id_of_message,
    read_secret,
    shown_public_key,
    shown_secret,
    signed_headers,
)
from ledger.facts import KINDS
from ledger.facts.base import Fact
from ledger.ledger import Ledger
from ledger.recorded_fact import RecordedFact


def fact_of(kind: str, **fields: str) -> Fact:
    """A fact with these fields."""
    return KINDS[kind].model_validate(fields)


SOURCE = "https://ledger.example/centre"
SECRET = bytes(range(32))
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32, 64)))
PUNCH = RecordedFact(
    position=17,
    id="0123456789abcdef0123456789abcdef.1",
    recorded_at=datetime(2024, 10, 8, 1, 0, 2, 30, tzinfo=UTC),
    employee="E1",
    business_date="2024-10-08",
    fact=fact_of(kind="clock", employee="E1", at="2024-10-08T09:00:00+08:00", direction="in"),
)
APPROVAL = fact_of(kind="leave_decision", leave="L1", decision="approved", by="L9", at="2024-10-08T09:00:00+08:00")

ids = st.text("abcXYZ019_-", min_size=1, max_size=40)
timestamps = st.integers(0, 2**40)
bodies = st.binary(max_size=200)
messages = st.tuples(ids, timestamps, bodies)


def event(fact: RecordedFact) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(cloud_event(fact, SOURCE))
    return read


def signatures(message: str, timestamp: int, body: bytes) -> dict[str, str]:
    headers = signed_headers(message, timestamp, body, SECRET, KEY)
    return dict(each.split(",", 1) for each in headers["webhook-signature"].split(" "))


def test_a_punch_is_told_as_a_cloud_event() -> None:
    assert cloud_event(PUNCH, SOURCE) == (
        b'{"specversion":"1.0","id":"0123456789abcdef0123456789abcdef.1","source":"https://ledger.example/centre",'
        b'"type":"workledger.clock.v1","subject":"E1","time":"2024-10-08T01:00:02.000030Z",'
        b'"datacontenttype":"application/json","sequence":"00000000000000000017",'
        b'"data":{"kind":"clock","employee":"E1","at":"2024-10-08T09:00:00+08:00","direction":"in",'
        b'"id":"0123456789abcdef0123456789abcdef.1","position":17,"recorded_at":"2024-10-08T01:00:02.000030Z",'
        b'"business_date":"2024-10-08"}}'
    )


def test_the_time_of_an_event_is_in_utc_wherever_the_instant_was_taken() -> None:
    elsewhere = PUNCH.recorded_at.astimezone(timezone(timedelta(hours=8)))
    assert cloud_event(replace(PUNCH, recorded_at=elsewhere), SOURCE) == cloud_event(PUNCH, SOURCE)


def test_a_fact_without_an_employee_has_no_subject() -> None:
    holiday = replace(PUNCH, employee="", fact=fact_of(kind="holiday", date="2024-10-01", name="国庆节"))
    assert "subject" not in event(holiday)
    assert "employee" not in event(holiday)["data"]


def test_a_fact_that_follows_another_says_whose_it_is() -> None:
    decision = replace(PUNCH, fact=APPROVAL)
    assert event(decision)["data"]["employee"] == "E1"


def test_sequences_are_ordered_as_texts_as_positions_are() -> None:
    positions = [1, 2, 9, 10, 99, 100, 10**9, 10**18]
    sequences = [event(replace(PUNCH, position=position))["sequence"] for position in positions]
    assert sequences == sorted(sequences)
    assert {len(each) for each in sequences} == {20}


def test_the_data_of_every_fact_of_a_centre_is_its_exported_line_without_personal_texts(tmp_path: Path) -> None:
    exported = io.BytesIO()
    with Ledger.open(f"sqlite:///{tmp_path / 'workledger.db'}") as ledger:
        ledger.imports.import_file(Path(__file__).parents[1] / "centre.ndjson")
        ledger.exports.write(exported)
        facts = ledger.facts.page(limit=10_000)
    lines = [json.loads(line) for line in exported.getvalue().splitlines()]
    assert len(lines) == len(facts) > 40
    for line, fact in zip(lines, facts, strict=True):
        told = event(fact)
        employee = {"employee": fact.employee} if fact.employee else {}
        personal = {fact.fact.names[name] for name in fact.fact.sealed}
        plain = {name: value for name, value in line.items() if name not in personal}
        assert told["data"] == plain | employee | {"business_date": fact.business_date}
        assert (told["id"], told["time"]) == (line["id"], line["recorded_at"])
        assert told.get("subject", "") == line.get("employee", fact.employee)


@pytest.mark.slow
@given(ids, timestamps, st.text(max_size=100))
def test_a_signature_is_the_one_that_the_library_of_the_standard_makes(message: str, timestamp: int, text: str) -> None:
    timestamp %= 2**32
    moment = datetime.fromtimestamp(timestamp, UTC)
    theirs = Webhook(shown_secret(SECRET)).sign(message, moment, text)
    headers = signed_headers(message, timestamp, text.encode(), SECRET)
    assert headers == {"webhook-id": message, "webhook-timestamp": str(timestamp), "webhook-signature": theirs}


@pytest.mark.slow
@given(messages, messages)
def test_a_message_with_another_id_time_or_body_has_other_signatures(
    one: tuple[str, int, bytes], other: tuple[str, int, bytes]
) -> None:
    assume(one != other)
    ours, theirs = signatures(*one), signatures(*other)
    assert ours["v1"] != theirs["v1"]
    message, timestamp, body = one
    content = b"%s.%d.%s" % (message.encode(), timestamp, body)
    KEY.public_key().verify(base64.b64decode(ours["v1a"]), content)
    with pytest.raises(InvalidSignature):
        KEY.public_key().verify(base64.b64decode(theirs["v1a"]), content)


@pytest.mark.slow
@given(messages, st.data())
def test_one_changed_byte_of_the_body_breaks_both_signatures(
    message: tuple[str, int, bytes], data: st.DataObject
) -> None:
    name, timestamp, body = message
    assume(body)
    place = data.draw(st.integers(0, len(body) - 1))
    changed = body[:place] + bytes([body[place] ^ data.draw(st.integers(1, 255))]) + body[place + 1 :]
    ours, theirs = signatures(*message), signatures(name, timestamp, changed)
    assert not set(ours.values()) & set(theirs.values())


def test_another_secret_makes_another_signature() -> None:
    assert signed_headers("m", 1, b"", SECRET) != signed_headers("m", 1, b"", SECRET[::-1])


def test_both_signatures_stand_in_one_header() -> None:
    header = signed_headers("msg_1", 1_700_000_000, b"{}", SECRET, KEY)["webhook-signature"]
    assert [each.split(",")[0] for each in header.split(" ")] == ["v1", "v1a"]


def test_the_id_of_a_message_follows_from_that_of_the_fact() -> None:
    message = id_of_message(PUNCH.id)
    assert message == "msg_0123456789abcdef0123456789abcdef_1"
    assert signed_headers(message, 1, b"", SECRET)["webhook-id"] == message


@pytest.mark.parametrize("message", ["", "a.1", "a b", "a\r\nx: y", "一", "a" * 201, "a\n"])
def test_an_id_with_which_a_signature_would_fit_several_messages_is_refused(message: str) -> None:
    with pytest.raises(ValueError, match="; use "):
        signed_headers(message, 1, b"", SECRET)


@given(st.binary(min_size=24, max_size=64))
def test_a_secret_that_is_shown_is_read_again(secret: bytes) -> None:
    assert shown_secret(secret).startswith("whsec_")
    assert read_secret(shown_secret(secret)) == secret


@pytest.mark.parametrize("length", [0, 23, 65])
def test_a_secret_of_a_wrong_length_is_neither_shown_nor_read(length: int) -> None:
    secret = bytes(length)
    with pytest.raises(SecretError, match=f"^the secret has {length} bytes; use 24 to 64 bytes$"):
        shown_secret(secret)
    with pytest.raises(SecretError, match=f"{length} bytes"):
        read_secret(f"whsec_{base64.b64encode(secret).decode()}")


@pytest.mark.parametrize(
    "text",
    ["", "whpk_AAAA", "whsec_ÄÄÄÄ", "whsec_AB CD!", f"whsec_{'A' * 40} {'B' * 4}", f"whsec_{'A' * 43}", "A" * 44],
)
def test_a_text_that_is_no_secret_is_refused_without_showing_it(text: str) -> None:
    with pytest.raises(SecretError, match="; use ") as refused:
        read_secret(text)
    assert text.removeprefix("whsec_")[:4] not in str(refused.value) or not text


def test_a_public_key_that_is_shown_is_the_one_that_verifies() -> None:
    shown = shown_public_key(KEY.public_key())
    prefix, _, raw = shown.partition("_")
    assert prefix == "whpk"
    assert Ed25519PublicKey.from_public_bytes(base64.b64decode(raw)) == KEY.public_key()
