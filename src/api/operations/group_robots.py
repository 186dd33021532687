"""The robots of groups, which are told when rosters and months are out."""

from pydantic import Field

from api.notifications import channels
from api.notifications.channels import ROBOT_NOTICES, ROBOTS, Channel, Form, NewChannel
from api.notifications.robots import Robot
from api.operations.answer import Answer, Asked, Done, ShownInstant
from api.operations.context import Context
from api.operations.notifications import IN_LANGUAGES, OF_MESSAGES, language_of
from api.operations.operation import operation
from api.problems import Problem
from api.webhooks.targets import TargetError
from api.words.dates import shown_instant
from ledger.appends.append import Append
from ledger.refusal import MissingError
from ledger.store.dialect import StoreCursor

ROBOT_FORMS = [each.value for each in ROBOTS]
_LONGEST_URL, _LONGEST_SECRET, _LONGEST_TEAM = 2_000, 200, 100


class NewRobot(Asked):
    """The robot of a group, in WeCom, DingTalk or Feishu."""

    form: str = Field(description="Whose robot it is.", json_schema_extra={"enum": [each.value for each in ROBOTS]})
    url: str = Field(
        min_length=1, max_length=_LONGEST_URL, description="Its https address.", json_schema_extra={"format": "uri"}
    )
    secret: str = Field("", max_length=_LONGEST_SECRET, description="What it signs by, where it does.")
    team: str | None = Field(None, max_length=_LONGEST_TEAM, description="The rosters of this team; of all without it.")
    language: str = Field("zh-CN", description=OF_MESSAGES, json_schema_extra=IN_LANGUAGES)


class RobotChannel(Answer):
    """The robot of a group; its address is not shown."""

    id: str
    form: str
    team: str | None
    language: str
    created_at: ShownInstant
    created_by: str


class RobotChannels(Answer):
    """The robots of groups."""

    robots: list[RobotChannel]


@operation("see webhooks")
def robots(context: Context) -> RobotChannels:
    """The robots of groups."""
    with context.ledger.transactions.looking() as (cursor, _now):
        return RobotChannels(robots=[_robot(each) for each in channels.robots(cursor)])


@operation("administer webhooks")
def add_robot(context: Context, new: NewRobot) -> Done[RobotChannel]:
    """Tell a group, by its robot, when rosters and months are out. Raises Problem where its URL may not be sent to."""
    notifier = context.service.notifier
    if new.form not in ROBOTS:
        raise Problem("invalid", f"form: use one of {', '.join(ROBOTS)}", code="bad_value")
    try:
        notifier.carrier.policy.check_url(new.url)
    except TargetError as error:
        raise Problem("invalid", f"url: {error}", code="bad_target") from None
    robot = Robot(new.url, new.secret)
    channel = NewChannel("", Form(new.form), new.team or "", language_of(new.language), ROBOT_NOTICES, robot.address)

    def work(append: Append) -> Done[RobotChannel]:
        by = context.principal.id
        made = channels.add(append.cursor, notifier.addresses, channel, by, append.recorded_at)
        return Done(_robot(made), 201)

    done = context.once(RobotChannel, work)
    notifier.ring()
    return done


@operation("administer webhooks")
def remove_robot(context: Context, robot: str) -> Done[RobotChannel]:
    """Tell a group nothing any more. Raises Problem where there is no such robot."""

    def work(append: Append) -> Done[RobotChannel]:
        found = _found_robot(append.cursor, robot)
        channels.remove(append.cursor, found.id, append.recorded_at)
        return Done(_robot(found))

    return context.once(RobotChannel, work)


def _robot(channel: Channel) -> RobotChannel:
    return RobotChannel(
        id=channel.id,
        form=channel.form.value,
        team=channel.team or None,
        language=channel.language.value,
        created_at=shown_instant(channel.created_at) or "",
        created_by=channel.created_by,
    )


def _found_robot(cursor: StoreCursor, robot: str) -> Channel:
    try:
        found = channels.find(cursor, robot)
    except MissingError:
        found = None
    if found is None or not found.is_robot:
        raise Problem("not-found", f"there is no robot {robot[:60]!r}; /v1/robots lists them")
    return found
