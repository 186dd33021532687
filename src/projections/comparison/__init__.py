"""S11 比较 Comparing: two ways to see a period, by person, line, amount and cause."""

from projections.comparison.changed_figures import Moved, moved
from projections.comparison.changed_rows import ChangedRow
from projections.comparison.coordinates import Coordinates, read_coordinates
from projections.comparison.differences import Cause, Comparison, Difference, Share, compare
from projections.comparison.form_draft import what_if_form
from projections.comparison.theme_draft import what_if_theme
from projections.comparison.what_if import PROPOSED, WhatIf, paid_and_under, what_if, without_facts

__all__ = [
    "PROPOSED",
    "Cause",
    "ChangedRow",
    "Comparison",
    "Coordinates",
    "Difference",
    "Moved",
    "Share",
    "WhatIf",
    "compare",
    "moved",
    "paid_and_under",
    "read_coordinates",
    "what_if",
    "what_if_form",
    "what_if_theme",
    "without_facts",
]
