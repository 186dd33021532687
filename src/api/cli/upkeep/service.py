"""`workledger serve`: the service."""

import os
import signal
import socket
import sys
import tempfile
from typing import Annotated

import typer

from api.cli.reader_language import tell
from api.cli.settings import settings
from ledger.refusal import LedgerError

commands = typer.Typer()

_LOOPBACK = "127.0.0.1"
_POSTGRES = ("postgresql://", "postgres://")
_BACKLOG = 2_048


@commands.command()
def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="The address to listen on; this machine alone by default.")] = _LOOPBACK,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 8000,
    workers: Annotated[
        int, typer.Option(min=1, max=64, help="Worker processes; several on PostgreSQL, one on SQLite.")
    ] = 1,
    log_level: Annotated[
        str, typer.Option(envvar="WORKLEDGER_LOG_LEVEL", help="What is logged: DEBUG, INFO, WARNING or ERROR.")
    ] = "INFO",
    behind_proxy: Annotated[
        str,
        typer.Option(
            metavar="ADDRESSES", help="Proxies trusted to name the client's address; separate them by commas."
        ),
    ] = "",
) -> None:
    """Serve the API (and what is built on it) until it is stopped; it ends within its grace.

    Settings are in the environment, see docs/api.md. Keys are made with `workledger keys create`.
    """
    told = settings(context)
    if workers > 1 and not told.store.startswith(_POSTGRES):
        raise LedgerError("SQLite is served by one worker; leave --workers out, or serve a ledger on PostgreSQL")
    if log_level not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise LedgerError(f"there is no log level {log_level!r}; give DEBUG, INFO, WARNING or ERROR")
    from api.service.environment import refuse_wrong_settings
    from ledger.ledger import Ledger

    refuse_wrong_settings(os.environ)
    with _listening(host, port) as listening:
        with Ledger.open(told.store) as ledger:
            # Before any worker starts, so that what is wrong with the store is told in a sentence.
            ledger.upkeep.secret("cursors")
            site, refused = ledger.site, ledger.upkeep.refused_clock()
        os.environ |= {
            "WORKLEDGER_STORE": told.store,
            "WORKLEDGER_JOBS": str(told.jobs),
            "WORKLEDGER_LOG_LEVEL": log_level,
        }
        if told.journal is not None:
            os.environ["WORKLEDGER_JOURNAL"] = told.journal
        shown = f"[{host}]" if ":" in host else host
        tell(f"serving at http://{shown}:{listening.getsockname()[1]}; its description is at /openapi.json", err=True)
        if refused is not None:
            tell(refused, err=True)
        if site is None:
            tell("the ledger is empty; its first fact is a site, from init or an import", err=True)
        _run(listening, workers, behind_proxy)


def _listening(host: str, port: int) -> socket.socket:
    """The socket that is listened on, taken before anything else, so that one that is in use is told in a sentence."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except (OSError, UnicodeError) as error:
        listening.close()
        why = getattr(error, "strerror", None) or "it is not an address"
        raise LedgerError(
            f"{host} port {port} cannot be listened on ({why.lower()}); give another --port, or an address that is here"
        ) from None
    listening.listen(_BACKLOG)
    listening.set_inheritable(True)
    return listening


def _run(listening: socket.socket, workers: int, behind_proxy: str) -> None:
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    from api.service.observability.logs import begin_logging
    from api.service.server import ServerConfig
    from api.service.settings import ServiceSettings

    told = ServiceSettings()
    begin_logging(told.log_level)
    # The server hands the signal on when it has finished: to be stopped is not a failure.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
    # The rest of the grace is for what has to be let go of after the last answer.
    config = ServerConfig(told, workers=workers, behind_proxy=behind_proxy, grace_seconds=told.grace_seconds * 2 // 3)
    if workers == 1:
        uvicorn.Server(config).run([listening])
        return
    with tempfile.TemporaryDirectory(prefix="workledger-metrics-") as folder:
        # Where the workers of one service add up what they count; read when the library is loaded.
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        Multiprocess(config, sockets=[listening]).run()
