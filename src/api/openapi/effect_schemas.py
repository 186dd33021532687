"""The components of what decisions would do."""

from api.openapi.schemas import MAYBE_TEXT, NUMBER, TEXT, YES, Schema, listed, thing

_OF_PERIOD = {"period": TEXT, "before": NUMBER, "after": NUMBER}
_PROBLEM = MAYBE_TEXT | {"description": "Why no report can be made with it; then figures are missing."}
_SCORES = thing("Scores as texts.", **dict.fromkeys(("call", "work", "behaviour", "total"), MAYBE_TEXT))


def _effects(description: str, **properties: Schema) -> Schema:
    return thing(description, position=NUMBER, effects=listed(thing("What a decision would do.", **properties)))


EFFECT_COMPONENTS: dict[str, Schema] = {
    "LeaveEffects": _effects(
        "What the approval of leaves would do, in minutes; absence in thousandths of a shift.",
        leave=TEXT,
        hours={"type": ["string", "null"], "enum": ["bank", "credit", "excuse", None]},
        taken=listed(thing("What is taken of a date.", date=TEXT, shift=MAYBE_TEXT, minutes=NUMBER, counted=NUMBER)),
        minutes=NUMBER,
        bank=listed(thing("Time off in lieu that is left.", **_OF_PERIOD, uncovered=NUMBER)),
        absence=listed(thing("Absence of the kinds that count.", **_OF_PERIOD, limit=NUMBER)),
        problem=_PROBLEM,
    ),
    "SwapEffects": _effects(
        "What the approval of swaps would do.",
        swap=TEXT,
        changes=listed(thing("A shift.", employee=TEXT, date=TEXT, before=MAYBE_TEXT, after=MAYBE_TEXT)),
        minutes=listed(thing("The difference of counted minutes.", employee=TEXT, period=TEXT, difference=NUMBER)),
        unseen=listed(TEXT),
        two_shifts=listed(thing("Who would have two shifts.", employee=TEXT, date=TEXT)),
        gives_nothing=YES,
        rests=listed(thing("A rest that is too short.", employee=TEXT, minutes=NUMBER, needed=NUMBER)),
        problem=_PROBLEM,
    ),
    "ComplaintEffects": _effects(
        "What the verdict on complaints would do to scores.",
        complaint=TEXT,
        employee=TEXT,
        period=TEXT,
        rules=TEXT,
        deduction=TEXT,
        before=_SCORES,
        after=_SCORES,
        others=NUMBER,
        is_closed=YES,
    ),
}
