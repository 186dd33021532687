"""Whatever becomes of an evidence file or its checkpoint, there is a clear verdict, and never a false `valid`."""

from collections.abc import Callable, Iterator
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.proof import verify_evidence as verifier
from tests.api.evidence.trials import KINDS, Trials, trials


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trials]:
    tried = trials(tmp_path_factory.mktemp("evidence"))
    with tried.ledger:
        yield tried


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_sample_of_changes_is_never_falsely_valid(made: Trials, kind: Callable[[Trials, Random], str]) -> None:
    verdicts = {kind(made, Random(f"sample {number}")) for number in range(400)}
    assert verifier.INVALID in verdicts


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(random=st.randoms(use_true_random=False))
def test_changes_that_are_looked_for_are_never_falsely_valid(
    made: Trials, kind: Callable[[Trials, Random], str], random: Random
) -> None:
    kind(made, random)


@pytest.mark.slow
def test_a_verifier_that_does_not_look_at_the_closing_is_found_by_the_sample(
    made: Trials, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifier, "is_bound", lambda *_: True)

    def sample() -> None:
        # One change in some thousands is one that this verifier misses.
        for beginning in ("trial", "closing", "change", "again"):
            for number in range(1_500):
                made.by_the_keeper(Random(f"{beginning} {number}"))

    with pytest.raises(AssertionError):
        sample()


@pytest.mark.slow
@settings(max_examples=200, deadline=None, derandomize=True)
@given(raw=st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_what_is_no_evidence_at_all_is_not_valid(raw: bytes) -> None:
    assert verifier.judge(raw, [])[0] != verifier.VALID


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"null",
        b"[" * 100_000,
        b'{"format":"workledger/evidence@v1"}',
        b'{"format":' * 2_000 + b"1" + b"}" * 2_000,
        b'{"a":1,"a":1}',
        b"[1e999999999]",
        b"[-Infinity]",
        b"[" + b"9" * 100_000 + b"]",
        b'["\\ud800"]',
        b" " * (verifier.LARGEST_FILE + 1),
        b"\xef\xbb\xbf{}",
    ],
)
def test_garbage_is_refused_in_a_sentence(raw: bytes) -> None:
    verdict, lines = verifier.judge(raw, [])
    assert verdict in {verifier.INVALID, verifier.UNJUDGED}
    ((mark, texts),) = lines
    assert mark == verifier.WRONG
    assert all("\n" not in text and len(text) < 200 for text in texts)


def test_a_format_that_comes_later_is_not_judged() -> None:
    assert verifier.judge(b'{"format":"workledger/evidence@v2"}', [])[0] == verifier.UNJUDGED
