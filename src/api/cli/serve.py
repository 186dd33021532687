"""`workledger serve`: the service."""

import os
import signal
import sys
import tempfile
from typing import Annotated

import typer

from api.cli.settings import settings
from ledger.refusal import LedgerError

commands = typer.Typer()

_LOOPBACK = "127.0.0.1"
_POSTGRES = ("postgresql://", "postgres://")
_GRACE_SECONDS = 30


@commands.command()
def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="The address to listen on; this machine alone by default.")] = _LOOPBACK,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 8000,
    workers: Annotated[
        int, typer.Option(min=1, max=64, help="Worker processes; several on PostgreSQL, one on SQLite.")
    ] = 1,
    log_level: Annotated[str, typer.Option(help="What is logged: DEBUG, INFO, WARNING or ERROR.")] = "INFO",
    behind_proxy: Annotated[
        str, typer.Option(metavar="ADDRESSES", help="Proxies whose word on who asks is taken, with commas between.")
    ] = "",
) -> None:
    """Serve the API (and what is built on it) until it is stopped; it finishes what it has begun.

    Settings are in the environment, see docs/api.md. Keys are made with `workledger keys create`.
    """
    told = settings(context)
    if workers > 1 and not told.store.startswith(_POSTGRES):
        raise LedgerError("SQLite is served by one worker; leave --workers out, or serve a ledger on PostgreSQL")
    if log_level not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise LedgerError(f"there is no log level {log_level!r}; give DEBUG, INFO, WARNING or ERROR")
    _refuse_wrong_settings()
    from ledger.ledger import Ledger  # noqa: PLC0415 - a command loads what it needs

    with Ledger.open(told.store) as ledger:
        # Before any worker starts, so that what is wrong with the store is told in a sentence.
        ledger.secret("cursors")
    os.environ |= {
        "WORKLEDGER_STORE": told.store,
        "WORKLEDGER_JOBS": str(told.jobs),
        "WORKLEDGER_LOG_LEVEL": log_level,
    }
    if told.journal is not None:
        os.environ["WORKLEDGER_JOURNAL"] = told.journal
    if workers == 1:
        _run(host, port, 1, behind_proxy)
        return
    with tempfile.TemporaryDirectory(prefix="workledger-metrics-") as folder:
        # Where the workers of one service add up what they count; read when the library is loaded.
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        _run(host, port, workers, behind_proxy)


def _refuse_wrong_settings() -> None:
    from pydantic import ValidationError  # noqa: PLC0415 - a command loads what it needs
    from pydantic_settings import SettingsError  # noqa: PLC0415

    from api.serving.settings import ServiceSettings  # noqa: PLC0415

    try:
        ServiceSettings()
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        name = "_".join(["WORKLEDGER", *(str(part).upper() for part in first["loc"])])
        message = str(first["msg"]).removeprefix("Value error, ")
        raise LedgerError(f"{name}: {message[:1].lower()}{message[1:]}; see docs/api.md for what it takes") from None
    except SettingsError as error:
        raise LedgerError(f"a setting in the environment cannot be read: {error}; see docs/api.md") from None


def _run(host: str, port: int, workers: int, behind_proxy: str) -> None:
    import uvicorn  # noqa: PLC0415 - a command loads what it needs

    from api.serving.logs import begin_logging  # noqa: PLC0415

    begin_logging(os.environ["WORKLEDGER_LOG_LEVEL"])
    # The server hands the signal on when it has finished: to be stopped is no failure.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
    typer.echo(f"serving at http://{host}:{port}; its description is at /openapi.json", err=True)
    uvicorn.run(
        "api.app:create",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=bool(behind_proxy),
        forwarded_allow_ips=behind_proxy or None,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        timeout_keep_alive=30,
    )
