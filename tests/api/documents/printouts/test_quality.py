"""The quality report counts what stands, in whole numbers, of the days that were asked for."""

import pytest

from api.words.language import Language
from projections.scores import mean
from tests.api.documents.printouts.press import CLOSED, HOSTILE, PERIOD, Press


@pytest.mark.slow
@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("period", [CLOSED, PERIOD])
def test_the_mean_of_a_month_is_the_call_score(press: Press, period: str, language: Language) -> None:
    printed = press.printed("quality-report", period, language=language)
    scored = {number: row["call"] for number, row in press.rows("scores", period).items() if row["call"]}
    assert scored
    for number, call in scored.items():
        assert printed.figures_of(number, set(scored), "Improvement")[1] == call


@pytest.mark.slow
def test_only_standing_scores_count_and_the_trend_is_against_the_days_before(press: Press) -> None:
    # Of the week of 7 September M1 61.00 and M2, revised to 72.02, stand; M3 is withdrawn.
    week = press.printed("quality-report", employee="X1", span="week", since="2026-09-09")
    assert week.figures_of("X1", set(), "Total")[:3] == ["2", "66.51", "–"]
    after = press.printed("quality-report", employee="X1", span="week", since="2026-09-20")
    assert after.figures_of("X1", set(), "Total")[:4] == ["1", "80.00", "66.51", "+13.49"]
    day = press.printed("quality-report", employee="X1", span="day", since="2026-09-08")
    assert day.figures_of("X1", set(), "Total")[:4] == ["1", "72.02", "61.00", "+11.02"]
    begun = press.printed("quality-report", employee="X1", until="2026-09-07")
    assert begun.figures_of("X1", set(), "Total")[:2] == ["1", "61.00"]
    some = press.printed("quality-report", employee="X1", since="2026-09-08", until="2026-09-30")
    assert some.figures_of("X1", set(), "Total")[:2] == ["2", "76.01"]


@pytest.mark.slow
def test_faults_are_the_criteria_that_were_most_often_too_low(press: Press) -> None:
    printed = press.printed("quality-report", employee="X1", span="week", since="2026-09-07")
    assert "开场白:mean59.75,2of2toolow" in printed.text
    assert "业务知识" not in printed.text
    # Where nothing was too low it is the weakest.
    day = press.printed("quality-report", employee="X1", span="month")
    assert "业务知识" not in day.text


def test_what_evaluators_wrote_is_there_word_for_word(press: Press) -> None:
    printed = press.printed("quality-report", employee="X1", language=Language.CHINESE)
    assert "M12026" not in printed.text
    assert "M161.00Q1先复述。" in printed.text
    assert f"M480.00Q1{''.join(HOSTILE.split())}" in printed.text


@pytest.mark.slow
def test_who_was_not_monitored_is_named(press: Press) -> None:
    assert "Notmonitoredinthesedays:" in press.printed("quality-report").text
    assert "X2" in press.printed("quality-report").text


@pytest.mark.parametrize(("scores", "expected"), [([1], 1), ([1, 2], 2), ([0, 0, 1], 0), ([7202, 6100], 6651)])
def test_a_mean_is_rounded_half_up(scores: list[int], expected: int) -> None:
    assert mean(scores) == expected
