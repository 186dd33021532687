"""Who is in at a moment is what the attendance report says of the shifts so far (S3.4 … S3.6)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ledger.facts.attendance import Clock
from projections.books import Books
from projections.calendar import MINUTES_A_DAY, day_number, minute_text
from projections.journal import View
from projections.presence import Presence, foremost, presence
from tests.ledger.material import EMPLOYEE, SITE
from tests.projections.office import Office, office, rows_of

Line = dict[str, Any]
MONTH = "2026-10"
OVER = datetime(2026, 11, 20, tzinfo=UTC)
"""When all is recorded: the reach of every shift has ended."""


def now_of(books: Books, local: int) -> list[Presence]:
    """Who is in at a local minute."""
    return presence(books, books.journal.site.clock.instant(local))


def minute(at: str) -> int:
    """The local minute of `20T08:30`, in October."""
    wall = datetime.fromisoformat(f"{MONTH}-{at}")
    return day_number(wall.date()) * MINUTES_A_DAY + wall.hour * 60 + wall.minute


def shift(day: str, name: str) -> Line:
    return {"kind": "shift", "date": f"{MONTH}-{day}", "shift": name}


def punch(at: str, direction: str = "auto", **more: Any) -> Line:
    return {"kind": "clock", "at": f"{MONTH}-{at}:30+08:00", "direction": direction, **more}


def void(named: str) -> Line:
    return {"kind": "void", "of_kind": "clock", "of": named, "by": "M", "reason": "a wrong card"}


def leave(first: str, last: str, **more: Any) -> Line:
    return {"kind": "leave", "type": "personal", "requested_on": f"{MONTH}-01",
            "first_date": f"{MONTH}-{first}", "last_date": f"{MONTH}-{last}", **more}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """What is recorded of somebody, and how they stand at a moment; None where there is nothing to say."""

    at: str
    lines: Sequence[Line]
    state: str | None
    since: str | None = None
    until: str | None = None
    late: int = 0


R, W = shift("20", "R"), shift("19", "W")
IN, OUT = punch("20T08:20"), punch("20T20:35")
CASES = (
    Case("20T09:00", [R, IN], "in", "20T08:20"),
    Case("20T09:30", [R, punch("20T08:52")], "late", "20T08:52", late=22),
    Case("20T09:00", [R], "missing"),
    Case("20T09:00", [R, IN, punch("20T08:25")], "in", "20T08:20"),
    Case("20T12:00", [R, IN, punch("20T11:40")], "left", "20T08:20", "20T11:40"),
    Case("20T12:00", [R, punch("20T08:20", "in"), punch("20T08:21", "out")], "left", "20T08:20", "20T08:21"),
    Case("20T08:00", [R, punch("20T07:50")], "early", "20T07:50"),
    Case("20T08:00", [R], "coming"),
    Case("20T21:00", [R, IN], "over", "20T08:20"),
    Case("20T21:00", [R, IN, OUT], None),
    Case("20T09:00", [R, IN, punch("20T12:00")], "in", "20T08:20"),
    Case("20T09:00", [R, {**IN, "ref": "K1"}, void("K1")], "missing"),
    Case("20T03:00", [W, punch("19T20:20")], "in", "19T20:20"),
    Case("20T03:00", [W], "missing"),
    Case("20T10:00", [W, punch("19T20:20"), punch("20T08:35")], None),
    Case("20T15:00", [W, punch("20T14:55")], "stray", "20T14:55"),
    Case("20T09:00", [punch("20T08:20")], "stray", "20T08:20"),
    Case("20T09:00", [], None),
    # S3.4: before halfway between the end of W and the start of R, so it is the Out of W.
    Case("20T08:28", [W, R, punch("19T20:20"), punch("20T08:27")], "left", "19T20:20", "20T08:27"),
    Case("20T09:00", [W, R, punch("19T20:20"), punch("20T08:27")], "missing"),
    Case("20T09:00", [W, R, punch("19T20:20"), punch("20T08:27"), punch("20T08:30")], "in", "20T08:30"),
    # S3.5: nearer to the end than to the start, so it is the Out of someone whose In is missing.
    Case("20T20:25", [R, punch("20T20:20")], "left", None, "20T20:20"),
    Case("20T12:00", [R, punch("20T11:55", "out")], "left", None, "20T11:55"),
    Case("20T09:00", [R, leave("20", "20")], "leave"),
    Case("20T09:00", [R, IN, leave("20", "20")], "leave"),
    Case("20T21:00", [R, leave("20", "20")], None),
    Case("20T09:00", [R, leave("20", "20", minutes=60)], "missing"),
    Case("20T09:00", [R, leave("20", "20", minutes=660)], "leave"),
    Case("20T09:00", [leave("19", "25")], "leave"),
    Case("20T09:00", [leave("20", "20", minutes=60)], None),
    Case("20T08:40", [W, punch("19T20:20"), leave("20", "20")], "over", "19T20:20"),
)  # fmt: skip


def centre(people: dict[str, Sequence[Line]]) -> Iterator[Line]:
    """A centre of these people, with what is recorded of each."""
    yield SITE
    yield from ({**EMPLOYEE, "employee": number, "name": number} for number in people)
    for number, lines in people.items():
        for line in lines:
            own = {} if line["kind"] == "void" else {"employee": number}
            if "ref" in line or line["kind"] == "void":
                own |= {name: f"{line[name]}-{number}" for name in ("ref", "of") if name in line}
            if line["kind"] == "leave":
                own["leave"] = f"L-{number}"
            yield line | own
            if line["kind"] == "leave":
                yield {"kind": "leave_decision", "leave": own["leave"], "decision": "approved", "by": "M",
                       "at": f"{MONTH}-02T09:00:00+08:00"}  # fmt: skip


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A centre in which every case is somebody's."""
    at = office(tmp_path_factory.mktemp("presence"))
    with at.ledger:
        at.given(*centre({f"E{number}": case.lines for number, case in enumerate(CASES)}), at=OVER)
        yield at


@pytest.mark.parametrize("number", range(len(CASES)))
def test_how_somebody_stands_at_a_moment(worked: Office, number: int) -> None:
    case = CASES[number]
    found = {each.employee: each for each in foremost(now_of(worked.books(), minute(case.at)))}.get(f"E{number}")
    if found is None:
        assert case.state is None
        return
    told = (found.state, found.in_minute, found.out_minute, found.late if found.state == "late" else 0)
    since, until = (None if each is None else minute(each) for each in (case.since, case.until))
    assert told == (case.state, since, until, case.late)


def test_who_has_left_the_centre_is_not_in_it_and_a_time_without_periods_has_nobody(tmp_path: Path) -> None:
    at = office(tmp_path)
    with at.ledger:
        left = {"kind": "leaving", "employee": "E1", "last_day": f"{MONTH}-19", "reason": "resigned"}
        at.given(*centre({"E1": [R, punch("20T08:20"), leave("20", "21")]}), left, at=OVER)
        assert now_of(at.books(), minute("20T09:00")) == []
        for year in (1970, 2025, 2031, 9999):
            assert now_of(at.books(), day_number(date(year, 12, 31)) * MINUTES_A_DAY) == []


DAYS = range(18, 23)
shifts_of_days = st.lists(st.sampled_from(["", "", "R", "C", "W"]), min_size=len(DAYS), max_size=len(DAYS))
around = st.sampled_from([0, 1, 8 * 60 + 27, 8 * 60 + 30, 8 * 60 + 31, 9 * 60, 9 * 60 + 30, 16 * 60 + 30,
                          18 * 60, 18 * 60 + 5, 20 * 60 + 20, 20 * 60 + 30, 20 * 60 + 31, 22 * 60])  # fmt: skip
moments = st.builds(lambda day, of_day, more: (day, of_day + more), st.sampled_from(DAYS), around, st.integers(0, 12))
punches = st.lists(st.tuples(moments, st.sampled_from(["in", "out", "auto", "auto"])), max_size=8)
somebody = st.tuples(shifts_of_days, punches)


def written(moment: tuple[int, int]) -> str:
    """`20T08:27` of a day and a minute of it."""
    day, of_day = moment
    return f"{day + of_day // MINUTES_A_DAY:02d}T{of_day % MINUTES_A_DAY // 60:02d}:{of_day % 60:02d}"


def lines_of(shifts: Sequence[str], clocks: Sequence[Any]) -> list[Line]:
    rostered = [shift(f"{day:02d}", name) for day, name in zip(DAYS, shifts, strict=True) if name]
    return [*rostered, *(punch(written(moment), direction) for moment, direction in clocks)]


def as_known_then(at: Office, until: int) -> Books:
    """The books without the punches after a minute, at a time when every shift is over."""
    later = frozenset(
        each.position
        for each in at.ledger.facts.page(0, 10_000)
        if isinstance(each.fact, Clock) and local(each.fact.at) > until
    )
    return Books(at.reader.view(View(at.ledger.facts.last_position(), without=later)), at.engine)


def local(instant: datetime) -> int:
    wall = instant.astimezone(UTC) + timedelta(hours=8)
    return day_number(wall.date()) * MINUTES_A_DAY + wall.hour * 60 + wall.minute


def as_reported(row: Presence) -> tuple[Any, ...]:
    """What the attendance report has of a shift, beside whose and of when it is."""
    times = (None if each is None else minute_text(each) for each in (row.in_minute, row.out_minute))
    return row.shift, row.status, *times, row.late, row.early


@pytest.mark.slow
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(somebody, min_size=5, max_size=9), st.lists(moments, min_size=2, max_size=4))
@example([(["", "W", "R", "", ""], [((19, 1220), "auto"), ((20, 507), "auto")])], [(20, 508), (20, 540)])
@example([(["", "", "R", "", ""], [((20, 1220), "auto")])], [(20, 1221), (21, 30)])
def test_presence_is_what_the_attendance_report_says_of_the_punches_up_to_then(
    tmp_path_factory: pytest.TempPathFactory, people: list[Any], at_moments: list[tuple[int, int]]
) -> None:
    at = office(tmp_path_factory.mktemp("drawn"))
    with at.ledger:
        at.record(*centre({f"E{n}": lines_of(*each) for n, each in enumerate(people)}), at=OVER)
        for moment in at_moments:
            now = minute(written(moment))
            found = [each for each in now_of(at.books(), now) if each.shift is not None]
            assert_reported(found, as_known_then(at, now))
            assert_all_who_are_due(found, at, now)
        assert_equal_once_over(at)


def assert_reported(found: list[Presence], books: Books) -> None:
    """Each shift has what its row of the report has."""
    rows = {(row["employee"], row["date"]): row for row in rows_of(books, MONTH)["attendance"]}
    for each in found:
        row = rows[each.employee, minute_text(each.day * MINUTES_A_DAY)[:10]]
        assert as_reported(each) == tuple(row[name] for name in ("shift", "status", "in", "out", "late", "early"))


def assert_all_who_are_due(found: list[Presence], at: Office, now: int) -> None:
    """Nobody whose shift goes on is left out."""
    month = at.books().reported(MONTH)
    going_on = month.tables.engine.rows(month.attendance.shifts)
    due = {(row["employee"], row["day"]) for row in going_on.to_dicts() if row["starts"] <= now < row["ends"]}
    assert due <= {(each.employee, each.day) for each in found}


def assert_equal_once_over(at: Office) -> None:
    """A shift C has nothing more to come at the end of its date: who did not punch out is told, and as reported."""
    rows = rows_of(at.books(), MONTH)["attendance"]
    for day in DAYS:
        found = [each for each in now_of(at.books(), minute(f"{day:02d}T23:59")) if each.shift == "C"]
        of_day = [row for row in rows if row["date"] == f"{MONTH}-{day:02d}" and row["shift"] == "C"]
        assert [each.employee for each in found] == [r["employee"] for r in of_day if r["status"] == "missing_out"]
        assert {each.state for each in found} <= {"over"}
        assert_reported(found, at.books())
