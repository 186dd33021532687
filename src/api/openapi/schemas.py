"""The components of the API's description: what operations answer."""

from typing import Any

from api.auth.permissions import Role
from ledger.facts import KINDS
from projections.reports import REPORTS, ReportDefinition

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
YES: Schema = {"type": "boolean"}
OBJECT: Schema = {"type": "object"}
MAYBE_TEXT: Schema = {"type": ["string", "null"]}
MAYBE_NUMBER: Schema = {"type": ["integer", "null"]}
INSTANT: Schema = {"type": "string", "format": "date-time"}
MAYBE_INSTANT: Schema = {"type": ["string", "null"], "format": "date-time"}


def ref(name: str) -> Schema:
    """A reference to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def listed(items: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": items}


def thing(description: str, **properties: Schema) -> Schema:
    """An object whose members are all there."""
    return {"type": "object", "description": description, "properties": properties, "required": list(properties)}


def page(description: str, **properties: Schema) -> Schema:
    """An object with members that are all there, and the cursor of the next page."""
    return thing(description, **properties, next=MAYBE_TEXT)


COORDINATES = {"period": TEXT, "position": NUMBER, "rules": TEXT}

_FACT = thing(
    "A fact on the ledger, in the interchange format.",
    kind={"type": "string", "enum": list(KINDS)},
    id=TEXT,
    position=NUMBER,
    recorded_at=INSTANT,
)
_DISPUTES = {"disputes": listed(OBJECT)}


def report_component(name: str) -> str:
    """What the component of a report is called."""
    return f"{name.capitalize()}Report"


def _report(definition: ReportDefinition) -> Schema:
    row = thing(definition.en, **{column.name: _column(str(column.type)) for column in definition.columns})
    schema = page(f"{definition.en} · {definition.zh}", **COORDINATES, rows=listed(row))
    schema["properties"] |= _DISPUTES
    return schema


def _column(type_: str) -> Schema:
    if type_.startswith("List(Struct"):
        return listed(thing("A line of pay.", item=TEXT, amount=TEXT, clause=TEXT))
    if type_.startswith("List"):
        return listed(TEXT)
    return {"Int64": MAYBE_NUMBER, "Boolean": YES}.get(type_, MAYBE_TEXT)


COMPONENTS: dict[str, Schema] = {
    "Problem": {
        "type": "object",
        "description": "What is wrong, and what would be right (RFC 9457).",
        "properties": {
            "type": {"type": "string", "format": "uri-reference"},
            "title": TEXT,
            "status": NUMBER,
            "detail": TEXT,
            "code": TEXT,
            "request": TEXT,
        },
        "required": ["type", "title", "status", "detail", "request"],
    },
    "Recorded": thing(
        "What became of a fact that was sent.",
        status={"type": "string", "enum": ["accepted", "duplicate"]},
        kind=TEXT,
        id=TEXT,
        position=NUMBER,
    ),
    "Fact": _FACT,
    "Facts": page("Facts in the order of the ledger.", facts=listed(ref("Fact")), position=NUMBER),
    "Workflow": thing(
        "A workflow: what was asked for, how it stands, and all that followed.",
        resource=TEXT,
        number=TEXT,
        standing=TEXT,
        version=NUMBER,
        opened=ref("Fact"),
        followed=listed(ref("Fact")),
    ),
    "Workflows": page("Workflows in the order of the ledger.", workflows=listed(ref("Workflow")), position=NUMBER),
    "History": OBJECT | {"description": "Everything recorded, and what became of it."},
    "People": thing(
        "The directory of the centre.",
        people=listed(
            thing(
                "Somebody, as of today.", employee=TEXT, name=TEXT, role=TEXT, team=TEXT, employed={"type": "boolean"}
            )
        ),
    ),
    "Period": thing(
        "A period: its days, and whether it is closed.",
        period=TEXT,
        first_day={"type": "string", "format": "date"},
        last_day={"type": "string", "format": "date"},
        rules=TEXT,
        closed_at=MAYBE_NUMBER,
    ),
    "Periods": thing("The periods of the ledger.", periods=listed(ref("Period")), position=NUMBER),
    "Case": OBJECT | {"description": "A dispute: the figure then and now, the facts since, what was decided."},
    "Explanation": thing("A figure and all below it, down to the facts.", **COORDINATES, explained=OBJECT),
    "Comparison": thing(
        "Two ways to see a period, by person, line and cause.",
        period=TEXT,
        before=TEXT,
        after=TEXT,
        causes=listed(OBJECT),
        differences=listed(OBJECT),
    ),
    "WhatIf": thing(
        "Who wins and who loses.",
        period=TEXT,
        position=NUMBER,
        cost=TEXT,
        winners=NUMBER,
        losers=NUMBER,
        moved=listed(OBJECT),
    ),
    "RuleSets": thing(
        "The rule sets on the ledger, in order.",
        rules=listed(thing("A rule set.", version=TEXT, effective_period=TEXT, position=NUMBER)),
    ),
    "RuleSet": thing("Every parameter of a rule set.", version=TEXT, parameters=ref("RuleParameters")),
    "Job": thing(
        "Something that takes longer than an answer may.",
        id=TEXT,
        what=TEXT,
        state={"type": "string", "enum": ["running", "finished", "failed", "interrupted", "cancelled"]},
        created_at=INSTANT,
        done=NUMBER,
        whole=NUMBER,
        answer={},
    ),
    "Reconciliation": OBJECT | {"description": "What was paid beside what the ledger computes."},
    "Quarantined": thing(
        "A refused line of an import; of a very long one `raw` is the beginning, and `size` the bytes of all of it.",
        **{"import": TEXT},
        id=NUMBER,
        line=NUMBER,
        state=TEXT,
        code=TEXT,
        message=TEXT,
        answer=TEXT,
        offset=NUMBER,
        size=NUMBER,
        raw=TEXT,
    ),
    "Quarantine": page("Refused lines, in order.", lines=listed(ref("Quarantined"))),
    "Retried": thing(
        "What became of a line that was tried again.", id=NUMBER, status=TEXT, code=MAYBE_TEXT, message=MAYBE_TEXT
    ),
    "RetriedAll": thing("What became of the lines.", lines=listed(ref("Retried"))),
    "Key": thing(
        "An API key; its secret is shown once, when it is made.",
        id=TEXT,
        name=TEXT,
        role={"type": "string", "enum": [role.value for role in Role]},
        employee=MAYBE_TEXT,
        team=MAYBE_TEXT,
        created_at=INSTANT,
        created_by=TEXT,
        expires_at=MAYBE_INSTANT,
        revoked_at=MAYBE_INSTANT,
        last_used_at=MAYBE_INSTANT,
    ),
    "NewKey": {"allOf": [ref("Key"), thing("The key itself, this once.", key=TEXT)]},
    "Keys": thing("The keys, in the order of making.", keys=listed(ref("Key"))),
    "AccessLog": page(
        "Who looked at somebody else's pay.",
        entries=listed(
            thing(
                "An entry.",
                at=INSTANT,
                who=TEXT,
                role=TEXT,
                operation=TEXT,
                employee=TEXT,
                period=TEXT,
                position=NUMBER,
            )
        ),
    ),
    **{report_component(name): _report(definition) for name, definition in REPORTS.items()},
}
