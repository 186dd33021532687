"""What is open before a closing, by kind, each with the page on which it is settled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.console.menu import MenuPart
from api.console.visit import Visit
from api.labels import matter_label, value_label
from api.translating import marked, said

_ADVICE = {
    "anomaly": marked("Have the punch recorded, or the leave; what stays open counts as the manual says."),
    "unscored": marked("Without a total there is no rank and no bonus: have the missing score recorded."),
    "undecided_leave": marked("Leave that is not approved is absenteeism where nobody worked."),
    "undecided_swap": marked("A swap that is not approved leaves the roster as it is."),
    "complaint": marked("Only a complaint that is upheld takes points off."),
    "dispute": marked("What is decided later is adjusted in the next closing."),
    "reduction_held": marked("The last closing held these back; close without holding to post them, or correct them."),
}
_SETTLED_BY = {
    "anomaly": "record clock",
    "unscored": "record work_review",
    "undecided_leave": "record leave_decision",
    "undecided_swap": "record swap_decision",
    "complaint": "record complaint_update",
    "dispute": "record dispute_decision",
    "reduction_held": "record correction",
}
"""The operation that settles a matter; the page that has it in the menu is where it is settled."""
_EXPLAINED = {"anomaly": "attendance", "unscored": "scores"}
_DATE_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Group:
    """The open matters of a kind."""

    label: str
    advice: str
    page: str | None
    matters: Sequence[Mapping[str, str]]
    """Each with `employee`, `which` for people, and `why`, the address of its explanation, or an empty text."""


def grouped(visit: Visit, period: str, open_: Sequence[Mapping[str, Any]]) -> list[Group]:
    """Open matters by kind, in the order in which the API tells them."""
    kinds = dict.fromkeys(each["matter"] for each in open_)
    return [
        Group(
            _begun(matter_label(kind, visit.language)),
            said(_ADVICE[kind], visit.language),
            _page(visit, _SETTLED_BY[kind]),
            [_matter(visit, period, each) for each in open_ if each["matter"] == kind],
        )
        for kind in kinds
    ]


def _begun(label: str) -> str:
    """A label at the beginning of a heading."""
    return label[:1].upper() + label[1:]


def _page(visit: Visit, operation: str) -> str | None:
    """The page of the menu on which an operation is carried out; None where who visits has none."""
    parts: Sequence[MenuPart] = visit.request.app.state.console_menu
    items = (item for part in parts for item in part.items)
    found = (item.path for item in items if operation in item.needs and item.is_for(visit.principal))
    return next(found, None)


def _matter(visit: Visit, period: str, matter: Mapping[str, Any]) -> dict[str, str]:
    which, kind = str(matter["which"]), str(matter["matter"])
    report = _EXPLAINED.get(kind)
    why = "" if report is None else f"/why/{period}/{report}/{matter['employee']}"
    if kind == "anomaly":
        at, _, what = which.partition(" ")
        why += f"?date={at[:_DATE_LENGTH]}"
        which = f"{at.replace('T', ' ')} {value_label(what, visit.language)}"
    elif kind == "unscored":
        which = value_label(which, visit.language)
    return {"employee": str(matter["employee"]), "which": which, "why": why}
