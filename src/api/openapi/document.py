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
from ledger.labels import CHINESE, ENGLISH, label

TAGS = (
    "Facts",
    "Workflows",
    "Reports",
    "Documents",
    "Closing",
    "Proof",
    "Files",
    "Follow",
    "Devices",
    "Access",
    "Service",
)
"""The parts of the description, in order."""
_DESCRIPTION = """A ledger of working hours, scores, bonuses and pay. Every report is a pure function of three things:
the period, the ledger position, and the rule set; every answer names them.

Errors are problems (RFC 9457) of a few kinds, each with a page. `x-permission` of each operation says who may call it;
docs/api.md says it by role."""

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
        "doubts": {"type": "array", "items": {"$ref": "#/components/schemas/ToldDoubt"}},
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


def tag_text(tag: str) -> str:
    """What a part of the description is about, in English and Chinese."""
    return f"{label('tag', tag, ENGLISH)} {label('tag', tag, CHINESE)}"


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of the application, made once."""
    if app.openapi_schema is None:
        document = get_openapi(
            title="Workforce Ledger",
            version=version("workforce-ledger"),
            summary="Working hours, scores, bonuses and pay, event by event.",
            description=_DESCRIPTION,
            routes=app.routes,
            tags=[{"name": tag, "description": tag_text(tag)} for tag in TAGS],
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
