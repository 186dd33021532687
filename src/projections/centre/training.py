"""S13.11 培训 How many trainings everybody attended, and how long."""

import narwhals.stable.v2 as nw

from projections.centre.counts import Part, counted
from projections.expressions import Frame
from projections.training_minutes import Trained, attended


def training(month: Trained) -> Frame:
    """S13.11: employee, sessions, minutes; of all trainings, whether they count (S3.8a) or not."""
    parts = [Part(attended(month), {"sessions": 1, "minutes": nw.col("minutes")})]
    return counted(("employee",), ("sessions", "minutes"), parts)
