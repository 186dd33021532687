"""The rows that the chapters of a period used, handed out once, to be filtered and shown."""

from collections.abc import Callable
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl

from ledger.lazy_attribute import computed_once
from ledger.ruleset import RuleSet
from projections import contracts, exclusions, hours, leave_balances, lookback, metrics, scores
from projections.attendance import attended
from projections.compliance import cycles
from projections.explanation.centre_tables import CENTRE_TABLES
from projections.expressions import Frame, dated_in, last_recorded
from projections.month import Month
from projections.pay import allowances, base, deductions, holiday_pay, hourly, overtime_pay
from projections.pay.pay_line import PayLine
from projections.pay.pay_lines import PAY_LINES
from projections.reports import REPORTS

Row = dict[str, Any]


def place_of(row: Row) -> tuple[int, int]:
    """Where a row stands among others: by its day, then by its ledger position."""
    return (row.get("day") or 0, row.get("position") or 0)


TABLES: dict[str, Callable[[Month], Frame]] = {
    "employment": lambda month: month.staff.employment,
    "postings": lambda month: month.staff.postings,
    "members": lambda month: month.members,
    "shifts": lambda month: month.attendance.shifts,
    "absences": lambda month: month.attendance.absences,
    "reached": lambda month: month.attendance.reached,
    "hours": lambda month: month.hours,
    "holiday_minutes": lambda month: month.holiday_minutes,
    "settled": lambda month: month.settled,
    "contracts": lambda month: month.contracts,
    "added_overtime": lambda month: hours.added(month.overtime),
    "overtime": lambda month: month.overtime,
    "worked_training": lambda month: month.training,
    "monitored": lambda month: scores.monitored(month.tables, month.period),
    "work_reviews": lambda month: scores.reviewed(month.tables.of("work_reviews"), month.period),
    "behaviour_reviews": lambda month: scores.reviewed(month.tables.of("behaviour_reviews"), month.period),
    "appraisal_items": lambda month: month.appraisal_items,
    "metrics": lambda month: metrics.standing(month.tables, month.period),
    "upheld": lambda month: scores.upheld(month.tables, month.period),
    "scores": lambda month: month.scores,
    "ranking": lambda month: month.ranking,
    "bonus": lambda month: month.bonus,
    "excluded_by": lambda month: month.excluded_by,
    "exclusions": lambda month: month.exclusions,
    "absent": lambda month: exclusions.absent(month.absences, month.rules),
    "candidates": lambda month: month.candidates,
    "awards": lambda month: month.awards,
    "stars": lambda month: month.stars,
    "held": lambda month: base.held(month.pay_sources.members, month.pay_sources.pay_terms),
    "hourly_minutes": lambda month: hourly.hourly_minutes(month.pay_sources),
    "nights": lambda month: allowances.nights(month.pay_sources.earned.attendance.shifts),
    "with_meal": lambda month: attended(month.pay_sources.earned.attendance.shifts),
    "on_holidays": lambda month: holiday_pay.on_holidays(month.pay_sources),
    "paid_overtime": lambda month: overtime_pay.paid_overtime(month.pay_sources),
    "overtime_sums": lambda month: overtime_pay.overtime_sums(month.pay_sources),
    "assigned": lambda month: month.attendance.assigned,
    "sick_shares": lambda month: month.pay_sources.sick_shares,
    "leaving grants": lambda month: nw.concat(leave_balances.grants_on_leaving(month)),
    "deductions": lambda month: deductions.deductions(month.pay_sources),
    "absent_dates": lambda month: deductions.absent_dates(month.pay_sources),
    "holidays": lambda month: last_recorded(month.tables.of("holidays").filter(dated_in(month.period)), "day").filter(
        ~nw.col("name").is_null()
    ),
    "employed_contracts": lambda month: contracts.of_employed_days(month.members, month.facts.contracts),
    "time_parts": lookback.time_parts,
    "standard_days": lookback.standard_days,
    "in_cycles": cycles.in_cycles,
    "month_overtime": cycles.month_overtime,
    "openings": lambda month: last_recorded(month.tables.of("openings"), "employee"),
}
"""What each chapter used, by name; the amounts of a line of pay by ``line NAME``."""


def _amounts(line: PayLine) -> Callable[[Month], Frame]:
    return lambda month: line.amounts(month.pay_sources)


TABLES |= CENTRE_TABLES
TABLES |= {f"line {name}": _amounts(line) for name, line in PAY_LINES.items()}


class InForce:
    """The parameters in force."""

    def __init__(self, rules: RuleSet) -> None:
        """Those of a rule set."""
        self.rules = rules

    @computed_once
    def parameters(self) -> dict[str, Any]:
        """All of them, in the interchange form."""
        return self.rules.model_dump(mode="json")

    def parameter(self, name: str, *parts: str) -> dict[str, Any]:
        """One of them, or those parts of it that a step turns on."""
        value = self.parameters[name]
        return {name: {part: value[part] for part in parts if part in value} if parts else value}

    def pools(self, *names: str) -> dict[str, Any]:
        """S7.1a: the pools of those names, in the form in which the rule set has them."""
        value = self.parameters["pools"]
        if isinstance(value, dict):
            return {"pools": {name: value[name] for name in names if name in value}}
        return {"pools": [pool for pool in value if pool["pool"] in names]}


class Used:
    """The rows of one period; those of the periods before it are a step away."""

    def __init__(self, month: Month) -> None:
        """The rows of a period of the books."""
        self.month = month
        self.period = str(month.period)
        self.rules = month.rules
        self.in_force = InForce(month.rules)
        self._held: dict[str, pl.DataFrame] = {}
        self._made: dict[tuple[str, ...], Any] = {}
        self._past: dict[int, Used] = {}
        self._others: dict[int, Used] = {}

    def table(self, name: str) -> pl.DataFrame:
        """The whole table of that name (see `TABLES`)."""
        if name not in self._held:
            self.hold(name, TABLES[name](self.month))
        return self._held[name]

    def hold(self, name: str, frame: Frame) -> pl.DataFrame:
        """Hand a table out under a name, once."""
        if name not in self._held:
            self._held[name] = self.month.tables.engine.rows(frame)
        return self._held[name]

    def rows(self, name: str, employee: str, **where: Any) -> list[Row]:
        """The rows of an employee, and of the given values in other columns."""
        return matching(self.table(name), employee=employee, **where)

    def row(self, name: str, employee: str, **where: Any) -> Row | None:
        """The one row of an employee; None where there is none."""
        return next(iter(self.rows(name, employee, **where)), None)

    def facts(self, table: str, **where: Any) -> list[Row]:
        """The rows of a table of the journal (see ``projections.journal.schema``), in ledger order."""
        return matching(self.month.tables.journal.tables[table], **where)

    def reported(self, name: str, employee: str | None) -> list[tuple[Row, Row]]:
        """Each of an employee's rows of a report: as the chapter has it, and as the report shows it.

        With None all rows, whoever's they are, of a report that is explained by row.
        """
        definition = REPORTS[name]
        held = f"report {name}"
        if held not in self._held:
            self._held[held] = definition.made(self.month)
        found = self._held[held]
        if employee is not None and definition.person is not None:
            found = found.filter(pl.col(definition.source_of(definition.person)) == employee)
        if definition.order:
            found = found.sort(*definition.order, nulls_last=False, maintain_order=True)
        return list(zip(found.to_dicts(), definition.present(found).to_dicts(), strict=True))

    def once(self, name: str, employee: str, make: Callable[[], Any]) -> Any:
        """What is made for an employee once, whatever rests on it."""
        if (name, employee) not in self._made:
            self._made[name, employee] = make()
        return self._made[name, employee]

    def past(self, number: int) -> "Used | None":
        """The rows of an earlier period; None before the ledger's first."""
        if number == self.month.period.number:
            return self
        if number < self.month.past.first_period:
            return None
        if number not in self._past:
            self._past[number] = Used(self.month.past.month(number))
        return self._past[number]

    def current(self, number: int) -> "Used":
        """The rows of a period by the facts in view, whatever was frozen (S13.1)."""
        return self if number == self.month.period.number else self._of(self.month.past.current(number))

    def booked(self, number: int) -> "Used":
        """The rows of a period as the books have it: of a closed one as it was frozen."""
        own = number == self.month.period.number
        return self._of(self.month.past.booked(self.month if own else self.month.past.current(number)))

    def _of(self, month: Month) -> "Used":
        if month is self.month:
            return self
        if id(month) not in self._others:
            self._others[id(month)] = Used(month)
        return self._others[id(month)]

    def parameter(self, name: str, *parts: str) -> dict[str, Any]:
        """A parameter in force, or those parts of it that a step turns on, in the interchange form."""
        return self.in_force.parameter(name, *parts)

    def rules_of(self, number: int) -> "InForce":
        """The parameters in force for an earlier period, also one before the ledger's first."""
        _, rules = self.month.past.rules_of(number)
        return InForce(rules)


def matching(table: pl.DataFrame, **where: Any) -> list[Row]:
    """The rows that have the given values."""
    conditions = [pl.col(name).is_null() if value is None else pl.col(name) == value for name, value in where.items()]
    return table.filter(*conditions).to_dicts()
