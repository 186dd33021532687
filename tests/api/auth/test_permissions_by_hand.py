"""The table of permissions, row by row, written by hand: who records a kind, who reads it, who sees a report.

A role is a letter: E employee, L team leader, Q QA, M manager, H HR, A auditor, D device. How far it reaches stands
behind it: `L` its team, `Lc` the agents of its team, `La` everyone, `Lo` itself; `Q` everyone, `Qc` agents.
"""

import pytest

from api.auth.permissions import PERMISSIONS, Reach, Role
from ledger.facts import KINDS

ROLES = {
    "E": Role.EMPLOYEE,
    "L": Role.TEAM_LEADER,
    "Q": Role.QA,
    "M": Role.MANAGER,
    "H": Role.HR,
    "A": Role.AUDITOR,
    "D": Role.DEVICE,
    "S": Role.ADMIN,
}
USUAL = {"E": Reach.OWN, "L": Reach.TEAM}
STATED = {"a": Reach.ALL, "o": Reach.OWN}
AGENTS = {"L": Reach.TEAM_AGENTS, "Q": Reach.ALL_AGENTS}

RECORDS = {
    "clock": "D L M H",
    "overtime_approved": "L M H",
    "punch_request": "E L M H",
    "overtime_request": "E L M H",
    "punch_request_decision": "E L M H",
    "overtime_request_decision": "E L M H",
    "leave": "E L M H",
    "leave_decision": "E L M H",
    "swap": "E L M H",
    "swap_decision": "E L M H",
    "shift": "L M H",
    "volume": "M",
    "staff_need": "M",
    "theme": "M",
    "appraisal_form": "M",
    "monitoring_form": "Q M",
    "monitoring_quota": "M",
    "rules": "H",
    "calendar_day": "H",
    "hours_approval": "H",
    "period": "M H",
    "contract": "H",
    "seniority": "H",
    "payment": "H",
    "entitlement": "H",
    "monitoring": "Qc M",
    "monitoring_revision": "Qc M",
    "metric": "Qc M",
    "appraisal": "Lc Qc M",
    "work_review": "Lc M",
    "behaviour_review": "Lc M",
    "exam": "Qc M H",
    "praise": "Qc M H",
    "work_error": "Qc M H",
    "violation": "Lc Qc M H",
    "reminder": "Lc Qc M",
    "improvement_plan": "Lc Qc M",
    "improvement_step": "E Lc Qc M",
    "complaint": "E L Q M H",
    "complaint_update": "E L Q M H",
    "dispute": "E H",
    "dispute_decision": "E Qc M H",
    "refund": "E L M",
    "refund_update": "E M H",
    "promise": "E L M",
    "promise_update": "E L M",
    "instruction": "L M H",
    "task": "L M H",
    "task_step": "E L M H",
    "acknowledgement": "E",
    "training": "Lc Qc M H",
    "test_call": "La Q M",
    "reply_review": "Lc Qc M",
    "award_grant": "M",
    "quarter_review": "M",
    "briefing": "L M H",
    "handover": "L M H",
    "legal_hold": "H",
}
READS = {
    "clock": "E L M",
    "overtime_approved": "E L M",
    "punch_request": "E L M",
    "overtime_request": "E L M",
    "leave": "E L M",
    "swap": "E L M",
    "shift": "E L M",
    "volume": "La Q M",
    "staff_need": "L M",
    "theme": "Ea La Q M",
    "appraisal_form": "Ea La Q M",
    "monitoring_form": "Ea La Q M",
    "monitoring_quota": "Ea La Q M",
    "rules": "Ea La Q M D S",
    "calendar_day": "Ea La Q M D S",
    "hours_approval": "Ea La Q M D S",
    "period": "Ea La Q M D S",
    "contract": "E",
    "seniority": "E",
    "payment": "E",
    "entitlement": "E M",
    "monitoring": "E Lc Qc M",
    "metric": "E Lc Qc M",
    "appraisal": "E Lc Qc M",
    "work_review": "E Lc Qc M",
    "behaviour_review": "E Lc Qc M",
    "exam": "E Lc Qc M",
    "praise": "E Qc M",
    "work_error": "E Qc M",
    "violation": "E Lc Qc M",
    "reminder": "E Lc Qc M",
    "improvement_plan": "E Lc Qc M",
    "complaint": "E L Q M",
    "dispute": "E Qc M",
    "refund": "E L Q M",
    "promise": "E L M",
    "instruction": "E L Qo M",
    "task": "E L M",
    "acknowledgement": "E Lo Qo M",
    "training": "E Lc Qc M",
    "test_call": "La Q M",
    "reply_review": "E Lc Qc M",
    "award_grant": "E M",
    "quarter_review": "E M",
    "briefing": "L M",
    "handover": "L M",
    "close": "Ea La Q M D S",
    "legal_hold": "E",
    "erasure": "E",
}
REPORTS = {
    **dict.fromkeys(
        ("attendance", "hours", "anomalies", "punctuality", "adherence", "leave_balances", "promises"), "E L M"
    ),
    **dict.fromkeys(("acknowledgements", "tasks"), "E L M"),
    **dict.fromkeys(("scores", "ranking", "appraisals", "conduct", "refunds", "plans", "training"), "E Lc Qc M"),
    **dict.fromkeys(("bonus", "awards", "stars", "quarter_review"), "E M"),
    **dict.fromkeys(("payroll", "paid_time", "payments"), "E"),
    "complaints": "E L Q M",
    "volume": "La Q M",
    "monitoring_plan": "Lc Qc M",
    "quality_work": "Lo Qo M",
    **dict.fromkeys(("coverage", "organisation"), "L M"),
    "compliance": "M",
}
OTHERS = {
    "see history": "E H A",
    "see a dispute's case": "E H A",
    "see evidence": "E H A",
    "see evaluators": "Lo Qo M H A",
    "see the brief": "L M H A",
    "see the access log": "E A",
    "import": "Lo Qo Mo H",
    "see imports": "Lo Qo Mo H A",
    "see quarantine": "Lo Qo Mo H A",
    "mend quarantine": "Lo Qo Mo H",
    "try drafts": "M H A",
    "compare": "H A",
    "hand over pay": "H A",
    "close": "H",
    "erase": "H",
    "export": "H A",
    "administer keys": "S",
    "administer devices": "S",
}
BY_HAND = {
    **{f"record {kind}": row for kind, row in RECORDS.items()},
    **{f"read {kind}": f"{row} H A" for kind, row in READS.items()},
    **{f"report {name}": f"{row} H A" for name, row in REPORTS.items()},
    **OTHERS,
}


def row_of(text: str) -> dict[Role, Reach]:
    """The row that a line of letters means."""
    found = {}
    for each in text.split():
        letter, far = each[0], each[1:]
        reach = AGENTS[letter] if far == "c" else STATED[far] if far else USUAL.get(letter, Reach.ALL)
        found[ROLES[letter]] = reach
    return found


@pytest.mark.parametrize("operation", BY_HAND)
def test_a_row_of_the_table_is_as_it_was_settled(operation: str) -> None:
    assert dict(PERMISSIONS[operation]) == row_of(BY_HAND[operation])


def test_what_follows_a_fact_is_read_by_those_who_read_the_fact() -> None:
    for kind, model in KINDS.items():
        if model.follows is not None and not model.by_command:
            assert PERMISSIONS[f"read {kind}"] == PERMISSIONS[f"read {model.follows}"], kind
