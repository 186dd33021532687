"""docs/openapi.json: the description of the API, as the service shows it."""

import json

from api.app import create
from api.service.settings import ServiceSettings


def openapi_page() -> str:
    """The document; it depends on no store and on nothing in the environment."""
    described = create(ServiceSettings(store="sqlite:///nothing.db")).openapi()
    return f"{json.dumps(described, ensure_ascii=False, indent=1)}\n"
