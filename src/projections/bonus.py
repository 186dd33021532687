"""S7.3 … S7.7 月度奖金 The monthly bonus: read off the tiers by total and rank, unless a clause takes it away."""

import narwhals.stable.v2 as nw

from ledger.ruleset import LeadBonus, RuleSet
from projections.expressions import Expression, Frame, exists, marked
from projections.tiers import amount_of, tier_of

CLAUSES = {"csr": "S7.3", "team_leader": "S7.4", "qa": "S7.4"}
"""The clause whose table each role's bonus is read off, whatever pool it is ranked in; a manager has none (S7.5)."""
UNSCORED = "S6.4"


def bonus(ranking: Frame, exclusions: Frame, rules: RuleSet) -> Frame:
    """S7.3 … S7.7: employee, role, pool, rank, of, amount (fen). Nothing for the unscored, unranked and excluded.

    tier is the row of the role's table that pays, from 1; missing where none does.
    """
    barred = exists(exclusions, "barred", "employee")
    joined = ranking.join(barred, on="employee", how="left")
    role = nw.col("role")
    paid = role.is_in(list(CLAUSES)) & ~marked("barred") & ~nw.col("rank").is_null()
    tiers = tier_of(rules.bonus_tiers, rules.rank_reading)
    read = nw.when(role == "csr").then(tiers).otherwise(_lead_tier(rules.lead_bonus))
    of_csr = amount_of("tier", [tier.amount for tier in rules.bonus_tiers])
    of_lead = amount_of("tier", rules.lead_bonus.amounts)
    return joined.with_columns(tier=nw.when(paid).then(read)).select(
        "employee", "role", "pool", "rank", "of", "tier", amount=nw.when(role == "csr").then(of_csr).otherwise(of_lead)
    )


def excluded_by(ranking: Frame, exclusions: Frame) -> Frame:
    """S6.4, S7.6: employee, clause; a row for each reason that someone in a pool has no bonus."""
    unscored = ranking.filter(nw.col("total").is_null()).select("employee", clause=nw.lit(UNSCORED))
    pooled = exclusions.join(ranking.select("employee"), on="employee")
    return nw.concat([unscored, pooled.select("employee", "clause")])


def _lead_tier(table: LeadBonus) -> Expression:
    """S7.4: total strictly above the limit, amounts by rank; sharers of a rank each get its amount."""
    in_table = (nw.col("total") > table.total_above) & (nw.col("rank") <= len(table.amounts))
    return nw.when(in_table).then(nw.col("rank"))
