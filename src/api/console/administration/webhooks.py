"""Webhooks: where facts go by themselves, subscribed to and ended, and messages that did not arrive, sent again."""

from typing import Any

from starlette.responses import Response

from api.console.form_submission import filled_in, new_key, typed
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.visit import Visit
from api.console.wall_time import site_zone
from api.operations import webhooks as hooks
from api.operations.webhooks import NewSubscription, NewWebhook
from api.problems import Problem
from api.words.fact_words import kind_label
from ledger.facts.base import KINDS

room = Room()
_PATH = "/admin/webhooks"
_ADMINISTER = "administer webhooks"
_MESSAGES = 50
_STATES = ("dead", "pending", "delivered")


@room.get(_PATH)
def webhooks(visit: Visit) -> Response:
    """Every subscription, and the form for one more."""
    return _page(visit, {"url": "", "kinds": []})


@room.post(_PATH)
def subscribe(visit: Visit) -> Response:
    """Subscribe an address to facts of some kinds; its secret is shown on this page, this once."""
    given: dict[str, Any] = {**typed(visit, "url", "key"), "kinds": [str(each) for each in visit.sent.getlist("kinds")]}
    try:
        new = filled_in(NewSubscription, url=given["url"], kinds=given["kinds"])
        made = hooks.subscribe(visit.keyed(given["key"], new.model_dump()), new).answer
    except Problem as problem:
        return _page(visit, given, problem=problem)
    return _page(visit, {"url": "", "kinds": []}, made=made)


@room.get(f"{_PATH}/{{webhook}}")
def webhook(visit: Visit) -> Response:
    """One subscription, and its messages in a state."""
    number, state = visit.path["webhook"], visit.query.get("state", _STATES[0])
    found = hooks.deliveries(visit.context, number, state, _MESSAGES, visit.query.get("cursor"))
    return visit.page(
        "administration/webhook.html",
        webhook=hooks.webhook(visit.context, number),
        state=state,
        states=_STATES,
        messages=found.deliveries,
        following=found.next,
        may=visit.may(_ADMINISTER) is not None,
        zone=site_zone(visit),
        new_key=new_key,
    )


@room.post(f"{_PATH}/{{webhook}}/end")
def unsubscribe(visit: Visit) -> Response:
    """End a subscription."""
    number = visit.path["webhook"]
    hooks.unsubscribe(visit.keyed(typed(visit, "key")["key"], number), number)
    return visit.go(_PATH, done=visit.says("The subscription is ended."))


@room.post(f"{_PATH}/{{webhook}}/{{position}}/again")
def resend(visit: Visit) -> Response:
    """Send a message again."""
    number, position = visit.path["webhook"], visit.path["position"]
    hooks.resend(visit.keyed(typed(visit, "key")["key"], number, position), number, position)
    done = visit.says("The message about position %(position)s is sent again.", position=position)
    return visit.go(f"{_PATH}/{number}?state=pending", done=done)


def _page(
    visit: Visit, given: dict[str, Any], *, made: NewWebhook | None = None, problem: Problem | None = None
) -> Response:
    found = hooks.webhooks(visit.context)
    told: dict[str, Any] = {
        "webhooks": sorted(found.webhooks, key=lambda each: each.removed_at is not None),
        "public_key": found.public_key,
        "kinds": {kind: kind_label(kind, visit.language) for kind in KINDS},
        "given": given,
        "made": made,
        "may": visit.may(_ADMINISTER) is not None,
        "zone": site_zone(visit),
        "new_key": new_key,
        "refusal": None if problem is None else refusal_of(problem, visit.language),
    }
    return visit.page("administration/webhooks.html", status=200 if problem is None else problem.kind.status, **told)
