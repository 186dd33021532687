"""S10 薪资项目 Every line of pay, in the order of a payslip: the one table of them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import get_args

import narwhals.stable.v2 as nw

from ledger.facts.pay import Allowance
from projections.awards import known_awards
from projections.awards.theme import CLAUSE as STATED
from projections.calendar import period_number
from projections.expressions import Frame, period_label, whole
from projections.leave import ABSENTEEISM
from projections.pay import line_facts, quantities, settled_time
from projections.pay.allowances import granted, night_allowance
from projections.pay.deductions import TYPE_ORDER, deductions
from projections.pay.holiday_pay import holiday_pay
from projections.pay.overtime_pay import overtime_pay
from projections.pay.pay_line import KnownTypes, PayLine
from projections.pay.sources import PaySources


def _adjustments(sources: PaySources) -> Frame:
    period = nw.col("period")
    return sources.earned.adjustments.with_columns(type=period_label(period), position=period)


def _corrections(sources: PaySources) -> Frame:
    of_period = sources.tables.of("corrections").filter(nw.col("period") == sources.period.number)
    return of_period.with_columns(type=nw.col("correction"))


def _is_period(text: str) -> bool:
    try:
        period_number(text)
    except ValueError:
        return False
    return True


def _settled(name: str, clause: str, amounts: Callable[[PaySources], Frame]) -> PayLine:
    """S3.10, S10.8a: a line of minutes that hours hand over."""
    return PayLine(
        name,
        clause,
        amounts,
        is_timed=True,
        quantities=lambda sources: quantities.of_settled(amounts(sources)),
        report="paid_time",
        seen_in=("paid_time", "hours"),
        facts=(line_facts.salaries, line_facts.contracts),
    )


def _deficit_due(sources: PaySources) -> Frame:
    """S3.10c: what is taken off before it is held to the base line."""
    return settled_time.deficit_left(sources).with_columns(amount=whole(0) - nw.col("due"))


AWARD = "award"
"""The line of an award; its type is the theme."""
_LINES = (
    PayLine(
        "base",
        "S10.1",
        lambda sources: sources.base,
        quantities=quantities.of_base,
        is_wage=True,
        kept_at_nothing=True,
        facts=(line_facts.salaries, line_facts.contracts),
    ),
    PayLine("star", "S9.3", lambda sources: sources.earned.stars, is_wage=True, report="stars", seen_in=("stars",)),
    PayLine(
        "monthly_bonus",
        "S7.3",
        lambda sources: sources.earned.bonus,
        own_clauses=True,
        is_wage=True,
        report="bonus",
        seen_in=("bonus", "ranking"),
    ),
    PayLine(
        AWARD,
        "S8.7",
        lambda sources: sources.earned.awards.with_columns(type=nw.col("theme")),
        own_clauses=True,
        is_wage=True,
        types=lambda known: known.themes,
        report="awards",
        seen_in=("awards",),
    ),
    PayLine(
        "night_allowance",
        "S10.2",
        lambda sources: night_allowance(sources.earned.attendance.shifts, sources.rules),
        quantities=quantities.of_nights,
        seen_in=("attendance",),
    ),
    PayLine(
        "allowance",
        "S10.3",
        lambda sources: granted(sources.tables, sources.earned.attendance.shifts, sources.period, sources.rules),
        quantities=quantities.of_meals,
        types=lambda _known: get_args(Allowance.model_fields["type"].annotation),
        seen_in=("payroll", "attendance"),
        facts=(line_facts.allowances,),
    ),
    PayLine(
        "holiday_pay",
        "S10.4",
        holiday_pay,
        is_timed=True,
        quantities=quantities.of_holidays,
        seen_in=("attendance",),
        facts=(line_facts.salaries, line_facts.contracts),
    ),
    PayLine(
        "overtime_pay",
        "S10.8",
        overtime_pay,
        is_timed=True,
        quantities=quantities.of_overtime,
        report="paid_time",
        seen_in=("paid_time",),
        facts=(line_facts.overtime, line_facts.salaries, line_facts.contracts),
    ),
    _settled("surplus_pay", "S10.8a", settled_time.surplus),
    _settled("lieu_lapse", "S3.10b", settled_time.lapsed_lots),
    _settled("lieu_settlement", "S3.10a", settled_time.lots_left),
    PayLine(
        "leave_settlement",
        "S3.10d",
        settled_time.leave_left,
        is_timed=True,
        quantities=lambda sources: quantities.of_settled_leave(settled_time.leave_left(sources)),
        types=lambda known: known.leave_types,
        report="paid_time",
        seen_in=("paid_time",),
        facts=(line_facts.salaries, line_facts.contracts),
    ),
    PayLine(
        "leave_deduction",
        "S10.5",
        deductions,
        quantities=quantities.of_deductions,
        types=lambda known: (*known.leave_types, ABSENTEEISM),
        type_order=TYPE_ORDER,
        seen_in=("attendance",),
        facts=(line_facts.salaries, line_facts.contracts, line_facts.leaves),
    ),
    replace(
        _settled("deficit_settlement", "S3.10c", settled_time.deficit_left),
        quantities=lambda sources: quantities.of_settled(_deficit_due(sources)),
        may_take_off=True,
    ),
    PayLine("adjustment", "S10.6", _adjustments, clause_elsewhere="S11.3", may_take_off=True, is_number=_is_period),
    PayLine(
        "correction",
        "S10.6",
        _corrections,
        may_take_off=True,
        is_number=bool,
        facts=(line_facts.corrections,),
    ),
)
PAY_LINES: Mapping[str, PayLine] = {line.name: line for line in _LINES}
"""By name, in the order of a payslip."""
NUMBERED = tuple(line.name for line in _LINES if line.is_number is not None)
"""The lines whose types are numbers or periods of the ledger, not terms."""


def items_of(known: KnownTypes) -> Iterator[str]:
    """The items that pay can have, in order: each line, with each of its types; those that are numbered left out."""
    for line in _LINES:
        if line.types is not None:
            yield from (f"{line.name}:{kind}" for kind in line.types(known))
        elif line.is_number is None:
            yield line.name


def line_of(item: str) -> PayLine | None:
    """The line of pay that an item is of; None where it is not an item of pay."""
    return PAY_LINES.get(item.partition(":")[0])


def is_award(item: str) -> bool:
    """Whether an item of pay is an award."""
    return item.partition(":")[0] == AWARD


def clause_of(item: str) -> str:
    """The clause that an item of pay comes from, where no line of the ledger says so."""
    line = line_of(item)
    if is_award(item):
        award = known_awards().get(item.partition(":")[2])
        return STATED if award is None else award.clause
    return "S10.7" if line is None else line.clause_elsewhere or line.clause
