"""The whole description: operations, components, who may call them, and what the parts are for."""

from collections.abc import Mapping
from copy import deepcopy
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.openapi.completion import complete
from api.openapi.fact_components import fact_components, forms
from api.openapi.rule_schemas import rule_components
from api.openapi.tidiness import tidy
from api.problems import MEDIA_TYPE

TAGS = {
    "Facts": "Record facts, one resource a kind, and read what is on the ledger. 记录事实与查阅账本。",
    "Workflows": "Swaps, leaves, monitorings, complaints and disputes, as they stand. 换班、请假、质检、投诉与申诉。",
    "Reports": "Any period, as known at any moment, under any rules; why; and what if. 任意周期、时点与规则下的报表。",
    "Documents": "For people: payslips, registers, notices, sheets and reports. 打印件：工资条、薪资表、公示与报告。",
    "Closing": "Close periods, and see what was closed. 关账。",
    "Proof": "Signed checkpoints, proofs, verification and evidence. 检查点、证明、核验与证据。",
    "Files": "Import files, export the ledger, mend what was refused. 导入、导出与隔离区。",
    "Follow": "Hear of every fact as it is recorded. 跟随账本。",
    "Devices": "Attendance devices that record by themselves. 考勤设备。",
    "Access": "Keys, and who looked at whose pay. 密钥与查阅记录。",
    "Service": "How the service is. 服务状态。",
}
_DESCRIPTION = """A ledger of working hours, scores, bonuses and pay. Every report is a pure function of three things:
the period, the ledger position, and the rule set; every answer names them.

Errors are problems (RFC 9457), of a few kinds that each have a page. Who may do what is told in `x-permission` of each
operation, and by role in docs/api.md."""

_PROBLEM = {
    "type": "object",
    "description": "What is wrong and what to do (RFC 9457).",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "request": {"type": "string"},
    },
    "required": ["type", "title", "status", "detail", "request"],
}
_SECURITY = {
    "key": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "wlk_…",
        "description": "An API key, made by `workledger keys create` or `POST /v1/keys`.",
    },
    "token": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "An OIDC access token of the configured issuer.",
    },
}


def together(*groups: Mapping[str, Any]) -> dict[str, Any]:
    """Components of several groups in one. Raises ValueError where a name is of two of them: one would be lost."""
    found: dict[str, Any] = {}
    for group in groups:
        if twice := sorted(found.keys() & group.keys()):
            raise ValueError(f"{', '.join(twice)}: the name of two components; call one of them otherwise")
        found |= group
    return found


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of the application, made once."""
    if app.openapi_schema is None:
        document = get_openapi(
            title="Workforce Ledger",
            version=version("workforce-ledger"),
            summary="Working hours, scores, bonuses and pay, event by event.",
            description=_DESCRIPTION,
            routes=app.routes,
            tags=[{"name": name, "description": said} for name, said in TAGS.items()],
            servers=[{"url": "/", "description": "The service that shows this description."}],
            contact={"name": "Workforce Ledger"},
            license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        )
        components = document.setdefault("components", {})
        beside = components.get("schemas", {})
        # What follows completes and shortens the components in place, and the application is not the only one.
        own = deepcopy(together(rule_components(), fact_components(), {"Problem": _PROBLEM}))
        components["schemas"] = together(beside, own)
        components["securitySchemes"] = _SECURITY
        components["responses"] = {
            "Problem": {
                "description": "What is wrong, and what to do.",
                "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            }
        }
        complete(document)
        tidy(document, forms())
        components["schemas"] = together(components["schemas"], forms())
        app.openapi_schema = document
    return app.openapi_schema
