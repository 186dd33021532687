"""The numbers that an address names: as the ledger has them by their very bytes, or else in their one form."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from ledger.facts.base import KINDS
from ledger.facts.identifiers import is_settled
from ledger.facts.people import Employee
from ledger.ledger import Ledger

_TEAM = "team"
_KINDS: Mapping[str, str] = {
    Employee.kind: Employee.kind,
    **{model.key_fields[0]: kind for kind, model in KINDS.items() if model.opens and not model.supersedes},
}
"""What a parameter of an address names, by the name of the parameter."""


async def settle_numbers(request: Request, ledger: Ledger) -> None:
    """Put the numbers of a request's address and query as they are recorded; nothing is asked where they are plain."""
    parts: dict[str, str] = request.path_params
    unsettled = [name for name, text in parts.items() if name in _KINDS and not is_settled(text)]
    if unsettled:
        found = await run_in_threadpool(
            lambda: {name: recorded_number(ledger, name, parts[name]) for name in unsettled}
        )
        request.scope["path_params"] = parts | found
    query = request.scope["query_string"]
    if b"%" in query or b"+" in query:
        given = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
        if any(name in (*_KINDS, _TEAM) and not is_settled(text) for name, text in given):
            settled = await run_in_threadpool(
                lambda: [(name, recorded_number(ledger, name, text)) for name, text in given]
            )
            request.scope["query_string"] = urlencode(settled).encode()


def recorded_number(ledger: Ledger, name: str, text: str) -> str:
    """The number of a parameter of an address as it is recorded, or in its one form; other parameters as they are."""
    if is_settled(text) or name not in (*_KINDS, _TEAM):
        return text
    return ledger.identifiers.team_of_name(text) if name == _TEAM else ledger.identifiers.number_of(_KINDS[name], text)
