"""Who asks which operation."""

from api.auth.permissions import PERMISSIONS, Role
from tests.api.routes.operations import Operation

CALLERS = {
    Role.HR: None,
    Role.ADMIN: None,
    Role.AUDITOR: None,
    Role.QA: None,
    Role.MANAGER: None,
    Role.EMPLOYEE: "E1",
}
"""The roles in the order in which they call: the first that is permitted; and who it is, where it is somebody."""


def asked_by(operation: Operation) -> Role | None:
    """The role that asks an operation; None where a device does."""
    if operation.permission is None:
        return None
    row = PERMISSIONS[operation.permission.format(report="hours")]
    return next(role for role in CALLERS if role in row)
