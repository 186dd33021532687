"""Answers of fixed coordinates that are kept: those used last, up to a number of bytes."""

from api.service.requests.answer_cache import KeptAnswer, KeptAnswers


def answer(size: int) -> KeptAnswer:
    return KeptAnswer.of(b"x" * size, "text/plain", {})


def kept_of(answers: KeptAnswers, names: str) -> str:
    return "".join(name for name in names if answers.get(name) is not None)


def test_the_answer_that_was_not_used_for_longest_gives_way() -> None:
    answers = KeptAnswers(40_000)
    for name in "abc":
        answers.keep(name, answer(10_000))
    assert answers.get("a") is not None
    answers.keep("d", answer(10_000))
    assert kept_of(answers, "abcd") == "acd"


def test_an_answer_kept_again_takes_its_room_once() -> None:
    answers = KeptAnswers(40_000)
    for name in "abaaaac":
        answers.keep(name, answer(10_000))
    assert kept_of(answers, "abc") == "abc"


def test_an_answer_that_has_no_room_is_not_kept_and_displaces_nothing() -> None:
    answers = KeptAnswers(40_000)
    answers.keep("a", answer(10_000))
    answers.keep("b", answer(40_000))
    assert kept_of(answers, "ab") == "a"


def test_nothing_is_kept_where_there_is_no_room_at_all() -> None:
    answers = KeptAnswers(0)
    answers.keep("a", answer(1))
    assert answers.get("a") is None
