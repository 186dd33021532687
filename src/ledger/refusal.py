"""What is answered to a line that is not recorded."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a line is refused: a code for programs and one sentence for people.

    `code` is short snake_case; `conflict` is counted apart from all others. The sentence says what is wrong and what
    to do.
    """

    code: str
    message: str


class RefusedError(Exception):
    """Carries a refusal out of a reader of lines."""

    def __init__(self, refusal: Refusal) -> None:
        """Refuse with this code and sentence."""
        super().__init__(refusal.message)
        self.refusal = refusal


def refused(code: str, message: str) -> RefusedError:
    """The error that refuses with this code and sentence."""
    return RefusedError(Refusal(code, message))


class LedgerError(Exception):
    """Something that the user has to put right; its text is the sentence that says what and how.

    The subclasses say what the caller must do: ask for something else, ask otherwise, record rules, restore the store,
    or wait.
    """


class MissingError(LedgerError):
    """What was asked for is not on the ledger, or not beside it. Ask for something that is there."""


class UsageError(LedgerError):
    """What was asked for can be asked of no ledger. Correct the request."""


class RulesError(LedgerError):
    """The facts name a type or a theme that no rule knows. Record rules that know it."""


class OpenMattersError(LedgerError):
    """A period is not closed while matters are open in it. Settle them, or close it without `strict`."""


class DamageError(LedgerError):
    """What is stored is not what was recorded. Restore the store from a copy."""


class WrongMasterKeyError(LedgerError):
    """The master key is another ledger's, or none at all: what is sealed cannot be opened."""


class StoreUnavailableError(LedgerError):
    """The store cannot be reached or written to, whatever was to be recorded."""


class ClockError(StoreUnavailableError):
    """Nothing is recorded now, because the clock is not to be believed."""
