"""Fixtures of the tests of documents."""

from pathlib import Path

import pytest

from tests.api.documents.office import Office


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Office:
    return Office(tmp_path, monkeypatch, capsys)
