"""`workledger checkpoint`, `prove`, `prove-consistency` and `verify-proof`: from a ledger to a file that needs none."""

import json
from pathlib import Path

import pytest

from tests.api.conftest import Run
from tests.api.test_wrong_use import assert_refused

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("centre")]


@pytest.fixture
def key(workledger: Run, centre: Path) -> str:
    """A file of the ledger's public key, as it was at the beginning."""
    (centre / "ledger.pub").write_text(printed(workledger, "checkpoint", "key"), encoding="utf-8")
    return "ledger.pub"


def printed(workledger: Run, *words: str) -> str:
    answer = workledger(*words)
    assert answer.status == 0, answer.err
    return answer.out


def last(workledger: Run) -> int:
    return int(printed(workledger, "checkpoint").split("\n")[1])


def test_a_checkpoint_is_printed_written_and_listed(workledger: Run, centre: Path) -> None:
    text = printed(workledger, "checkpoint")
    assert workledger("checkpoint", "--output", "now.checkpoint").status == 0
    assert (centre / "now.checkpoint").read_text(encoding="utf-8") == text
    printed(workledger, "checkpoint", "--at", "5")
    listed = json.loads(printed(workledger, "checkpoint", "--list", "--json"))
    assert [each["position"] for each in listed] == [int(text.split("\n")[1]), 5]
    assert listed[0]["note"] == text
    assert len(printed(workledger, "checkpoint", "--list").splitlines()) == 2


def test_a_fact_is_proven_in_a_file_and_checked_by_the_key(workledger: Run, key: str, centre: Path) -> None:
    fact = json.loads(printed(workledger, "export").splitlines()[2])
    assert workledger("prove", fact["id"], "--output", "fact.tlog-proof").status == 0
    told = json.loads(printed(workledger, "verify-proof", "fact.tlog-proof", "--pub", key, "--json"))
    assert told["holds"]
    assert (told["id"], told["position"], told["kind"], told["recorded_at"]) == (
        fact["id"],
        fact["position"],
        fact["kind"],
        fact["recorded_at"],
    )
    assert printed(workledger, "verify-proof", "fact.tlog-proof", "--pub", (centre / key).read_text()).startswith(
        "it holds\n"
    )
    proof = (centre / "fact.tlog-proof").read_text(encoding="utf-8")
    (centre / "changed").write_text(proof.replace("index 2", "index 3"), encoding="utf-8")
    answer = workledger("verify-proof", "changed", "--pub", key)
    assert (answer.status, answer.out[:16]) == (1, "it does not hold")
    assert workledger("verify-proof", key, "--pub", key).status == 1


def test_a_closed_proof_shows_the_leaf_only(workledger: Run, key: str) -> None:
    workledger("prove", "3", "--closed", "--output", "closed")
    told = json.loads(printed(workledger, "verify-proof", "closed", "--pub", key, "--json"))
    assert (told["position"], told["employee"], told["state"]) == (3, None, None)


def test_one_checkpoint_continues_another(workledger: Run, key: str, centre: Path) -> None:
    workledger("checkpoint", "--at", "7", "--output", "earlier")
    end = last(workledger)
    assert workledger("prove-consistency", "earlier", str(end), "--output", "grown").status == 0
    told = json.loads(printed(workledger, "verify-proof", "grown", "--pub", key, "--json"))
    assert (told["holds"], told["earlier"], told["later"]) == (True, 7, end)
    assert_refused(workledger("prove-consistency", str(end), "earlier"), "earlier one first")
    proof = (centre / "grown").read_text(encoding="utf-8").split("\n")
    (centre / "grown").write_text("\n".join(proof[:1] + proof[2:]), encoding="utf-8")
    assert workledger("verify-proof", "grown", "--pub", key).status == 1


def test_a_witness_signs_elsewhere_and_the_ledger_keeps_it(workledger: Run, centre: Path) -> None:
    pub = printed(workledger, "checkpoint", "new-witness", "audit.example/1", "witness.key")
    (centre / "witness.pub").write_text(pub, encoding="utf-8")
    assert (centre / "witness.key").stat().st_mode & 0o077 == 0
    assert_refused(workledger("checkpoint", "new-witness", "audit.example/1", "witness.key"), "there already")
    workledger("checkpoint", "--output", "now.checkpoint")
    elsewhere = workledger(
        "--store", "sqlite:///none.db", "checkpoint", "cosign", "now.checkpoint", "--key", "witness.key"
    )
    assert elsewhere.status == 0
    assert "no ledger here" in elsewhere.err
    (centre / "cosigned").write_text(elsewhere.out, encoding="utf-8")
    end = str(last(workledger))
    answer = workledger("checkpoint", "cosign", end, "--signature", "cosigned", "--pub", "witness.pub")
    assert answer.status == 0, answer.err
    assert answer.out == elsewhere.out
    assert printed(workledger, "checkpoint") == elsewhere.out
    (centre / "line").write_text(elsewhere.out.splitlines(keepends=True)[-1], encoding="utf-8")
    assert workledger("checkpoint", "cosign", end, "--signature", "line", "--pub", "witness.pub").out == elsewhere.out
    assert not (centre / "none.db").exists()


def test_a_signature_of_another_checkpoint_or_key_is_refused(workledger: Run, centre: Path) -> None:
    pub = printed(workledger, "checkpoint", "new-witness", "w/1", "one.key").strip()
    other = printed(workledger, "checkpoint", "new-witness", "w/1", "two.key").strip()
    workledger("checkpoint", "--at", "3")
    workledger("checkpoint", "--at", "4")
    cosigned = workledger("checkpoint", "cosign", "3", "--key", "one.key", "--output", "cosigned")
    assert cosigned.status == 0
    assert_refused(
        workledger("checkpoint", "cosign", "4", "--signature", "cosigned", "--pub", pub),
        "is not the checkpoint to sign",
    )
    assert_refused(
        workledger("checkpoint", "cosign", "3", "--signature", "cosigned", "--pub", other), "holds no signature"
    )
    assert_refused(workledger("checkpoint", "cosign", "3"), "--key")
    assert_refused(workledger("checkpoint", "cosign", "3", "--key", "cosigned"), "no witness's key")


def test_the_first_key_and_the_rotations_check_what_later_keys_signed(workledger: Run, key: str, centre: Path) -> None:
    note = printed(workledger, "checkpoint", "rotate-key")
    assert note.startswith("workledger/key-rotation@v1\n")
    workledger("checkpoint", "--at", "6")
    workledger("prove", "2", "--output", "proof")
    assert workledger("verify-proof", "proof", "--pub", key).status == 1
    chain = printed(workledger, "checkpoint", "key", "--all")
    assert chain.split("\n")[0] == (centre / key).read_text().strip()
    assert note in chain
    (centre / "chain").write_text(chain, encoding="utf-8")
    assert workledger("verify-proof", "proof", "--pub", "chain").status == 0
    assert workledger("verify-proof", "proof", "--pub", printed(workledger, "checkpoint", "key").strip()).status == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("checkpoint", "--at", "0"), "no position 0"),
        (("checkpoint", "--at", "9999"), "no position 9999"),
        (("prove", "nothing"), "no fact 'nothing'"),
        (("prove", "9999"), "no position 9999"),
        (("prove", "1", "--checkpoint", "nowhere"), "no file nowhere"),
        (("prove-consistency", "nowhere", "1"), "no file nowhere"),
        (("checkpoint", "cosign", "1", "--key", "nowhere"), "no checkpoint is kept at position 1"),
        (("verify-proof", "nowhere", "--pub", "a+b+c"), "not a key of a signer"),
        (("verify-proof", "nowhere", "--pub", "nowhere"), "no file nowhere"),
        (("checkpoint", "new-witness", "a b", "file"), "not a name of a witness"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(workledger: Run, words: tuple[str, ...], sentence: str) -> None:
    assert_refused(workledger(*words), sentence)
