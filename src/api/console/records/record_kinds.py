"""The kinds that have a list and a form, in groups, and those that have a page of their own instead."""

from collections.abc import Iterator, Mapping
from urllib.parse import quote, urlencode

from api.console.visit import Visit
from api.words.fact_words import kind_label
from api.words.translation import marked
from ledger.facts import KINDS
from ledger.facts.base import Fact
from ledger.facts.people import Site
from ledger.facts.void import Void

_GROUPS: Mapping[str, tuple[str, ...]] = {
    marked("Traffic and seats"): ("volume", "staff_need"),
    marked("Attendance and hours"): ("clock", "seat", "overtime_approved", "shift"),
    marked("Requests"): ("leave", "swap", "punch_request", "overtime_request"),
    marked("Service to customers"): ("complaint", "praise", "refund", "promise"),
    marked("Instructions and tasks"): ("instruction", "acknowledgement", "task", "briefing", "handover"),
    marked("Scores"): ("work_review", "behaviour_review", "appraisal", "metric", "exam", "monitoring", "dispute"),
    marked("Conduct"): ("violation", "work_error", "reminder", "improvement_plan"),
    marked("Quality and training"): ("reply_review", "test_call", "training"),
    marked("Awards"): ("award_grant", "theme"),
    marked("Pay"): ("base_salary", "allowance", "correction", "payment", "quarter_review"),
    marked("People and contracts"): (
        "employee",
        "assignment",
        "probation",
        "notice",
        "leaving",
        "contract",
        "seniority",
        "entitlement",
        "opening",
        "legal_hold",
    ),
    marked("Calendar, forms and rules"): (
        "period",
        "holiday",
        "calendar_day",
        "monitoring_form",
        "appraisal_form",
        "monitoring_quota",
        "hours_approval",
        "rules",
    ),
}
"""The heading of a group, and its kinds; a kind that is in none is among the others."""
_OTHERS = marked("Other records")
_NOT_LISTED = (Site.kind, Void.kind)
KINDS_SHOWN = tuple(
    kind for kind, model in KINDS.items() if model.follows is None and not model.by_command and kind not in _NOT_LISTED
)
"""The kinds that have a list; what follows a workflow is recorded on the page of that workflow."""


_WORKED_ON = {
    "complaint": ("/complaints/{number}", "read complaint"),
    "monitoring": ("/quality/monitorings/{number}", "read monitoring"),
    "leave": ("/team/decisions", "report anomalies"),
    "swap": ("/team/decisions", "report anomalies"),
    "punch_request": ("/team/decisions", "report anomalies"),
    "overtime_request": ("/team/decisions", "report anomalies"),
}
"""Where a workflow is worked on with more help than its record has, and whom that page is for."""
NAMES_PEOPLE = "see the directory"
"""What whoever reads records may, because they name people."""
BY_DAY = ("clock", "monitoring", "seat", "shift", "volume")
"""The kinds of which so much is recorded that a list is of a day."""
BETTER_PAGES: Mapping[str, str] = {
    "appraisal": "/quality/appraisals",
    "monitoring": "/quality/monitorings/new",
    "monitoring_form": "/quality/forms/new",
    "rules": "/hr/rules/new",
    "employee": "/hr/people/new",
}
"""The kinds that are recorded on a page of their own, which has more help than a form."""


def groups() -> Iterator[tuple[str, list[str]]]:
    """Every kind that has a list, in groups with their headings."""
    grouped = {kind for kinds in _GROUPS.values() for kind in kinds}
    others = tuple(kind for kind in KINDS_SHOWN if kind not in grouped)
    for heading, kinds in {**_GROUPS, _OTHERS: others}.items():
        yield heading, [kind for kind in kinds if kind in KINDS_SHOWN]


def called(visit: Visit, kind: str) -> str:
    """What a kind is called, as a heading."""
    text = kind_label(kind, visit.language)
    return text[:1].upper() + text[1:]


def form_path(kind: str, **asked: str) -> str:
    """The address of the form of a kind, filled in as far as is said."""
    behind = {name: value for name, value in asked.items() if value}
    return f"/records/{kind}/new" + (f"?{urlencode(behind)}" if behind else "")


def worked_on(visit: Visit, kind: str, number: str) -> str:
    """The address of the page on which a workflow is worked on; empty where there is none for whoever visits."""
    path, needs = _WORKED_ON.get(kind, ("", ""))
    extent = visit.may(needs) if path else None
    if extent is None or not (extent.everyone or extent.by_posting or "{number}" in path):
        return ""
    return path.format(number=quote(number, safe=""))


def is_read_here(visit: Visit, kind: str) -> bool:
    """Whether whoever visits may read the list of a kind."""
    return kind in KINDS_SHOWN and visit.may(f"read {kind}") is not None and visit.may(NAMES_PEOPLE) is not None


def is_recorded_here(visit: Visit, kind: str) -> bool:
    """Whether whoever visits may record facts of a kind by a form, or by the page that a kind has instead."""
    return kind in KINDS and not KINDS[kind].by_command and visit.may(f"record {kind}") is not None


def follower_of(model: type[Fact]) -> type[Fact] | None:
    """The kind that follows workflows of a kind, and that people record; None where there is none."""
    found = (each for each in KINDS.values() if each.follows == model.kind and not each.by_command)
    return next(found, None) if model.opens else None
