"""`workledger verify`: all derived again from the stored bytes; what does not hold is said, with its place."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from api.cli.proof import verifications
from ledger.verification.tables import NOT_COVERED
from projections.books import recomputation
from tests.api.conftest import Run
from tests.api.test_wrong_use import assert_refused

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("centre")]


@pytest.fixture
def closed(workledger: Run, centre: Path) -> int:
    """The position of a closing; the checkpoint of it is in `kept`, the key in `key`."""
    told = workledger("close", "2024-10", "--by", "HR", "--format", "json")
    assert told.status == 0, told.err
    assert workledger("checkpoint", "--output", "kept").status == 0
    (centre / "key").write_text(workledger("checkpoint", "key").out, encoding="utf-8")
    position: int = json.loads(told.out)["closed"]["position"]
    return position


def behind_its_back(statement: str, *parameters: Any) -> None:
    connection = sqlite3.connect("workledger.db")
    connection.execute(statement, parameters)
    connection.commit()
    connection.close()


def as_json(workledger: Run, *words: str, status: int = 0) -> Any:
    answer = workledger("verify", "--json", *words)
    assert (answer.status, answer.err) == (status, "")
    return json.loads(answer.out)


def test_a_ledger_that_nobody_touched_holds(workledger: Run, closed: int) -> None:
    answer = workledger("verify", "--checkpoint", "kept", "--pub", "key")
    assert (answer.status, answer.err) == (0, "")
    assert answer.out.startswith(f"all {closed} facts hold, with root ")
    told = as_json(workledger, "--jobs", "2")
    assert (told["holds"], told["events"], told["signed_up_to"]) == (True, closed, closed)
    assert (told["findings"], told["more_findings"], told["computed_otherwise"], told["notes"]) == (
        [],
        0,
        [],
        [NOT_COVERED],
    )


def test_what_nothing_signed_vouches_for_is_noted(workledger: Run) -> None:
    assert "note: nothing signed vouches for positions 1 to" in workledger("verify").out


def test_a_changed_fact_is_named_with_its_place(workledger: Run, closed: int) -> None:
    behind_its_back("UPDATE events SET state=replace(state, '4350', '9350') WHERE position=3")
    answer = workledger("verify", "--checkpoint", "kept")
    assert (answer.status, answer.err) == (1, "")
    first, *_, last = answer.out.splitlines()
    assert first == "the event at position 3 was changed: it is not what its leaf was made of"
    assert last.startswith("note: frozen reports were not computed again")
    told = as_json(workledger, status=1)
    assert told["findings"][0] == {"kind": "changed", "first": 3, "last": 3, "sentence": first}
    assert told["computed_otherwise"] is None
    assert told["signed_up_to"] == 0
    assert closed > 3


def test_many_findings_are_counted(workledger: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifications, "_SHOWN", 10)
    behind_its_back("UPDATE events SET ref=position || 'x'")
    answer = workledger("verify")
    assert answer.status == 1
    assert "… and 12 more" in answer.out
    assert len(answer.out.splitlines()) == 10 + 4


class Otherwise:
    """A report of other figures."""

    @staticmethod
    def as_bytes() -> bytes:
        return b"{}"


@pytest.fixture
def computed_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    """The payroll is another today than when it was frozen."""
    found = recomputation.report_of
    monkeypatch.setattr(
        recomputation, "report_of", lambda name, month: Otherwise() if name == "payroll" else found(name, month)
    )


@pytest.mark.usefixtures("computed_otherwise")
def test_an_altered_frozen_report_is_told_from_one_that_another_version_computed_otherwise(
    workledger: Run, closed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recomputation, "code_version", lambda: "99")
    answer = workledger("verify")
    assert (answer.status, answer.err) == (0, "")
    assert answer.out.startswith("the payroll of 2024-10, frozen by code ")
    assert "is as it was frozen; computed today it is another" in answer.out
    (otherwise,) = as_json(workledger)["computed_otherwise"]
    assert (otherwise["period"], otherwise["name"], otherwise["position"]) == ("2024-10", "payroll", closed)

    behind_its_back("UPDATE frozen SET content=? WHERE digest=?", b"{}", otherwise["frozen"])
    answer = workledger("verify")
    assert answer.status == 1
    assert answer.out.startswith(f"the frozen payroll of 2024-10, closed at position {closed}, was altered")


@pytest.mark.usefixtures("computed_otherwise")
def test_a_frozen_report_that_is_not_what_the_facts_give_does_not_hold(workledger: Run, closed: int) -> None:
    answer = workledger("verify")
    assert (answer.status, answer.err) == (1, "")
    first, last, *_ = answer.out.splitlines()
    assert first.startswith("the payroll of 2024-10, frozen by code ")
    assert "is not what the facts give: the same program computes another" in first
    assert last.startswith("the ledger does not hold: 1 findings in ")
    told = as_json(workledger, status=1)
    assert (told["holds"], told["computed_otherwise"]) == (False, [])
    assert [(each["kind"], each["first"]) for each in told["findings"]] == [("frozen", closed)]


def test_neither_closing_nor_verifying_reads_what_was_kept_of_the_facts(
    workledger: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def chain(*_: object) -> None:
        raise AssertionError("a segment was asked for")

    monkeypatch.setattr("projections.journal.segments.Segments.chain", chain)
    assert workledger("close", "2024-10", "--by", "HR", "--format", "json").status == 0
    assert workledger("verify").status == 0
    with pytest.raises(AssertionError, match="a segment was asked for"):
        workledger("report", "payroll", "2024-10")


def test_a_checkpoint_that_is_none_of_this_ledger_is_refused(workledger: Run, closed: int, centre: Path) -> None:
    text = (centre / "kept").read_text(encoding="utf-8")
    (centre / "changed").write_text(text.replace(f"\n{closed}\n", f"\n{closed - 1}\n"), encoding="utf-8")
    assert_refused(workledger("verify", "--checkpoint", "changed"), "one of the two was changed")
    (centre / "other").write_text(text.replace("workledger/", "workledger/0"), encoding="utf-8")
    assert_refused(workledger("verify", "--checkpoint", "other"), "name the store that it is of")
    assert_refused(workledger("verify", "--checkpoint", "nowhere"), "there is no file nowhere")


def test_a_run_is_gone_on_with_unless_it_is_to_begin_afresh(workledger: Run, centre: Path) -> None:
    workledger("verify")
    assert not (centre / "workledger.db.journal" / "verify.ndjson").exists()
    assert workledger("verify", "--afresh").status == 0
