"""Whatever is recorded, superseded, voided, revised, disputed and closed, in whatever order: the books stay true.

What a fresh reader computes is what the one computes that has been following; closed reports never change by a byte;
and what was paid and adjusted, with what is due, is what a replay pays.
"""

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ledger.ledger import Ledger
from projections.books import Books
from projections.journal import read_journal
from tests.ledger.material import MASTER_KEY, Counted, Hands
from tests.projections.late_cases import PERIODS, centre
from tests.projections.office import Office, shown
from tests.projections.settling import assert_settled

Line = dict[str, Any]
PEOPLE = ("E1", "E2", "E3", "L1")
person, period, day = st.sampled_from(PEOPLE), st.sampled_from(PERIODS[:3]), st.integers(1, 14)
MANY = (*PERIODS, "2027-02")
"""More than are ever closed."""


class TheBooks(RuleBasedStateMachine):
    """An office in which anything happens."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.clock = Hands(datetime(2027, 1, 20, tzinfo=UTC))
        self.numbered = 0
        self.open: list[Line] = []
        self.kept: dict[str, dict[str, bytes]] = {}
        self.at = self._opened()

    def _opened(self) -> Office:
        url = f"sqlite:///{Path(self.folder.name) / 'ledger.db'}"
        return Office(Ledger.open(url, clock=self.clock, entropy=Counted(), master_key=MASTER_KEY), self.clock)

    def teardown(self) -> None:
        self.at.ledger.close()
        self.folder.cleanup()

    def _take(self, *lines: Line) -> None:
        self.clock.move(minutes=1)
        assert set(self.at.record(*lines)) <= {"accepted", "duplicate"}

    def _number(self) -> str:
        self.numbered += 1
        return f"n{self.numbered}"

    @initialize(held=st.booleans())
    def begin(self, held: bool) -> None:
        self._take(*centre())
        self.close(held)

    @rule(who=person, of=period, on=day, shift=st.sampled_from(["C", "W", None]), out=st.booleans())
    def record_a_shift(self, who: str, of: str, on: int, shift: str | None, out: bool) -> None:
        date = f"{of}-{on:02d}"
        entry = {"kind": "shift", "employee": who, "date": date, "shift": shift, "ref": self._number()}
        self.open.append(entry)
        lines: list[Line] = [entry]
        begins, ends = ("20:30", f"{of}-{on + 1:02d}T08:30") if shift == "W" else ("09:30", f"{date}T18:00")
        punch = {"kind": "clock", "employee": who, "device": self._number()}
        lines.append(punch | {"at": f"{date}T{begins}:00+08:00", "direction": "in"})
        self._take(*lines, *([punch | {"at": f"{ends}:00+08:00", "direction": "out"}] if out else []))

    @rule(who=person, of=period, score=st.sampled_from(["0", "60.00", "85.00", "100"]))
    def supersede_a_review(self, who: str, of: str, score: str) -> None:
        line = {"employee": who, "period": of, "score": score, "evaluator": "M", "at": f"{of}-28T09:00:00+08:00"}
        reviews = [{"kind": kind, **line, "ref": self._number()} for kind in ("work_review", "behaviour_review")]
        self._take(*reviews)
        self.open += reviews

    @rule(who=person, of=period, amount=st.sampled_from(["-300.00", "0.01", "12.50"]))
    def grant_or_correct(self, who: str, of: str, amount: str) -> None:
        number = self._number()
        line = {"kind": "correction", "correction": number, "employee": who, "period": of, "amount": amount}
        line |= {"ref": number}
        self._take(line | {"note": "agreed"})
        self.open.append(line)

    @precondition(lambda self: self.open)
    @rule(data=st.data())
    def void(self, data: st.DataObject) -> None:
        line = self.open.pop(data.draw(st.integers(0, len(self.open) - 1)))
        void = {"kind": "void", "of_kind": line["kind"], "of": line["ref"], "by": "M", "reason": "mistaken"}
        self._take(void)

    @rule(who=person, of=period, on=day, score=st.sampled_from(["50", "90"]), revised=st.booleans())
    def revise_a_monitoring(self, who: str, of: str, on: int, score: str, revised: bool) -> None:
        number, date = self._number(), f"{of}-{on:02d}"
        line = {"kind": "monitoring", "monitoring": number, "employee": who, "evaluator": "Q", "date": date}
        again = {"kind": "monitoring_revision", "monitoring": number, "at": f"{date}T20:00:00+08:00", "by": "M"}
        again |= {"reason": "heard again", "score": "75.00"}
        self._take(line | {"channel": "phone", "score": score}, *([again] if revised else []))

    @rule(who=person, of=period, on=day, kind=st.sampled_from(["annual", "sick", "personal", "lieu"]))
    def approve_leave(self, who: str, of: str, on: int, kind: str) -> None:
        number, date = self._number(), f"{of}-{on:02d}"
        leave = {"kind": "leave", "leave": number, "employee": who, "type": kind, "first_date": date}
        decision = {"kind": "leave_decision", "leave": number, "decision": "approved", "by": "M"}
        leave |= {"last_date": date, "requested_on": "2026-09-01"}
        self._take(leave, decision | {"at": "2026-09-02T09:00:00+08:00"})

    @rule(who=person, of=period)
    def dispute(self, who: str, of: str) -> None:
        line = {"kind": "dispute", "dispute": self._number(), "employee": who, "at": f"{of}-28T09:00:00+08:00"}
        self._take(line | {"text": "not so", "period": of, "item": "monthly_bonus"})

    @rule(of=period, nights=st.sampled_from(["10", "22"]), missing=st.sampled_from(["zero", "planned"]))
    def adopt_rules(self, of: str, nights: str, missing: str) -> None:
        line = {"kind": "rules", "version": self._number(), "effective_period": of, "reason": "another reading"}
        self._take(line | {"parameters": {"night_allowance": nights, "missing_punch": missing}})

    @rule(who=person, role=st.sampled_from(["csr", "team_leader"]), of=period)
    def change_a_role(self, who: str, role: str, of: str) -> None:
        self._take({"kind": "assignment", "employee": who, "from": f"{of}-01", "role": role})

    @rule(who=person, deficit=st.sampled_from([0, 100]))
    def tell_what_was_brought_along(self, who: str, deficit: int) -> None:
        line: Line = {"kind": "opening", "employee": who, "lots": [{"period": "2026-08", "minutes": 300}]}
        self._take(line | {"deficit": deficit, "error_free_periods": 2})

    @precondition(lambda self: len(self.kept) < len(PERIODS) - 1)
    @rule(held=st.booleans())
    def close_the_next(self, held: bool) -> None:
        self.close(held)

    def close(self, held: bool) -> None:
        """Freeze what the books show of the first open period."""
        following = PERIODS[len(self.kept)]
        expected = self.at.shown(following, held=held)
        self.at.close(following, held=held)
        self.kept[following] = self.at.shown(following)
        assert rows(self.kept[following]) == rows(expected)

    @rule()
    def restart(self) -> None:
        self.at.ledger.close()
        self.at = self._opened()

    @invariant()
    def closed_reports_do_not_change_by_a_byte(self) -> None:
        for closed, content in self.kept.items():
            assert self.at.shown(closed) == content

    @invariant()
    def a_fresh_reader_shows_what_the_one_shows_that_went_on(self) -> None:
        first_open = MANY[len(self.kept)]
        fresh = Books(read_journal(self.at.ledger), self.at.engine)
        assert shown(fresh, first_open) == self.at.shown(first_open)

    @invariant()
    def what_was_paid_and_adjusted_and_is_due_is_what_a_replay_pays(self) -> None:
        assert_settled(self.at, MANY[: len(self.kept) + 1])


def rows(reports: dict[str, bytes]) -> dict[str, bytes]:
    """Reports without their position."""
    return {name: content[content.index(b'"rules"') :] for name, content in reports.items()}


@pytest.mark.slow
class TestTheBooks(TheBooks.TestCase):  # type: ignore[misc,valid-type]
    """Histories of some six steps each, the same in every run."""

    settings = settings(
        max_examples=4,
        stateful_step_count=6,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
