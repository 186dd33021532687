"""Counts what a centre's lines and reports hold, to see that made-up centres reach everything that matters."""

from collections import Counter
from typing import Any

BALANCE = ("granted", "carried", "taken", "lapsed", "left", "booked", "requested")
FOUR = ("full_attendance", "most_improved", "service", "hundred_percent")
DUTIES = ("volume", "coverage", "adherence", "conduct", "refunds", "promises", "complaints", "monitoring_plan", "plans")
DUTIES += ("tasks", "acknowledgements", "training", "quality_work", "quarter_review", "organisation", "payments")
Rows = dict[str, list[dict[str, Any]]]


def of_reports(reports: Rows) -> Counter[str]:
    """Count the statuses, clauses, items and movements of one period's reports by name."""
    found: Counter[str] = Counter()
    for row in reports["attendance"]:
        found[f"status {row['status']}"] += 1
        if row["leave_type"] and row["status"] != "leave":
            found["partial leave"] += 1
        found["status missing, counted as planned"] += row["status"].startswith("missing") and row["counted"] > 0
        found["attended, counts nothing"] += row["status"] == "attended" and row["counted"] == 0
        found["holiday"] += row["holiday"]
    for row in reports["anomalies"]:
        found[f"anomaly {row['kind']}"] += 1
    for row in reports["hours"]:
        for field in ("lieu_opening", "lieu_lapsed", "lieu_drawn", "lieu_earned", "deficit_closing", "deficit_overdue"):
            found[f"hours {field}"] += row[field] > 0
        found["hours nothing due"] += row["due"] == 0
    return found + _of_items(reports) + _of_money(reports) + _of_law(reports) + _of_duties(reports)


def _of_items(reports: Rows) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in reports["appraisals"]:
        uncounted = row["stage"] == "final" and not row["counted"]
        found[f"appraisal {row['stage']}{', not counted' if uncounted else ''}"] += 1
        lacking = {"judged": "left to others", "metric": "missing"}[row["source"]] if row["points"] is None else ""
        found[f"item {row['source']}{f', {lacking}' if lacking else ''}"] += 1
    for row in reports["punctuality"]:
        found.update(f"punctuality {column}" for column, value in row.items() if value and column != "employee")
    return found


def _of_duties(reports: Rows) -> Counter[str]:
    """Count the columns that are not 0, null or false, and the states, of the reports of S13."""
    found: Counter[str] = Counter()
    for report in DUTIES:
        for row in reports[report]:
            found.update(f"{report} {column}" for column, value in row.items() if value)
            found.update(f"{report} without {column}" for column, value in row.items() if value is None)
            found[f"{report} {row.get('status')}"] += 1
    return found


def _of_law(reports: Rows) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in reports["paid_time"]:
        found[f"time {row['item'].split(':')[0]}"] += 1
        found["time worth nothing"] += row["amount"] == "0.00"
    for row in reports["compliance"]:
        found[f"compliance {row['rule']}"] += 1
        found["compliance of a cycle"] += row["rule"] == "overtime_month" and row["from"] < row["until"][:8]
    for row in reports["leave_balances"]:
        found.update(f"balance {column}" for column in BALANCE if row[column])
        found["balance overdrawn"] += row["left"] < 0
    return found


def _of_money(reports: Rows) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in reports["bonus"]:
        found.update(f"excluded by {clause}" for clause in row["excluded_by"])
        found[f"pool {row['pool']}"] += row["rank"] is not None
        found[f"bonus {row['pool']}"] += row["amount"] != "0.00"
        found["bonus of a pool with conditions"] += row["amount"] != "0.00" and row["pool"] in (
            "text",
            "first",
            "second",
        )
        found["scored but not ranked"] += row["rank"] is None and "S6.4" not in row["excluded_by"]
    ranks = Counter((row["pool"], row["rank"]) for row in reports["ranking"] if row["rank"])
    found["shared rank"] += sum(shared > 1 for shared in ranks.values())
    for row in reports["scores"]:
        found[f"role {row['role']}"] += 1
    for row in reports["awards"]:
        found[f"award {row['theme']}" if row["theme"] in FOUR else "award of a theme that is data"] += 1
    for row in reports["stars"]:
        found["star paid"] += row["amount"] != "0.00"
        found["star of nothing"] += row["amount"] == "0.00"
    for row in reports["payroll"]:
        found.update("pay " + line["item"].split(":")[0] for line in row["lines"] if ":" in line["item"])
        found.update(f"pay {line['item']}" for line in row["lines"] if not line["item"].startswith("correction"))
        found["pay negative"] += row["negative"]
        found["pay without base"] += not any(line["item"] == "base" for line in row["lines"])
    return found
