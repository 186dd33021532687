"""The robots of groups: which are told when rosters and months are out; a form for one more, and to end one."""

from collections.abc import Mapping

from starlette.responses import Response

from api.console.form_submission import filled_in, new_key, typed
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.visit import Visit
from api.operations.group_robots import ROBOT_FORMS, NewRobot, add_robot, remove_robot, robots
from api.problems import Problem
from api.words.language import Language

room = Room()
_PATH = "/hr/robots"
_FIELDS = ("form", "url", "secret", "team", "language", "key")


@room.get(_PATH)
def group_robots(visit: Visit) -> Response:
    """The robots, and the form."""
    return _page(visit, {})


@room.post(_PATH)
def add(visit: Visit) -> Response:
    """Tell one more group."""
    given = typed(visit, *_FIELDS)
    told = {name: value for name, value in given.items() if value and name != "key"}
    try:
        add_robot(visit.keyed(given["key"], *given.values()), filled_in(NewRobot, **told))
    except Problem as problem:
        return _page(visit, given, problem)
    return visit.go(_PATH, done=visit.says("The group is told from now on."))


@room.post(f"{_PATH}/{{robot}}/remove")
def remove(visit: Visit) -> Response:
    """Tell a group nothing any more."""
    remove_robot(visit.context, visit.path["robot"])
    return visit.go(_PATH, done=visit.says("The group is told nothing any more."))


def _page(visit: Visit, given: Mapping[str, str], problem: Problem | None = None) -> Response:
    return visit.page(
        "hr/group_robots.html",
        status=200 if problem is None else problem.kind.status,
        refusal=None if problem is None else refusal_of(problem, visit.language),
        robots=robots(visit.context).robots,
        forms=ROBOT_FORMS,
        teams=visit.teams("administer webhooks"),
        languages=[each.value for each in Language],
        given=dict.fromkeys(_FIELDS, "") | {"language": visit.language.value, **given} | {"key": new_key()},
        may_change=visit.may("administer webhooks") is not None,
    )
