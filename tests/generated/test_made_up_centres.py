"""Made-up centres are worth comparing on: they reach what the clauses turn on, and the reference answers them all."""

import json
from collections import Counter
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

from tests.reference import NAMES, RefusedReportError, record, reports

from . import RECORDED_UNTIL, centres, make_centre, mistakes, periods_of
from .setting import Line
from .tally import BALANCE, of_reports

REACHED = [
    *(f"outcome {outcome}" for outcome in ("accepted", "duplicate", "conflict", "rejected")),
    *(f"status {status}" for status in ("attended", "missing_in", "missing_out", "absent", "leave", "planned")),
    *(f"anomaly {kind}" for kind in ("stray", "missing_in", "missing_out", "absent")),
    *(f"anomaly {kind}" for kind in ("punches_on_leave", "outside_employment")),
    *("partial leave", "status missing, counted as planned", "attended, counts nothing", "holiday"),
    *(f"hours lieu_{movement}" for movement in ("opening", "lapsed", "drawn", "earned")),
    *("hours deficit_closing", "hours deficit_overdue", "hours nothing due"),
    *(f"excluded by {clause}" for clause in ("S6.4", "S7.6a", "S7.6b", "S7.6c", "S7.6d", "S7.6e")),
    *("bonus csr", "bonus lead_qa", "shared rank", "scored but not ranked", "star paid", "star of nothing"),
    *(f"role {role}" for role in ("csr", "team_leader", "qa", "manager")),
    *(f"award {theme}" for theme in ("full_attendance", "most_improved", "service", "hundred_percent")),
    "award of a theme that is data",
    *(f"punctuality {column}" for column in ("late_times", "early_minutes", "forgiven_times")),
    *("pool text", "pool first", "pool second", "bonus of a pool with conditions", "monitoring by form"),
    *(f"pay {item}" for item in ("base", "star", "monthly_bonus", "night_allowance", "holiday_pay", "correction")),
    *(f"appraisal {stage}" for stage in ("final", "final, not counted", "preliminary")),
    *(f"item {source}" for source in ("judged", "judged, left to others", "metric", "metric, missing")),
    *(f"pay allowance:{kind}" for kind in ("meal", "late_shift", "overtime", "other")),
    *(f"pay leave_deduction:{kind}" for kind in ("personal", "sick", "absenteeism")),
    *(f"void of {kind}" for kind in (*mistakes.OTHERWISE, "clock", "exam", "praise", "work_error", "award_grant")),
    *(f"void of {kind}" for kind in ("monitoring_form", "appraisal_form")),
    *(f"time {item}" for item in ("holiday_pay", "overtime_pay", "surplus_pay", "lieu_lapse", "lieu_settlement")),
    *("time leave_settlement", "time deficit_settlement", "time worth nothing"),
    *(f"compliance {rule}" for rule in ("overtime_month", "cycle_minutes", "shift_length", "rest_between_shifts")),
    *(f"compliance {rule}" for rule in ("days_in_a_row", "minimum_wage", "minimum_hourly_wage", "deduction_share")),
    *("compliance deduction_floor", "compliance absenteeism_multiple", "compliance of a cycle"),
    *(f"balance {column}" for column in (*BALANCE, "overdrawn")),
    *("pay negative", "pay without base", "entries of swaps"),
]
STEPS = ("open", "started", "done", "checked", "cancelled")
# Of duties; counted are the columns that are not 0, null or false.
REACHED_BY_DUTIES = [
    *(f"volume {column}" for column in ("queue", "offered", "within_target_percent", "mean_handle_seconds")),
    *(f"volume without {column}" for column in ("answered_percent", "within_target_percent", "mean_handle_seconds")),
    *(f"coverage {column}" for column in ("rostered", "on_leave", "present", "gap")),
    "coverage without present",
    *(f"adherence {column}" for column in ("logged_minutes", "gap_minutes", "missing_logout")),
    *("adherence without first_login", "conduct violation_points", "conduct briefings_held"),
    *(f"conduct {column}" for column in ("briefings_missed", "briefings_not_held", "handovers_missing")),
    "conduct punched_by_other",
    *(f"refunds {column}" for column in ("paid", "rejected", "erroneous")),
    *(f"promises {column}" for column in ("kept_in_time", "kept_late", "broken", "open", "overdue")),
    *(f"complaints {column}" for column in ("received_at", "escalated_at", "decided_at", "late")),
    *("complaints without employee", "complaints open", "complaints upheld", "complaints followed_up"),
    *(f"monitoring_plan {column}" for column in ("done", "due", "missing")),
    *(f"{report} {status}" for report in ("plans", "tasks") for status in STEPS),
    *("plans late", "tasks late", "tasks without due"),
    *("acknowledgements late", "acknowledgements acknowledged_at", "acknowledgements without due"),
    *("training sessions", "quality_work faults", "quality_work not_passed", "quality_work monitorings"),
    *("quality_work reminders", "quality_work plans"),
    *(f"quarter_review {column}" for column in ("mean", "absence", "complaints_upheld", "violations", "plans_open")),
    *("quarter_review decision", "quarter_review without mean", "organisation reports_to", "organisation project"),
    *(f"organisation {status}" for status in ("left", "notice", "probation", "employed")),
    *("payments items", "payments difference"),
    *(f"void of {kind}" for kind in ("refund", "promise", "reminder", "task", "instruction", "training", "test_call")),
    *(f"void of {kind}" for kind in ("reply_review", "acknowledgement", *mistakes.OF_DUTIES)),
]


def answered(lines: list[Line], periods: list[str]) -> Counter[str]:
    """Record a centre and tally every report of every period that is not refused."""
    recorded = record(json.dumps(line, ensure_ascii=False) for line in lines)
    found = Counter(f"outcome {outcome}" for outcome in recorded.outcomes)
    found += Counter(f"void of {fact['of_kind']}" for fact in recorded.facts if fact["kind"] == "void")
    found["monitoring by form"] = sum(fact["kind"] == "monitoring" and bool(fact["form"]) for fact in recorded.facts)
    found["entries of swaps"] += len(recorded.facts) - recorded.counts["accepted"]
    for period in periods:
        try:
            rows = reports(recorded.facts, period, recorded_until=RECORDED_UNTIL)
        except RefusedReportError:
            continue
        assert set(rows) == set(NAMES)
        found += of_reports(rows)
    return found


@pytest.mark.slow
def test_forty_seeds_reach_everything_that_the_clauses_turn_on() -> None:
    found: Counter[str] = Counter()
    for seed in range(40):
        count = Random(seed).randint(2, 5)
        lines = make_centre(seed, 3 + seed % 6, count, duties=True)
        found += answered(lines, periods_of(lines, count))

    assert [what for what in (*REACHED, *REACHED_BY_DUTIES) if found[what] < 3] == []


def test_the_same_seed_makes_the_same_centre() -> None:
    assert make_centre(7, 4, 3, duties=True) == make_centre(7, 4, 3, duties=True)


def test_all_other_lines_are_the_same_with_duties_and_without() -> None:
    waiting = iter(make_centre(7, 4, 3, duties=True))
    assert all(line in waiting for line in make_centre(7, 4, 3) if line["kind"] != "rules")


@pytest.mark.slow
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True, database=None)
@given(centres())
def test_the_reference_answers_every_drawn_centre(centre: tuple[list[Line], list[str]]) -> None:
    lines, periods = centre

    assert answered(lines, periods)["outcome accepted"] > 0
