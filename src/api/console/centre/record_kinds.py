"""What is recorded of running the centre: the kinds of facts in groups, and how the numbers of new ones begin."""

from collections.abc import Mapping

from api.words.translation import marked

GROUPS: Mapping[str, tuple[str, ...]] = {
    marked("Traffic and seats"): ("volume", "staff_need"),
    marked("Service to customers"): ("refund", "promise"),
    marked("Requests"): ("punch_request", "overtime_request"),
    marked("Instructions and tasks"): ("instruction", "acknowledgement", "task"),
    marked("Quality and improvement"): (
        "monitoring_quota",
        "reminder",
        "improvement_plan",
        "reply_review",
        "test_call",
        "training",
    ),
    marked("Reviews and pay"): ("quarter_review", "payment"),
}
"""The heading of a group, and its kinds."""
KINDS_SHOWN = tuple(kind for kinds in GROUPS.values() for kind in kinds)
"""The kinds that have a list; what follows a workflow is recorded on the page of that workflow."""
