"""Garbage is looked for less often while a file is imported.

A fact is in no cycle, so nothing is found; but by Python's own threshold all objects of the process are looked through
about sixty times for 350,000 lines, which is a fifth of an import's processor time.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

RARELY = 200_000
"""So many more objects than before are made between two collections; Python's own number is 700 or 2,000."""
_lock = Lock()
_usual: list[int] = []
"""The thresholds of before, one for each import that runs now."""


@contextmanager
def rare_collections() -> Iterator[None]:
    """Collect rarely within this block; as before when the last of several such blocks has ended."""
    with _lock:
        first, *others = gc.get_threshold()
        _usual.append(_usual[0] if _usual else first)
        gc.set_threshold(max(RARELY, first) if first else 0, *others)
    try:
        yield
    finally:
        with _lock:
            usual = _usual.pop()
            if not _usual:
                gc.set_threshold(usual, *others)
