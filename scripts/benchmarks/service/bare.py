"""A bare FastAPI application: what the framework and the server can do where nothing is done."""

from typing import Any

from fastapi import FastAPI

app = FastAPI()


@app.get("/bare")
async def read() -> dict[str, bool]:
    """Answer a read."""
    return {"ok": True}


@app.post("/bare")
async def write(body: dict[str, Any]) -> dict[str, Any]:
    """Answer a write."""
    return {"status": "accepted", "kind": "clock", "id": "0" * 34, "position": len(body)}
