"""Stored events as the tests of recorders make them."""

from typing import Any

from ledger.store.events import ledger_event


def event(stream: str, version: int, recorded_at: int, *, state: bytes = b"{}") -> Any:
    """An event of a stream."""
    return ledger_event(
        originator_id=stream,
        originator_version=version,
        topic="clock.v1",
        state=state,
        kind="clock",
        employee="A",
        business_date="2026-10-12",
        recorded_at=recorded_at,
        ref="",
        salt=bytes(16),
    )
