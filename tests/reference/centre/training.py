"""S13.11 Training (培训): how often and how long everyone was trained, whether it counts (S3.8a) or not."""

from .looks import Look, Row


def report(look: Look) -> list[Row]:
    """One row for each employee who was trained in the period."""
    found: dict[str, list[int]] = {}
    for fact in look.of_date("training"):
        for employee in fact["attendees"]:
            found.setdefault(employee, []).append(fact["minutes"])
    return [
        {"employee": employee, "sessions": len(found[employee]), "minutes": sum(found[employee])}
        for employee in sorted(found)
    ]
