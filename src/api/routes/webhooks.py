"""Webhooks: facts go to whoever subscribed, signed; what could not be delivered is there to be seen and sent again."""

from fastapi import APIRouter
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.openapi.descriptions import IDEMPOTENCY_KEY, content, link, query, told
from api.problems import Problem
from api.routes.facts import CURSOR, LIMIT
from api.service.answers import json_response
from api.service.bodies import Body, json_body, read_body
from api.service.cursors import Cursor
from api.service.execution import carried_out
from api.service.guard import GuardedRoute, principal_of, service_of
from api.service.idempotency import Answer
from api.service.pagination import limit_of
from api.webhooks import register
from api.webhooks.targets import TargetError
from ledger.appends.append import Append
from ledger.facts.base import KINDS

router = APIRouter(prefix="/v1", route_class=GuardedRoute)

_LONGEST_URL = 2_000
_LONGEST_POSITION = 16


class WebhookBody(Body):
    """A subscription that is asked for."""

    url: str = Field(min_length=1, max_length=_LONGEST_URL)
    kinds: list[str] = Field(min_length=1, max_length=len(KINDS))
    after: int | None = Field(default=None, ge=0, le=2**53)


_SUBSCRIPTION = {
    "type": "object",
    "properties": {
        "url": {"type": "string", "format": "uri", "minLength": 1, "maxLength": _LONGEST_URL,
                "description": "An https URL; messages are posted there."},
        "kinds": {"type": "array", "items": {"type": "string", "enum": list(KINDS)}, "minItems": 1,
                  "maxItems": len(KINDS), "description": "Only facts of these kinds."},
        "after": {"type": ["integer", "null"], "minimum": 0, "maximum": 2**53,
                  "description": "Begin after this position; with what is recorded from now on without it."},
    },
    "required": ["url", "kinds"],
    "additionalProperties": False,
}  # fmt: skip


@router.get(
    "/webhooks",
    **told(
        "webhooks",
        "All subscriptions",
        "Those that have ended too; and the public key that `v1a` signatures are verified by.",
        tag="Follow",
        permission="see webhooks",
        answer="Webhooks",
    ),
)
async def webhooks(request: Request) -> Response:
    """All subscriptions."""
    service = service_of(request)

    def found() -> list[register.Webhook]:
        with service.ledger.transactions.looking() as (cursor, _now):
            return register.every(cursor)

    listed = [each.as_json() for each in await run_in_threadpool(found)]
    return json_response({"webhooks": listed, "public_key": service.webhooks.signing.public_key})


@router.post(
    "/webhooks",
    **told(
        "subscribe",
        "Subscribe",
        "Each fact of the kinds goes as a CloudEvent in an envelope of Standard Webhooks to the URL, at least once, "
        "until it is answered with 2xx; personal texts are left out. The secret is shown this once.",
        tag="Follow",
        permission="administer webhooks",
        answer="NewWebhook",
        status=201,
        links={
            "webhook": link("webhook", webhook="response.body#/id"),
            "deliveries": link("deliveries", webhook="response.body#/id"),
            "unsubscribe": link("unsubscribe", webhook="response.body#/id"),
        },
        parameters=[IDEMPOTENCY_KEY],
        body=content(_SUBSCRIPTION, example={"url": "https://hr.example/ledger", "kinds": ["leave", "leave_decision"]}),
        writes=True,
        problems=["key-reused"],
    ),
)
async def subscribe(request: Request) -> Response:
    """Subscribe."""
    service = service_of(request)
    body = await json_body(request)
    asked = read_body(WebhookBody, body)
    unknown = [kind for kind in asked.kinds if kind not in KINDS]
    if unknown:
        raise Problem(
            "invalid", f"kinds: there is no kind {unknown[0][:60]!r}; /v1/ledger lists them", code="bad_value"
        )
    try:
        service.webhooks.policy.check_url(asked.url)
    except TargetError as error:
        raise Problem("invalid", f"url: {error}", code="bad_target") from None
    by = principal_of(request).id

    def work(append: Append) -> Answer:
        after = append.position if asked.after is None else min(asked.after, append.position)
        kinds = list(dict.fromkeys(asked.kinds))
        webhook, secret = register.subscribe(
            append.cursor, service.webhooks.signing, asked.url, kinds, after, by, append.recorded_at
        )
        shown = webhook.as_json() | {"secret": secret, "public_key": service.webhooks.signing.public_key}
        return Answer(201, shown, {"Location": f"/v1/webhooks/{webhook.id}"})

    response = await carried_out(request, body, work)
    service.webhooks.ring()
    return response


@router.get(
    "/webhooks/{webhook}",
    **told(
        "webhook",
        "One subscription",
        "How far its facts were taken up.",
        tag="Follow",
        permission="see webhooks",
        answer="Webhook",
    ),
)
async def one(request: Request, webhook: str) -> Response:
    """One subscription."""

    def found() -> register.Webhook:
        with service_of(request).ledger.transactions.looking() as (cursor, _now):
            return register.find(cursor, webhook)

    return json_response((await run_in_threadpool(found)).as_json())


@router.delete(
    "/webhooks/{webhook}",
    **told(
        "unsubscribe",
        "End a subscription",
        "Nothing more is sent; what was not delivered stays to be seen.",
        tag="Follow",
        permission="administer webhooks",
        answer="Webhook",
        parameters=[IDEMPOTENCY_KEY],
        problems=["key-reused"],
    ),
)
async def unsubscribe(request: Request, webhook: str) -> Response:
    """End a subscription."""

    def work(append: Append) -> Answer:
        ended = register.unsubscribe(append.cursor, webhook, append.recorded_at)
        return Answer(200, ended.as_json())

    return await carried_out(request, await request.body(), work)


@router.get(
    "/webhooks/{webhook}/deliveries",
    **told(
        "deliveries",
        "Messages of a subscription",
        "In the order of the ledger: how often each was sent, what came of it, and when it is sent next. `dead` are "
        "those that are not sent again by themselves.",
        tag="Follow",
        permission="see webhooks",
        answer="Deliveries",
        links={
            "resend": link("resend", webhook="request.path.webhook", position="response.body#/deliveries/0/position")
        },
        parameters=[
            query("state", "Only those in this state.", {"type": "string", "enum": list(register.STATES)}),
            LIMIT,
            CURSOR,
        ],
    ),
)
async def deliveries(request: Request, webhook: str) -> Response:
    """Messages of a subscription."""
    service, limit = service_of(request), limit_of(request)
    state, given = request.query_params.get("state"), request.query_params.get("cursor")
    if state is not None and state not in register.STATES:
        raise Problem("invalid", f"state is {state[:60]!r}; give one of {', '.join(register.STATES)}", code="bad_value")
    bound = ["deliveries", webhook, state]
    after = 0 if given is None else service.cursors.read(given, bound).start

    def found() -> list[register.Delivery]:
        with service.ledger.transactions.looking() as (cursor, _now):
            register.find(cursor, webhook)
            return register.messages(cursor, webhook, state, after, limit + 1)

    listed = await run_in_threadpool(found)
    shown, more = listed[:limit], len(listed) > limit
    following = service.cursors.written(Cursor(0, shown[-1].position), bound) if more else None
    return json_response({"deliveries": [each.as_json() for each in shown], "next": following})


@router.post(
    "/webhooks/{webhook}/deliveries/{position}/resend",
    **told(
        "resend",
        "Send a message again",
        "Now, and as if for the first time: with all attempts before it.",
        tag="Follow",
        permission="administer webhooks",
        answer="Delivery",
        parameters=[IDEMPOTENCY_KEY],
        problems=["key-reused"],
    ),
)
async def resend(request: Request, webhook: str, position: str) -> Response:
    """Send a message again."""
    if not (position.isascii() and position.isdigit() and len(position) < _LONGEST_POSITION):
        raise Problem("not-found", f"the webhook has no message about position {position[:60]!r}")

    def work(append: Append) -> Answer:
        sent = register.resend(append.cursor, webhook, int(position), append.recorded_at)
        return Answer(200, sent.as_json())

    response = await carried_out(request, await request.body(), work)
    service_of(request).webhooks.ring()
    return response
