"""Notifications over HTTP: one's own, the robots of groups, and how far messages have come."""

from typing import Annotated

from fastapi import Path
from starlette.responses import Response

from api.operations import group_robots
from api.operations import notifications as told
from api.operations.group_robots import NewRobot, RobotChannel, RobotChannels
from api.operations.notifications import (
    AddressConfirmation,
    ChannelStates,
    NotificationChoice,
    NotificationSettings,
)
from api.routes.guard import Asked, AskedOnce, guarded_router, leads_to, needs, sent

router = guarded_router("Follow")

_RobotId = Annotated[str, Path(description="The id of a robot.", min_length=1, max_length=64)]


@router.get("/me/notifications", summary="One's own notifications", openapi_extra=needs(told.notification_settings))
def notification_settings(asked: Asked) -> NotificationSettings:
    """Where, of what and in which language; whether the address is confirmed."""
    return told.notification_settings(asked)


@router.put(
    "/me/notifications", summary="Choose one's own notifications", openapi_extra=needs(told.choose_notifications)
)
def choose_notifications(asked: AskedOnce, choice: NotificationChoice) -> NotificationSettings:
    """A new address is sent a link first; it is confirmed by opening it and signing in."""
    return told.choose_notifications(asked, choice).answer


@router.delete("/me/notifications", summary="End one's own notifications", openapi_extra=needs(told.end_notifications))
def end_notifications(asked: AskedOnce) -> NotificationSettings:
    """Nothing more is sent; the address is forgotten."""
    return told.end_notifications(asked).answer


@router.post(
    "/me/notifications/confirmation",
    summary="Confirm one's own address",
    openapi_extra=needs(told.confirm_address),
)
def confirm_address(asked: AskedOnce, confirmation: AddressConfirmation) -> NotificationSettings:
    """By the reference at the end of the link that was sent to it."""
    return told.confirm_address(asked, confirmation).answer


@router.get("/robots", summary="The robots of groups", openapi_extra=needs(group_robots.robots))
def robots(asked: Asked) -> RobotChannels:
    """Without their addresses."""
    return group_robots.robots(asked)


@router.post(
    "/robots",
    summary="Tell a group by its robot",
    status_code=201,
    responses={201: {"links": {"remove": leads_to("remove_robot", robot="response.body#/id")}}},
    openapi_extra=needs(group_robots.add_robot),
)
def add_robot(asked: AskedOnce, new: NewRobot, response: Response) -> RobotChannel:
    """That a roster or a month is out, and for how many; in WeCom, DingTalk or Feishu."""
    return sent(response, group_robots.add_robot(asked, new))


@router.delete(
    "/robots/{robot}", summary="Tell a group nothing any more", openapi_extra=needs(group_robots.remove_robot)
)
def remove_robot(asked: AskedOnce, robot: _RobotId) -> RobotChannel:
    """What waits for it is not sent any more."""
    return group_robots.remove_robot(asked, robot).answer


@router.get(
    "/notification-states", summary="How far notifications have come", openapi_extra=needs(told.notification_states)
)
def notification_states(asked: Asked) -> ChannelStates:
    """Each channel by its id, with how many of its messages are in which state; nobody is named."""
    return told.notification_states(asked)
