"""While a file is imported garbage is looked for rarely; before and after as the program has it."""

import gc
from collections.abc import Iterator
from threading import Barrier, Thread

import pytest

from ledger.imports.garbage_collection import RARELY, rare_collections

USUAL = (700, 10, 10)


@pytest.fixture(autouse=True)
def _usual_thresholds() -> Iterator[None]:
    """Those of Python; tests have others."""
    before = gc.get_threshold()
    gc.set_threshold(*USUAL)
    yield
    gc.set_threshold(*before)


@pytest.mark.slow
def test_thresholds_are_as_before_after_an_import_that_failed() -> None:
    with pytest.raises(ZeroDivisionError), rare_collections():
        1 // (gc.get_threshold()[0] - RARELY)
    assert gc.get_threshold() == USUAL


@pytest.mark.slow
def test_imports_that_overlap_leave_no_raised_threshold_behind() -> None:
    both_began, first_ended = Barrier(2), Barrier(2)
    seen: list[int] = []

    def ends_last() -> None:
        with rare_collections():
            both_began.wait(60)
            first_ended.wait(60)
            seen.append(gc.get_threshold()[0])

    other = Thread(target=ends_last)
    with rare_collections():
        other.start()
        both_began.wait(60)
    first_ended.wait(60)
    other.join(60)
    assert seen == [RARELY]
    assert gc.get_threshold() == USUAL
