"""The server: uvicorn, with connections that are held to limits."""

from collections.abc import Container
from typing import Any, cast

import uvicorn
from uvicorn.middleware.proxy_headers import _TrustedHosts

from api.service.settings import ServiceSettings
from api.service.transport.connections import ConnectionLimits, Connections
from api.service.transport.protocol import HttpProtocol

_KEEP_ALIVE_SECONDS = 30
_FILES_BESIDE = 1_024
"""Files that a worker may have open beside its connections: the store, what is uploaded, what is read."""


class ServerConfig(uvicorn.Config):
    """How a worker is served; it goes to each as it stands."""

    def __init__(self, settings: ServiceSettings, *, workers: int, behind_proxy: str, grace_seconds: int) -> None:
        """By the settings, and what was said on the command line: `behind_proxy` is addresses with commas between."""
        told: dict[str, Any] = {"proxy_headers": False}
        if behind_proxy:
            told = {"proxy_headers": True, "forwarded_allow_ips": behind_proxy}
        super().__init__(
            "api.app:create",
            factory=True,
            http=HttpProtocol,
            ws="none",
            workers=workers,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=grace_seconds,
            timeout_keep_alive=_KEEP_ALIVE_SECONDS,
            **told,
        )
        proxies = cast(Container[str], _TrustedHosts(behind_proxy)) if behind_proxy else ()
        self.held = Connections(ConnectionLimits.of(settings), proxies)

    def load(self) -> None:
        """Make the application ready, in the process that serves it."""
        open_enough_files(self.held.limits.connections + _FILES_BESIDE)
        super().load()


def open_enough_files(number: int) -> None:
    """Let this process open so many files, or as many as it may: each connection is one."""
    try:
        import resource  # noqa: PLC0415 - not everywhere
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = number if hard == resource.RLIM_INFINITY else min(number, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
