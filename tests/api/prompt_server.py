"""The server of the tests: uvicorn in a thread, which starts and ends when it is told and not at its next look."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from tests.api.asking import PATIENCE

_PAUSE = 0.002
"""Seconds between two looks at whether the connections are closed."""


class PromptServer(uvicorn.Server):
    """uvicorn, which looks ten times a second at whether it shall end; a thousand tests would wait for those looks."""

    def __init__(self, config: uvicorn.Config) -> None:
        """Of an application."""
        super().__init__(config)
        self._answers = threading.Event()
        self._end: asyncio.Event
        self._loop: asyncio.AbstractEventLoop

    @contextmanager
    def running(self) -> Iterator[str]:
        """Run in a thread; the URL at which it answers. Ended afterwards."""
        thread = threading.Thread(target=self._run_to_the_end, daemon=True)
        thread.start()
        assert self._answers.wait(PATIENCE)
        assert self.started, "the server did not start; see its log"
        try:
            yield f"http://127.0.0.1:{self.servers[0].sockets[0].getsockname()[1]}"
        finally:
            self.should_exit = True
            if thread.is_alive():
                self._loop.call_soon_threadsafe(self._end.set)
            thread.join(PATIENCE)
            assert not thread.is_alive()

    def _run_to_the_end(self) -> None:
        try:
            self.run()
        finally:
            self._answers.set()

    async def startup(self, sockets: Any = None) -> None:
        """Start as uvicorn does, and say so."""
        self._end, self._loop = asyncio.Event(), asyncio.get_running_loop()
        await super().startup(sockets)
        self._answers.set()

    async def main_loop(self) -> None:
        """Serve until the end is asked for."""
        await self.on_tick(0)
        await self._end.wait()

    async def shutdown(self, sockets: Any = None) -> None:
        """End as uvicorn does: no new connections, the old ones answer what they have, then the application ends."""
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        try:
            await asyncio.wait_for(self._wait_tasks_to_complete(), self.config.timeout_graceful_shutdown)
        except TimeoutError:
            for task in self.server_state.tasks:
                task.cancel("the time to end is over")
        await self.lifespan.shutdown()

    async def _wait_tasks_to_complete(self) -> None:
        while self.server_state.connections or self.server_state.tasks:
            await asyncio.sleep(_PAUSE)
        for server in self.servers:
            await server.wait_closed()
