"""Words of the console that are looked up by a value: roles, standings of workflows, units of counting."""

from api.language import Language
from api.translation import marked, said

ROLES = {
    "employee": marked("agent"),
    "team_leader": marked("team leader"),
    "qa": marked("QA"),
    "manager": marked("manager"),
    "hr": marked("HR"),
    "auditor": marked("auditor"),
    "device": marked("device"),
    "admin": marked("administrator"),
}
STANDINGS = {
    "requested": marked("requested"),
    "accepted": marked("accepted by the colleague"),
    "approved": marked("approved"),
    "rejected": marked("rejected"),
    "cancelled": marked("cancelled"),
    "standing": marked("standing"),
    "revised": marked("revised"),
    "withdrawn": marked("withdrawn"),
    "open": marked("open"),
    "upheld": marked("upheld"),
    "dismissed": marked("dismissed"),
    "escalated": marked("escalated"),
    "followed_up": marked("followed up"),
}
TONES = {
    "approved": "good", "accepted": "wait", "rejected": "bad", "requested": "wait", "open": "wait",
    "upheld": "bad", "dismissed": "good", "escalated": "wait", "followed_up": "wait", "revised": "wait",
    "attended": "good", "absent": "bad", "missing_in": "bad", "missing_out": "bad", "leave": "wait",
}  # fmt: skip
"""How a standing or a status is coloured: `good`, `bad` or `wait`; others are plain. Colour never says it alone."""
CHANNELS = {
    "phone": marked("telephone"),
    "email": marked("e-mail"),
    "fax": marked("fax"),
    "sms": marked("text message"),
}


def role_name(role: str, language: Language) -> str:
    """A role of who uses the console."""
    return said(ROLES[role], language)


def standing_name(standing: str, language: Language) -> str:
    """How a workflow stands."""
    return said(STANDINGS[standing], language)


def channel_name(channel: str, language: Language) -> str:
    """The channel of a contact."""
    return said(CHANNELS[channel], language)
