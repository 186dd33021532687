"""What is open before a closing, by kind, each with the page on which it is settled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from api.console.menu import MenuPart
from api.console.visit import Visit
from api.console.words import begun
from api.operations.closings import OpenMatter
from api.operations.grids import GRIDS
from api.words.labels import matter_label, value_label
from api.words.translation import marked, said

_ADVICE = {
    "anomaly": marked("Record the missing punch or the leave. Open items count as the manual says."),
    "unscored": marked("Without a total there is no rank and no bonus. Record the missing score."),
    "undecided_leave": marked("An absence counts as absenteeism if its leave is not approved."),
    "undecided_swap": marked("A swap that is not approved leaves the roster as it is."),
    "undecided_punch_request": marked("A punch that is not approved counts for nothing."),
    "undecided_overtime_request": marked("Overtime that is not approved counts for nothing."),
    "complaint": marked("Only upheld complaints take points off."),
    "dispute": marked("The next closing adjusts later decisions."),
    "reduction_held": marked(
        "The last closing held these reductions back. Close without “Hold reductions back” to post them, or record a "
        "correction."
    ),
}
_REVIEWS, _IMPORTED = "reviews", ("/hr/imports", "")
_SETTLED_ON = {
    "anomaly": ("/team/anomalies", "/{period}"),
    "unscored": ("/grids", f"/{_REVIEWS}?period={{period}}"),
    "undecided_leave": ("/team/decisions", ""),
    "undecided_swap": ("/team/decisions", ""),
    "undecided_punch_request": ("/team/decisions", ""),
    "undecided_overtime_request": ("/team/decisions", ""),
    "complaint": ("/complaints", ""),
    "dispute": ("/quality/disputes", ""),
}
"""The page of the menu on which a matter is settled, and what its address has beside."""
_LOOKED_AT = {"complaint": "/complaints", "dispute": "/quality/disputes"}
"""Below which page of the menu a matter has one of its own, by its number."""
_EXPLAINED = {"anomaly": "attendance", "unscored": "scores"}
_DATE_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Group:
    """The open matters of a kind."""

    label: str
    advice: str
    page: str | None
    matters: Sequence[Mapping[str, str]]
    """Each with `employee`, `which` for people, and the addresses `why`, of its explanation, and `page`, its own."""


def grouped(visit: Visit, period: str, open_: Sequence[OpenMatter]) -> list[Group]:
    """Open matters by kind, in the order in which they are told."""
    kinds = dict.fromkeys(each.matter for each in open_)
    return [
        Group(
            begun(matter_label(kind, visit.language)),
            said(_ADVICE[kind], visit.language),
            _page(visit, period, kind),
            [_matter(visit, period, each) for each in open_ if each.matter == kind],
        )
        for kind in kinds
    ]


def _page(visit: Visit, period: str, kind: str) -> str | None:
    """The page on which matters of a kind are settled; None where who visits has none."""
    path, beside = _SETTLED_ON.get(kind, ("", ""))
    if kind == "unscored" and all(visit.may(f"record {each}") is None for each in GRIDS[_REVIEWS]):
        # HR imports what others have given.
        path, beside = _IMPORTED
    return path + beside.format(period=period) if path and path in _menu(visit) else None


def _menu(visit: Visit) -> set[str]:
    parts: Sequence[MenuPart] = visit.request.app.state.console_menu
    return {item.path for part in parts for item in part.items if item.is_for(visit.principal)}


def _matter(visit: Visit, period: str, matter: OpenMatter) -> dict[str, str]:
    which, kind = matter.which, matter.matter
    report = _EXPLAINED.get(kind)
    why = "" if report is None else f"/why/{period}/{report}/{matter.employee}"
    if kind == "anomaly":
        at, _, what = which.partition(" ")
        why += f"?date={at[:_DATE_LENGTH]}"
        which = f"{at.replace('T', ' ')} {value_label(what, visit.language)}"
    elif kind == "unscored":
        which = value_label(which, visit.language)
    above = _LOOKED_AT.get(kind, "")
    page = f"{above}/{quote(which, safe='')}" if above and above in _menu(visit) else ""
    return {"employee": matter.employee, "which": which, "why": why, "page": page}
