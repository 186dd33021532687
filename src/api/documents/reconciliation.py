"""What was paid beside the payroll of a period: every comparison, and for a difference where to look next."""

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from api.documents.payments import Paid
from ledger.facts.figures import hundredths
from ledger.lazy_attribute import computed_once
from ledger.ledger import Ledger
from projections.books import Books
from projections.pay.pay_lines import clause_of
from projections.reconciliation import TOTAL, Comparison, Outcome, compare, facts_behind, held_by, reports_on
from projections.reports import Report

NOTHING_WITHHELD: Mapping[str, int] = {}
WITHHELD = "withheld"
"""The item that stands for all that was taken off somebody's pay, where net pay is compared."""


@dataclass(frozen=True)
class Coordinates:
    """What was asked for beside the period: `--as-of` and `--rules`, as they were written."""

    as_of: str | None = None
    rules: str | None = None

    def options(self) -> str:
        """The same options again, for a command that is proposed."""
        given = (("--as-of", self.as_of), ("--rules", self.rules))
        return "".join(f" {name} {shlex.quote(value)}" for name, value in given if value is not None)


@dataclass(frozen=True)
class FactBehind:
    """A fact that a figure rests on: its kind, its position and id, and the number that its sender gave it."""

    kind: str
    position: int
    id: str
    number: str | None


@dataclass(frozen=True)
class Finding:
    """A comparison with the clauses of its item, and for a difference the facts and the commands to look at next."""

    comparison: Comparison
    clauses: tuple[str, ...]
    facts: tuple[FactBehind, ...] = ()
    commands: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reconciliation:
    """All findings, at the coordinates of the payroll; what the file has beside is named."""

    payroll: Report
    findings: list[Finding]
    paid: Paid

    @computed_once
    def differences(self) -> list[Finding]:
        """The findings that are not equal."""
        return [finding for finding in self.findings if finding.comparison.outcome is not Outcome.EQUAL]

    @property
    def all_equal(self) -> bool:
        """Whether everything was compared, and is equal."""
        return not self.differences and not self.paid.left_out

    @computed_once
    def totals(self) -> tuple[int, int]:
        """What was paid and what is computed, of everyone together, in fen."""
        sums = [finding.comparison for finding in self.findings if finding.comparison.item == TOTAL]
        return sum(each.paid or 0 for each in sums), sum(each.computed or 0 for each in sums)


def reconciled(
    ledger: Ledger,
    books: Books,
    payroll: Report,
    paid: Paid,
    coordinates: Coordinates,
    withheld: Mapping[str, int] = NOTHING_WITHHELD,
) -> Reconciliation:
    """What was paid beside a payroll of the books, less what was withheld (fen) of whom."""
    computed: dict[str, dict[str, int]] = {}
    clauses: dict[tuple[str, str], list[str]] = {}
    for row in payroll.table.iter_rows(named=True):
        amounts = computed.setdefault(row["employee"], {})
        for line in row["lines"]:
            item = line["item"]
            amounts[item] = amounts.get(item, 0) + hundredths(line["amount"])
            clauses.setdefault((row["employee"], held_by(item, paid.columns)), []).append(line["clause"])
    for employee in computed.keys() & withheld.keys():
        computed[employee][WITHHELD] = -withheld[employee]
        if employee not in paid.amounts and sum(computed[employee].values()) <= 0:
            # Nothing is left that could be transferred.
            del computed[employee]
    looking = _Looking(ledger, books, payroll, coordinates)
    findings = [looking.finding(comparison, clauses) for comparison in compare(paid.amounts, computed, paid.columns)]
    return Reconciliation(payroll, findings, paid)


class _Looking:
    """Says where to look next."""

    def __init__(self, ledger: Ledger, books: Books, payroll: Report, coordinates: Coordinates) -> None:
        self._ledger = ledger
        self._journal = books.tables.journal
        self._period = books.reported(payroll.period).period
        self._options = coordinates.options()
        self._known = set(self._journal.tables["employees"]["employee"].to_list())

    def finding(self, comparison: Comparison, clauses: Mapping[tuple[str, str], list[str]]) -> Finding:
        """A comparison, and where to look if it differs."""
        said = clauses.get((comparison.employee, comparison.item), [clause_of(comparison.item)])
        distinct = tuple(sorted(set(said)))
        if comparison.outcome is Outcome.EQUAL:
            return Finding(comparison, distinct)
        positions = facts_behind(self._journal, self._period, comparison.employee, comparison.item)
        facts = tuple(self._fact(position) for position in positions)
        return Finding(comparison, distinct, facts, tuple(self._commands(comparison)))

    def _fact(self, position: int) -> FactBehind:
        (recorded,) = self._ledger.facts.page(after=position - 1, limit=1)
        number: Any = getattr(recorded.fact, recorded.fact.kind, None)
        return FactBehind(recorded.fact.kind, recorded.position, str(recorded.id), number)

    def _commands(self, comparison: Comparison) -> Iterator[str]:
        """The reports to look at; of someone who is not on the ledger, the payroll of everyone."""
        known = comparison.employee in self._known
        whose = f" --employee {shlex.quote(comparison.employee)}" if known else ""
        for report in reports_on(comparison.item):
            yield f"workledger report {report} {self._period}{whose}{self._options}"
