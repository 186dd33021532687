"""A visit: one request for a page by somebody who signed in, and how it is answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.auth.principals import Extent, Principal, extent_of
from api.console.formats import LOCALES, day, moment, money
from api.console.languages import keep_chosen
from api.console.menu import menu_of
from api.console.pages import page_of
from api.console.sessions import NOTICE, Session, Sessions
from api.operations.agenda import Agenda, agenda
from api.operations.context import Context
from api.operations.facts import FactQuery, counted_facts, every_fact
from api.operations.ledger import ledger
from api.operations.people import people
from api.operations.periods import rule_set
from api.operations.reports import ReportSelection, report
from api.operations.workflows import WorkflowQuery, every_workflow
from api.problems import Problem
from api.service.transport.address_numbers import recorded_number
from api.words.language import Language
from api.words.translation import said
from ledger.lazy_attribute import computed_once
from ledger.sentence_catalogue import sentence_in

CSP = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
"""The pictures that are `data:` are those of the style sheet, such as the arrow of a selection."""

_WRONG = 400
"""From which status on an answer says what went wrong, and waits for nothing that might go wrong likewise."""


@dataclass
class Visit:
    """Who visits, in which language, and the context of the operations that a page calls."""

    request: Request
    context: Context
    session: Session
    language: Language
    sent: FormData = field(default_factory=FormData)
    """What was filled in, of a form that was sent."""

    @property
    def principal(self) -> Principal:
        """Who visits."""
        return self.context.principal

    @property
    def sessions(self) -> Sessions:
        """What seals the session."""
        sessions: Sessions = self.request.app.state.sessions
        return sessions

    @property
    def wants_part(self) -> bool:
        """Whether only a part of a page is asked for, to be put into the page that is open."""
        return "hx-request" in self.request.headers and "hx-boosted" not in self.request.headers

    @computed_once
    def path(self) -> Mapping[str, str]:
        """The parts of the address, numbers as they are recorded."""
        return self._settled(self.request.path_params)

    @computed_once
    def query(self) -> Mapping[str, str]:
        """What stands behind the question mark, empty values left out, and numbers as they are recorded."""
        return self._settled({name: value for name, value in self.request.query_params.items() if value})

    def number(self, kind: str, text: str) -> str:
        """The number of an employee or of a workflow of a kind as it is recorded, or in its one form."""
        return recorded_number(self.context.ledger, kind, text)

    def _settled(self, given: Mapping[str, str]) -> Mapping[str, str]:
        return {name: self.number(name, value) for name, value in given.items()}

    def may(self, operation: str) -> Extent | None:
        """How far an operation is permitted; None where not at all."""
        return extent_of(self.principal, operation)

    def reaches_everyone(self, operation: str) -> bool:
        """Whether an operation is permitted, and not narrowed."""
        extent = self.may(operation)
        return extent is not None and extent.everyone

    def role_name(self, role: str) -> str:
        """What a role is called, one of the eight or of the site."""
        return self.context.resources.roles.called(role, self.language)

    def says(self, message: str, **parts: object) -> str:
        """A message in the language of the visit. In a room's source, `said` marks it for the catalogue."""
        return said(message, self.language, **parts)

    def sentence(self, text: str) -> str:
        """A sentence of the ledger in the language of the visit."""
        return sentence_in(text, self.language)

    def shown_day(self, text: str) -> str:
        """A date such as ``2026-10-05`` as pages write it, with its weekday."""
        return day(text, LOCALES[self.language], format_date)

    def shown_moment(self, text: str | None, zone: str) -> str:
        """An instant (RFC 3339) as pages write it, by the clock of a time zone."""
        return moment(text, zone, LOCALES[self.language], format_datetime)

    def shown_money(self, text: str) -> str:
        """Yuan as pages write them."""
        return money(text, LOCALES[self.language], format_decimal)

    @property
    def zone(self) -> str:
        """The site's time zone. Raises Problem where there is no site yet."""
        site = ledger(self.context).site
        if site is None:
            raise Problem("not-found", "the ledger has no site yet; record one, or import a file that begins with one")
        return str(site["time_zone"])

    @computed_once
    def agenda(self) -> Agenda | None:
        """What waits for who visits; None for whom nothing does, and where it cannot be told now."""
        if self.may("see the agenda") is None:
            return None
        try:
            return agenda(self.context)
        except Problem:
            return None

    def people(self) -> Mapping[str, Mapping[str, Any]]:
        """The directory by employee number: `name`, `role`, `team`, `employed`."""
        return {each.employee: each.as_json() for each in people(self.context).people}

    def names_seen(self) -> Mapping[str, Mapping[str, Any]]:
        """The directory, for the names beside numbers; empty for a role that does not see it."""
        return self.people() if self.may("see the directory") is not None else {}

    def teams(self, operation: str) -> list[str]:
        """The teams of which an operation takes in anybody, as far as their names tell."""
        extent = self.may(operation)
        every = sorted({each["team"] for each in self.names_seen().values()})
        return [team for team in every if extent is not None and extent.names_team(team)]

    def report(self, name: str, period: str, **selection: Any) -> dict[str, Any]:
        """The members of a whole report: `period`, `position`, `rules`, `rows`; `selection` as a `ReportSelection`."""
        return dict(report(self.context, name, period, ReportSelection(**selection)))

    def keyed(self, key: str, *sent: Any) -> Context:
        """The context of what a form does, which is done once under the form's key; `sent` is all that it sends."""
        if not key:
            return self.context
        return self.context.keyed(key, self.request.url.path, *sent)

    def rules(self, version: str) -> Mapping[str, Any]:
        """The parameters of a rule set, by name."""
        return rule_set(self.context, version).parameters

    def facts(self, *kinds: str, **query: Any) -> list[Mapping[str, Any]]:
        """All facts of some kinds within reach; `query` narrows them as a `FactQuery`."""
        return every_fact(self.context, FactQuery(kinds, **query))

    def counted(self, *kinds: str, **query: Any) -> list[Mapping[str, Any]]:
        """The same but those that a void takes back (S11.5)."""
        return counted_facts(self.context, FactQuery(kinds, **query))

    def workflows(self, kind: str, **query: Any) -> list[Mapping[str, Any]]:
        """All workflows of a kind within reach; `query` narrows them as a `WorkflowQuery`."""
        return every_workflow(self.context, kind, WorkflowQuery(**query))

    def page(self, template: str, *, status: int = 200, **told: Any) -> Response:
        """A page (or the part of it that is asked for) from a template, which is given `told` and `visit`."""
        notice = self.sessions.notice(self.request)
        base = {
            "visit": self,
            "layout": "part.html" if self.wants_part else "page.html",
            "menu": [] if self.wants_part else menu_of(self.request.app.state.console_menu, self.principal),
            "menu_counts": {} if self.wants_part or status >= _WRONG or self.agenda is None else self.agenda.counts,
            "here": self.request.url.path,
            "csrf": self.session.csrf,
            "notice": notice,
        }
        response = html(page_of(template, self.language, base | told), status)
        if notice is not None:
            response.delete_cookie(NOTICE)
        keep_chosen(self.request, response)
        return response

    def go(self, path: str, done: str | None = None, wrong: str | None = None) -> Response:
        """Go on to another page, which begins with what was done, or what went wrong."""
        response: Response
        if "hx-request" in self.request.headers:
            response = Response(status_code=204, headers={"HX-Redirect": quote(path, safe="/?&=%#:")})
        else:
            response = RedirectResponse(path, status_code=303)
        if done or wrong:
            kind, message = ("done", done) if done else ("wrong", wrong)
            self.sessions.leave_notice(self.request, response, kind, message or "")
        return response


def html(text: str, status: int = 200) -> HTMLResponse:
    """A page as it is sent."""
    return HTMLResponse(text, status, headers={"Content-Security-Policy": CSP})
