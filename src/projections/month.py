"""One period of the books: every chapter computed once, on what the period before hands on.

Periods are a loop, employees are the vector: what a period hands to the next is its closing state (S11.2).
"""

import narwhals.stable.v2 as nw

from ledger.lazy_attribute import computed_once
from ledger.ledger_metrics import OF_LEADERS
from projections.appraisals import Appraised, appraised, asked_metrics, no_items, with_means
from projections.awards import Contest, awards
from projections.awards.hundred_percent import brought_runs, error_free_runs
from projections.awards.most_improved import brought_ranks
from projections.awards.selection import candidates
from projections.bonus import bonus, excluded_by
from projections.calendar import Quarter
from projections.compliance import compliance
from projections.exclusions import exclusions
from projections.expressions import Frame
from projections.lookback import Lookback, lookback
from projections.metrics import means_of_totals, measured
from projections.pay import Earned, PaySources, line_quantities, paid_lines, pay_sources, payroll, timed_lines
from projections.people import arrived, throughout
from projections.ranking import ranking
from projections.scores import score_parts, scores
from projections.stars import quarter_stars, stars
from projections.working_month import NO_ABSENCES, WorkingMonth


class Month(WorkingMonth):
    """The chapters of one period under one rule set, each computed when it is first asked for."""

    @computed_once
    def appraised(self) -> Appraised | None:
        """S6.2a; None where nobody was appraised. The totals of CSRs come before what rests on them."""
        asked = self._asked_metrics
        if asked is None:
            return None
        values = measured(self, asked)
        found = appraised(self.tables, self.members, self.period, self.rules, values)
        if asked.isdisjoint(OF_LEADERS):
            return found
        return with_means(self.tables, found, means_of_totals(self, self._scored(found)))

    @property
    def appraisal_items(self) -> Frame:
        """S6.2a: the items of the appraisals of the period."""
        return no_items(self.tables) if self.appraised is None else self.appraised.items

    @computed_once
    def scores(self) -> Frame:
        """S6."""
        return self._scored(self.appraised)

    def _scored(self, found: Appraised | None) -> Frame:
        return scores(self.tables, self._score_parts, self.rules, None if found is None else found.components)

    @computed_once
    def _score_parts(self) -> Frame:
        parts = score_parts(self.tables, self.members, self.period, self.rules)
        # Without an appraisal the parts are read once.
        return parts if self._asked_metrics is None else self.tables.settle(parts)

    @computed_once
    def _asked_metrics(self) -> frozenset[str] | None:
        return asked_metrics(self.tables.journal, self.period)

    @computed_once
    def exclusions(self) -> Frame:
        """S7.6, S7.7."""
        earlier = self.before.absences if self.before else self.tables.made_of(NO_ABSENCES, [])
        previous = self.tables.journal.period(self.period.number - 1)
        return self.tables.settle(exclusions(self.members, self.absences, earlier, previous, self.rules))

    @computed_once
    def ranking(self) -> Frame:
        """S7.1, S7.2."""
        return ranking(self.tables, self.scores, self.exclusions, self.rules)

    @computed_once
    def bonus(self) -> Frame:
        """S7.3 … S7.7."""
        return self.tables.settle(bonus(self.ranking, self.exclusions, self.rules))

    @computed_once
    def excluded_by(self) -> Frame:
        """S6.4, S7.6."""
        return excluded_by(self.ranking, self.exclusions)

    @computed_once
    def error_free(self) -> Frame:
        """S8.6: the runs of error-free periods that the period hands on. Columns: employee, run, adds."""
        handed = self.past.handed_on("error_free", self.period)
        before = self._or_brought(handed, brought_runs(self.tables), "run")
        eligible = throughout(self.staff, self.period, "csr")
        shifts = self.attendance.shifts
        return error_free_runs(self.tables, self.period, self.rules, eligible, before, shifts)

    @computed_once
    def csr_ranks(self) -> Frame:
        """S8.4: what the period hands on of ranks. Columns: employee, rank_before, pool_before."""
        ranked = self.ranking.filter((nw.col("role") == "csr") & ~nw.col("rank").is_null())
        return ranked.select("employee", rank_before="rank", pool_before="pool")

    @computed_once
    def csr_totals(self) -> Frame:
        """S9.1: what the period hands on of totals earned as `csr`. Columns: employee, period, total, behaviour."""
        scored = self.scores.filter((nw.col("role") == "csr") & ~nw.col("total").is_null())
        return scored.select("employee", "total", "behaviour", period=nw.lit(self.period.number, dtype=nw.Int64))

    @computed_once
    def candidates(self) -> Frame:
        """S8.2: who takes part in the awards."""
        scored = self.ranking.select("employee", "total", "behaviour", "rank", "pool")
        return self.tables.settle(candidates(self.members, scored, self.exclusions, self.attendance))

    @property
    def contest(self) -> Contest:
        """S8: what the awards are given by. It is not kept, because it asks this period for metrics."""
        return Contest(
            tables=self.tables,
            period=self.period,
            rules=self.rules,
            candidates=self.candidates,
            attendance=self.attendance,
            ranks_before=self._ranks_before,
            error_free=self.error_free,
            metric=self.metric,
        )

    def metric(self, name: str) -> Frame:
        """S6.2a: employee, value (hundredths): who has a metric in the period."""
        return measured(self, (name,)).select("employee", "value")

    @computed_once
    def awards(self) -> Frame:
        """S8."""
        return awards(self.tables, self.contest, self.terms.themes)

    @property
    def _ranks_before(self) -> Frame:
        """S8.4: employee, rank_before, pool_before."""
        handed = self.before.csr_ranks if self.before else None
        return self._or_brought(handed, brought_ranks(self.tables), "rank_before", "pool_before")

    def _or_brought(self, handed: Frame | None, brought: Frame, *columns: str) -> Frame:
        """S2.1a: what the period before hands on; of those whose first period here this is, what they bring along."""
        of_arrived = brought.join(self._arrived, on="employee").select("employee", *columns)
        if handed is None:
            return of_arrived
        others = handed.join(self._arrived, on="employee", how="anti").select("employee", *columns)
        return nw.concat([others, of_arrived])

    @computed_once
    def _arrived(self) -> Frame:
        return self.tables.settle(arrived(self.staff, self.period, self.past.first_period))

    @computed_once
    def stars(self) -> Frame:
        """S9.3: the stars that this period pays."""
        quarter = Quarter.before(self.period.number)
        last_day = self.tables.journal.period(quarter.last).last_day
        _, rules = self.past.rules_of(quarter.last)
        totals = self.past.csr_totals(quarter, self.facts)
        of_quarter = quarter_stars(self.tables, self.staff, totals, quarter, last_day, rules)
        return self.tables.settle(stars(self.staff, self.members, of_quarter, self.period, self.rules))

    @computed_once
    def pay_sources(self) -> PaySources:
        """S10: what the lines of pay are made of."""
        earned = Earned(
            attendance=self.attendance,
            bonus=self.bonus,
            awards=self.awards,
            stars=self.stars,
            adjustments=self.posted.pay,
            hours=self.hours,
            overtime=self.overtime,
            training=self.training,
            holiday_minutes=self.holiday_minutes,
            settled=self.settled,
            leave_left=self.leave_left,
        )
        return pay_sources(self.facts, self.members, earned, self.period, self.rules)

    @computed_once
    def _pay(self) -> tuple[Frame, Frame]:
        return payroll(self.pay_sources)

    @computed_once
    def payroll(self) -> tuple[Frame, Frame]:
        """S10: who has a row, and all lines; a line of 0 is left out, `base` aside."""
        everyone, lines = self._pay
        return everyone, self.tables.settle(paid_lines(lines))

    @property
    def paid_time(self) -> Frame:
        """S10.8b: the lines that pay for minutes, as of `payroll`, whatever their amount."""
        return timed_lines(self._pay[1])

    @computed_once
    def quantities(self) -> Frame:
        """S10: what the lines of pay are multiples of, as of `pay.line_quantities`."""
        return self.tables.settle(line_quantities(self.pay_sources))

    @computed_once
    def lookback(self) -> Lookback:
        """S14: what the period hands on for those after it to look back at."""
        return lookback(self, self.past.handed_on("lookback", self.period))

    @computed_once
    def compliance(self) -> Frame:
        """S14."""
        return compliance(self)
