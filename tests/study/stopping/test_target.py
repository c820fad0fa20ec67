"""What a target may say, and where a wrong one is wrong."""

from __future__ import annotations

import pytest

from heatsim.errors import UsageError
from heatsim.scenario.load import Scenario
from heatsim.study.run import prepare
from heatsim.study.stopping.target import parse_target
from heatsim.study.stopping.watch import subjects


@pytest.mark.parametrize(
    "text, statistic, name, word, half, relative",
    [
        ("share(ending=clean) ± 1pt", "share", "ending", "clean", 0.01, False),
        ("share(ending = clean)+-1 pt", "share", "ending", "clean", 0.01, False),
        ("share(ending='not clean') +/- 0.5 pp", "share", "ending", "not clean", 0.005, False),
        ("share(blow) ± 0.02", "share", "blow", None, 0.02, False),
        ("share(blow) ± 5 %", "share", "blow", None, 0.05, True),
        ("mean(margin) ± 30 s", "mean", "margin", None, 30e6, False),
        ("mean(parameter.tip_delay)±5%", "mean", "parameter.tip_delay", None, 0.05, True),
        ("mean(take) ± $10k", "mean", "take", None, 1e6, False),
        ("quantile(margin, 0.9) ± 1 min", "quantile", "margin", None, 60e6, False),
        ("  median(event.AC-E21) ± 2 s  ", "median", "event.AC-E21", None, 2e6, False),
    ],
)
def test_a_target_is_read(text: str, statistic: str, name: str, word: str | None, half: float, relative: bool) -> None:
    """Statistic, name, word and half-width come out as they were meant."""
    target = parse_target(text)
    assert (target.statistic, target.name, target.word, target.relative) == (statistic, name, word, relative)
    assert target.half == pytest.approx(half)
    assert str(target) == text.strip()


def test_quantile_and_guess() -> None:
    """The place of a quantile and the guess of a share may be in per cent."""
    assert parse_target("quantile(x, 90 %) ± 5 %").p == 0.9
    assert parse_target("median(x) ± 5 %").p == 0.5
    assert parse_target("share(x) about 0.3 ± 1pt").guess == 0.3
    assert parse_target("share(x) about 30 % ± 1pt").guess == 0.3


@pytest.mark.parametrize(
    "text, column, message",
    [
        ("", 1, "expected one of share, mean, median, quantile"),
        ("shares(x) ± 1pt", 1, "expected one of"),
        ("share ending ± 1pt", 7, "expected '('"),
        ("share() ± 1pt", 7, "the name of a measure"),
        ("share(ending=) ± 1pt", 14, "expected a word"),
        ("share(ending=clean ± 1pt", 20, "expected ')'"),
        ("share(ending=clean)", 20, "expected ±"),
        ("share(ending=clean) 1pt", 21, "expected ±"),
        ("share(ending=clean) ±", 22, "how precisely"),
        ("share(ending=clean) ± 0 pt", 23, "more than nothing"),
        ("share(ending=clean) ± 1 s", 23, "in points"),
        ("share(ending=clean) ± 2", 23, "of a share, 2 would be 200 points: write 2pt or 2 %"),
        ("share(ending=clean) about 0.4 ± 0.5", 33, "50 points"),
        ("mean(margin) ± 1pt", 16, "points (pt) are for shares"),
        ("mean(margin) ± 1 sec", 18, "unknown unit 'sec'"),
        ("mean(margin) about 3 ± 1 s", 20, "only a share has a guess"),
        ("share(x) about 1 ± 1pt", 16, "between 0 and 1"),
        ("quantile(margin) ± 1 s", 16, "expected ','"),
        ("quantile(margin, 1.5) ± 1 s", 18, "between 0 and 1"),
    ],
)
def test_a_wrong_target_says_where(text: str, column: int, message: str) -> None:
    """The message names the column, and a caret stands under it."""
    with pytest.raises(UsageError) as caught:
        parse_target(text)
    first, shown, caret = str(caught.value).split("\n")
    assert first.startswith(f"until, column {column}: ")
    assert message in first
    assert shown == f"    {text}"
    assert caret.index("^") == 4 + column - 1


@pytest.mark.parametrize(
    "text, column, message",
    [
        ("share(ending=head) ± 1pt", 14, "did you mean 'heads'?"),
        ("share(ending) ± 1pt", 7, "share(ending=...), one of heads, tails"),
        ("mean(ending) ± 1 s", 6, "of an ending there is a share"),
        ("share(heads) ± 1pt", 7, "write share(ending=heads)"),
        ("mean(fel) ± 1 s", 6, "did you mean 'fell'?"),
        ("mean(up) ± 0.1", 6, "share(up)"),
        ("mean(side) ± 0.1", 6, "share(side=front)"),
        ("share(fell) ± 1pt", 7, "mean(fell)"),
        ("share(side) ± 1pt", 7, "share(side=front) or share(side=back)"),
        ("share(side=font) ± 1pt", 12, "did you mean 'front'?"),
        ("share(up=maybe) ± 1pt", 10, "true or false"),
        ("mean(fell) ± 2 m", 14, "is a time, the precision a distance"),
    ],
)
def test_a_target_that_does_not_exist_says_what_does(coin: Scenario, text: str, column: int, message: str) -> None:
    """An unknown ending, measure, word or unit is refused with the nearest one, before anything runs."""
    with pytest.raises(UsageError, match=f"^until, column {column}: ") as caught:
        subjects(text, prepare(coin, "auto").program)
    assert message in str(caught.value)


def test_something_must_be_wanted(coin: Scenario) -> None:
    """An empty list and things that are no text are refused."""
    for nothing in ([], [3]):
        with pytest.raises(UsageError, match="until"):
            subjects(nothing, prepare(coin, "auto").program)  # type: ignore[arg-type]
