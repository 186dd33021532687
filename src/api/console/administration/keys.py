"""Keys: made for a role, a person or a team, shown once; given another end, and revoked."""

from datetime import datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from starlette.responses import Response

from api.console.form_submission import filled_in, invalid, new_key, typed
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.visit import Visit
from api.console.wall_time import site_zone
from api.operations import keys as api_keys
from api.operations.keys import Key, MadeKey, NewExpiry, NewKey
from api.problems import Problem
from api.words.translation import marked

room = Room()
_PATH = "/admin/keys"
_FIELDS = ("name", "role", "employee", "team", "expires")


@room.get(_PATH)
def keys(visit: Visit) -> Response:
    """Every key that was made, and the form for a new one."""
    return _page(visit, dict.fromkeys(_FIELDS, ""))


@room.post(_PATH)
def make(visit: Visit) -> Response:
    """Make a key; it is shown on this page, this once."""
    given = typed(visit, *_FIELDS, "key")
    try:
        fields = {name: given[name] for name in ("name", "role", "employee", "team") if given[name]}
        if given["expires"]:
            fields["expires"] = _instant(visit, given["expires"])
        made = api_keys.make_key(visit.keyed(given["key"], fields), filled_in(NewKey, **fields)).answer
    except Problem as problem:
        return _page(visit, given, problem=problem)
    return _page(visit, dict.fromkeys(_FIELDS, ""), made=made)


@room.post(f"{_PATH}/{{key_id}}/expiry")
def expire(visit: Visit) -> Response:
    """Set until when a key holds."""
    given = typed(visit, "until", "key")
    number = visit.path["key_id"]
    try:
        new = filled_in(NewExpiry, expires=_instant(visit, given["until"]))
        api_keys.expire_key(visit.keyed(given["key"], number, given["until"]), number, new)
    except Problem as problem:
        return _page(visit, dict.fromkeys(_FIELDS, ""), problem=problem)
    return visit.go(
        _PATH, done=visit.says("The key %(id)s holds until %(until)s.", id=number, until=_said(given["until"]))
    )


@room.post(f"{_PATH}/{{key_id}}/revocation")
def revoke(visit: Visit) -> Response:
    """Revoke a key for good."""
    number = visit.path["key_id"]
    api_keys.revoke_key(visit.keyed(typed(visit, "key")["key"], number), number)
    return visit.go(_PATH, done=visit.says("The key %(id)s is revoked.", id=number))


def _instant(visit: Visit, text: str) -> str:
    """What was chosen, at the site's clock, as an instant. Raises Problem for any other text."""
    try:
        return datetime.fromisoformat(text[:16]).replace(tzinfo=ZoneInfo(site_zone(visit))).isoformat()
    except (ValueError, OverflowError):
        raise invalid(visit, marked("The end of the key is not a date and time; choose one to come.")) from None


def _said(text: str) -> str:
    return quote(text[:16].replace("T", " "), safe=" :-")


def _page(
    visit: Visit, given: dict[str, str], *, made: MadeKey | None = None, problem: Problem | None = None
) -> Response:
    found = api_keys.keys(visit.context).keys
    may = visit.may("administer keys") is not None
    told: dict[str, Any] = {
        "holding": [each for each in found if each.revoked_at is None],
        "revoked": [each for each in found if each.revoked_at is not None],
        "roles": api_keys.roles_of_keys(visit.context) if may else (),
        "given": given,
        "made": made,
        "may": may,
        "zone": site_zone(visit),
        "new_key": new_key,
        "whose": _whose,
        "refusal": None if problem is None else refusal_of(problem, visit.language),
    }
    return visit.page("administration/keys.html", status=200 if problem is None else problem.kind.status, **told)


def _whose(key: Key) -> str:
    return " ".join(filter(None, (key.employee, key.team)))
