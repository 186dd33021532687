"""Handing pay over: the register for whoever computes tax, and the sheet for the bank once net pay has come back."""

from starlette.datastructures import UploadFile
from starlette.responses import Response

from api.console.form_submission import chosen_file, invalid
from api.console.periods import every_period, last_settled
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.visit import Visit
from api.operations.attachment import attachment_headers
from api.operations.pay_handovers import ACCOUNTS, register_by_file, sent_transfers
from api.operations.report_forms import XLSX
from api.problems import Problem
from api.service.transport.uploads import received_form
from api.words.translation import marked

room = Room()
_LINES, _FILE = "lines", "file"


@room.get("/hr/handover")
def handover(visit: Visit) -> Response:
    """The page on which pay is handed over."""
    return _page(visit, visit.query.get("period") or last_settled(every_period(visit))["period"])


@room.post("/hr/handover/register", operation="hand over pay")
def register(visit: Visit) -> Response:
    """The register as a workbook, with the sheet that goes to whoever computes tax."""
    period = str(visit.sent.get("period", ""))
    lines = chosen_file(visit, _LINES)
    try:
        made = register_by_file(visit.context, period, None if lines is None else lines.file.read(), visit.language)
    except Problem as problem:
        return _page(visit, period, problem)
    return _workbook(made, f"pay-{period}.xlsx")


@room.post("/hr/handover/transfers", operation="hand over pay")
def transfers(visit: Visit) -> Response:
    """The sheet for the bank of the net pay that came back, or whose does not fit."""
    period = str(visit.sent.get("period", ""))
    try:
        file = chosen_file(visit, _FILE)
        if file is None:
            raise invalid(visit, marked("No file was chosen; drop one, or choose one."))
        made = _made(visit, period, file, chosen_file(visit, ACCOUNTS))
    except Problem as problem:
        return _page(visit, period, problem)
    return _workbook(made, f"transfers-{period}.xlsx")


def _made(visit: Visit, period: str, file: UploadFile, accounts: UploadFile | None) -> bytes:
    with received_form(file, {} if accounts is None else {ACCOUNTS: accounts}) as received:
        return sent_transfers(visit.context, period, received, visit.language)


def _workbook(content: bytes, name: str) -> Response:
    return Response(content, media_type=XLSX, headers=attachment_headers(name))


def _page(visit: Visit, period: str, problem: Problem | None = None) -> Response:
    misfits = problem.detail.split("\n") if problem is not None and problem.code == "does_not_fit" else []
    return visit.page(
        "hr/handover.html",
        status=200 if problem is None else problem.kind.status,
        period=period,
        periods=every_period(visit),
        misfits=misfits,
        refusal=None if problem is None or misfits else refusal_of(problem, visit.language),
    )
