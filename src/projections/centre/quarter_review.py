"""S13.12 季度考核 Quarter review: what a quarter's three periods come to, for everyone in the last of them."""

import narwhals.stable.v2 as nw
import polars as pl

from projections.calendar import Quarter
from projections.centre.plans import open_plans
from projections.decimal_texts import hundredths_of
from projections.exclusions import absent
from projections.expressions import Expression, Frame, last_recorded, rows, total
from projections.metrics import dated
from projections.month import Month
from projections.ranking import ranked
from projections.scores import upheld
from projections.stars import brought_totals, quarter_scores

CSR, LEAD_QA = "csr", "lead_qa"
_LEADERS = ["team_leader", "qa"]
_REVIEWED = ["csr", *_LEADERS]
PARTS = ("first", "second", "third")
"""The quarter's totals, by its periods."""
_COUNTS = ("absence", "complaints_upheld", "violations", "plans_open")


COLUMNS: dict[str, type[pl.DataType]] = {
    "employee": pl.String,
    "group": pl.String,
    **dict.fromkeys((*PARTS, "mean", "rank", "of", *_COUNTS, "decided"), pl.Int64),
}


def quarter_review(month: Month) -> Frame:
    """S13.12: who is `csr`, `team_leader` or `qa` in a quarter's last period; nobody in another.

    Columns: employee, group, first, second, third (totals), mean, rank, of, absence (milli-days), complaints_upheld,
    violations, plans_open, and decided, the position of the standing decision; missing where there is none.
    """
    if not is_reviewed(month):
        return month.tables.made_of(COLUMNS, [])
    reviewed = month.members.filter(nw.col("role").is_in(_REVIEWED)).select("employee", group=_group())
    return _with_parts(month, month.tables.settle(reviewed))


def is_reviewed(month: Month) -> bool:
    """Whether the period is the last of its quarter."""
    return month.period.number == Quarter.of(month.period.number).last


def _with_parts(month: Month, reviewed: Frame) -> Frame:
    """Adds the columns of `quarter_review` to employee and group."""
    totals = month.tables.settle(totals_of(month))
    scored = month.tables.settle(pooled(month, totals, reviewed))
    sizes = scored.group_by("group").agg(of=rows())
    placed = scored.select("employee", "group", "rank", mean="total")
    joined = reviewed.join(_by_period(month, totals), on=["employee", "group"], how="left")
    joined = joined.join(placed, on=["employee", "group"], how="left").join(sizes, on="group", how="left")
    for part in (_absence(month), _upheld(month), _violations(month), _plans(month)):
        joined = joined.join(part, on="employee", how="left")
    joined = joined.join(_decided(month), on="employee", how="left")
    return joined.with_columns(*(nw.col(name).fill_null(0) for name in ("of", *_COUNTS)))


def group_of(role: str) -> str | None:
    """The group that a role is reviewed in; None where it is not."""
    return {"csr": CSR, **dict.fromkeys(_LEADERS, LEAD_QA)}.get(role)


def _group() -> Expression:
    return nw.when(nw.col("role") == "csr").then(nw.lit(CSR)).otherwise(nw.lit(LEAD_QA))


def months_of(month: Month) -> list[Month]:
    """The quarter's periods, none before the ledger's first, by the facts in view."""
    quarter, past = Quarter.of(month.period.number), month.past
    before = range(max(quarter.first, past.first_period), month.period.number)
    return [*(past.current(number) for number in before), month]


def totals_of(month: Month) -> Frame:
    """The quarter's totals as the books have them, with the group that each was earned in; an opening's as `csr`.

    Columns: employee, group, period (month number), total, behaviour.
    """
    tables, quarter = month.tables, Quarter.of(month.period.number)
    shown = [_scores_shown(month, each) for each in months_of(month)]
    scored = tables.engine.table(pl.concat(shown)).filter(nw.col("role").is_in(_REVIEWED) & ~nw.col("total").is_null())
    columns = ("employee", "group", "period", "total", "behaviour")
    earned = tables.settle(scored.with_columns(group=_group()).select(*columns))
    brought = brought_totals(tables, month.staff, quarter).with_columns(group=nw.lit(CSR)).select(*columns)
    return nw.concat([earned, brought.join(earned, on=["employee", "group", "period"], how="anti")])


def _scores_shown(month: Month, of: Month) -> pl.DataFrame:
    shown = month.past.as_shown("scores", of)
    period = pl.lit(of.period.number, dtype=pl.Int64).alias("period")
    return shown.select("employee", "role", hundredths_of("total"), hundredths_of("behaviour"), period)


def pooled(month: Month, totals: Frame, reviewed: Frame) -> Frame:
    """S9.1, S9.2: the quarter scores of those who are reviewed, each ranked within their group.

    Columns: employee, group, total, behaviour, rank, of.
    """
    scored = quarter_scores(totals.rename({"group": "pool"}), month.rules)
    own = reviewed.select("employee", pool="group")
    return ranked(scored.join(own, on=["employee", "pool"]), "pool").rename({"pool": "group"})


def _by_period(month: Month, totals: Frame) -> Frame:
    """employee, group, first, second, third: the totals of the quarter's periods."""
    first = Quarter.of(month.period.number).first
    placed = [
        nw.when(nw.col("period") == first + place).then(nw.col("total")).alias(name) for place, name in enumerate(PARTS)
    ]
    spread = totals.select("employee", "group", *placed)
    return spread.group_by("employee", "group").agg(*(nw.col(name).max() for name in PARTS))


def _absence(month: Month) -> Frame:
    """S4.5: the milli-days of each period, by its own rule set, together."""
    parts = [absent(each.absences, each.rules).select("employee", "absent") for each in months_of(month)]
    return nw.concat(parts).group_by("employee").agg(absence=total("absent"))


def _upheld(month: Month) -> Frame:
    parts = [upheld(month.tables, each.period).select("employee") for each in months_of(month)]
    return nw.concat(parts).group_by("employee").agg(complaints_upheld=rows())


def _violations(month: Month) -> Frame:
    parts = [dated("violations")(each).select("employee") for each in months_of(month)]
    return nw.concat(parts).group_by("employee").agg(violations=rows())


def _plans(month: Month) -> Frame:
    return open_plans(month, month.period.last_day).select("employee", plans_open="open")


def _decided(month: Month) -> Frame:
    of_quarter = month.tables.of("quarter_reviews").filter(nw.col("quarter") == str(Quarter.of(month.period.number)))
    return last_recorded(of_quarter, "employee").select("employee", decided="position")
