"""Pools with conditions, ranks that are rounded, and award themes that are facts, with grants (S7.1a, S7.3, S8.8).

They have chance of their own, so that what else happens in a centre stays as it was.
"""

from random import Random
from typing import Any

from .setting import Line, Setting, month_after

TIERS = [
    {"total": "75", "within_percent": 34, "amount": "260"},
    {"total": "60", "within_percent": None, "amount": "40.50"},
]
PLACES = {"total_above": "55.00", "amounts": ["210", "90.10"]}
POOLS: list[list[dict[str, Any]]] = [
    [
        {"pool": "text", "roles": ["csr"], "channels": ["email_fax", "sms_chat"]},
        {"pool": "csr", "roles": ["csr"], "weights": {"call": 50, "work": 50}},
        {"pool": "lead_qa", "roles": ["team_leader", "qa"], "tiers": TIERS},
    ],
    [
        {"pool": "first", "roles": ["csr", "qa"], "teams": ["T1"], "places": PLACES},
        {"pool": "csr", "roles": ["csr", "manager"], "tiers": TIERS},
        {"pool": "lead", "roles": ["team_leader"]},
    ],
    [{"pool": "all", "roles": ["csr", "team_leader", "qa"], "weights": {"work": 100}}, {"pool": "none", "roles": []}],
]
METRICS = ["handle_seconds", "ledger.work_errors", "ledger.late_times", "ledger.call_score", "ledger.team_total_mean"]
NAMES = ["quick", "helper", "clean", "service"]


def themes(on: Setting, chance: Random) -> list[Line]:
    """What is stated of themes, at times again, and at times not as it may be."""
    found = []
    for name in chance.sample(NAMES, chance.randint(0, 3)):
        for _again in range(chance.choice([1, 1, 2])):
            since = month_after(on.first_period, chance.choice([-1, 0, 0, 1]))
            line: Line = {"kind": "theme", "theme": name, "from": since, "name": name.title()}
            line |= {"amount": chance.choice(["90", "12.50", "300.00"]), "by": chance.choice(["grant", "metric"])}
            if chance.random() < 0.4:
                line["winners"] = chance.choice([1, 2])
            if line["by"] == "metric" or chance.random() < 0.1:
                line |= _metric(chance)
            found.append(line)
    return found


def _metric(chance: Random) -> Line:
    said: Line = {"metric": chance.choice(METRICS)}
    if chance.random() < 0.5:
        said["best"] = chance.choice(["highest", "lowest"])
    if chance.random() < 0.4:
        said["at_least"] = chance.choice(["0", "1", "-1.50", "60"])
    if chance.random() < 0.4:
        said["at_most"] = chance.choice(["0", "2.00", "300.5", "90"])
    return said


def grants(on: Setting, chance: Random) -> list[Line]:
    """Grants, some of them twice or of a theme that is not there, and metrics of people."""
    found: list[Line] = []
    for number in range(chance.randint(0, 6)):
        person, period = chance.choice(on.people), chance.choice(on.periods)
        about = {"employee": person.number, "period": period}
        found.append({"kind": "award_grant", "grant": f"AG{number}", "theme": chance.choice(NAMES), **about, "by": "M"})
        value = chance.choice(["280", "300.50", "0", None])
        found.append({"kind": "metric", **about, "metric": "handle_seconds", "value": value})
    return found


def with_pools_and_themes(lines: list[Line], chance: Random) -> None:
    """Give rule sets pools and rounding, and the lists of rule sets and periods some themes, in place."""
    for line in lines:
        said = line["parameters"] if line["kind"] == "rules" else line
        if line["kind"] == "rules":
            if chance.random() < 0.4:
                said["pools"] = chance.choice(POOLS)
            if chance.random() < 0.4:
                said["rank_rounding"] = chance.choice(["up", "nearest"])
        if said.get("award_themes") is not None:
            listed = {each["theme"] for each in said["award_themes"]}
            more = [name for name in chance.sample(NAMES, 2) if name not in listed and name != "service"]
            said["award_themes"] = [*said["award_themes"], *({"theme": name} for name in more)]
