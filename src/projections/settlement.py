"""S3.10 结清 What is paid of the bank of someone who leaves and of lots that lapse, and what deficit is deducted."""

import narwhals.stable.v2 as nw

from ledger.ruleset import RuleSet
from projections.expressions import Expression, Frame, whole

PAID, DEDUCTED = "pay", "deduct"
"""The values under which minutes are settled: of `lieu_settlement`, `lieu_lapse`, `surplus` and the `compensation` of
overtime (S10.8), and of `deficit_settlement`."""
TRANSFERRED = "transferred"
"""The reason of a leaving whose bank another ledger carries on."""
MINUTES = ("surplus_minutes", "lieu_lapse_minutes", "lieu_settlement_minutes", "deficit_settlement_minutes")
"""The minutes that leave the bank for the pay, or never come to it (S3.9a, S3.10)."""


def pays_lots(rules: RuleSet) -> bool:
    """S3.10 a, b: whether lots of time off in lieu are paid, at leaving or as they lapse."""
    return PAID in (rules.lieu_settlement, rules.lieu_lapse)


def working_with(members: Frame, rules: RuleSet) -> Frame:
    """Whose bank the period works with: who is in a role that has hours, and who leaves with a bank that rests (S3.10).

    Columns: employee, days, rests, leaves (true of someone who leaves, and is not transferred).
    """
    ends = ~nw.col("leaving_reason").is_null()
    leaves = ends & (nw.col("leaving_reason") != TRANSFERRED).fill_null(value=False)
    known = members.with_columns(rests=~nw.col("role").is_in(list(rules.hours_roles)), leaves=leaves, ends=ends)
    chosen = ~nw.col("rests")
    if rules.lieu_lapse == PAID:
        chosen |= nw.col("ends")
    if rules.lieu_settlement == PAID or rules.deficit_settlement == DEDUCTED:
        chosen |= nw.col("leaves")
    return known.filter(chosen).select("employee", "days", "rests", "leaves")


def settled(balance: Frame, rules: RuleSet) -> Frame:
    """S3.10 a … c, after all else of the chapter: adds what is settled, and what the period closes with.

    `balance` has leaves, lieu_lapsed, left and owed. Adds pays_lots and deducts_deficit, the minutes of `MINUTES`
    (surplus_minutes is there already), lieu_closing and deficit_closing.
    """
    pays = nw.col("leaves") & nw.lit(rules.lieu_settlement == PAID)
    deducts = nw.col("leaves") & nw.lit(rules.deficit_settlement == DEDUCTED)
    return balance.with_columns(
        pays_lots=pays,
        deducts_deficit=deducts,
        lieu_lapse_minutes=nw.col("lieu_lapsed") if rules.lieu_lapse == PAID else whole(0),
        lieu_settlement_minutes=_where(pays, nw.col("left")),
        deficit_settlement_minutes=_where(deducts, nw.col("owed")),
        lieu_closing=_where(~pays, nw.col("left")),
        deficit_closing=_where(~deducts, nw.col("owed")),
    )


def gone(balance: Frame) -> Frame:
    """The minutes that pay takes over, a row an employee with any: employee, and `MINUTES`."""
    some = nw.lit(value=False)
    for name in MINUTES:
        some |= nw.col(name) > 0
    return balance.filter(some).select("employee", *MINUTES)


def _where(condition: Expression, value: Expression) -> Expression:
    return nw.when(condition).then(value).otherwise(whole(0))
