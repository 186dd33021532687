"""A mapping that was made to keep the service busy is carried out or refused, while others are answered."""

import httpx
import pytest

from tests.api.asking import asking
from tests.api.service.process import serving
from tests.api.service.test_processes import prepared
from tests.ledger.stores import SQLiteStores

pytestmark = pytest.mark.slow

MAPPING = """
title = "punches"
[columns.employee]
heading = "no"
pattern = '%s'
[columns.at]
heading = "time"
type = "instant"
[columns.direction]
default = "in"
[[fact]]
kind = "clock"
"""
ROWS = "no,time\n" + f"{'a' * 1_900}!,2024-11-12 08:30\n" * 200


def sent(client: httpx.Client, mapping: str, rows: str = ROWS) -> httpx.Response:
    parts = {"file": ("file", rows.encode()), "mapping": ("mapping", mapping.encode())}
    return client.post("/v1/imports", files=parts)


@pytest.mark.parametrize("pattern", ["^(a+)+$", "^(a|aa)+$", "(.*a){25}b", "^(?!(?:a+)*$)b", "((a{1,9}){1,9}){1,9}!!"])
def test_a_pattern_that_was_made_to_take_for_ever_lets_others_be_answered(
    sqlite_stores: SQLiteStores, pattern: str
) -> None:
    url, token = prepared(sqlite_stores)
    with serving(url) as service, asking(service.url, token) as hr, asking(service.url, None) as nobody:
        job = sent(hr, MAPPING % pattern).json()
        while job["state"] == "running":
            assert nobody.get("/healthz").status_code == 200
            job = hr.get(f"/v1/jobs/{job['id']}").json()
        assert (job["state"], job["answer"]["accepted"]) == ("finished", 0)
        assert job["answer"]["rejected"] > 0
        assert service.stop() == 0


def test_a_mapping_that_no_engine_could_carry_out_is_refused_in_a_sentence(sqlite_stores: SQLiteStores) -> None:
    url, token = prepared(sqlite_stores)
    with serving(url) as service, asking(service.url, token) as hr:
        for mapping, sentence in (
            (MAPPING % r"(a)\1", "names what it found before"),
            (MAPPING % ("a" * 301), "at most 300"),
            (MAPPING % "(((a{100}){100}){100})", "too large"),
            ("a" + ".a" * 50_000 + " = 1", "nested too deeply"),
            ("a = " + "[" * 50_000, "nested too deeply"),
        ):
            answer = sent(hr, mapping)
            assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid"), answer.text[:300]
            assert sentence in answer.json()["detail"]
