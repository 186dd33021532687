"""Every GET of the API and every page of the console, asked for whatever there is: one's own and everybody else's."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import product

import httpx

from api.console.routes import console_routes
from api.console.team.decisions import SORTS
from api.operations.grids import GRIDS
from api.operations.workflows import WORKFLOWS
from ledger.facts import KINDS
from projections.reports import REPORTS
from tests.api.canary.marks import CLOSED, OPEN
from tests.api.routes.operations import Operation, operations
from tests.api.routes.served import Served

PEOPLE = ("A1", "A2", "B1", "C1")
_MEDIA = ("application/json", "text/csv", "application/x-ndjson", "application/vnd.apache.arrow.stream",
          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")  # fmt: skip
_LINK = re.compile(r'(?:href|hx-get|src|action)="(/[^"]*)"')
_STREAM, _OUT = "/v1/facts/stream", ("/sign-out", "/static/", "/sign-in")
_PAGES_OF_A_KIND = 4
_MOMENTS = tuple(f"2024-10-{day:02d}T{hour}:00:00Z" for day in (8, 9, 10, 14) for hour in ("02", "13"))

Ask = tuple[str, dict[str, str]]
"""An address, and the headers that it is asked for with."""


class Addresses:
    """What may stand in an address, by the names of parameters."""

    def __init__(self, served: Served) -> None:
        """Of what is on the ledger of a service."""
        self._served = served
        facts = served.ledger.facts.page(0, 10_000)
        numbers = {
            kind: tuple(str(each.fact.key[0]) for each in facts if each.fact.kind == kind)
            for kind in (each.kind for each in WORKFLOWS)
        }
        # The address of a workflow names it by the kind's own number.
        numbers |= {KINDS[kind].natural_key[0]: found for kind, found in numbers.items() if found}
        # The first of each kind and person: ids can be guessed, so each is asked for by everyone.
        firsts = {(each.fact.kind, each.employee): each.id for each in reversed(facts)}
        about = tuple(number for (kind, _employee), number in firsts.items() if kind not in ("site", "shift"))
        sizes = tuple(str(each.size) for each in served.ledger.proofs.checkpoints())
        self.values: dict[str, tuple[str, ...]] = {
            **numbers, "period": (CLOSED, OPEN), "employee": PEOPLE, "report": tuple(REPORTS), "fact": about,
            "id": about, "without": about[-3:], "size": sizes, "from": sizes[:1], "to": sizes[-1:],
            "day": ("2024-10-08",),
            "number": tuple({number: None for each in numbers.values() for number in each}),
            "kind": tuple(each.kind for each in WORKFLOWS),
            "import_id": tuple(each.key for each in served.ledger.imports.latest(10)),
            "job": ("1",), "webhook": ("1",), "version": ("manual",), "country": ("CN",), "year": ("2024",),
            "name": ("employees", "payslips", "hours-balances"), "SN": ("g",), "team": ("A", "B"),
            # Of a message to somebody else, and of nothing.
            "reference": (served.service.notifier.addresses.reference("open", "0", "duty"), "g"),
        }  # fmt: skip
        records = [(kind, number) for (kind, _employee), number in firsts.items() if kind not in self.values["kind"]]
        workflows = [(kind, number) for kind in self.values["kind"] for number in self.values[kind]]
        self._of_records = {
            "/records/{kind}/{number}": [*workflows, *records],
            "/audit/workflows/{kind}/{number}": workflows,
            "/team/decisions/{sort}/{number}": [(sort, number) for sort, kind in SORTS.items()
                                                for number in self.values[kind]],
        }  # fmt: skip
        """The pages of one record: what may stand in their two places together."""

    def of_api(self) -> Iterator[Ask]:
        """Every GET of the API: with all there may be in its path, and each parameter that says whose by itself."""
        for operation in operations(self._served.app):
            if operation.method != "GET" or operation.path == _STREAM:
                continue
            taken = {each["name"]: each.get("required") for each in operation.told.get("parameters", ())}
            needed = "&".join(f"{name}={self.values[name][-1]}" for name, must in taken.items() if must
                              and f"{{{name}}}" not in operation.path and name != "dispute")  # fmt: skip
            for path in self.filled(operation.path):
                for query in self._queries(path, needed, taken):
                    forms = self._forms(operation) if not query and CLOSED in path else _MEDIA[:1]
                    yield from ((f"{path}{query}", {"accept": media}) for media in forms)

    def of_pages(self) -> Iterator[str]:
        """Every page of the console, with all there may be in its path."""
        for route in console_routes():
            if "GET" not in (route.methods or ()) or route.path.startswith(_OUT):
                continue
            if route.path in self._of_records:
                front = route.path.partition("/{")[0]
                yield from (f"{front}/{kind}/{number}" for kind, number in self._of_records[route.path])
            else:
                yield from self.filled(route.path, kind=tuple({**KINDS, **GRIDS}))

    def filled(self, path: str, **instead: tuple[str, ...]) -> Iterator[str]:
        """A path with all that may stand in it."""
        names, values = re.findall(r"{(\w+)}", path), self.values | instead
        for chosen in product(*(values[name] for name in names)):
            made = path
            for name, value in zip(names, chosen, strict=True):
                made = made.replace(f"{{{name}}}", value)
            # What is not closed has the same documents, explanations and evidence, or none.
            once = any(each in made for each in ("explanation", "evidence", "/why/", "/documents/", "replay"))
            if not (OPEN in made and once):
                yield made

    def _queries(self, path: str, needed: str, taken: dict[str, bool | None]) -> Iterator[str]:
        if "/effects/" in path:
            (kind,) = (name for name, must in taken.items() if must)
            yield from (f"?{kind}={number}" for number in self.values[kind])
            return
        if "dispute" in taken and "{dispute}" not in path and taken["dispute"]:
            yield from (f"?dispute={number}" for number in self.values["dispute"])
            return
        yield f"?{needed}" if needed else ""
        if "replay" in path or OPEN in path:
            return
        if "employee" in taken:
            yield from (f"?employee={each}" for each in PEOPLE[1:])
        if "team" in taken:
            yield "?team=B"
        if "at" in taken:
            yield from (f"?at={moment}" for moment in _MOMENTS)

    @staticmethod
    def _forms(operation: Operation) -> tuple[str, ...]:
        permission = operation.permission or ""
        return _MEDIA if permission.startswith("report ") and "{report}" not in permission else _MEDIA[:1]


def linked_from(client: httpx.Client, begin: str = "/") -> Iterator[tuple[str, httpx.Response]]:
    """Every page that links lead to from the first one, a few of a kind, and what it answers."""
    kinds: dict[str, int] = {}
    waiting, known = [begin], {begin}
    while waiting:
        path = waiting.pop(0)
        kind = _kind_of(path)
        kinds[kind] = kinds.get(kind, 0) + 1
        if kinds[kind] > _PAGES_OF_A_KIND:
            continue
        answer = client.get(path, follow_redirects=True)
        yield path, answer
        if "html" in answer.headers.get("content-type", ""):
            links = {unescape(each).partition("#")[0] for each in _LINK.findall(answer.text)}
            fresh = sorted(each for each in links - known if not each.startswith(_OUT))
            known.update(fresh)
            waiting += fresh


def _kind_of(path: str) -> str:
    return re.sub(r"\d+|Kx\w+xK|[A-C]\d|[0-9a-f]{32}", "*", path)
