"""Problems (RFC 9457): every error of the API is one of a few kinds, each with a page of its own."""

from api.problems.field_problem import field_problem, message_of
from api.problems.kinds import PROBLEMS, ProblemKind
from api.problems.ledger_problem import ledger_problem
from api.problems.permission_problem import not_permitted
from api.problems.problem import MEDIA_TYPE, Problem

__all__ = [
    "MEDIA_TYPE",
    "PROBLEMS",
    "Problem",
    "ProblemKind",
    "field_problem",
    "ledger_problem",
    "message_of",
    "not_permitted",
]
