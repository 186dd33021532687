"""Attributes that are computed once: no thread waits for another, whatever they ask for in whatever order."""

from collections.abc import Callable
from threading import Event, Thread

from ledger.lazy_attribute import computed_once

PATIENCE = 60


class Pair:
    """Two attributes that ask for each other; what comes first waits until it is told to go on."""

    def __init__(self, wait: Callable[[], None]) -> None:
        self.wait = wait
        self.computed = 0

    @computed_once
    def left(self) -> str:
        """The one."""
        self.computed += 1
        if "right" not in vars(self) and not self.computed > 1:
            self.wait()
            return f"left of {self.right}"
        return "left"

    @computed_once
    def right(self) -> str:
        """The other."""
        self.computed += 1
        if not self.computed > 1:
            self.wait()
            return f"right of {self.left}"
        return "right"


def test_two_threads_that_ask_in_opposite_order_both_get_an_answer() -> None:
    begun = Event(), Event()
    answers: dict[str, str] = {}

    def meeting(mine: Event, others: Event) -> Callable[[], None]:
        def wait() -> None:
            mine.set()
            assert others.wait(PATIENCE)

        return wait

    one, other = Pair(meeting(begun[0], begun[1])), Pair(meeting(begun[1], begun[0]))
    threads = [
        Thread(target=lambda: answers.update(one=one.left), daemon=True),
        Thread(target=lambda: answers.update(other=other.right), daemon=True),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert answers == {"one": "left of right", "other": "right of left"}


def test_it_is_computed_once_an_object_and_told_by_its_class() -> None:
    pair = Pair(lambda: None)
    assert (pair.left, pair.left, pair.right) == ("left of right", "left of right", "right")
    assert pair.computed == 2
    assert Pair.left.__doc__ == "The one."
