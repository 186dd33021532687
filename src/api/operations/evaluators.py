"""Evaluators beside each other: how everybody marks who evaluated contacts of a period."""

from api.operations.answer import Answer
from api.operations.context import Context
from api.operations.operation import operation
from ledger.facts.figures import show_hundredths
from projections.evaluators import EvaluatorMarks
from projections.evaluators import evaluators as evaluators_of_all


class Evaluator(Answer):
    """How somebody marks: points and percents with two decimals.

    Scores are those first recorded. `spread` is their standard deviation; `overturned` counts the evaluations of which
    a dispute was upheld; `difference` is the mean of the own score less the other's, where two evaluated the same
    contact, which `compared` counts.
    """

    evaluator: str
    evaluations: int
    mean: str
    spread: str
    disputed: int
    overturned: int
    overturned_share: str
    compared: int
    difference: str | None


class Evaluators(Answer):
    """The evaluators of a period, by name."""

    period: str
    position: int
    evaluators: list[Evaluator]


@operation("see evaluators")
def evaluators(context: Context, period: str, as_of: str | None = None) -> Evaluators:
    """How those who evaluated contacts of a period mark beside each other; leaders and QA see the own row alone.

    Raises MissingError where the period or the position is not there.
    """
    with context.books(as_of) as books:
        found = evaluators_of_all(books, context.ledger, books.reported(period).period)
        position = books.journal.position
    extent = context.extent
    seen = [each for each in found if extent.everyone or each.evaluator in extent.employees]
    return Evaluators(period=period, position=position, evaluators=[_shown(each) for each in seen])


def _shown(each: EvaluatorMarks) -> Evaluator:
    return Evaluator(
        evaluator=each.evaluator,
        evaluations=each.evaluations,
        mean=show_hundredths(each.mean),
        spread=show_hundredths(each.spread),
        disputed=each.disputed,
        overturned=each.overturned,
        overturned_share=show_hundredths(each.overturned_share),
        compared=each.compared,
        difference=None if each.difference is None else show_hundredths(each.difference),
    )
