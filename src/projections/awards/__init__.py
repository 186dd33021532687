"""S8 表现优异奖金 The excellence awards: a file each, found by its entry point, so that a site can ship its own.

An award is a `Award` under the entry point group ``workledger.awards``, whose name is the theme. It says which of the
candidates win; who may be a candidate at all (S8.2), the amount and the number of winners (S8.7) are the same for all.
"""

from projections.awards.award import Award, Condition, Contest, meeting
from projections.awards.selection import awards, known_awards

__all__ = ["Award", "Condition", "Contest", "awards", "known_awards", "meeting"]
