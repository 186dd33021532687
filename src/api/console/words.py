"""Words of the console that are looked up by a value: roles, states of workflows, units of counting."""

from api.words.language import Language
from ledger.facts.codec import choices_of
from ledger.facts.quality import Monitoring
from ledger.labels import label

TONES = {
    "approved": "good", "accepted": "wait", "rejected": "bad", "requested": "wait", "open": "wait",
    "upheld": "good", "dismissed": "bad", "escalated": "wait", "followed_up": "wait", "revised": "wait",
    "attended": "good", "absent": "bad", "missing_in": "bad", "missing_out": "bad", "leave": "wait",
}  # fmt: skip
"""How a state or a status is coloured: `good`, `bad` or `wait`; others are plain. Colour never says it alone."""
_OF_COMPLAINTS = {"upheld": "bad", "dismissed": "good"}
"""A complaint that is upheld is bad news for the agent; a dispute that is upheld is good news."""
CHANNELS = choices_of(Monitoring.model_fields["channel"].annotation)
"""Of a contact."""


def tone_of(state: str | None, kind: str = "") -> str:
    """How a state of a workflow of a kind is coloured, from the side of the agent whom it is about."""
    own = _OF_COMPLAINTS if kind.startswith("complaint") else {}
    return own.get(state or "", TONES.get(state or "", ""))


def chapter_name(chapter: str, language: Language) -> str:
    """A chapter of the manual."""
    return label("chapter", chapter, language)


def role_name(role: str, language: Language) -> str:
    """A role of who uses the console."""
    return label("role", role, language)


def standing_name(standing: str, language: Language) -> str:
    """The state of a workflow."""
    return label("standing", standing, language)


def channel_name(channel: str, language: Language) -> str:
    """The channel of a contact."""
    return label("channel", channel, language)


def begun(label: str) -> str:
    """A label as it begins a heading or a line."""
    return label[:1].upper() + label[1:]
