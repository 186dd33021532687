"""Made-up histories: however they are cut into batches, recorded again or restored, the ledger is the same."""

import io
import uuid
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as forall
from hypothesis import strategies as st

from ledger.ledger import Ledger
from tests.ledger.material import COLLEAGUE, EMPLOYEE, SITE
from tests.ledger.stores import Stores

DAYS = st.sampled_from(["2026-10-12", "2026-10-13"])
PEOPLE = st.sampled_from(["A", "B", "C"])
NUMBERS = st.sampled_from(["1", "2"])
REFS = st.none() | st.sampled_from(["r1", "r2"])
AT = st.sampled_from(["2026-10-12T09:30:00+08:00", "2026-10-12T01:30:00Z", "2026-10-13T09:30:00+08:00"])
SHIFTS = st.sampled_from(["R", "C", "W", None])


def line(kind: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Lines of a kind, with or without a ref."""

    def without(drawn: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in drawn.items() if name != "ref" or value is not None}

    return st.fixed_dictionaries({"kind": st.just(kind), **fields, "ref": REFS}).map(without)


LINES = st.one_of(
    line("employee", employee=st.just("C"), name=NUMBERS, role=st.just("qa"), team=NUMBERS, hired_on=DAYS),
    line("clock", employee=PEOPLE, at=AT, direction=st.sampled_from(["in", "auto"])),
    line("shift", employee=PEOPLE, date=DAYS, shift=SHIFTS),
    line("exam", exam=NUMBERS, employee=PEOPLE, date=DAYS, score=st.sampled_from([1, "1.00", 2])),
    line(
        "swap",
        swap=NUMBERS,
        requester=PEOPLE,
        requester_date=DAYS,
        counterparty=PEOPLE,
        counterparty_date=DAYS,
        at=st.just("2026-10-10T01:00:00Z"),
    ),
    line(
        "swap_decision", swap=NUMBERS, decision=st.sampled_from(["accepted", "approved", "rejected"]), by=NUMBERS, at=AT
    ),
    line(
        "leave",
        leave=NUMBERS,
        employee=PEOPLE,
        type=st.sampled_from(["lieu", "sick"]),
        first_date=DAYS,
        last_date=DAYS,
        requested_on=st.sampled_from(["2026-10-09", "2026-10-10"]),
    ),
    line("leave_decision", leave=NUMBERS, decision=st.sampled_from(["approved", "cancelled"]), by=NUMBERS, at=AT),
    line("void", of_kind=st.just("exam"), of=st.sampled_from(["1", "2", "r1"]), by=NUMBERS, reason=NUMBERS),
    line(
        "correction",
        correction=NUMBERS,
        employee=PEOPLE,
        period=st.just("2026-10"),
        amount=st.just("1.5"),
        note=NUMBERS,
    ),
)
HISTORIES = st.lists(LINES, min_size=1, max_size=30)


def exported(ledger: Ledger) -> bytes:
    stream = io.BytesIO()
    ledger.exports.write(stream)
    return stream.getvalue()


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@forall(HISTORIES, st.integers(1, 7))
def test_a_history_is_the_same_however_it_is_cut_and_wherever_it_is_restored(
    stores: Stores, history: list[dict[str, Any]], size: int
) -> None:
    start = [SITE, EMPLOYEE, COLLEAGUE]
    number = uuid.uuid4().hex[:8]
    with (
        stores.open(f"one {number}") as one,
        stores.open(f"cut {number}") as cut,
        stores.open(f"restored {number}") as restored,
    ):
        at_once = one.record(start + history)
        cut.record(start)
        pieces = [cut.record(history[index : index + size]) for index in range(0, len(history), size)]
        in_pieces = [outcome for piece in pieces for outcome in piece]
        assert [outcome.status for outcome in at_once[3:]] == [outcome.status for outcome in in_pieces]
        assert [outcome.refusal for outcome in at_once[3:]] == [outcome.refusal for outcome in in_pieces]
        assert exported(one) == exported(cut)

        positions = [recorded.position for recorded in one.facts.page(0, 1_000)]
        assert positions == list(range(1, len(positions) + 1))
        restored.imports.import_file(io.BytesIO(exported(one)))
        assert exported(restored) == exported(one)

        plain = [fact for fact, outcome in zip(history, at_once[3:], strict=True) if outcome.status == "accepted"]
        again = one.record([fact for fact in plain if fact["kind"] not in ("shift", "employee")])
        assert {outcome.status for outcome in again} <= {"duplicate"}
