"""Trials of changed evidence files: what may be called valid, and what may not.

By hand, so many of each kind: ``python -m tests.api.evidence.trials 100000 [SEED]``.
"""

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from ledger.ledger import Ledger
from ledger.proof import verify_evidence as verifier
from tests.api.evidence import mutations, sample
from tests.ledger.material import MASTER_KEY, Hands

ASKED = (("E2", "2024-10"), ("L1", "2024-10"), ("E2", "2024-11"))


@dataclass
class Trials:
    """Files of one ledger, what is true of it, and files of another one."""

    ledger: Ledger
    files: list[bytes]
    strange: list[Any]
    truth: Mapping[int, Mapping[str, Any]]
    """The stored events by their positions."""
    rows: Mapping[tuple[str, str, str], Any]
    """The frozen rows by report, employee and period."""

    def by_a_stranger(self, random: Random) -> str:
        """Somebody without the key changes a file: what is called valid says the very same."""
        raw = random.choice(self.files)
        told = json.loads(raw)
        if random.random() < 0.5:
            changed = random.choice((mutations.damaged, mutations.damaged, mutations.doubled))(raw, random)
        else:
            others = [*map(json.loads, self.files), *self.strange]
            changed = _written(mutations.changed(told, others, random))
        verdict = self.verdict(changed)
        if verdict == verifier.VALID:
            assert _content(json.loads(changed)) == _content(told), "a changed file was called valid"
        return verdict

    def by_the_keeper(self, random: Random) -> str:
        """Whoever has the key changes a file and signs it again: what is called proved is true all the same."""
        told = json.loads(random.choice(self.files))
        others = [*map(json.loads, self.files), *self.strange]
        changed = mutations.changed(told, others, random)
        try:
            again = sample.issued_again(self.ledger, changed)
        except (UnicodeEncodeError, AttributeError):
            return "not to be signed"
        verdict = self.verdict(again)
        if verdict == verifier.VALID:
            self.assert_true(json.loads(again))
        return verdict

    def with_another_checkpoint(self, random: Random) -> str:
        """A checkpoint that was changed, is another ledger's, or is signed by another key, in a file signed again."""
        told = json.loads(random.choice(self.files))
        note = told["checkpoint"].encode()
        notes = [each["checkpoint"].encode() for each in self.strange]
        body, _, signatures = note.rpartition(b"\n\n")
        theirs = random.choice(notes)
        notes += [body + b"\n\n" + theirs.rpartition(b"\n\n")[2], theirs.rpartition(b"\n\n")[0] + b"\n\n" + signatures]
        notes += [mutations.damaged(note, random) for _ in range(12)]
        told["checkpoint"] = random.choice(notes).decode("utf-8", "replace")
        verdict = self.verdict(sample.issued_again(self.ledger, told))
        if verdict == verifier.VALID:
            assert told["checkpoint"].rpartition("\n\n")[0].encode() == body, "a changed checkpoint was called valid"
        return verdict

    def verdict(self, raw: bytes) -> str:
        """The verdict on a file: one of three, with a sentence in either language where it is not valid."""
        verdict, lines = verifier.judge(raw, sample.keys_of(self.ledger))
        assert verdict in verifier.STATUS
        for language in ("en", "zh-CN"):
            assert verifier.told_of(verdict, lines, language).strip()
        return verdict

    def assert_true(self, told: dict[str, Any]) -> None:
        """See that all that a valid file proves is so on the ledger."""
        employee, period = told["employee"], told["period"]
        for fact in told["facts"]:
            stored = self.truth[fact["position"]]
            if "leaf" in fact:
                assert fact["leaf"] == stored["leaf"]
                continue
            said = {name: fact[name] for name in ("stream", "version", "topic", "recorded_at")}
            said |= {"employee": fact["who"]["employee"], "state": fact["what"]["state"]}
            assert said == {name: stored[name] for name in said}
            assert stored["employee"] in {"", employee}
        for report, frozen in told["payslip"].items():
            assert json.loads(frozen["row"]) == self.rows[report, employee, period]
        paid = json.loads(told["payslip"]["payroll"]["row"])
        (row,) = told["explanation"]["children"]
        assert [each["value"] for each in row["children"]][:-1] == [
            *[o["amount"] for o in paid["lines"]],
            paid["total"],
        ]
        assert self.truth[told["closed_at"]]["topic"] == "close.v1"


def _content(told: dict[str, Any]) -> bytes:
    return verifier.canonical({name: value for name, value in told.items() if name != "statement"})


def _written(told: Any) -> bytes:
    return json.dumps(told, ensure_ascii=True).encode()


def trials(folder: Path) -> Trials:
    """Trials on a ledger in a folder."""
    ledger = _filled(folder / "one.db", MASTER_KEY)
    other = _filled(folder / "other.db", bytes(reversed(MASTER_KEY)))
    files = [sample.issue(ledger, *asked) for asked in ASKED]
    assert {sample.verdict(ledger, each) for each in files} == {verifier.VALID}
    with ledger.transactions.looking() as (cursor, _now):
        cursor.execute("SELECT * FROM events ORDER BY position")
        truth = {row["position"]: dict(row) | {"stream": row["originator_id"]} for row in cursor.fetchall()}
        cursor.execute("SELECT position, hash FROM leaves")
        leaves = {row["position"]: verifier.b64encode(row["hash"]).decode() for row in cursor.fetchall()}
    for position, row in truth.items():
        row |= {"version": row["originator_version"], "leaf": leaves[position]}
    rows = {}
    for row in truth.values():
        closed = json.loads(row["state"]) if row["topic"] == "close.v1" else {"report_digests": {}}
        for report, digest in closed["report_digests"].items():
            for each in json.loads(ledger.closings.frozen(digest) or b"{}")["rows"]:
                rows[report, each["employee"], closed["period"]] = each
    strange = [json.loads(sample.issue(other, *asked)) for asked in ASKED]
    other.close()
    return Trials(ledger, files, strange, truth, rows)


def _filled(path: Path, key: bytes) -> Ledger:
    clock = Hands(sample.BEGUN)
    ledger = Ledger.open(f"sqlite:///{path}", clock=clock, master_key=key)
    sample.fill(ledger, clock)
    return ledger


KINDS: tuple[Callable[[Trials, Random], str], ...] = (
    Trials.by_a_stranger,
    Trials.by_the_keeper,
    Trials.with_another_checkpoint,
)

if __name__ == "__main__":
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    with tempfile.TemporaryDirectory() as folder:
        made = trials(Path(folder))
        with made.ledger:
            for kind in KINDS:
                found = Counter(kind(made, Random(f"{seed} {number}")) for number in range(count))
                print(kind.__name__, dict(found))
