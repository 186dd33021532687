"""Old events are read for ever: topics are explicit, and a model that grows says how to read the older form."""

from typing import Any, ClassVar

from pydantic import Field

from ledger.facts import KINDS, Fact
from ledger.facts.types import Date, EmployeeNumber, Identifier
from ledger.ledger import Ledger
from tests.ledger.material import given, when
from tests.ledger.stores import Stores


def test_an_old_event_replays_after_its_class_is_renamed_and_has_grown(stores: Stores, ledger: Ledger) -> None:
    given(ledger, {"kind": "notice", "employee": "A", "from": "2026-10-05"})
    grown: type[Fact] | None = None
    before = KINDS["notice"]
    try:

        class Resignation(Fact):
            """The next version of a notice."""

            kind: ClassVar[str] = "notice"
            natural_key: ClassVar[tuple[str, ...]] = ("employee",)
            supersedes: ClassVar[bool] = True
            version: ClassVar[int] = 3
            chapter: ClassVar[str] = "S1"
            label_zh: ClassVar[str] = "离职通知"
            label_en: ClassVar[str] = "notice"

            employee: EmployeeNumber
            since: Date | None = Field(alias="from")
            given_to: Identifier

            @staticmethod
            def upcast_v1_v2(state: dict[str, Any]) -> None:
                """Version 2 said to whom."""
                state["to"] = "M"

            @staticmethod
            def upcast_v2_v3(state: dict[str, Any]) -> None:
                """Version 3 named it otherwise."""
                state["given_to"] = state.pop("to")

        grown = Resignation
        with stores.open() as reopened:
            (old,) = reopened.facts.page(3)
            assert isinstance(old.fact, Resignation)
            assert (str(old.fact.since), old.fact.given_to) == ("2026-10-05", "M")
            again = {"kind": "notice", "employee": "A", "from": "2026-10-05", "given_to": "M"}
            assert when(reopened, **again).status == "duplicate"
            assert when(reopened, **{**again, "given_to": "N"}).status == "accepted"
            recorder = stores.recorder()
            assert [event.topic for event in recorder.select_notifications(4, 9)] == ["notice.v1", "notice.v3"]
            recorder.close()
    finally:
        KINDS["notice"] = before
    assert grown is not None
