"""S8 表现优异奖金 The excellence awards: the manual's four, a file each, and themes that are facts (S8.8).

What a theme cannot say is an award of a site's own, found by its entry point.

An award is a `Award` under the entry point group ``workledger.awards``, whose name is the theme. It says which of the
candidates win; who may be a candidate at all (S8.2), the amount and the number of winners (S8.7) are the same for all.
"""

from projections.awards.award import Award, Condition, Contest, meeting
from projections.awards.selection import award_of, awards, in_theme_order, known_awards

__all__ = ["Award", "Condition", "Contest", "award_of", "awards", "in_theme_order", "known_awards", "meeting"]
