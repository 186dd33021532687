"""What is expected of single operations beyond their schemas, each with its reason."""

from collections.abc import Iterable
from typing import Any

from tests.api.routes.operations import Operation

ACCEPTED = ("2xx", "3xx", "404", "409")
"""What well-formed requests are answered: 404 for what is not there, 409 for what the ledger's state forbids."""

# It goes on until who asked is gone: a request for it never ends. Its tests are in routes/test_following.py.
NOT_ASKED = ("follow_facts",)

_ALSO: dict[str, tuple[str, ...]] = {
    # Parameters are judged together too: weights sum to 100, shifts keep apart, least days are not above most.
    "record_rules": ("422",),
    "what_if": ("422",),
    # A key holds until an instant to come.
    "make_key": ("422",),
    # Which hosts may be sent to is the policy of who runs the service, and no pattern.
    "subscribe": ("422",),
    # Which countries and years are known is the calendar's to say.
    "statutory_holidays": ("422",),
    # Each format has options of its own, and a file may be of another one than is said.
    "import": ("422",),
    "reconcile": ("422",),
    # Asked by QA, who names nobody else (permissions: in whose name).
    "record_monitoring": ("403",),
    "record_monitoring_revision": ("403",),
    "record_monitoring_form": ("403",),
    # Asked by QA, or a leader, who appraise agents only, and QA at the preliminary stage.
    "record_appraisal": ("403",),
    "record_metric": ("403",),
    "record_appraisal_form": ("403",),
    # Either a table or a type is named, which no single parameter says.
    "device_data": ("422",),
    # Who voids a fact records its kind, and HR records no forms.
    "record_void": ("403",),
    # An appraisal and a draft are judged as facts are, and a period far ahead is not computed.
    "effects_of_appraisal": ("403", "422"),
    "what_if_form": ("422",),
    "what_if_theme": ("422",),
    # What a site states itself is part of a set, and lines of pay are named whole: the period says which there are.
    "adopt": ("422",),
    "pay_register": ("422",),
    "transfers": ("422",),
    # A note, a signature and a key are judged by what they sign, and no pattern; the earlier checkpoint goes first.
    "verify": ("422",),
    "cosign": ("422",),
    "consistency_proof": ("422",),
}


REFUSED = ("400", "404", "405", "406", "409", "415", "422")
"""What requests are answered that are not well-formed; 409 where that depends on what is on the ledger."""
_TAKEN: dict[str, tuple[str, ...]] = {
    # Whatever is sent as a file is bytes by then, so that no value of it is of a wrong type.
    "import": ("202",),
    # A line that is refused again stays in the quarantine, and the answer tells why.
    "retry": ("200",),
}


_SEEN_AFTER_ITS_END = ("webhook", "deliveries")
"""What has ended stays to be seen, with what was and what was not delivered."""


def expected(operations: Iterable[Operation]) -> list[dict[str, Any]]:
    """The settings of single operations."""
    return [
        {
            "include-operation-id": str(each),
            "checks": {
                "use_after_free": {"enabled": str(each) not in _SEEN_AFTER_ITS_END},
                "positive_data_acceptance": {"expected-statuses": [*ACCEPTED, *_also(each)]},
                "negative_data_rejection": {"expected-statuses": [*REFUSED, *_refused(each)]},
            },
        }
        for each in operations
    ]


def _refused(operation: Operation) -> list[str]:
    # A device that is not on the list is sent away before anything else is looked at.
    return [*_TAKEN.get(str(operation), ()), *(["401"] if operation.permission is None else [])]


def _also(operation: Operation) -> list[str]:
    names = {each["name"] for each in operation.told.get("parameters", ())}
    also = [*_ALSO.get(str(operation), ())]
    if "cursor" in names:
        # A cursor is signed by the service, and bound to what else is asked.
        also.append("400")
    if "as_of" in names:
        # A position or an instant, read as people write them: anything else is refused.
        also.append("422")
    if "If-Match" in names:
        # The version of a workflow that has moved on, or has none yet.
        also.append("412")
    if operation.permission is None:
        # A device that is not on the list; whoever else asks here has a key that may.
        also.append("401")
    return also
