"""Webhooks over HTTP."""

from typing import Annotated

from starlette.responses import Response

from api.operations import webhooks as subscriptions
from api.operations.pages import USUAL
from api.operations.webhooks import Deliveries, Delivery, NewSubscription, NewWebhook, Webhook, Webhooks
from api.routes.guard import Asked, AskedOnce, guarded_router, leads_to, needs, sent
from api.routes.parameters import Limit, MessagePosition, PageCursor, WebhookId, text_query
from api.webhooks.register import STATES

router = guarded_router("Follow")

_State = Annotated[str | None, text_query("Only those in this state.", {"enum": list(STATES)})]


@router.get("/webhooks", summary="All subscriptions", openapi_extra=needs(subscriptions.webhooks))
def webhooks(asked: Asked) -> Webhooks:
    """Those that have ended too; and the public key that `v1a` signatures are verified by."""
    return subscriptions.webhooks(asked)


@router.post(
    "/webhooks",
    summary="Subscribe",
    status_code=201,
    responses={
        201: {
            "links": {
                name: leads_to(name, webhook="response.body#/id") for name in ("webhook", "deliveries", "unsubscribe")
            }
        }
    },
    openapi_extra=needs(subscriptions.subscribe),
)
def subscribe(asked: AskedOnce, new: NewSubscription, response: Response) -> NewWebhook:
    """Each fact of the kinds goes as a CloudEvent in an envelope of Standard Webhooks to the URL.

    At least once, until it is answered with 2xx; personal texts are left out. The secret is shown this once.
    """
    return sent(response, subscriptions.subscribe(asked, new))


@router.get("/webhooks/{webhook}", summary="One subscription", openapi_extra=needs(subscriptions.webhook))
def webhook(asked: Asked, webhook: WebhookId) -> Webhook:
    """How far its facts were taken up."""
    return subscriptions.webhook(asked, webhook)


@router.delete("/webhooks/{webhook}", summary="End a subscription", openapi_extra=needs(subscriptions.unsubscribe))
def unsubscribe(asked: AskedOnce, webhook: WebhookId) -> Webhook:
    """Nothing more is sent; what was not delivered stays to be seen."""
    return subscriptions.unsubscribe(asked, webhook).answer


@router.get(
    "/webhooks/{webhook}/deliveries",
    summary="Messages of a subscription",
    responses={
        200: {
            "links": {
                "resend": leads_to(
                    "resend", webhook="request.path.webhook", position="response.body#/deliveries/0/position"
                )
            }
        }
    },
    openapi_extra=needs(subscriptions.deliveries),
)
def deliveries(
    asked: Asked, webhook: WebhookId, state: _State = None, limit: Limit = USUAL, cursor: PageCursor = None
) -> Deliveries:
    """In the order of the ledger: how often each was sent, what came of it, and when it is sent next.

    `dead` are those that are not sent again by themselves.
    """
    return subscriptions.deliveries(asked, webhook, state, limit, cursor)


@router.post(
    "/webhooks/{webhook}/deliveries/{position}/resend",
    summary="Send a message again",
    openapi_extra=needs(subscriptions.resend),
)
def resend(asked: AskedOnce, webhook: WebhookId, position: MessagePosition) -> Delivery:
    """Now, and as if for the first time: with all attempts before it."""
    return subscriptions.resend(asked, webhook, position).answer
