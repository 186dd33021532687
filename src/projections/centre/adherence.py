"""S13.4 登录登出 How long each CSR was logged in at a seat during the attended shifts (工号 Login、Logout)."""

import narwhals.stable.v2 as nw

from projections import punches
from projections.centre.shifts import Centre, attended_by_role
from projections.expressions import Expression, Frame, dated_in, no_less_than_zero, smaller, total, whole

LOGIN, LOGOUT = "login", "logout"
_SHIFT = ("employee", "day")
ORDER = ("microsecond", "is_login", "position")


def adherence(month: Centre) -> Frame:
    """S13.4: a row for each attended shift of a `csr` (on its date), in a period with any seat fact.

    Columns: employee, day, shift, first_login and last_logout (local minutes; missing where there is none),
    logged_minutes, gap_minutes, logins, missing_logout.
    """
    sums = (
        seated(month)
        .group_by(*_SHIFT)
        .agg(
            first_login=nw.col("logged_in_at").min(),
            last_logout=nw.col("logged_out_at").max(),
            logged_minutes=total("minutes"),
            logins=total("is_login"),
            missing_logout=total("missing_logout"),
        )
    )
    counts = {name: nw.col(name).fill_null(0) for name in ("logged_minutes", "logins", "missing_logout")}
    rows = _shifts(month).join(sums, on=list(_SHIFT), how="left").with_columns(**counts)
    clock, period = month.tables.journal.site.clock, month.period
    return rows.select(
        *_SHIFT,
        "shift",
        "logged_minutes",
        "logins",
        "missing_logout",
        first_login=clock.shown(nw.col("first_login"), period),
        last_logout=clock.shown(nw.col("last_logout"), period),
        gap_minutes=nw.col("out_instant") - nw.col("in_instant") - nw.col("logged_minutes"),
    )


def seated(month: Centre) -> Frame:
    """S13.4: the seat facts that the shifts of the report own, each as an `auto` punch is owned (S3.4), and its part.

    Each login lasts to the next fact of the shift, without one to Out; what of it lies within In and Out counts.
    Columns: employee, day, position, instant, microsecond, action, is_login (1 or 0), minutes, missing_logout (1 where
    no logout follows next), logged_in_at and logged_out_at (the instant, where it is the one or the other).
    """
    tables = month.tables
    seats = punches.near(tables, month.period, "seats")
    as_auto = seats.with_columns(direction=nw.lit("auto"))
    reached = punches.reached(tables, month.attendance.timed.filter(nw.col("in_period")), as_auto)
    owned = reached.filter(nw.col("owned")).select("position", *_SHIFT)
    facts = seats.select("position", "instant", "microsecond", "action").join(owned, on="position")
    is_login = nw.col("action") == LOGIN
    within = facts.join(_shifts(month).select(*_SHIFT, "in_instant", "out_instant"), on=list(_SHIFT)).with_columns(
        is_login=nw.when(is_login).then(whole(1)).otherwise(whole(0))
    )
    followed = within.with_columns(next_instant=_next("instant"), next_action=_next("action"))
    left_open = is_login & (nw.col("next_action") != LOGOUT).fill_null(value=True)
    return followed.select(
        *_SHIFT,
        "position",
        "instant",
        "microsecond",
        "action",
        "is_login",
        minutes=nw.when(is_login).then(_logged()).otherwise(whole(0)),
        missing_logout=nw.when(left_open).then(whole(1)).otherwise(whole(0)),
        logged_in_at=nw.when(is_login).then(nw.col("instant")),
        logged_out_at=nw.when(~is_login).then(nw.col("instant")),
    )


def _shifts(month: Centre) -> Frame:
    """S13.4: the attended shifts of a `csr`; none in a period without a seat fact."""
    dated = month.tables.of("seats").filter(dated_in(month.period))
    any_seat = dated.select(any_seat=nw.col("position").min()).filter(~nw.col("any_seat").is_null())
    return attended_by_role(month).filter(nw.col("role") == "csr").join(any_seat, how="cross")


def _next(column: str) -> Expression:
    """Of the next fact of the shift, seconds and all; at the same instant a logout goes first."""
    return nw.col(column).shift(-1).over(*_SHIFT, order_by=list(ORDER))


def _logged() -> Expression:
    """S13.4: the minutes of a login within In and Out."""
    begins = nw.max_horizontal(nw.col("instant"), nw.col("in_instant"))
    lasts = nw.col("next_instant").fill_null(nw.col("out_instant"))
    return no_less_than_zero(smaller(lasts, nw.col("out_instant")) - begins)
