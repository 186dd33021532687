"""S11.2: what a closing freezes are the reports at its own position, and they are shown from then on, or nothing is."""

import io
import json
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest

from ledger import closing as ledger_closing
from ledger.facts.governance import Close
from ledger.ledger import Ledger, LedgerError
from ledger.proof.frozen_digest import without_salt
from ledger.refusal import DamageError, RulesError
from projections.books import computed_otherwise, freezing
from projections.books.closing_state import state_bytes
from projections.reports import FROZEN
from tests.ledger.material import MASTER_KEY, SITE
from tests.ledger.stores import SQLiteStores
from tests.manual.shorthand import people, shifts
from tests.projections.demo_ledgers import PERIODS as DEMO_PERIODS
from tests.projections.demo_ledgers import demo_lines
from tests.projections.late_cases import LATE, PERIODS, centre
from tests.projections.office import Office, office, shown
from tests.projections.test_coordinates import shuffled_by_person

OCTOBER, NOVEMBER, *_ = PERIODS
ENDED = datetime(2026, 11, 2, tzinfo=UTC)


@pytest.fixture
def at(tmp_path: Path) -> Office:
    """An office with all of October, which is not closed yet."""
    found = office(tmp_path, "ledger")
    found.given(*centre(), at=ENDED)
    return found


def closing(at: Office) -> Close:
    (found,) = [recorded.fact for recorded in at.ledger.facts.page(0, 10_000) if isinstance(recorded.fact, Close)]
    return found


def thawed(at: Office, digest: object) -> bytes:
    """What was frozen under a digest, without the salt that it begins with."""
    content = at.ledger.closings.frozen(str(digest))
    assert content is not None
    assert sha256(content).hexdigest() == digest
    return without_salt(content)


def restored(at: Office, folder: Path, name: str = "restored", digest: str = "", instead: str = "") -> Office:
    """An office with a ledger that was restored from the export of another, as version 0.1.0 wrote it.

    It has no frozen bytes, and a digest may be another.
    """
    stream = io.BytesIO()
    at.ledger.exports.write(stream)
    facts = [line for line in stream.getvalue().splitlines(keepends=True) if not line.startswith(b'{"frozen":')]
    path = folder / f"{name}.ndjson"
    path.write_bytes(b"".join(facts).replace(digest.encode(), instead.encode()))
    found = office(folder, name)
    found.ledger.imports.import_file(path)
    return found


def sentence(error: Exception) -> str:
    assert "\n" not in str(error)
    return str(error)


@pytest.mark.slow
def test_a_closing_names_the_digests_of_the_reports_at_its_own_position(at: Office) -> None:
    with at.ledger:
        before = shown(at.books(), OCTOBER)
        position = at.close(OCTOBER)
        frozen, fact = at.shown(OCTOBER), closing(at)
        assert fact.report_digests is not None
        assert {name: thawed(at, digest) for name, digest in fact.report_digests.items()} == frozen
        assert list(frozen) == list(FROZEN)
        assert {json.loads(content)["position"] for content in frozen.values()} == {position}
        rows = {name: json.loads(content)["rows"] for name, content in frozen.items()}
        assert rows == {name: json.loads(content)["rows"] for name, content in before.items()}
        month = at.replay(position).reported(OCTOBER)
        assert thawed(at, fact.closing_digest) == state_bytes(month, month.tables)


@pytest.mark.slow
def test_what_came_after_the_reader_had_read_is_in_the_reports(at: Office) -> None:
    with at.ledger:
        freeze = freezing(at.reader, at.engine, OCTOBER, held=False)
        at.given(*LATE["a correction"].lines)
        at.ledger.closings.close(OCTOBER, "M", freeze)
        assert {"item": "correction:K1", "amount": "-0.01", "clause": "S10.6"} in at.rows(OCTOBER, "payroll")[0][
            "lines"
        ]


@pytest.mark.slow
def test_a_period_that_cannot_be_computed_is_not_closed(at: Office) -> None:
    types = {"kind": "rules", "version": "V1", "effective_period": OCTOBER, "parameters": {"shifts": {}}}
    types["parameters"] = {"shifts": {"X": {"start": "08:00", "end": "16:00", "counted": 480}}}
    with at.ledger:
        at.given(types | {"reason": "C is gone"})
        last = at.ledger.facts.last_position()
        with pytest.raises(RulesError) as caught:
            at.close(OCTOBER)
        assert "'C'" in sentence(caught.value)
        assert at.ledger.facts.last_position() == last
        at.given({**types, "version": "V2", "parameters": {}, "reason": "C is back"})
        assert at.close(OCTOBER) == last + 2


@pytest.mark.slow
def test_shifts_that_are_still_planned_when_a_period_closes_are_late_facts_of_time(tmp_path: Path) -> None:
    night = "E1 2026-10-31 W in 20:30"
    at = office(tmp_path)
    with at.ledger:
        at.given(SITE, *people("E1 csr"), *shifts(night, "Asia/Shanghai"), at=datetime(2026, 10, 31, 13, tzinfo=UTC))
        at.close(OCTOBER, at=datetime(2026, 10, 31, 17, tzinfo=UTC))
        assert [row["status"] for row in at.rows(OCTOBER, "attendance")] == ["planned"]
        at.given(*shifts("E1 2026-10-31 - out 08:30+1", "Asia/Shanghai"), at=ENDED)
        assert [row["lieu_adjusted"] for row in at.rows(NOVEMBER, "hours")] == [720]
        (row,) = at.rows(NOVEMBER, "payroll")
        assert row["lines"][-1] == {"item": "adjustment:2026-10", "amount": "110.00", "clause": "S10.6"}


@pytest.mark.slow
def test_a_row_without_lines_is_frozen_and_adjusted_like_any_other(at: Office) -> None:
    granted = {"kind": "allowance", "employee": "E3", "period": OCTOBER, "type": "other"}
    with at.ledger:
        at.given(granted | {"allowance": "B1", "amount": "5"}, granted | {"allowance": "B2", "amount": "-5"})
        at.close(OCTOBER)
        rows = {row["employee"]: row for row in at.rows(OCTOBER, "payroll")}
        assert rows["E3"] == {"employee": "E3", "lines": [], "total": "0.00", "negative": False}
        at.given({"kind": "void", "of_kind": "allowance", "of": "B2", "by": "M", "reason": "x"})
        rows = {row["employee"]: row for row in at.rows(NOVEMBER, "payroll")}
        assert rows["E3"]["lines"][1] == {"item": "adjustment:2026-10", "amount": "5.00", "clause": "S10.6"}


@pytest.mark.slow
def test_a_restored_export_shows_the_frozen_bytes_again(at: Office, tmp_path: Path) -> None:
    with at.ledger:
        at.close(OCTOBER)
        at.given(*LATE["a shift"].lines)
        again = restored(at, tmp_path)
        with again.ledger:
            for period in (OCTOBER, NOVEMBER):
                assert again.shown(period) == at.shown(period)


@pytest.mark.slow
def test_a_closing_from_before_digests_had_a_salt_is_shown_restored_and_verified_as_ever(
    at: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at.ledger:
        with monkeypatch.context() as older:
            older.setattr(ledger_closing, "salted", lambda content, _random, _name: content)
            older.setattr(ledger_closing, "kept_random", lambda _random: None)
            at.close(OCTOBER)
        fact, frozen = closing(at), at.shown(OCTOBER)
        assert fact.ext is None
        assert fact.report_digests == {name: sha256(content).hexdigest() for name, content in frozen.items()}
        at.given(*LATE["a shift"].lines)
        assert list(computed_otherwise(at.reader.at(), at.engine)) == []
        again = restored(at, tmp_path)
        with again.ledger:
            for period in (OCTOBER, NOVEMBER):
                assert again.shown(period) == at.shown(period)


@pytest.mark.slow
def test_what_was_frozen_under_a_salt_is_what_is_computed_again(at: Office) -> None:
    with at.ledger:
        at.close(OCTOBER)
        assert list(computed_otherwise(at.reader.at(), at.engine)) == []


@pytest.mark.slow
@pytest.mark.parametrize("what", ["payroll", "closing state"])
def test_what_is_computed_again_and_is_not_what_was_frozen_is_not_shown(at: Office, tmp_path: Path, what: str) -> None:
    with at.ledger:
        at.close(OCTOBER)
        fact = closing(at)
        assert fact.report_digests is not None
        digest = fact.report_digests.get(what, fact.closing_digest)
        again = restored(at, tmp_path, digest=str(digest), instead="0" * 64)
        with again.ledger, pytest.raises(DamageError) as caught:
            again.shown(OCTOBER if what == "payroll" else NOVEMBER)
    assert f"the frozen {what} of {OCTOBER} is not in this store, and computed again" in sentence(caught.value)


@pytest.mark.slow
def test_frozen_bytes_that_were_changed_are_not_shown(tmp_path: Path) -> None:
    stores = SQLiteStores(tmp_path)
    at = office(tmp_path, "ledger")
    with at.ledger:
        at.given(*centre(), at=ENDED)
        at.close(OCTOBER)
        stores.rows("UPDATE frozen SET content=replace(content, '2175.00', '9175.00')")
        with pytest.raises(LedgerError) as caught:
            at.shown(OCTOBER)
    assert "were changed" in sentence(caught.value)


@pytest.mark.slow
def test_the_order_of_facts_that_do_not_depend_on_one_another_changes_no_frozen_byte(tmp_path: Path) -> None:
    lines = [line for line in demo_lines(people=4) if not line["kind"].startswith("swap")]
    frozen = []
    for number, order in enumerate([lines, shuffled_by_person(lines, Random(3))]):
        at = office(tmp_path, f"order {number}")
        with at.ledger:
            at.given(*order, at=datetime(2026, 12, 5, tzinfo=UTC))
            for period in DEMO_PERIODS:
                at.close(period)
            closings = [found.fact for found in at.ledger.facts.page(len(lines), 10) if isinstance(found.fact, Close)]
            digests = [[*(found.report_digests or {}).values(), found.closing_digest] for found in closings]
            frozen.append([[thawed(at, digest) for digest in each] for each in digests])
    assert len(frozen[0]) == len(DEMO_PERIODS)
    assert frozen[0] == frozen[1]


@pytest.mark.slow
def test_a_ledger_that_is_opened_again_shows_the_same_bytes(at: Office, tmp_path: Path) -> None:
    with at.ledger:
        at.close(OCTOBER)
        at.given(*LATE["a shift"].lines)
        before = [at.shown(period) for period in (OCTOBER, NOVEMBER)]
    url = f"sqlite:///{tmp_path / 'ledger'}.db"
    with Ledger.open(url, clock=at.clock, master_key=MASTER_KEY) as ledger:
        again = Office(ledger, at.clock)
        assert [again.shown(period) for period in (OCTOBER, NOVEMBER)] == before
