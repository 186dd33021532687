"""S7.3 … S7.7 月度奖金 The monthly bonus: read off the tiers by total and rank, unless a clause takes it away."""

import narwhals.stable.v2 as nw

from ledger.ruleset import LeadBonus, RuleSet
from projections.expressions import Expression, Frame, exists, first_of, marked, whole
from projections.tiers import tier_amount

CLAUSES = {"csr": "S7.3", "team_leader": "S7.4", "qa": "S7.4"}
"""The clause whose table each role's bonus is read off, whatever pool it is ranked in; a manager has none (S7.5)."""
UNSCORED = "S6.4"


def bonus(ranking: Frame, exclusions: Frame, rules: RuleSet) -> Frame:
    """S7.3 … S7.7: employee, role, pool, rank, of, amount (fen). Nothing for the unscored, unranked and excluded."""
    barred = exists(exclusions, "barred", "employee")
    joined = ranking.join(barred, on="employee", how="left")
    tiers = tier_amount(rules.bonus_tiers, rules.rank_reading)
    role = nw.col("role")
    by_role = nw.when(role == "csr").then(tiers).otherwise(_lead_amount(rules.lead_bonus))
    paid = role.is_in(list(CLAUSES)) & ~marked("barred") & ~nw.col("rank").is_null()
    return joined.select(
        "employee", "role", "pool", "rank", "of", amount=nw.when(paid).then(by_role).otherwise(whole(0))
    )


def excluded_by(ranking: Frame, exclusions: Frame) -> Frame:
    """S6.4, S7.6: employee, clause; a row for each reason that someone in a pool has no bonus."""
    unscored = ranking.filter(nw.col("total").is_null()).select("employee", clause=nw.lit(UNSCORED))
    pooled = exclusions.join(ranking.select("employee"), on="employee")
    return nw.concat([unscored, pooled.select("employee", "clause")])


def _lead_amount(table: LeadBonus) -> Expression:
    """S7.4: total strictly above the limit, amounts by rank; sharers of a rank each get its amount."""
    above = nw.col("total") > table.total_above
    rows = [(above & (nw.col("rank") == rank), whole(amount)) for rank, amount in enumerate(table.amounts, start=1)]
    return first_of(rows, whole(0))
