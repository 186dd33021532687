"""One's own notifications: where, of what, in which language; the link that confirms an address; where links lead."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import Response

from api.console.form_submission import filled_in, new_key, typed
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.visit import Visit
from api.operations.notifications import (
    NOTICES,
    AddressConfirmation,
    NotificationChoice,
    choose_notifications,
    confirm_address,
    end_notifications,
    notification_settings,
    opened_notices,
)
from api.problems import Problem
from api.words.language import Language

room = Room()
_PATH = "/my/notifications"
_LEADS_TO: Mapping[str, tuple[tuple[str, str], ...]] = {
    "to_decide": (("/team/decisions", "record leave_decision"), ("/my/swaps", "record swap")),
    "roster": (("/my/month", "report hours"),),
    "duty": (("/my/tasks", "report tasks"),),
    "month": (("/my/payslip", "report payroll"),),
}
"""Where a link leads that is of one notice alone: the first page whose operation is permitted."""
_HOME = "/"


@room.get(_PATH)
def notifications(visit: Visit) -> Response:
    """What was chosen."""
    return _page(visit, notification_settings(visit.context).as_json())


@room.post(_PATH)
def choose(visit: Visit) -> Response:
    """Choose; a new address is sent a link."""
    given, chosen = typed(visit, "address", "language", "key"), [str(each) for each in visit.sent.getlist("notices")]
    try:
        choice = filled_in(NotificationChoice, address=given["address"], language=given["language"], notices=chosen)
        settings = choose_notifications(visit.keyed(given["key"], *given.values(), chosen), choice).answer
    except Problem as problem:
        shown = notification_settings(visit.context).as_json() | given | {"notices": chosen}
        return _page(visit, shown, problem)
    if settings.confirmed:
        return visit.go(_PATH, done=visit.says("Saved."))
    return visit.go(_PATH, done=visit.says("Open the link that was just sent to the address, and sign in."))


@room.post(f"{_PATH}/end")
def end(visit: Visit) -> Response:
    """Be told nothing any more."""
    end_notifications(visit.context)
    return visit.go(_PATH, done=visit.says("You are sent nothing any more; the address is forgotten."))


@room.get(f"{_PATH}/confirm/{{reference}}")
def asked_to_confirm(visit: Visit) -> Response:
    """The page that a link to confirm an address leads to: a button, since programs open links too."""
    return visit.page("self_service/confirm_address.html", reference=visit.path["reference"])


@room.post(f"{_PATH}/confirm/{{reference}}")
def confirm(visit: Visit) -> Response:
    """Confirm that an address is one's own."""
    confirm_address(visit.context, AddressConfirmation(reference=visit.path["reference"]))
    return visit.go(_PATH, done=visit.says("The address is confirmed."))


@room.get("/notifications/{reference}")
def opened(visit: Visit) -> Response:
    """Where the link of a message leads."""
    return visit.go(_led_to(visit, [each.value for each in opened_notices(visit.context, visit.path["reference"])]))


def _led_to(visit: Visit, notices: Sequence[str]) -> str:
    pages = _LEADS_TO.get(notices[0], ()) if len(notices) == 1 else ()
    return next((path for path, operation in pages if visit.may(operation) is not None), _HOME)


def _page(visit: Visit, settings: Mapping[str, Any], problem: Problem | None = None) -> Response:
    return visit.page(
        "self_service/notifications.html",
        status=200 if problem is None else problem.kind.status,
        refusal=None if problem is None else refusal_of(problem, visit.language),
        settings=settings,
        notices=NOTICES,
        languages=[each.value for each in Language],
        key=new_key(),
    )
