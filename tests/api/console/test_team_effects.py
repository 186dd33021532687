"""What an approval would do: given a roster and leaves, told without a browser."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from api.console.team.leave_effects import leave_effect
from api.console.team.spans import Span
from api.console.team.swap_effects import swap_effect
from ledger.ruleset import MANUAL

ZONE = ZoneInfo("Asia/Shanghai")
RULES = MANUAL.model_dump(mode="json")
PERIOD = {"period": "2026-10", "first_day": "2026-10-01", "last_day": "2026-10-31", "rules": "manual"}
SPAN = Span(date(2026, 10, 1), date(2026, 10, 31), [PERIOD], {"2026-10": RULES, "": RULES})


def shift(day: str, name: str, status: str = "planned") -> dict[str, Any]:
    return {"employee": "A", "date": f"2026-10-{day}", "shift": name, "status": status}


def leave(first: str, last: str, kind: str = "personal", position: int = 9, **more: Any) -> dict[str, Any]:
    opened = {"employee": "A", "type": kind, "first_date": f"2026-10-{first}", "last_date": f"2026-10-{last}",
              "position": position, **more}  # fmt: skip
    return {"number": f"L{position}", "opened": opened}


def swap(first: str, second: str) -> dict[str, Any]:
    return {"opened": {"requester": "A", "requester_date": f"2026-10-{first}", "counterparty": "B",
                       "counterparty_date": f"2026-10-{second}"}}  # fmt: skip


def roster(**given: str) -> dict[tuple[str, str], str]:
    """A roster of `A20="R"`: employee and day, and the shift."""
    return {(name[0], f"2026-10-{name[1:]}"): assigned for name, assigned in given.items()}


def test_a_swap_moves_both_shifts_and_the_difference_is_each_one_s() -> None:
    effect = swap_effect(swap("20", "22"), roster(A20="R", B22="C"), SPAN, "AB")
    moved = {(each.employee, each.day[-2:]): (each.before, each.after) for each in effect.changes}
    assert moved == {("A", "20"): ("R", None), ("A", "22"): (None, "C"), ("B", "20"): (None, "R"),
                     ("B", "22"): ("C", None)}  # fmt: skip
    assert effect.minutes == {("A", "2026-10"): -180, ("B", "2026-10"): 180}
    assert effect.can_be_approved


def test_a_swap_of_one_date_exchanges_what_both_have() -> None:
    effect = swap_effect(swap("20", "20"), roster(A20="R", B20="W"), SPAN, "AB")
    assert [(each.employee, each.after) for each in effect.changes] == [("A", "W"), ("B", "R")]
    assert effect.can_be_approved


def test_a_swap_that_leaves_two_shifts_or_gives_none_cannot_be_approved() -> None:
    twice = swap_effect(swap("20", "22"), roster(A20="R", B20="C", B22="C"), SPAN, "AB")
    assert (twice.two_shifts, twice.can_be_approved) == ([("B", "2026-10-20")], False)
    nothing = swap_effect(swap("20", "22"), {}, SPAN, "AB")
    assert (nothing.gives_nothing, nothing.can_be_approved) == (True, False)


def test_a_rest_that_becomes_too_short_is_told() -> None:
    effect = swap_effect(swap("20", "22"), roster(A20="R", B19="W", B22="C"), SPAN, "AB")
    assert effect.rests == [("B", 0, 480)]


def test_of_a_side_that_is_out_of_sight_nothing_is_said() -> None:
    effect = swap_effect(swap("20", "22"), roster(A20="R"), SPAN, "A")
    assert (effect.unseen, effect.minutes, effect.gives_nothing) == (["B"], {}, False)
    assert {each.employee for each in effect.changes} == {"A"}


def effect_of(asked: Any, planned: Any, absent: Any = (), approved: Any = (), hours: Any = ()) -> Any:
    return leave_effect(asked, planned, list(absent), list(approved), list(hours), SPAN)


def test_a_leave_takes_the_shifts_between_its_dates_and_is_held_against_the_limit_of_absence() -> None:
    planned = roster(A20="R", A21="C", A23="R")
    effect = effect_of(leave("20", "22"), planned, absent=[("A", "2026-10-05"), ("B", "2026-10-06")])
    assert [(each.day[-2:], each.minutes) for each in effect.taken] == [("20", 660), ("21", 480)]
    assert (effect.hours, effect.minutes) == ("excuse", 1140)
    assert effect.absence == {"2026-10": (1000, 3000, 3000)}
    assert effect.reaches_limit == ["2026-10"]


def test_a_part_of_a_shift_is_its_milli_days_rounded_half_up_and_no_more_than_is_left() -> None:
    partly = leave("20", "20", "sick", 5, minutes=500)
    effect = effect_of(leave("20", "20", minutes=180), roster(A20="R"), approved=[partly])
    assert [(each.minutes, each.milli_days) for each in effect.taken] == [(160, 242)]
    assert effect.absence["2026-10"] == (758, 1000, 3000)


def test_of_two_full_leaves_the_first_recorded_counts() -> None:
    effect = effect_of(leave("20", "21"), roster(A20="R", A21="R"), approved=[leave("20", "20", "annual", 5)])
    assert [each.day[-2:] for each in effect.taken] == ["21"]


def test_in_a_week_without_a_shift_weekdays_count_as_480_minutes() -> None:
    effect = effect_of(leave("12", "18", "annual"), roster(A20="R"))
    assert [(each.day[-2:], each.minutes) for each in effect.taken] == [(f"{day}", 480) for day in range(12, 17)]
    assert (effect.hours, effect.absence) == ("credit", {})


def test_lieu_leave_draws_on_what_the_bank_opened_with_less_what_is_taken_already() -> None:
    hours = [{"employee": "A", "period": "2026-10", "lieu_opening": 1000, "lieu_lapsed": 100},
             {"employee": "B", "period": "2026-10", "lieu_opening": 5000, "lieu_lapsed": 0}]  # fmt: skip
    before = leave("05", "05", "lieu", 3, minutes=200)
    effect = effect_of(leave("20", "20", "lieu"), roster(A05="R", A20="C"), approved=[before], hours=hours)
    assert effect.bank == {"2026-10": (700, 220)}
    longer = effect_of(leave("20", "21", "lieu"), roster(A05="R", A20="C", A21="C"), approved=[before], hours=hours)
    assert (longer.bank, longer.overdraws) == ({"2026-10": (700, -260)}, ["2026-10"])
