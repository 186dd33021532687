"""Fixtures of the tests of printed documents."""

import pytest

from tests.api.documents.printouts.press import Press


@pytest.fixture(scope="session")
def press(tmp_path_factory: pytest.TempPathFactory) -> Press:
    return Press(tmp_path_factory.mktemp("press"))
