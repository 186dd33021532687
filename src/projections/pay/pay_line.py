"""What a line of pay is: its name and clause, what its amounts are made of, its types, and what it rests on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from projections.expressions import Frame
from projections.pay.line_facts import FactsBehind
from projections.pay.sources import PaySources


@dataclass(frozen=True)
class KnownTypes:
    """The award themes and the leave types that there are: the types of some lines are these."""

    themes: tuple[str, ...]
    leave_types: tuple[str, ...]


@dataclass(frozen=True)
class PayLine:
    """A line of pay; the order of `PAY_LINES` is the order of a payslip."""

    name: str
    clause: str
    amounts: Callable[[PaySources], Frame]
    """employee, amount (fen); `type` where it has types or numbers, `position` where it has numbers, `clause` where
    each amount has its own, `minutes` where it pays for minutes."""
    is_timed: bool = False
    """It pays for minutes, and they stand beside its amount in the report of paid time (S10.8b)."""
    quantities: Callable[[PaySources], Frame] | None = None
    """What it is a multiple of, as of `quantities.quantity`; None of a line that is no multiple of anything."""
    own_clauses: bool = False
    """Each amount says its clause; `clause` is the one of the chapter."""
    clause_elsewhere: str = ""
    """The clause where no line of the ledger says it, if it is another."""
    is_wage: bool = False
    """It counts towards the minimum wage (S14.6)."""
    may_take_off: bool = False
    """It is a deduction where it is negative (S14.8)."""
    kept_at_nothing: bool = False
    """Shown although its amount is 0."""
    types: Callable[[KnownTypes], Iterable[str]] | None = None
    """The types that it can have; None of a line without."""
    type_order: tuple[str, ...] = ()
    """The order of types on a payslip; others follow. Empty: that of `types`."""
    is_number: Callable[[str], bool] | None = None
    """Of a line whose types are numbers or periods of the ledger: whether a text can be one."""
    report: str | None = None
    """The report of the chapter that it comes from, beside the payroll."""
    seen_in: tuple[str, ...] = ("payroll",)
    """The reports that show where it comes from, the nearest first."""
    facts: tuple[FactsBehind, ...] = ()
    """The facts that it rests on, where they are few."""
