"""The component of presence: who is in at a moment."""

from api.openapi.schemas import INSTANT, MAYBE_TEXT, NUMBER, TEXT, Schema, listed, thing
from projections.presence import STATES

PRESENCE_COMPONENTS: dict[str, Schema] = {
    "Presence": thing(
        "Who is in at a moment.",
        at=INSTANT,
        position=NUMBER,
        people=listed(
            thing(
                "How somebody stands. A stray punch, and a leave on a date without a shift, have no shift.",
                employee=TEXT,
                date={"type": "string", "format": "date"},
                state={"type": "string", "enum": list(STATES)},
                shift=MAYBE_TEXT,
                status=MAYBE_TEXT,
                starts=MAYBE_TEXT,
                ends=MAYBE_TEXT,
                **{"in": MAYBE_TEXT},
                out=MAYBE_TEXT,
                late=NUMBER,
                early=NUMBER,
            )
        ),
    ),
}
