"""The description of the API is complete, as people and as generators of clients need it; a linter finds nothing."""

import re
import shutil
import subprocess
from collections import Counter
from typing import Any

import pytest
from jsonschema_rs import validator_for

from api.app import create
from api.openapi.document import TAGS, together
from api.service.settings import ServiceSettings
from tests.api.routes.operations import Operation, operations
from tests.house.source import CHECKOUT

LINTER = "@stoplight/spectral-cli@6.16.3"
OPEN = {"health", "readiness"}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    found: dict[str, Any] = create(ServiceSettings(store="sqlite:///nothing.db")).openapi()
    return found


@pytest.fixture(scope="module")
def described() -> list[Operation]:
    return list(operations(create(ServiceSettings(store="sqlite:///nothing.db"))))


def followed(document: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    """What a reference leads to."""
    while "$ref" in told:
        _, *path = told["$ref"].split("/")
        found: Any = document
        for part in path:
            found = found[part]
        told = found
    return told


@pytest.mark.slow
def test_every_operation_says_what_it_is(described: list[Operation]) -> None:
    assert len(described) > 90
    assert [name for name, count in Counter(map(str, described)).items() if count > 1] == []
    for each in described:
        assert each.told["summary"].strip(), each
        assert each.told["description"].strip(), each
        (tag,) = each.told["tags"]
        assert tag in TAGS, each


@pytest.mark.slow
def test_every_operation_says_who_may_and_the_open_ones_are_few(described: list[Operation]) -> None:
    without = {str(each) for each in described if each.told["security"] == []}
    devices = {str(each) for each in described if each.path.startswith("/iclock")}
    assert without == OPEN | devices
    for each in described:
        if str(each) not in without:
            assert each.told["security"] == [{"key": []}, {"token": []}], each


@pytest.mark.slow
def test_every_parameter_says_what_it_means_and_of_what_form_it_is(
    described: list[Operation], document: dict[str, Any]
) -> None:
    for each in described:
        told = [followed(document, parameter) for parameter in each.told.get("parameters", ())]
        assert {part["name"] for part in told if part["in"] == "path"} == set(re.findall(r"{(\w+)}", each.path)), each
        for parameter in told:
            assert parameter["description"].strip(), (each, parameter["name"])
            assert parameter["schema"], (each, parameter["name"])


@pytest.mark.slow
def test_a_theme_of_the_rules_and_one_that_a_period_sets_are_two_components(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    of_rules = followed(document, schemas["RuleParameters"]["properties"]["award_themes"]["items"])
    of_period = followed(document, schemas["PeriodFact"]["properties"]["award_themes"]["items"])
    assert (set(of_rules["required"]), set(of_period["required"])) == ({"theme"}, {"theme"})


def test_no_name_is_of_two_components() -> None:
    with pytest.raises(ValueError, match="Theme: the name of two components"):
        together({"Theme": {}}, {"Other": {}}, {"Theme": {}})


@pytest.mark.slow
def test_every_answer_has_a_form_and_every_error_is_a_problem(
    described: list[Operation], document: dict[str, Any]
) -> None:
    for each in described:
        for status, answer in each.told["responses"].items():
            told = followed(document, answer)
            assert told["description"], (each, status)
            content = told.get("content", {})
            if status == "default" or (int(status) >= 400 and not each.path.startswith("/iclock")):
                (problem,) = content.values()
                assert list(content) == ["application/problem+json"], (each, status)
                assert problem["schema"] == {"$ref": "#/components/schemas/Problem"}
            elif status not in ("304", "204"):
                assert content, (each, status)
                assert all("schema" in media for media in content.values()), (each, status)


@pytest.mark.slow
def test_the_example_of_every_body_is_of_its_own_schema(described: list[Operation], document: dict[str, Any]) -> None:
    checked = 0
    for each in described:
        media = each.told.get("requestBody", {}).get("content", {}).get("application/json")
        if media is None or not followed(document, media["schema"]).get("required"):
            continue
        schema = followed(document, media["schema"]) | {"components": document["components"]}
        assert validator_for(schema).is_valid(media["example"]), each
        checked += 1
    assert checked > 35


@pytest.mark.slow
def test_the_linter_finds_nothing() -> None:
    npx = shutil.which("npx")
    if npx is None:
        pytest.skip("there is no npx on the path, which the linter is run by")
    command = [npx, "--yes", LINTER]
    if subprocess.run([*command, "--version"], capture_output=True, timeout=300, check=False).returncode:
        pytest.skip(f"{LINTER} cannot be had here")
    words = ["lint", "docs/openapi.json", "--ruleset", ".spectral.yaml", "--fail-severity", "hint"]
    done = subprocess.run([*command, *words], cwd=CHECKOUT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout
