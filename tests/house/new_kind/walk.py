"""Walks a kind that is new through a service: `python -m tests.house.new_kind.walk`, with a source that has it."""

import tempfile
from pathlib import Path
from typing import Any

from api.words.fact_words import kind_label
from api.words.language import Language
from ledger.facts import KINDS
from tests.api.routes.served import Served, served
from tests.ledger.material import MASTER_KEY

EXAMPLE = {
    "kind": "tea_break", "tea": "T1", "employee": "E1", "at": "2024-11-12T15:00:00+08:00", "by": "E2",
}  # fmt: skip


def walk(service: Served) -> None:
    """Record, read, export, void and describe the kind; each is asserted."""
    body = {name: value for name, value in EXAMPLE.items() if name != "kind"}
    hr, device = service.client("hr"), service.client("device")
    assert hr.post("/v1/tea-breaks", json=body).status_code == 201
    assert device.post("/v1/tea-breaks", json=body).status_code == 403
    assert service.client("qa").post("/v1/tea-breaks", json=body).status_code == 403
    assert _read(hr) == [body]
    assert _read(service.client("employee", "E1")) == [body]
    assert _read(service.client("employee", "E2")) == []
    exported = hr.get("/v1/export").text
    assert '"kind":"tea_break"' in exported
    described = hr.get("/openapi.json").json()
    assert "post" in described["paths"]["/v1/tea-breaks"]
    assert {language: kind_label("tea_break", language) for language in Language} == {
        Language.ENGLISH: "tea break",
        Language.CHINESE: "茶歇",
    }
    void = {"of_kind": "tea_break", "of": "T1", "by": "HR", "reason": "coffee"}
    assert hr.post("/v1/voids", json=void).status_code == 201
    assert KINDS["tea_break"].feeds == ()


def _read(client: Any) -> list[dict[str, str]]:
    answer = client.get("/v1/facts?kind=tea_break")
    assert answer.status_code == 200, answer.text
    return [{name: each[name] for name in EXAMPLE if name != "kind"} for each in answer.json()["facts"]]


def main() -> None:
    """Walk, on a store that is thrown away."""
    assert MASTER_KEY
    with tempfile.TemporaryDirectory() as folder, served(f"sqlite:///{Path(folder) / 'ledger.db'}") as service:
        walk(service)


if __name__ == "__main__":
    main()
