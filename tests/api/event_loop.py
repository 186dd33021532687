"""Coroutines in tests, in a thread of their own: a browser that tests of pages opened keeps a loop in this one."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from tests.api.asking import PATIENCE

Given = TypeVar("Given")


def finished(work: Coroutine[Any, Any, Given]) -> Given:
    """What the coroutine returns."""

    async def bounded() -> Given:
        async with asyncio.timeout(PATIENCE):
            return await work

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, bounded()).result()  # noqa: TID251
