"""S13.7 Complaints (疑难投诉跟踪): what became of each, and when."""

from tests.reference.metrics import complained_of, verdicts
from tests.reference.state import whole_minute

from .looks import Fact, Look, Row


def report(look: Look) -> list[Row]:
    """One row for each complaint of the period, by date, then number."""
    followed = look.view.last_words("complaint_update", "complaint")
    complaints = sorted(look.of_date("complaint"), key=lambda fact: (fact["date"], fact["complaint"]))
    return [_row(look, fact, followed.get(fact["complaint"], [])) for fact in complaints]


def _row(look: Look, complaint: Fact, updates: list[Fact]) -> Row:
    last = [each["status"] for each in updates][-1:]
    decided = verdicts(updates)[-1:]
    escalated = [each["at"] for each in updates if each["status"] == "escalated"]
    due = complaint["due_at"] and whole_minute(complaint["due_at"])
    late = False
    if due is not None:
        late = due < (whole_minute(decided[0]["at"]) if decided else look.view.now)
    return {
        "complaint": complaint["complaint"],
        "employee": complained_of(complaint, updates),
        "date": complaint["date"].isoformat(),
        "severity": complaint["severity"],
        "status": ([each["status"] for each in decided] or last or ["open"])[0],
        "received_at": look.minute(complaint["at"]),
        "escalated_at": look.minute(min(escalated, default=None)),
        "decided_at": look.minute(decided[0]["at"]) if decided else None,
        "late": late,
    }
