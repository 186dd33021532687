"""The problem that an error of the ledger is, by its class alone."""

import logging

from api.problems.problem import Problem
from ledger.refusal import (
    ClockError,
    DamageError,
    LedgerError,
    MissingError,
    OpenMattersError,
    RulesError,
    StoreUnavailableError,
    UsageError,
)

_ANSWERS: dict[type[LedgerError], tuple[str, str | None]] = {
    MissingError: ("not-found", None),
    UsageError: ("invalid", "bad_value"),
    RulesError: ("refused", "unknown_type"),
    OpenMattersError: ("refused", "open_matters"),
    DamageError: ("damaged", None),
    StoreUnavailableError: ("unavailable", None),
    LedgerError: ("refused", "not_allowed"),
}
"""The kind of problem and the code that each error of the ledger is answered with; the most special first."""


def ledger_problem(error: LedgerError) -> Problem:
    """The problem that an error of the ledger is answered with, by its class alone."""
    if isinstance(error, ClockError):
        logging.getLogger("workledger").warning("nothing is recorded: %s", error)
    if isinstance(error, DamageError):
        logging.getLogger("workledger").error("the store is damaged: %s", error)
    kind, code = next(answer for each, answer in _ANSWERS.items() if isinstance(error, each))
    return Problem(kind, str(error), code=code)
