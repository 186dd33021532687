"""The stored bytes of every kind, which can never change: what is hashed, and what an old ledger holds.

``python -m tests.ledger.test_golden`` writes the golden file anew; a kind's stored form changes only with its version.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic_core import to_json

from ledger.facts.interchange_line import read_fact
from ledger.facts.streams import stream_of
from ledger.store.keys.keyring import Keyring
from ledger.store.keys.master_key import GivenKey
from ledger.store.mapper import FactEvent, FactMapper
from ledger.store.sqlite.recorder import LedgerDatastore, LedgerRecorder
from tests.ledger.material import MASTER_KEY, Counted
from tests.ledger.samples import COMMON, SAMPLES

GOLDEN = Path(__file__).with_name("golden.json")


def stored(folder: Path, sample: dict[str, Any]) -> dict[str, Any]:
    """The columns of a sample's event, under known keys, nonces and salts."""
    fact = read_fact(to_json({**sample, **{name: COMMON[name] for name in COMMON if name not in sample}}))
    datastore = LedgerDatastore(folder / f"{sample['kind']}.db")
    recorder = LedgerRecorder(datastore)
    recorder.create_table()
    with recorder.appending() as (cursor, _last):
        entropy = Counted()
        keyring = Keyring(GivenKey(MASTER_KEY, "the test"), entropy)
        keyring.begin(cursor, keep=True)
        employee = str(sample.get("employee", ""))
        event = FactEvent(stream_of(fact), 1, fact, employee, "2026-10-12", 0, entropy(16))
        written = FactMapper(keyring, cursor).to_stored_event(event)
    datastore.close()
    return {
        "originator_id": written.originator_id,
        "topic": written.topic,
        "state": written.state.decode(),
        "kind": written.kind,
        "ref": written.ref,
        "salt": written.salt.hex(),
    }


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["kind"])
def test_the_stored_bytes_of_a_kind_are_as_they_always_were(sample: dict[str, Any], tmp_path: Path) -> None:
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert stored(tmp_path, sample) == golden[f"{sample['kind']}.v1"]


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        events = {f"{sample['kind']}.v1": stored(Path(name), sample) for sample in SAMPLES}
    GOLDEN.write_text(json.dumps(events, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
