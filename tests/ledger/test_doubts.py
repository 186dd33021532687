"""Doubts are told of what is recorded, as the ledger stands then; they refuse nothing and change nothing."""

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from itertools import count, islice

import pytest

from ledger.appends.standing_sayings import IsVoided, StandingSayings
from ledger.doubts.doubt import CODES, Doubt, sentence
from ledger.doubts.names import Names
from ledger.labels import CHINESE, ENGLISH
from ledger.ledger import Ledger
from ledger.store.dialect import StoreCursor
from tests.ledger.doubt_cases import CASES, Case
from tests.ledger.material import EMPLOYEE, MASTER_KEY, PUNCH, SITE, Hands
from tests.ledger.stores import Stores


def opened(stores: Stores, name: str = "ledger") -> Ledger:
    """A ledger with a site and one employee."""
    ledger = Ledger.open(stores.url(name), clock=Hands(), master_key=MASTER_KEY)
    ledger.record([SITE, EMPLOYEE])
    return ledger


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@pytest.mark.parametrize("together", [False, True], ids=["one by one", "at once"])
def test_a_fact_is_doubted_as_the_case_says(sqlite_stores: Stores, case: Case, *, together: bool) -> None:
    with opened(sqlite_stores) as ledger:
        for lines in [[*case.before, case.line]] if together else [[line] for line in (*case.before, case.line)]:
            outcomes = ledger.record(lines)
            assert [outcome.refusal for outcome in outcomes] == [None] * len(lines)
        assert [doubt.code for doubt in outcomes[-1].doubts] == case.codes
        for doubt in outcomes[-1].doubts:
            assert all("{" not in sentence(doubt, language) for language in (ENGLISH, CHINESE))


def test_what_is_there_already_is_not_doubted_again(sqlite_stores: Stores) -> None:
    with opened(sqlite_stores) as ledger:
        ledger.record([PUNCH])
        (again,) = ledger.record([PUNCH])
        assert (again.status, again.doubts) == ("duplicate", ())


def test_what_another_process_has_recorded_is_taken_into_account(sqlite_stores: Stores) -> None:
    with (
        opened(sqlite_stores) as ledger,
        Ledger.open(sqlite_stores.url(), clock=Hands(), master_key=MASTER_KEY) as other,
    ):
        ledger.record([{**PUNCH, "at": "2026-11-12T09:30:00+08:00"}])
        other.record([{**PUNCH, "at": "2026-11-12T18:00:00+08:00"}])
        (twice,) = ledger.record([{**PUNCH, "at": "2026-11-12T18:00:00+08:00", "device": "g2"}])
        assert [doubt.code for doubt in twice.doubts] == ["repeats"]
        other.record([{"kind": "leaving", "employee": "A", "last_day": "2026-11-10", "reason": "resigned"}])
        (late,) = ledger.record([{**PUNCH, "at": "2026-11-13T18:00:00+08:00"}])
        assert [doubt.code for doubt in late.doubts] == ["not_employed"]


@pytest.mark.slow
def test_what_others_record_is_read_once_and_not_from_the_beginning_again(
    sqlite_stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    positions: list[int] = []
    read = StandingSayings._read

    def counted(sayings: StandingSayings, cursor: StoreCursor, begins: int, ends: int, is_voided: IsVoided) -> None:
        positions.append(ends - begins)
        read(sayings, cursor, begins, ends, is_voided)

    monkeypatch.setattr(StandingSayings, "_read", counted)
    begun = datetime(2026, 10, 12, tzinfo=UTC)
    moments = ((begun + timedelta(minutes=number)).isoformat() for number in count())
    with ExitStack() as opened_ledgers:
        first = opened_ledgers.enter_context(opened(sqlite_stores))
        other = opened_ledgers.enter_context(Ledger.open(sqlite_stores.url(), clock=Hands(), master_key=MASTER_KEY))
        for _ in range(8):
            for ledger in (first, other):
                outcomes = ledger.record([{**PUNCH, "at": moment} for moment in islice(moments, 600)])
                assert {outcome.status for outcome in outcomes} == {"accepted"}
    # Each reads once from the beginning, and once more while less is remembered than the other has recorded.
    assert len(positions) <= 4
    assert sum(positions) < 4 * 600


def test_every_code_has_a_case() -> None:
    told = {code for case in CASES for code in case.codes}
    elsewhere = {"in_closed_period", "twice_in_file", "leave_without_effect", "overdrawn"}
    assert told | elsewhere == CODES


@pytest.mark.parametrize(
    ("known", "new", "found"),
    [
        ("T01", "T0l", "T01"),
        ("E0001", "E001", "E0001"),
        ("E0001", "Ｅ0001", "E0001"),
        ("Wang Li", "Wang Lo", "Wang Li"),
        ("Wang Li", "Wang L", "Wang Li"),
        ("Wang Li", "Wang Liu", "Wang Li"),
        ("E0001", "E0002", None),
        ("Tom", "Tim", None),
        ("Wang Li", "Zhang Li", None),
    ],
)
def test_a_name_looks_like_another(known: str, new: str, found: str | None) -> None:
    assert Names([known]).similar(new) == found


def test_a_doubt_is_a_sentence_in_both_languages() -> None:
    doubt = Doubt("repeats", {"kind": "clock", "position": "7"})
    assert sentence(doubt) == (
        "This punch says the same as the fact at position 7; void one of them if it was recorded twice."
    )
    assert "打卡" in sentence(doubt, CHINESE)
