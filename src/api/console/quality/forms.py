"""Monitoring forms: their versions, what each changed, and a form for a new version."""

from collections.abc import Collection, Mapping
from itertools import pairwise
from typing import Any

from starlette.datastructures import FormData
from starlette.responses import Response

from api.console.form_submission import invalid, new_key, send
from api.console.problems import refusal_of
from api.console.quality.form_versions import WHOLE, Form, changes, every_form, latest, named
from api.console.rooms import Room
from api.console.visit import Visit
from api.console.words import CHANNELS
from api.operations.facts import voided_among
from api.problems import Problem
from api.words.translation import marked

room = Room()
_FEW_ROWS, _MORE_ROWS, _MOST_ROWS = 5, 5, 100
Row = dict[str, str]


@room.get("/quality/forms")
def forms(visit: Visit) -> Response:
    """Every form with its versions."""
    found = every_form(visit)
    voided = voided_among(visit.context, [each.fact for each in found])
    shown = [
        {"form": form, "versions": _versions([each for each in found if each.name == name], voided)}
        for name, form in latest(found).items()
    ]
    told: dict[str, Any] = {"may_change": visit.may("record monitoring_form") is not None, "zone": visit.zone}
    return visit.page("quality/forms.html", forms=shown, **told)


def _versions(versions: list[Form], voided: Collection[int]) -> list[dict[str, Any]]:
    """Versions, the newest first, each with what it changed of the one before."""
    before = {each.version: older for each, older in pairwise(versions)}
    return [
        {
            "form": each,
            "voided": each.fact["position"] in voided,
            "before": before.get(each.version),
            "changes": changes(before[each.version], each) if each.version in before else [],
        }
        for each in versions
    ]


@room.get("/quality/forms/new")
def new_form(visit: Visit) -> Response:
    """The form for a new version, filled in with the newest one, or for a form that is new."""
    found = every_form(visit)
    form = named(found, visit.query.get("form", ""))
    given = {"form": "", "version": "1", "channel": "", "reason": "", "key": new_key()}
    rows = _blank(_FEW_ROWS)
    if form is not None:
        given |= {"form": form.name, "version": str(form.version + 1), "channel": form.channel or ""}
        rows = [_row(each.name, str(each.weight), each.critical) for each in form.criteria] + _blank(2)
    return _page(visit, given, rows)


@room.post("/quality/forms/sum")
def weight_sum(visit: Visit) -> Response:
    """What the weights add up to so far, as a sentence."""
    return visit.page("quality/weight_sum.html", sentence=_sum_sentence(visit, _rows(visit.sent)))


@room.post("/quality/forms")
def record(visit: Visit) -> Response:
    """Record a version, or show the form again with more rows, or with what is wrong."""
    sent = visit.sent
    given = {name: str(sent.get(name, "")).strip() for name in ("form", "version", "channel", "reason", "key")}
    rows = _rows(sent)
    if sent.get("do") == "rows":
        return _page(visit, given, [*rows, *_blank(_MORE_ROWS)][:_MOST_ROWS])
    try:
        body = _body(visit, given, rows)
        send(visit, "monitoring_form", body, given["key"])
    except Problem as problem:
        return _page(visit, given | {"key": new_key()}, rows, problem)
    done = visit.says(
        "Version %(version)s of the form %(form)s is recorded.", form=given["form"], version=given["version"]
    )
    return visit.go("/quality/forms", done=done)


def _body(visit: Visit, given: Mapping[str, str], rows: list[Row]) -> dict[str, Any]:
    """The fact. Raises Problem where the input is invalid."""
    if not given["form"]:
        raise invalid(visit, marked("The form has no name; give it one, such as the channel that it is for."))
    if not (given["version"].isascii() and given["version"].isdigit() and 0 < int(given["version"]) <= 1_000_000):
        raise invalid(visit, marked("The version is not a number; give a whole number above 0, such as 1."))
    criteria = [_criterion(visit, row) for row in rows if row["name"] or row["weight"]]
    if sum(each["weight"] for each in criteria) != WHOLE:
        raise invalid(visit, _sum_sentence(visit, rows))
    return {
        "form": given["form"],
        "version": int(given["version"]),
        "channel": given["channel"],
        "criteria": criteria,
        "reason": given["reason"],
    }


def _criterion(visit: Visit, row: Row) -> dict[str, Any]:
    if not row["name"]:
        raise invalid(
            visit, marked("A criterion with a weight of %(weight)s has no name; give it one."), weight=row["weight"]
        )
    weight = _weight(row["weight"])
    if weight is None:
        raise invalid(
            visit,
            marked("The weight of %(criterion)s is not a whole number from 0 to 100; give its percent, such as 20."),
            criterion=row["name"],
        )
    return {"name": row["name"], "weight": weight, "critical": row["critical"] == "yes"}


def _sum_sentence(visit: Visit, rows: list[Row]) -> str:
    """Whether the weights add up, and by how much they do not."""
    whole = sum(_weight(row["weight"]) or 0 for row in rows)
    if whole == WHOLE:
        return visit.says("The weights add up to 100 percent.")
    if whole < WHOLE:
        return visit.says("The weights add up to %(sum)s percent; %(left)s are missing.", sum=whole, left=WHOLE - whole)
    return visit.says("The weights add up to %(sum)s percent; %(left)s are too many.", sum=whole, left=whole - WHOLE)


def _weight(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 3 and int(text) <= WHOLE else None


def _rows(sent: FormData) -> list[Row]:
    """The rows of criteria as they were typed."""
    count = min(sum(name.startswith("name-") for name in sent), _MOST_ROWS)
    return [
        _row(
            str(sent.get(f"name-{place}", "")).strip(),
            str(sent.get(f"weight-{place}", "")).strip(),
            bool(sent.get(f"critical-{place}")),
        )
        for place in range(count)
    ]


def _row(name: str = "", weight: str = "", critical: bool = False) -> Row:
    return {"name": name, "weight": weight, "critical": "yes" if critical else ""}


def _blank(count: int) -> list[Row]:
    return [_row() for _ in range(count)]


def _page(visit: Visit, given: Mapping[str, str], rows: list[Row], problem: Problem | None = None) -> Response:
    told = {
        "given": given,
        "rows": rows,
        "channels": list(CHANNELS),
        "sentence": _sum_sentence(visit, rows),
        "refusal": None if problem is None else refusal_of(problem, visit.language),
    }
    return visit.page("quality/form.html", status=200 if problem is None else problem.kind.status, **told)
