"""S7.3 … S7.7 月度奖金 The monthly bonus: read off a table by total and rank, unless a clause takes it away."""

from collections.abc import Iterator
from dataclasses import dataclass

import narwhals.stable.v2 as nw

from ledger.ruleset import LeadBonus, Pool, RuleSet, Tier
from projections.expressions import Expression, Frame, exists, first_of, marked, whole
from projections.tiers import amount_of, cut_offs, last_within, tier_of

BY_TIERS, BY_PLACES, NO_BONUS = "S7.3", "S7.4", "S7.5"
"""The clauses of the two tables, and that of those who have none, in whatever pool they are ranked: managers."""
PAID_ROLES = ("csr", "team_leader", "qa")
UNSCORED = "S6.4"


@dataclass(frozen=True)
class BonusTable:
    """A table that bonuses are read off: tiers (S7.3), or amounts by place (S7.4)."""

    parameter: str
    """The rule parameter that it stands in."""
    table: tuple[Tier, ...] | LeadBonus
    pool: str | None = None
    """The pool whose own table it is; None of the tables for everyone."""

    @property
    def clause(self) -> str:
        """The clause of the table."""
        return BY_PLACES if isinstance(self.table, LeadBonus) else BY_TIERS

    @property
    def amounts(self) -> list[int]:
        """What each row pays, in fen."""
        table = self.table
        return list(table.amounts) if isinstance(table, LeadBonus) else [tier.amount for tier in table]


def bonus_table(rules: RuleSet, pool: str, role: str) -> BonusTable:
    """S7.1a: the table of a pool; where it has none of its own, that of its CSRs, or that of its others."""
    own = next((_own_table(each) for each in rules.pool_list if each.pool == pool), None)
    return own or (_of_csrs(rules) if role == "csr" else _of_others(rules))


def bonus(ranking: Frame, exclusions: Frame, rules: RuleSet) -> Frame:
    """S7.3 … S7.7: employee, role, pool, rank, of, amount (fen), clause (the table's). Nothing for the unscored,
    unranked and excluded.

    tier is the row of the table that pays, from 1; missing where none does.
    """
    barred = exists(exclusions, "barred", "employee")
    joined = ranking.join(barred, on="employee", how="left")
    paid = nw.col("role").is_in(list(PAID_ROLES)) & ~marked("barred") & ~nw.col("rank").is_null()
    tables = list(_tables(rules))
    tier = first_of([(holds, _row(table, rules)) for holds, table in tables], whole(None))
    amount = first_of([(holds, amount_of("tier", table.amounts)) for holds, table in tables], whole(0))
    clause = first_of([(holds, nw.lit(table.clause)) for holds, table in tables], nw.lit(NO_BONUS))
    return joined.with_columns(tier=nw.when(paid).then(tier)).select(
        "employee", "role", "pool", "rank", "of", "tier", amount=amount, clause=clause
    )


def paying_ranks(ranking: Frame, rules: RuleSet) -> Frame:
    """S7.3, S7.4: the rows of a ranking whose rank is one that their table pays by, whatever their total.

    Takes employee, role, pool, rank and of; rows keep all that they have.
    """
    last = first_of([(holds, _last_rank(table, rules)) for holds, table in _tables(rules)], whole(0))
    paid = nw.col("role").is_in(list(PAID_ROLES)) & ~nw.col("rank").is_null()
    return ranking.with_columns(last=last).filter(paid & (nw.col("rank") <= nw.col("last"))).drop("last")


def excluded_by(ranking: Frame, exclusions: Frame) -> Frame:
    """S6.4, S7.6: employee, clause; a row for each reason that someone in a pool has no bonus."""
    unscored = ranking.filter(nw.col("total").is_null()).select("employee", clause=nw.lit(UNSCORED))
    pooled = exclusions.join(ranking.select("employee"), on="employee")
    return nw.concat([unscored, pooled.select("employee", "clause")])


def _tables(rules: RuleSet) -> Iterator[tuple[Expression, BonusTable]]:
    """Whom each table is for, and the table: the first whose condition holds is read."""
    yield from ((nw.col("pool") == pool.pool, own) for pool in rules.pool_list if (own := _own_table(pool)) is not None)
    yield nw.col("role") == "csr", _of_csrs(rules)
    yield nw.col("role").is_in(list(PAID_ROLES)), _of_others(rules)


def _own_table(pool: Pool) -> BonusTable | None:
    table = pool.tiers if pool.places is None else pool.places
    return None if table is None else BonusTable("pools", table, pool.pool)


def _of_csrs(rules: RuleSet) -> BonusTable:
    return BonusTable("bonus_tiers", rules.bonus_tiers)


def _of_others(rules: RuleSet) -> BonusTable:
    return BonusTable("lead_bonus", rules.lead_bonus)


def _row(table: BonusTable, rules: RuleSet) -> Expression:
    if isinstance(table.table, LeadBonus):
        return _place(table.table)
    return tier_of(table.table, rules)


def _last_rank(table: BonusTable, rules: RuleSet) -> Expression:
    """The last rank that a table pays by; none where it asks for a total alone."""
    if isinstance(table.table, LeadBonus):
        return whole(len(table.table.amounts))
    within = [each for each in cut_offs(table.table, rules.rank_reading) if each is not None]
    return last_within(max(within), rules.rank_rounding) if within else whole(0)


def _place(table: LeadBonus) -> Expression:
    """S7.4: total strictly above the limit, amounts by rank; sharers of a rank each get its amount."""
    in_table = (nw.col("total") > table.total_above) & (nw.col("rank") <= len(table.amounts))
    return nw.when(in_table).then(nw.col("rank"))
