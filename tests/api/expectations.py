"""What is expected of single operations beyond their schemas, each with its reason."""

from typing import Any

# It goes on until who asked is gone: a request for it never ends. Its tests are in routes/test_following.py.
NOT_ASKED = ("follow_facts",)

OPERATIONS: list[dict[str, Any]] = []
