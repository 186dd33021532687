"""The demonstration centre: the same bytes for the same seed, nothing refused, everything of the manual in it."""

import json
import tracemalloc
from collections import Counter
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest

from ledger.facts import KINDS
from ledger.facts.interchange_line import read_fact
from ledger.made_up_centre.centre import centre, centre_until
from ledger.made_up_centre.demonstration import DEMO_PERIODS
from ledger.made_up_centre.file import demo_facts, write_facts
from tests.reference import record, reports
from tests.reference.centre.report import REPORTS as CENTRE

THEMES = {"full_attendance", "most_improved", "service", "hundred_percent"}


def encoded(lines: object) -> list[bytes]:
    return [json.dumps(line, ensure_ascii=False).encode() for line in lines]  # type: ignore[attr-defined]


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    for name, seed in (("first", 1), ("second", 1), ("third", 2)):
        write_facts(tmp_path / name, centre(seed=seed, people=20, first_period="2026-07", periods=1))

    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()
    assert (tmp_path / "first").read_bytes() != (tmp_path / "third").read_bytes()


@pytest.mark.slow
def test_every_kind_that_reports_use_is_in_the_demonstration() -> None:
    fed = {kind for kind, model in KINDS.items() if model.feeds}
    assert fed - {line["kind"] for line in demo_facts(duties=True)} == set()


def test_all_other_lines_are_the_same_with_duties_and_without() -> None:
    with_duties = encoded(centre(seed=4, people=20, first_period="2026-09", periods=1, duties=True))
    without = encoded(centre(seed=4, people=20, first_period="2026-09", periods=1))

    waiting = iter(with_duties)
    assert all(line in waiting for line in without)


@pytest.mark.slow
def test_a_quarter_with_duties_is_accepted_and_every_report_of_theirs_has_rows() -> None:
    lines = encoded(centre(seed=4, people=20, first_period="2026-09", periods=1, duties=True))
    recorded = record(lines)
    assert recorded.counts["accepted"] == len(lines)

    rows = reports(recorded.facts, "2026-09", recorded_until=datetime(2026, 11, 20, tzinfo=UTC))
    assert [name for name in CENTRE if not rows[name]] == []


@pytest.mark.slow
def test_lines_come_in_the_order_of_their_instants() -> None:
    instants = [str(line["at"]) for line in demo_facts() if line["kind"] == "clock" and "ref" in line]

    assert instants == sorted(instants)


@pytest.mark.slow
@pytest.mark.parametrize(("people", "start_day"), [(4, 1), (23, 26), (60, 15)])
def test_every_line_is_a_fact(people: int, start_day: int) -> None:
    period = {"first_period": "2026-01", "periods": 2, "period_start_day": start_day}
    lines = centre(seed=people, people=people, duties=True, **period)  # type: ignore[arg-type]

    for line in encoded(lines):
        read_fact(line)


@pytest.mark.slow
def test_nothing_of_the_demonstration_is_refused_and_the_last_period_has_every_bonus() -> None:
    recorded = record(encoded(demo_facts()))
    assert recorded.refused_lines == []
    assert recorded.counts["accepted"] == sum(recorded.counts.values())

    last = reports(recorded.facts, DEMO_PERIODS[-1], recorded_until=datetime(2026, 11, 20, tzinfo=UTC))

    csr = Counter(row["amount"] for row in last["bonus"] if row["pool"] == "csr")
    assert set(csr) == {"500.00", "400.00", "300.00", "200.00", "100.00", "0.00"}
    assert {row["theme"] for row in last["awards"]} == {
        "full_attendance",
        "most_improved",
        "service",
        "hundred_percent",
    }
    assert any(row["amount"] != "0.00" for row in last["stars"])
    within_twenty_hours = [row for row in last["hours"] if abs(row["difference"]) <= 20 * 60]
    assert len(within_twenty_hours) * 10 >= len(last["hours"]) * 9


@pytest.mark.slow
def test_a_large_centre_is_a_stream() -> None:
    lines = centre(seed=3, people=400, first_period="2026-07", periods=12)
    tracemalloc.start()
    first = list(islice(lines, 10))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert first[0]["kind"] == "site"
    assert peak < 30_000_000


@pytest.mark.parametrize(
    "wrong",
    [{"people": 3}, {"periods": 0}, {"period_start_day": 29}, {"first_period": "2026-13"}, {"first_period": "x"}],
)
def test_a_centre_that_cannot_be_is_refused_in_a_sentence(wrong: dict[str, int]) -> None:
    arguments = {"seed": 1, "people": 10, "first_period": "2026-07", "periods": 1} | wrong
    with pytest.raises(ValueError, match=r"\.$"):
        centre(**arguments)  # type: ignore[arg-type]


@pytest.mark.slow
def test_a_large_centre_begins_without_running_out_of_dates() -> None:
    assert next(iter(centre(seed=1, people=3_000, first_period="2026-07", periods=1)))["kind"] == "site"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("moment", "start_day", "running"),
    [
        ("2026-10-20T10:00", 1, "2026-10"),
        ("2026-12-01T00:05", 1, "2026-12"),
        ("2027-01-30T15:00", 1, "2027-01"),
        ("2026-10-27T10:00", 26, "2026-11"),
    ],
)
def test_a_centre_up_to_a_moment_knows_nothing_later_and_all_of_it_is_accepted(
    moment: str, start_day: int, running: str
) -> None:
    made = list(
        centre_until(
            datetime.fromisoformat(moment), seed=3, people=20, periods=3, period_start_day=start_day, duties=True
        )
    )
    told = [str(line["at"]) for line in made if line["kind"] in ("clock", "leave_decision", "refund_update", "dispute")]
    assert max(told)[:16] <= moment
    recorded = record(encoded(made))
    assert recorded.counts["accepted"] == len(made)
    assert reports(recorded.facts, running, recorded_until=datetime(2027, 2, 20, tzinfo=UTC))["attendance"]


def test_a_centre_up_to_a_moment_has_something_of_each_sort_open_for_one_agent() -> None:
    made = list(centre_until(datetime(2026, 10, 20, 10), seed=3, people=60, periods=2))  # noqa: DTZ001
    agent = made[-1]["employee"]
    of = {line["kind"] for line in made[-20:] if agent in (line.get("employee"), line.get("counterparty"))}
    assert {"reminder", "improvement_plan", "leave", "swap", "refund", "promise", "dispute"} <= of
    assert any(agent in line["to"] for line in made[-20:] if line["kind"] == "task")
    assert [line["effective_period"] for line in made if line.get("version") == "draft-shares"] == ["2026-11"]
