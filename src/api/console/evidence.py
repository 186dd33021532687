"""Files that prove something, for pages that offer them for download."""

from starlette.responses import Response

from api.console.visit import Visit
from api.operations.checkpoints import checkpoint_keys
from api.operations.evidence import evidence, evidence_headers


def evidence_of(visit: Visit, period: str, employee: str) -> Response:
    """The evidence of somebody's payslip of a closed period. Raises Problem where there is none."""
    content = evidence(visit.context, period, employee)
    return Response(content, headers=evidence_headers(period, employee), media_type="application/json")


def text_file(name: str, text: str) -> Response:
    """A text, to be saved under a name."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, headers=headers, media_type="text/plain; charset=utf-8")


def keys_file(visit: Visit) -> Response:
    """The ledger's public keys, the first and every rotation since, as every verifier reads them."""
    return text_file("ledger.pub", checkpoint_keys(visit.context).chain)
