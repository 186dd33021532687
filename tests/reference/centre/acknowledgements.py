"""S13.10 Acknowledgement (确保全部理解): who has understood an instruction, and who has not."""

from .looks import Fact, Look, Row


def report(look: Look) -> list[Row]:
    """One row for each instruction of the period and employee whom it addresses."""
    signed: dict[tuple[str, str], Fact] = {}
    for fact in look.view.unvoided("acknowledgement"):
        if fact["of_kind"] == "instruction":
            signed.setdefault((fact["of"], fact["employee"]), fact)
    rows = [
        _row(look, instruction, employee, signed.get((instruction["instruction"], employee)))
        for instruction in look.of_instant("instruction")
        for employee in _addressed(look, instruction)
    ]
    return sorted(rows, key=lambda row: (row["instruction"], row["employee"]))


def _addressed(look: Look, instruction: Fact) -> list[str]:
    """Everyone employed on the instruction's date whose team is addressed then, who gives it aside."""
    day = look.local_date(instruction["at"])
    return [
        employee
        for employee in look.view.employees
        if look.view.employed(employee, day)
        and employee != instruction["by"]
        and (instruction["teams"] is None or look.view.on(employee, day, "team") in instruction["teams"])
    ]


def _row(look: Look, instruction: Fact, employee: str, signed: Fact | None) -> Row:
    due = instruction["due_date"]
    told = look.local_date(signed["at"]) if signed else look.today
    return {
        "instruction": instruction["instruction"],
        "employee": employee,
        "due": due and due.isoformat(),
        "acknowledged_at": look.minute(signed["at"]) if signed else None,
        "late": due is not None and told > due,
    }
