"""Which operations are asked in sequences, each going on from the answers before: those of one resource."""

from collections import defaultdict
from typing import Any

_APART = "facts"
"""The resource under which everything is that has one operation only."""
_RESOURCE = 2
"""Of ``/v1/leaves/{leave}`` the part that names the resource."""


def sequences(document: dict[str, Any]) -> dict[str, set[str]]:
    """The operations of each resource, and those of others that their answers lead to."""
    groups: dict[str, set[str]] = defaultdict(set)
    targets: dict[str, set[str]] = {}
    for path, operations in document["paths"].items():
        for operation in operations.values():
            name = operation["operationId"]
            answers = operation["responses"].values()
            targets[name] = {link["operationId"] for each in answers for link in each.get("links", {}).values()}
            if path.startswith("/v1/"):
                groups[path.split("/")[_RESOURCE]].add(name)
    for resource, names in list(groups.items()):
        if len(names) == 1 and resource != _APART:
            groups[_APART] |= groups.pop(resource)
    return {
        resource: names.union(*(targets[name] for name in names))
        for resource, names in sorted(groups.items())
        if any(targets[name] for name in names)
    }
