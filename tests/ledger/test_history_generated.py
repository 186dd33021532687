"""Made-up histories and a made-up centre: what is recorded of an employee is there once, in order, with its marks."""

import io
import json
import uuid
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as forall
from hypothesis import strategies as st

from ledger.history import History, Word
from ledger.ledger import Ledger
from ledger.made_up_centre.centre import centre
from tests.ledger.history_reference import concerned, superseding, voiding
from tests.ledger.material import COLLEAGUE, EMPLOYEE, MASTER_KEY, SITE
from tests.ledger.stores import Stores
from tests.ledger.test_histories import AT, DAYS, LINES, NUMBERS, PEOPLE, line

NAMES = st.sampled_from(["1", "2", "r1", "r2"])
MORE = st.one_of(
    LINES,
    line(
        "briefing",
        briefing=NUMBERS,
        team=NUMBERS,
        at=AT,
        leader=PEOPLE,
        attendees=st.lists(PEOPLE, max_size=2),
    ),
    line("handover", handover=NAMES, team=NUMBERS, at=AT, from_leader=PEOPLE, to_leader=PEOPLE),
    line("praise", praise=NAMES, employee=PEOPLE, date=DAYS, written=st.booleans(), about=st.just("other")),
    line("complaint", complaint=NUMBERS, employee=PEOPLE, date=DAYS),
    line("complaint_update", complaint=NUMBERS, at=AT, status=st.sampled_from(["escalated", "upheld"]), by=NUMBERS),
    line(
        "void",
        of_kind=st.sampled_from(["exam", "praise", "briefing", "handover", "clock", "shift", "shift", "employee"]),
        of=NAMES,
        by=NUMBERS,
        reason=NUMBERS,
    ),
)


def exported(ledger: Ledger) -> list[dict[str, Any]]:
    stream = io.BytesIO()
    ledger.exports.write(stream)
    return [json.loads(exported_line) for exported_line in stream.getvalue().splitlines()]


def marks(history: History, word: Word) -> dict[int, int | None]:
    return {entry.position: entry.standing.by for entry in history.entries if entry.standing.word is word}


def assert_as_worked_out(ledger: Ledger, lines: list[dict[str, Any]], employee: str, position: int) -> None:
    history = ledger.facts.history(employee, position=position)
    in_view = [known for known in lines if known["position"] <= position]
    there = concerned(in_view, employee)
    assert [entry.position for entry in history.entries] == there
    for word, pairs in ((Word.SUPERSEDED, superseding(in_view)), (Word.VOIDED, voiding(in_view))):
        assert marks(history, word) == {earlier: later for earlier, later in pairs.items() if earlier in there}
    told = {entry.position: entry for entry in history.entries}
    for known in in_view:
        if known["position"] in told:
            entry = told[known["position"]].as_json()
            envelope = {"kind": entry["kind"], "id": entry["id"], "position": entry["position"]}
            assert entry["fields"] | envelope == {k: v for k, v in known.items() if k != "recorded_at"}


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@forall(st.lists(MORE, min_size=1, max_size=40), st.data())
def test_a_made_up_history_is_as_worked_out_from_its_lines(
    stores: Stores, made_up: list[dict[str, Any]], data: st.DataObject
) -> None:
    with stores.open(f"made up {uuid.uuid4().hex[:8]}") as ledger:
        ledger.record([SITE, EMPLOYEE, COLLEAGUE, *made_up])
        lines = exported(ledger)
        position = data.draw(st.integers(3, len(lines)))
        for employee in ("A", "B"):
            assert_as_worked_out(ledger, lines, employee, position)
            assert_as_worked_out(ledger, lines, employee, len(lines))


@pytest.mark.slow
def test_the_histories_of_a_made_up_centre_are_as_worked_out_from_its_lines(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'centre.db'}"
    with Ledger.open(url, master_key=MASTER_KEY) as ledger:
        ledger.record(centre(seed=7, people=30, first_period="2026-10", periods=1))
        lines = exported(ledger)
        assert {"void", "swap", "briefing", "dispute", "monitoring_revision"} <= {known["kind"] for known in lines}
        people = sorted({known["employee"] for known in lines if known["kind"] == "employee"})
        covered: set[int] = set()
        for employee in people[::4]:
            assert_as_worked_out(ledger, lines, employee, len(lines))
        for employee in people:
            covered |= {entry.position for entry in ledger.facts.history(employee).entries}
        nobodys = {"site", "period", "holiday", "calendar_day", "hours_approval", "rules", "appraisal_form", "theme"}
        assert covered == {known["position"] for known in lines if known["kind"] not in nobodys}
