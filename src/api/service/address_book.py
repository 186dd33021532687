"""Finding the route of an address among a hundred: by its number of parts, its second and its last one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send

_CHOSEN = "workledger.route"
_ANY = "{}"


class AddressBook(BaseRoute):
    """All routes as one, so that an address is compared with the few that it may be of."""

    def __init__(self, routes: Iterable[BaseRoute]) -> None:
        """Of routes, in the order in which they are tried where several could be meant."""
        self.routes = [route for route in routes if isinstance(route, Route)]
        self._index: dict[tuple[int, str, str], list[Route]] = defaultdict(list)
        for route in self.routes:
            self._index[_key([_ANY if "{" in part else part for part in route.path.split("/")])].append(route)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """The first route that takes the address and the method; else one that takes the address by another method."""
        partial: tuple[Match, Scope] = (Match.NONE, {})
        for route in self._candidates(scope["path"]):
            match, child = route.matches(scope)
            if match is Match.FULL:
                return match, {**child, _CHOSEN: route}
            if match is Match.PARTIAL and partial[0] is Match.NONE:
                partial = match, {**child, _CHOSEN: route}
        return partial

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request to its route."""
        route: Route = scope[_CHOSEN]
        scope["route"] = route
        await route.handle(scope, receive, send)

    def methods_of(self, scope: Scope) -> list[str]:
        """The methods that an address takes."""
        candidates = self._candidates(scope["path"])
        taking = (route for route in candidates if route.matches(scope)[0] is not Match.NONE)
        return sorted({method for route in taking for method in route.methods or ()})

    def _candidates(self, path: str) -> Iterator[Route]:
        parts = path.split("/")
        number, second, last = _key(parts)
        for key in ((number, second, last), (number, second, _ANY), (number, _ANY, last), (number, _ANY, _ANY)):
            yield from self._index.get(key, ())


def _key(parts: list[str]) -> tuple[int, str, str]:
    """Of ``/v1/periods/2026-10/payroll``: 5, ``periods``, ``payroll``."""
    return len(parts), parts[2] if len(parts) > 2 else "", parts[-1]
