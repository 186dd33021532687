"""Why a figure is what it is: the rows that the chapters used, from the report's figure down to the facts.

An explanation never computes. It shows the rows that were used, the parameters in force, the clause, and the ledger
positions of the facts; a module a chapter, each a function from the rows of a period and an employee to nodes.
"""

from projections.explanation.explainer import Explainer, ExplainRequest, Explanation, explain
from projections.explanation.node import Node, Value

__all__ = ["ExplainRequest", "Explainer", "Explanation", "Node", "Value", "explain"]
