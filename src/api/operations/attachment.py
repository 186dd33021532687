"""How a file is sent that is one person's or the office's alone."""


def attachment_headers(filename: str) -> dict[str, str]:
    """The headers that a file is sent with: its name, and that nobody keeps it on the way."""
    return {"Content-Disposition": f'attachment; filename="{filename}"', "Cache-Control": "private, no-store"}
