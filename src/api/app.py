"""The application: the operations of the API around one ledger. `workledger serve` runs it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from anyio import to_thread
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.telemetry import TelemetryConfig
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from api.console.ended_sessions import EndedSessions
from api.console.kept_forms import KeptForms
from api.console.languages import reader_of
from api.console.problem_pages import is_for_page, outside_page, problem_page
from api.console.routes import MENU, console_routes
from api.console.sessions import Sessions
from api.openapi.document import describe
from api.problems import Problem
from api.routes import all_routers
from api.service.concurrency.reading_room import THREADS
from api.service.observability.logs import RequestLog, begin_logging
from api.service.observability.metrics import Metrics
from api.service.requests.answers import problem_response
from api.service.requests.failures import http_problem, ledger_failure, validation_problem
from api.service.service import Service
from api.service.settings import ServiceSettings
from api.service.shutdown import Ending, letting_go
from api.service.transport.middleware import RequestMiddleware
from ledger.appends.append import Clock
from ledger.ledger import Ledger, LedgerError

_NO_TELEMETRY: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False}
"""The framework's own: what is measured and logged here is ours, and has nobody in it."""


def _now() -> datetime:
    return datetime.now(UTC)


def create(settings: ServiceSettings | None = None, *, clock: Clock = _now, ledger: Ledger | None = None) -> FastAPI:
    """The application. Settings are those of the environment, and the ledger theirs, unless they are given.

    The ledger is opened when the application starts, and closed when it ends: what was acknowledged by then is
    recorded, and what was begun is finished.
    """
    told = settings or ServiceSettings()
    if settings is None:
        begin_logging(told.log_level)

    log = RequestLog()

    @asynccontextmanager
    async def running(app: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = THREADS
        ending = Ending(told.grace_seconds)
        with letting_go(ending):
            service = Service(told, ledger or Ledger.open(told.store, clock=clock), clock)
            ending.of(service)
            app.state.service = service
            app.state.sessions = Sessions(service.ledger.upkeep.secret("sessions"), told.session_seconds, service.now)
            app.state.ended_sessions = EndedSessions(service.ledger)
            app.state.kept_forms = KeptForms(service.ledger)
            service.begin()
            try:
                yield
            finally:
                service.close()
                log.write()

    app = FastAPI(
        lifespan=running,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        telemetry=_NO_TELEMETRY,
    )
    app.state.metrics = Metrics()
    app.state.settings = told
    app.state.console_menu = MENU
    routers, pages = all_routers(), console_routes()
    app.state.addresses = [*(route for router in routers for route in router.routes), *pages]
    # The routes themselves, and not `include_router`: that would build each of them anew for every application.
    app.router.routes.extend(app.state.addresses)
    _answer_failures(app)
    app.add_middleware(RequestMiddleware, settings=told, metrics=app.state.metrics, log=log, answer=_outermost)
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]
    return app


def _answer_failures(app: FastAPI) -> None:
    """Every failure is a problem."""

    async def answered(request: Request, error: Exception) -> Response:
        problem = error if isinstance(error, Problem) else _PROBLEMS[_kind_of(error)](request, error)
        if is_for_page(request):
            return await problem_page(request, problem)
        return problem_response(problem, request.scope["request_id"], reader_of(request))

    kinds: list[type[Exception]] = [Problem, *_PROBLEMS]
    for kind in kinds:
        app.add_exception_handler(kind, answered)


def _outermost(scope: Scope, problem: Problem) -> Response:
    """What is answered to a request that did not get through to a route."""
    request = Request(scope)
    if is_for_page(request):
        return outside_page(request, problem)
    return problem_response(problem, scope["request_id"], reader_of(request))


_PROBLEMS: dict[type[Exception], Any] = {
    LedgerError: ledger_failure,
    RequestValidationError: validation_problem,
    HTTPException: http_problem,
}


def _kind_of(error: Exception) -> type[Exception]:
    return next(kind for kind in _PROBLEMS if isinstance(error, kind))


def __getattr__(name: str) -> Any:
    """`app`: the application with the settings of the environment, for servers that want it by that name."""
    if name == "app":
        return create()
    raise AttributeError(name)
