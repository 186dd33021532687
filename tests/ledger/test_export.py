"""Export, and a restore into an empty store: the same positions, ids and instants of recording, byte for byte."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from ledger.ledger import Ledger, LedgerError
from tests.ledger.material import COLLEAGUE, PUNCH, SITE, Hands, given, refusal, when, written
from tests.ledger.samples import COMMON, SAMPLES
from tests.ledger.stores import Stores

AT = "2026-10-10T09:00:00+08:00"
SWAP = {"kind": "swap", "swap": "s", "requester": "A", "requester_date": "2026-10-12", "counterparty": "B"}
SWAP |= {"counterparty_date": "2026-10-13", "at": AT}
NOT_BY_LINE = {
    "erasure",
    "close",
    "clock_acceptance",
    "dispute",
    "dispute_decision",
    "void",
    "site",
    "employee",
    "swap",
    "swap_decision",
}


def exported(ledger: Ledger) -> bytes:
    stream = io.BytesIO()
    ledger.exports.write(stream)
    return stream.getvalue()


def _about_nothing(sample: dict[str, Any]) -> dict[str, Any]:
    """A sample without the ids of facts that are not on the ledger."""
    made_up = sample["kind"] in ("reminder", "improvement_plan")
    return {name: value for name, value in sample.items() if not (made_up and name == "about")}


@pytest.fixture
def full(ledger: Ledger, clock: Hands) -> Ledger:
    """A ledger with every kind that a line may record, a swap that changed the roster, and all common fields."""
    given(ledger, {**COLLEAGUE, "employee": "L1", "role": "team_leader"})
    helper = {"theme": "helper", "from": "2026-01", "name": "互助之星", "amount": "100.00", "by": "grant"}
    assert when(ledger, kind="theme", **helper).status == "accepted"
    for sample in SAMPLES:
        if sample["kind"] not in NOT_BY_LINE:
            clock.move(microseconds=1_001)
            assert when(ledger, **_about_nothing(sample)).status == "accepted", sample
    common = {name: value for name, value in COMMON.items() if name != "reason"}
    clock.move(days=1)
    shift = {"kind": "shift", "employee": "A", "date": "2026-10-12", "shift": "R"}
    decision = {"kind": "swap_decision", "swap": "s", "by": "B", "at": AT}
    lines: list[dict[str, Any]] = [
        shift,
        SWAP,
        {**decision, "decision": "accepted"},
        {**decision, "decision": "approved"},
    ]
    lines += [{**PUNCH, "device": "g2", **COMMON}, {**PUNCH, "at": "2026-10-12T01:30:00.250000Z"}]
    lines += [{"kind": "void", "of_kind": "clock", "of": "r1", "by": "M", "reason": "别人的卡", **common}]
    assert {outcome.status for outcome in ledger.record(lines)} == {"accepted"}
    about = ledger.facts.page(5, 1)[0].id
    dispute = {"kind": "dispute", "dispute": "d", "employee": "A", "at": AT, "text": "不同意", "about": about}
    decided = {"kind": "dispute_decision", "dispute": "d", "at": AT, "by": "M", "reason": "有理", "facts": [about]}
    assert {o.status for o in ledger.record([dispute, {**decided, "decision": "upheld"}])} == {"accepted"}
    return ledger


@pytest.mark.slow
def test_a_restore_of_an_export_is_the_same_byte_for_byte(
    full: Ledger, stores: Stores, clock: Hands, tmp_path: Path
) -> None:
    before = exported(full)
    (tmp_path / "export.ndjson").write_bytes(before)
    with stores.open("restored", clock=clock) as restored:
        answer = restored.imports.import_file(tmp_path / "export.ndjson")
        assert (answer.accepted, answer.duplicate, answer.issues) == (full.facts.last_position(), 0, [])
        assert exported(restored) == before
        assert restored.facts.page(0, 1_000) == full.facts.page(0, 1_000)
        assert restored.imports.import_file(tmp_path / "export.ndjson").duplicate == full.facts.last_position()
        assert when(restored, **SWAP).status == "duplicate"
        assert when(restored, **{**COLLEAGUE, "team": "T9"}).position == full.facts.last_position() + 1


def test_an_exported_line_has_the_fields_of_its_kind_and_where_it_stood(ledger: Ledger, clock: Hands) -> None:
    given(ledger)
    clock.move(microseconds=7)
    when(ledger, **PUNCH, ref="c1", ext={"x": 1})
    line = json.loads(exported(ledger).splitlines()[-1])
    assert list(line) == [
        "kind",
        "employee",
        "at",
        "direction",
        "device",
        "ref",
        "ext",
        "id",
        "position",
        "recorded_at",
    ]
    assert line == {
        **PUNCH,
        "ref": "c1",
        "ext": {"x": 1},
        "id": ledger.facts.page(3)[0].id,
        "position": 4,
        "recorded_at": "2026-11-23T08:00:00.000007Z",
    }


def test_what_export_adds_is_refused_on_a_ledger_that_is_not_empty(ledger: Ledger, tmp_path: Path) -> None:
    given(ledger)
    (tmp_path / "export.ndjson").write_bytes(exported(ledger))
    when(ledger, **PUNCH)
    answer = ledger.imports.import_file(tmp_path / "export.ndjson")
    assert (answer.accepted, answer.rejected) == (0, 3)
    assert {issue.code for issue in answer.issues} == {"restore_only"}
    assert "restore_only" in refusal(when(ledger, **PUNCH, recorded_at=AT))


def restored_with(stores: Stores, tmp_path: Path, ledger: Ledger, change: Any) -> str:
    lines = [json.loads(line) for line in exported(ledger).splitlines()]
    change(lines)
    with stores.open("restored") as restored:
        with pytest.raises(LedgerError) as caught:
            restored.imports.import_file(written(tmp_path, lines))
        assert restored.facts.last_position() == 0
        assert restored.site is None
    return str(caught.value)


def test_a_restore_that_does_not_fit_stores_nothing_and_names_the_line(
    ledger: Ledger, stores: Stores, tmp_path: Path
) -> None:
    given(ledger, PUNCH)

    def gap(lines: list[dict[str, Any]]) -> None:
        del lines[2]

    def other_content(lines: list[dict[str, Any]]) -> None:
        lines[3]["device"] = "g9"

    def back_in_time(lines: list[dict[str, Any]]) -> None:
        lines[3]["recorded_at"] = "2020-01-01T00:00:00.000000Z"

    def naive(lines: list[dict[str, Any]]) -> None:
        lines[3]["recorded_at"] = "2026-12-01T00:00:00"

    def no_site(lines: list[dict[str, Any]]) -> None:
        lines[0] = {**lines[1], "position": 1}

    def not_a_fact(lines: list[dict[str, Any]]) -> None:
        lines[3]["direction"] = "up"

    def not_numbered(lines: list[dict[str, Any]]) -> None:
        del lines[3]["position"]

    assert "line 3: position is 4, but 3 comes next" in restored_with(stores, tmp_path, ledger, gap)
    assert "line 4: id is" in restored_with(stores, tmp_path, ledger, other_content)
    assert "line 4: recorded_at is before" in restored_with(stores, tmp_path, ledger, back_in_time)
    assert "line 4: recorded_at is not an instant" in restored_with(stores, tmp_path, ledger, naive)
    assert "line 1: the first fact is not a site" in restored_with(stores, tmp_path, ledger, no_site)
    assert "line 4: clock: direction" in restored_with(stores, tmp_path, ledger, not_a_fact)
    assert "line 4: position is None" in restored_with(stores, tmp_path, ledger, not_numbered)


def test_a_restore_is_rehearsed(ledger: Ledger, stores: Stores, tmp_path: Path) -> None:
    given(ledger, PUNCH)
    (tmp_path / "export.ndjson").write_bytes(exported(ledger))
    with stores.open("restored") as restored:
        assert restored.imports.import_file(tmp_path / "export.ndjson", dry_run=True).accepted == 4
        assert not stores.exist("restored")


@pytest.mark.slow
def test_an_export_is_in_the_interchange_format_for_a_new_ledger_too(
    full: Ledger, stores: Stores, tmp_path: Path
) -> None:
    """Without what export adds, the lines record the same facts again: what approvals record is there then."""
    lines = [json.loads(line) for line in exported(full).splitlines()]
    plain = [{name: line[name] for name in line if name not in ("id", "position", "recorded_at")} for line in lines]
    with stores.open("again") as again:
        answer = again.imports.import_file(written(tmp_path, plain))
        assert answer.issues == []
        assert (answer.accepted, answer.duplicate) == (full.facts.last_position() - 4, 4)
        assert again.facts.last_position() == full.facts.last_position()
        assert again.identifiers.names() == full.identifiers.names()
        assert SITE["name"] in exported(again).decode()
