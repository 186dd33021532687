"""`workledger devices`: allowing, listing and removing devices on the command line."""

import json
from pathlib import Path

import pytest

from tests.api.conftest import Run


def test_a_device_is_allowed_listed_and_removed(centre: Path, workledger: Run) -> None:
    (centre / "pins.csv").write_text("pin,employee\n74,E1\n75,E2\n", encoding="utf-8")
    added = workledger("devices", "allow", "SN-1", "--name", "gate-1")
    assert (added.status, added.out, added.err) == (0, "", "SN-1 is added: it may send punches as gate-1\n")
    again = workledger("devices", "allow", "SN-1", "--name", "gate-1")
    assert "SN-1 is unchanged" in again.err
    changed = workledger("devices", "allow", "SN-1", "--name", "gate-1", "--trust-direction", "--pins", "pins.csv")
    assert "SN-1 is changed" in changed.err
    (listed,) = json.loads(workledger("devices", "list", "--json").out)
    assert (listed["serial"], listed["name"], listed["pins"]) == ("SN-1", "gate-1", {"74": "E1", "75": "E2"})
    assert (listed["trust_direction"], listed["added_by"], listed["removed_at"]) == (True, "command line", None)
    shown = workledger("devices", "list").out
    assert shown == "SN-1\tallowed\tnever seen\tdirections trusted\t2 PINs\tgate-1\n"
    assert workledger("devices", "remove", "SN-1").err == "SN-1 is removed\n"
    assert "\tremoved\t" in workledger("devices", "list").out
    assert "SN-1 is added" in workledger("devices", "allow", "SN-1", "--name", "gate-1").err
    assert workledger("devices", "list").out == "SN-1\tallowed\tnever seen\tauto\tPINs are employee numbers\tgate-1\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("allow", "SN 1", "--name", "gate"), "serial is 'SN 1'; give 1 to 64 letters"),
        (("allow", "SN1", "--name", ""), "name is ''; give"),
        (("allow", "SN1", "--name", "gate", "--pins", "none.csv"), "none.csv cannot be read"),
        (("allow", "SN1"), "--name"),
        (("remove", "SN9"), "there is no device 'SN9'; devices list shows"),
    ],
)
def test_wrong_use_is_one_sentence(centre: Path, workledger: Run, words: tuple[str, ...], said: str) -> None:
    answer = workledger("devices", *words)
    assert (answer.status, answer.out) == (2, "")
    assert said in answer.err
    assert answer.err.count("\n") == 1


@pytest.mark.parametrize("words", [("allow", "SN1", "--name", "gate"), ("list",), ("remove", "SN1")])
def test_devices_are_of_a_ledger_that_is_there(empty: Path, workledger: Run, words: tuple[str, ...]) -> None:
    answer = workledger("devices", *words)
    assert answer.status == 2
    assert "there is no ledger" in answer.err
    assert list(empty.iterdir()) == []
