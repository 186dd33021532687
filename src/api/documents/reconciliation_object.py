"""A reconciliation for programs: an object that the command line prints, and the API answers."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.documents.reconciliation import Finding, Reconciliation
from ledger.facts.figures import show_money
from projections.reconciliation import Outcome

COLUMNS = (
    "employee", "name", "item", "paid", "computed", "difference", "outcome", "clauses", "facts", "commands",
)  # fmt: skip
"""What a finding tells, in order."""


def reconciliation_object(
    found: Reconciliation, findings: Sequence[Finding], names: Mapping[str, str]
) -> dict[str, Any]:
    """A reconciliation with some of its findings; amounts are texts of yuan and fen."""
    paid, computed = found.totals
    outcomes = [finding.comparison.outcome for finding in found.findings]
    return {
        "period": found.payroll.period,
        "position": found.payroll.position,
        "rules": found.payroll.rules,
        "paid": show_money(paid),
        "computed": show_money(computed),
        "difference": show_money(paid - computed),
        "outcomes": {outcome.value: outcomes.count(outcome) for outcome in Outcome},
        "not_compared": [*found.paid.left_out, *found.paid.described],
        "rows": [finding_object(finding, names) for finding in findings],
    }


def finding_object(finding: Finding, names: Mapping[str, str]) -> dict[str, Any]:
    """A finding by its columns."""
    compared = finding.comparison
    facts = [vars(fact) for fact in finding.facts]
    values = (
        compared.employee, names.get(compared.employee), compared.item, maybe_money(compared.paid),
        maybe_money(compared.computed), show_money(compared.difference), compared.outcome.value, list(finding.clauses),
        facts, list(finding.commands),
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def maybe_money(fen: int | None) -> str | None:
    """An amount of yuan and fen; None where there is none."""
    return None if fen is None else show_money(fen)
