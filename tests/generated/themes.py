"""Themes that are data, and their grants (S8.8)."""

from typing import Any

from .setting import Line, Setting, month_after

CONDITIONS: list[dict[str, Any]] = [
    {"metric": "aht", "best": "lowest"},
    {"metric": "aht", "best": "lowest", "at_most": "80.50", "winners": 2},
    {"metric": "satisfaction", "best": "highest", "at_least": "0"},
    {"metric": "satisfaction", "at_least": "74.99", "at_most": "80.5"},
    {"metric": "ledger.work_errors", "at_most": "0", "winners": 1},
    {"metric": "ledger.call_score", "best": "highest", "winners": 2},
    {"metric": "ledger.exam_mean", "at_least": "70"},
    {"metric": "ledger.praises", "best": "highest", "at_least": "1"},
]


def themes(on: Setting) -> list[Line]:
    """Some themes, in force from different periods, won by grant or by metric; a bad one at times."""
    found: list[Line] = []
    for name in on.some(["helper", "quick", "好评", "Zeal"]):
        on.themes.append(name)
        for _times in range(on.pick([1, 1, 2, 3])):
            line: Line = {
                "kind": "theme",
                "theme": name,
                "from": month_after(on.first_period, on.pick([-1, 0, 0, 1, 2])),
            }
            line |= {"name": "主题", "amount": on.pick(["150.00", "80", "0.01"])}
            if name == "helper" or on.chance(20):
                line |= {"by": "grant"} | on.pick([{}, {"winners": 1}])
            else:
                line |= {"by": "metric"} | on.pick(CONDITIONS)
            found.append(on.with_ref(line, 40))
    if on.chance(10):
        line = {"kind": "theme", "from": on.first_period, "name": "x", "amount": "1.00"}
        found.append(
            line
            | on.pick(
                [
                    {"theme": "service", "by": "grant"},
                    {"theme": "bad", "by": "grant", "metric": "aht"},
                    {"theme": "bad", "by": "metric", "metric": "aht"},
                    {"theme": "bad", "by": "metric", "metric": "ledger.csr_total_mean", "best": "highest"},
                ]
            )
        )
    return found


def voided_themes(on: Setting, recorded: list[Line]) -> list[Line]:
    """Voids of some themes: what stood before stands again, or they are read as they stood last (S11.5)."""
    return [
        {"kind": "void", "of_kind": "theme", "of": line["ref"], "by": "M", "reason": "another month's"}
        for line in recorded
        if "ref" in line and on.chance(20)
    ]


def grants(on: Setting) -> list[Line]:
    """Grants, some twice, voided, or of what is no theme by grant."""
    found: list[Line] = []
    by_grant = [*on.themes, *(["helper"] * 2 if "helper" in on.themes else [])]
    for person in on.people:
        for period in on.periods:
            if on.themes and on.chance(45):
                number = on.number("g")
                line: Line = {"kind": "award_grant", "grant": number, "employee": person.number, "period": period}
                line |= {"theme": on.pick(by_grant) if on.chance(95) else "service", "by": "M"}
                line = on.with_ref(line, 15)
                found.append(line)
                if on.chance(15):
                    called = line.get("ref", number)
                    found.append(
                        {"kind": "void", "of_kind": "award_grant", "of": called, "by": "M", "reason": "not her"}
                    )
    return found
