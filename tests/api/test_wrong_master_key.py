"""A master key that is another ledger's: exit status 1 and a sentence, whatever is asked for."""

import base64
import gc
from pathlib import Path

import pytest

from tests.api.conftest import Run

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("centre")]

PUNCH = '{"kind":"clock","employee":"E00001","at":"2024-10-08T09:00:00+08:00","direction":"in"}\n'


@pytest.mark.parametrize("key", [base64.b64encode(bytes(32)) + b"\n", b"no key\n", b""])
@pytest.mark.parametrize(
    "words",
    [
        ["verify"],
        ["import", "punch.ndjson"],
        ["report", "payroll", "2024-10"],
        ["export", "all.ndjson"],
        ["close", "2024-10", "--by", "HR"],
        ["serve", "--port", "0"],
    ],
)
def test_a_wrong_master_key_is_told_with_exit_status_1(
    workledger: Run, centre: Path, words: list[str], key: bytes
) -> None:
    (centre / "punch.ndjson").write_text(PUNCH, encoding="utf-8")
    (centre / "workledger.db.key").write_bytes(key)
    answer = workledger(*words)
    assert answer.status == 1, answer
    told = answer.out + answer.err
    assert "is not this ledger's" in told or "holds no master key" in told
    assert "Traceback" not in told
    gc.collect()  # A socket that was left open is told of this test.
