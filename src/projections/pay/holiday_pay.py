"""S10.4 国定假期工资 Holiday pay: what minutes on a statutory holiday pay beyond the month's pay."""

import narwhals.stable.v2 as nw

from ledger.ruleset import RuleSet
from projections.contracts import HOURLY
from projections.expressions import Expression, Frame, round_half_up, total, whole
from projections.pay.pay_terms import HUNDREDTHS, with_wage
from projections.pay.sources import PaySources
from projections.stretches import on_day


def on_holidays(sources: PaySources) -> Frame:
    """S10.4, S10.4a: what each shift pays for each holiday date that it is attended on, rounded for itself.

    A day's pay is that of the holiday date, not rounded itself: by the month the amount in force over the days of pay,
    by the hour the rate, which S10.1a has paid once. Columns: those of `holiday_minutes` and of
    `pay_terms.with_wage` (shift_day and day are the shift's date), factor and amount (fen).
    """
    dated = sources.earned.holiday_minutes.with_columns(shift_day=nw.col("day"), day=nw.col("holiday_day"))
    waged = with_wage(on_day(dated, sources.pay_terms), sources.earned.stars, sources.rules)
    rules = sources.rules
    beyond = rules.holiday_multiple - HUNDREDTHS
    hourly = nw.col("pay") == HOURLY
    factor = (
        nw.when(hourly).then(whole(beyond)).otherwise(whole(rules.holiday_multiple if rules.holiday_on_top else beyond))
    )
    # The wage of a minute is over the day's minutes; a day that is as long as the shift is over the shift's.
    unit = nw.when(by_shift(rules)).then(nw.col("full") * rules.pay_days).otherwise(nw.col("wage_unit"))
    counted = waged.with_columns(factor=factor, unit=unit).with_columns(
        amount=round_half_up(nw.col("wage") * nw.col("factor") * nw.col("holiday_minutes"), nw.col("unit"))
    )
    return counted.with_columns(day=nw.col("shift_day")).drop("shift_day", "unit")


def by_shift(rules: RuleSet) -> Expression:
    """S10.4a: whether a day's pay is over the minutes of the shift; by the hour it never is."""
    return (nw.col("pay") != HOURLY) & nw.lit(rules.holiday_unit == "shift")


def holiday_pay(sources: PaySources) -> Frame:
    """S10.4 国定假期工资: the holiday pay of all shifts. employee, minutes, amount (fen)."""
    found = on_holidays(sources)
    return found.group_by("employee").agg(minutes=total("holiday_minutes"), amount=total("amount"))
