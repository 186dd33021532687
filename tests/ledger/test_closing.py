"""S11.2: closing a period on the ledger: in order, once, after its end, and all or nothing."""

import io
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from ledger.calendar import instant
from ledger.closing import COMPUTED_BEFOREHAND, ClosingAsked, Freeze, Frozen
from ledger.facts.governance import Close
from ledger.ledger import Ledger, LedgerError
from ledger.proof.frozen_digest import CLOSING_STATE, salted, without_salt
from tests.ledger.material import EMPLOYEE, PUNCH, SITE, Hands, given, kinds_of, refusal, when
from tests.ledger.stores import Stores

REPORTS = {"hours": b'{"rows":[]}', "payroll": '{"rows":["张三"]}'.encode()}
STATE = b'{"lots":[]}'
LATER = datetime(2027, 6, 1, tzinfo=UTC)


def frozen(**reports: bytes) -> Freeze:
    """A freeze that answers these reports."""
    return lambda _position, _at: Frozen("manual", "0.1.0", "2026a", {**REPORTS, **reports}, STATE)


def close(ledger: Ledger, period: str, freeze: Freeze | None = None) -> int:
    return ledger.closings.close(period, "M", freeze or frozen())


def closing(ledger: Ledger) -> Close:
    (found,) = [each.fact for each in ledger.facts.page(0, 1_000) if isinstance(each.fact, Close)]
    return found


def thawed(ledger: Ledger, digest: object) -> bytes:
    """What was frozen under a digest, without the salt that it begins with."""
    content = ledger.closings.frozen(str(digest))
    assert content is not None
    assert sha256(content).hexdigest() == digest != sha256(without_salt(content)).hexdigest()
    return without_salt(content)


def sentence(refused: Callable[[], Any]) -> str:
    """What a refusal says: one sentence."""
    with pytest.raises(LedgerError) as caught:
        refused()
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_periods_close_in_order(ledger: Ledger, clock: Hands) -> None:
    clock.now = LATER
    given(ledger)
    assert "2026-10 comes next" in sentence(lambda: close(ledger, "2026-11"))
    close(ledger, "2026-10")
    assert "2026-11 comes next" in sentence(lambda: close(ledger, "2026-12"))
    for period in ("2026-11", "2026-12", "2027-01"):
        close(ledger, period)
    assert kinds_of(ledger)[3:] == ["close"] * 4


def test_a_period_closes_once(ledger: Ledger) -> None:
    given(ledger)
    close(ledger, "2026-10")
    assert "closed already" in sentence(lambda: close(ledger, "2026-10"))
    assert kinds_of(ledger).count("close") == 1


@pytest.mark.parametrize(
    ("start_day", "last_moment", "first_moment"),
    [
        (1, datetime(2026, 10, 31, 15, 59, 59, tzinfo=UTC), datetime(2026, 10, 31, 16, tzinfo=UTC)),
        (26, datetime(2026, 10, 25, 15, 59, 59, tzinfo=UTC), datetime(2026, 10, 25, 16, tzinfo=UTC)),
    ],
    ids=["calendar month", "from the 26th"],
)
def test_a_period_closes_from_the_day_after_its_last_on_by_the_sites_date(
    ledger: Ledger, clock: Hands, start_day: int, last_moment: datetime, first_moment: datetime
) -> None:
    clock.now = last_moment
    ledger.record([{**SITE, "period_start_day": start_day}, EMPLOYEE])
    assert f"and today is {last_moment.date()}" in sentence(lambda: close(ledger, "2026-10"))
    clock.now = first_moment
    assert close(ledger, "2026-10") == 3


def test_nothing_before_the_first_period_is_closed(ledger: Ledger) -> None:
    given(ledger)
    assert "before the first period 2026-10" in sentence(lambda: close(ledger, "2026-09"))


def test_what_has_no_site_has_nothing_to_close(ledger: Ledger) -> None:
    assert "init" in sentence(lambda: close(ledger, "2026-10"))


def test_a_line_closes_nothing(ledger: Ledger) -> None:
    given(ledger)
    outcome = when(ledger, kind="close", period="2026-10", by="M")
    assert "workledger close 2026-10" in refusal(outcome)
    assert close(ledger, "2026-10") == 4


def test_what_is_frozen_is_asked_for_with_the_position_and_the_instant_of_the_closing(
    ledger: Ledger, clock: Hands
) -> None:
    given(ledger)
    asked: list[tuple[int, datetime]] = []

    def freeze(position: int, recorded_at: int) -> Frozen:
        asked.append((position, instant(recorded_at)))
        return frozen()(position, recorded_at)

    clock.move(hours=1)
    position = close(ledger, "2026-10", freeze)
    assert asked == [(position, ledger.facts.recorded_at(position))] == [(4, clock.now)]


def test_the_closing_names_the_sha256_of_what_is_kept(ledger: Ledger) -> None:
    given(ledger)
    close(ledger, "2026-10")
    fact = closing(ledger)
    assert fact.report_digests is not None
    assert {name: thawed(ledger, digest) for name, digest in fact.report_digests.items()} == REPORTS
    assert thawed(ledger, fact.closing_digest) == STATE
    assert (fact.rules, fact.code, fact.tzdata, fact.held) == ("manual", "0.1.0", "2026a", None)


def test_whoever_is_shown_what_the_store_holds_of_a_closing_cannot_try_figures_against_it(
    ledger: Ledger, stores: Stores
) -> None:
    given(ledger)
    close(ledger, "2026-10")
    ((state,),) = stores.rows("SELECT state FROM events WHERE kind='close'")
    random = closing(ledger).ext["salt"]  # type: ignore[index]
    assert len(bytes.fromhex(random)) == 16
    assert random not in state
    assert not any(sha256(content).hexdigest() in state for content in [*REPORTS.values(), STATE])
    # The salt that opens one report opens no other.
    digests = json.loads(state)["report_digests"].values()
    salts = {json.loads(ledger.closings.frozen(each) or b"")["salt"] for each in digests}
    assert len(salts) == len(REPORTS)


def test_what_is_not_kept_is_none(ledger: Ledger) -> None:
    given(ledger)
    assert ledger.closings.frozen("0" * 64) is None


def test_equal_reports_of_two_closings_are_not_seen_to_be_equal(ledger: Ledger, clock: Hands, stores: Stores) -> None:
    given(ledger)
    clock.now = LATER
    close(ledger, "2026-10")
    close(ledger, "2026-11")
    assert stores.rows("SELECT COUNT(*) FROM frozen") == [(6,)]


def test_a_freeze_that_fails_leaves_nothing(ledger: Ledger, stores: Stores) -> None:
    given(ledger)

    def fail(position: int, recorded_at: int) -> Frozen:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        close(ledger, "2026-10", fail)
    assert kinds_of(ledger) == ["site", "employee", "employee"]
    assert stores.rows("SELECT COUNT(*) FROM frozen") == [(0,)]
    assert close(ledger, "2026-10") == 4


def test_what_cannot_be_stored_leaves_no_frozen_bytes(ledger: Ledger, stores: Stores) -> None:
    given(ledger)

    def wrong(_position: int, _recorded_at: int) -> Frozen:
        return Frozen("", "0.1.0", "2026a", REPORTS, STATE)

    with pytest.raises(ValueError, match="rules"):
        close(ledger, "2026-10", wrong)
    assert kinds_of(ledger) == ["site", "employee", "employee"]
    assert stores.rows("SELECT COUNT(*) FROM frozen") == [(0,)]


def punch(minute: int) -> dict[str, Any]:
    """Another punch for each minute."""
    return {**PUNCH, "at": f"2026-10-12T09:{minute:02d}:00+08:00"}


def test_others_record_while_figures_are_computed_and_then_they_are_computed_again(
    ledger: Ledger, stores: Stores
) -> None:
    given(ledger)
    asked: list[int] = []
    with stores.open() as other:

        def freeze(position: int, recorded_at: int) -> Frozen:
            asked.append(position)
            if len(asked) == 1:
                assert when(other, **punch(1)).position == 4
            return frozen(hours=b'{"position":%d}' % position)(position, recorded_at)

        assert close(ledger, "2026-10", freeze) == 5
    assert asked == [4, 5]
    fact = ledger.facts.page(4, 1)[0].fact
    assert isinstance(fact, Close)
    assert thawed(ledger, fact.report_digests["hours"]) == b'{"position":5}'


def test_a_closing_beside_others_who_never_stop_recording_holds_them_up_in_the_end(ledger: Ledger) -> None:
    given(ledger)
    asked: list[int] = []
    waiting: list[Any] = []
    with ThreadPoolExecutor(1) as pool:

        def freeze(position: int, recorded_at: int) -> Frozen:
            asked.append(position)
            recording = pool.submit(when, ledger, **punch(len(asked)))
            if len(asked) <= COMPUTED_BEFOREHAND:
                recording.result()
            else:
                waiting.append(recording)
            return frozen()(position, recorded_at)

        assert close(ledger, "2026-10", freeze) == 6
        assert waiting[0].result().position == 7
    assert asked == [4, 5, 6]


def test_who_closes_waits_for_a_turn_without_the_append_lock_and_computes_within_it(ledger: Ledger) -> None:
    given(ledger)
    inside: list[bool] = [False]
    turns: list[str] = []

    @contextmanager
    def turn() -> Iterator[None]:
        # Whoever is in the room meanwhile may record: this would wait for ever.
        turns.append(when(ledger, **punch(len(turns))).status)
        inside[0] = True
        yield
        inside[0] = False

    def freeze(position: int, recorded_at: int) -> Frozen:
        assert inside[0]
        when(ledger, **punch(30 + len(turns))) if len(turns) <= COMPUTED_BEFOREHAND else None
        return frozen()(position, recorded_at)

    with ledger.store.use() as (_recorder, appender):
        known = ledger.closings.close_by(ClosingAsked("2026-10", "M", freeze), appender.appended, turn)
    assert turns == ["accepted"] * 3
    assert known.position == 9


def test_a_closing_is_dated_by_the_instant_that_its_figures_are_of(ledger: Ledger, clock: Hands) -> None:
    given(ledger)
    begun = clock.now

    def freeze(position: int, recorded_at: int) -> Frozen:
        clock.move(minutes=20)
        return frozen()(position, recorded_at)

    assert ledger.facts.recorded_at(close(ledger, "2026-10", freeze)) == begun
    assert when(ledger, **PUNCH).status == "accepted"
    assert ledger.facts.recorded_at(5) == clock.now


def test_a_closing_is_never_dated_before_the_last_fact(ledger: Ledger, clock: Hands) -> None:
    given(ledger)
    last = clock.now
    clock.move(minutes=-20)
    assert ledger.facts.recorded_at(close(ledger, "2026-10")) == last


def test_a_fact_of_a_closed_period_is_accepted(ledger: Ledger) -> None:
    given(ledger)
    close(ledger, "2026-10")
    assert when(ledger, **PUNCH).status == "accepted"


def test_what_was_set_of_a_period_is_a_duplicate_after_its_closing_too(ledger: Ledger) -> None:
    period = {"kind": "period", "period": "2026-10", "standard_days": 21}
    given(ledger, period)
    close(ledger, "2026-10")
    assert when(ledger, **period).status == "duplicate"
    assert when(ledger, **{**period, "standard_days": 22}).position == 6
    assert "comes next" in sentence(lambda: close(ledger, "2026-12"))


def test_changed_bytes_are_said_to_be_changed(ledger: Ledger, stores: Stores) -> None:
    given(ledger)
    close(ledger, "2026-10")
    digest = closing(ledger).closing_digest
    assert digest is not None
    stores.rows("UPDATE frozen SET content=? WHERE digest=?", b"{}", digest)
    assert "were changed" in sentence(lambda: ledger.closings.frozen(digest))
    with stores.open("copy") as copy:
        assert "were changed" in sentence(lambda: ledger.upkeep.copy_to(copy.store))
        assert copy.facts.last_position() == 0


def test_a_copy_brings_the_frozen_bytes(ledger: Ledger, clock: Hands, stores: Stores) -> None:
    given(ledger)
    close(ledger, "2026-10")
    with stores.open("copy", clock) as copy:
        assert ledger.upkeep.copy_to(copy.store) == 4
        fact = closing(ledger)
        assert fact.report_digests is not None
        for digest in [*fact.report_digests.values(), fact.closing_digest]:
            assert thawed(copy, digest) == thawed(ledger, digest)
        assert "2026-11" in sentence(lambda: close(copy, "2026-12"))


def test_an_export_has_what_was_frozen_and_a_restore_of_it_too(ledger: Ledger, stores: Stores, tmp_path: Path) -> None:
    given(ledger)
    close(ledger, "2026-10")
    stream = io.BytesIO()
    ledger.exports.write(stream)
    path = tmp_path / "export.ndjson"
    path.write_bytes(stream.getvalue())
    digest = closing(ledger).closing_digest
    assert digest is not None
    with stores.open("restored") as restored:
        assert restored.imports.import_file(path).accepted == 4
        assert restored.closings.frozen(digest) == ledger.closings.frozen(digest)
        assert thawed(restored, digest) == STATE


@pytest.mark.slow
def test_frozen_bytes_longer_than_a_line_are_exported_in_pieces(ledger: Ledger, stores: Stores, tmp_path: Path) -> None:
    given(ledger)
    rows = b'{"rows":["' + "班".encode() * 300_000 + b'"]}'
    close(ledger, "2026-10", frozen(hours=rows))
    stream = io.BytesIO()
    ledger.exports.write(stream)
    lines = stream.getvalue().splitlines(keepends=True)
    assert max(map(len, lines)) < 1_048_576
    whole, cut = tmp_path / "whole.ndjson", tmp_path / "cut.ndjson"
    whole.write_bytes(b"".join(lines))
    pieces = [number for number, line in enumerate(lines) if line.startswith(b'{"frozen":') and "班".encode() in line]
    cut.write_bytes(b"".join(line for number, line in enumerate(lines) if number != pieces[0]))
    digest = (closing(ledger).report_digests or {})["hours"]
    with stores.open("restored") as restored:
        assert "with another digest" in sentence(lambda: restored.imports.import_file(cut))
        restored.imports.import_file(whole)
        assert thawed(restored, digest) == rows


def test_an_export_of_version_0_1_0_has_the_digests_and_a_restore_of_it_the_closings(
    ledger: Ledger, stores: Stores, tmp_path: Path
) -> None:
    given(ledger)
    close(ledger, "2026-10")
    stream = io.BytesIO()
    ledger.exports.write(stream)
    path = tmp_path / "export.ndjson"
    facts = [line for line in stream.getvalue().splitlines(keepends=True) if not line.startswith(b'{"frozen":')]
    path.write_bytes(b"".join(facts))
    with stores.open("restored") as restored:
        assert restored.imports.import_file(path).accepted == 4
        assert restored.facts.page(3, 1) == ledger.facts.page(3, 1)
        digest = closing(ledger).closing_digest
        assert digest is not None
        assert restored.closings.frozen(digest) is None
        assert "closed already" in sentence(lambda: close(restored, "2026-10"))
        again = salted(STATE, restored.closings.frozen_random(4), CLOSING_STATE)
        restored.closings.keep_frozen([again, again])
        assert thawed(restored, digest) == STATE
