"""What is expected of single operations beyond their schemas, each with its reason."""

from collections.abc import Iterable
from typing import Any

from api.auth.authorship import FOR_EVERYONE
from ledger.facts.base import KINDS
from tests.api.campaign.callers import asked_by
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
    "expire_key": ("422",),
    # Which hosts may be sent to is the policy of who runs the service, and no pattern.
    "subscribe": ("422",),
    # Which countries and years are known is the calendar's to say.
    "statutory_holidays": ("422",),
    # Each format has options of its own, and a file may be of another one than is said.
    "import": ("422",),
    "reconcile": ("422",),
    "import_roster_sheet": ("422",),
    # No pattern says which of two instants is the later, or which of two numbers the larger.
    "record_punch_request": ("422",),
    "record_promise": ("422",),
    "record_promise_update": ("422",),
    "record_volume": ("422",),
    # Either a table or a type is named, which no single parameter says.
    "device_data": ("422",),
    # Who voids a fact records its kind, and HR records no forms.
    "record_void": ("403",),
    # Whoever is away gives a delegation, or a manager; HR gives those of managers alone.
    "record_delegation": ("403",),
    # The version of a roster draft, in the body or the query, that has moved on; a past date needs a reason.
    "change_roster_draft": ("412",),
    "remove_roster_draft": ("412",),
    "publish_roster": ("412",),
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

_RECORDED = {f"record_{kind}": model for kind, model in KINDS.items()}

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


def _is_limited(operation: Operation) -> bool:
    """Whether who asks may not record just any fact of a kind.

    Roles but those that record for everyone name nobody else as who acted, and may reach few people; some outcomes are
    for other roles, or for somebody else than who made what they decide.
    """
    model = _RECORDED.get(str(operation))
    if model is None:
        return False
    return asked_by(operation) not in FOR_EVERYONE or bool(model.statuses or model.not_for_recorder)


def _also(operation: Operation) -> list[str]:
    names = {each["name"] for each in operation.told.get("parameters", ())}
    also = [*_ALSO.get(str(operation), ())]
    if _is_limited(operation):
        also.append("403")
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
