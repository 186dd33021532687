"""S13.9 Improvement plans (改进方案) and S13.14 tasks (主管布置的工作): how far each is, and whether it is late."""

from datetime import date

from .looks import Fact, Look, Row


def status(steps: list[Fact]) -> str:
    """The last step, at first `open`."""
    return str(steps[-1]["status"]) if steps else "open"


def is_late(look: Look, due: date, steps: list[Fact]) -> bool:
    """Whether today is after the due date, no step done or checked is dated up to it, and it is not cancelled."""
    in_time = any(step["status"] in ("done", "checked") and look.local_date(step["at"]) <= due for step in steps)
    return look.today > due and not in_time and status(steps) != "cancelled"


def report(look: Look) -> list[Row]:
    """One row for each plan of the period."""
    followed = look.view.last_words("improvement_step", "plan")
    rows = []
    for plan in look.of_instant("improvement_plan"):
        steps = followed.get(plan["plan"], [])
        row = {
            "plan": plan["plan"],
            "employee": plan["employee"],
            "by": plan["by"],
            "due": plan["due_date"].isoformat(),
        }
        rows.append(row | {"status": status(steps), "late": is_late(look, plan["due_date"], steps)})
    return sorted(rows, key=lambda row: str(row["plan"]))


def tasks(look: Look) -> list[Row]:
    """One row for each task of the period and employee whom it is for."""
    followed = look.view.last_words("task_step", "task")
    rows = []
    for task in look.of_instant("task"):
        due = task["due_date"]
        for employee in task["to"]:
            steps = [step for step in followed.get(task["task"], []) if step["employee"] == employee]
            row = {"task": task["task"], "employee": employee, "by": task["by"], "due": due and due.isoformat()}
            rows.append(row | {"status": status(steps), "late": due is not None and is_late(look, due, steps)})
    return sorted(rows, key=lambda row: (row["task"], row["employee"]))


def open_plans(look: Look, employee: str, until: date) -> int:
    """S13.12: the plans of an employee of a local date up to one that are neither checked nor cancelled now."""
    followed = look.view.last_words("improvement_step", "plan")
    return sum(
        plan["employee"] == employee
        and look.local_date(plan["at"]) <= until
        and status(followed.get(plan["plan"], [])) not in ("checked", "cancelled")
        for plan in look.view.unvoided("improvement_plan")
    )
