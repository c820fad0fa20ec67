"""What-ifs against exact answers: a coin of 0.35 beside one of 0.30 on the same tosses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from heatsim.analysis.whatif.ask import whatif
from heatsim.analysis.worlds import diff
from heatsim.errors import UsageError
from heatsim.scenario.load import Scenario, loads
from heatsim.study.run import run, simulate
from support.coin import COIN

N = 1_000


@pytest.fixture(scope="module")
def coin() -> Scenario:
    """A coin that comes up heads with probability 0.3."""
    return loads(COIN, "coin.yaml")


def test_the_difference_is_that_of_the_same_tosses(coin: Scenario) -> None:
    """A better coin only ever gains, in one of twenty worlds, and the interval says so."""
    change = whatif(coin, "better", replications=N, workers=1)["better"]["heads"]
    assert change.less == 0
    assert change.more + change.same == change.pairs == N
    assert change.low < 0.05 < change.high
    assert change.high - change.low < 0.035  # independent runs would give 0.08
    assert change.change == pytest.approx(change.other - change.base)


def test_the_variance_reduction_is_the_exact_one(coin: Scenario) -> None:
    """(0.3 0.7 + 0.35 0.65) / (0.05 0.95) = 9.2 lies in the measured interval; one and ten are outside of theirs."""
    change = whatif(coin, "better", replications=N, workers=1)["better"]["heads"]
    exact = (0.3 * 0.7 + 0.35 * 0.65) / (0.05 * 0.95)
    assert change.gain_low < exact < change.gain_high
    assert change.gain_low > 5


def test_it_is_what_two_runs_give(coin: Scenario) -> None:
    """Counts and means are those of two runs with the same seed, row beside row."""
    made = whatif(coin, "again", replications=200, workers=1)["again"]
    base, other = run(coin, replications=200, workers=1), run(coin.variant("again"), replications=200, workers=1)
    difference = other["heads_seen"] - base["heads_seen"]
    assert made["heads_seen"].change == pytest.approx(difference.mean())
    assert made["heads_seen"].more == np.count_nonzero(difference > 0)
    assert made["fell"].pairs == 200
    assert made["fell"].more == made["fell"].less == 0  # the fall has a draw of its own, which nothing moved
    flipped = np.flatnonzero(base["ending"] != other["ending"])
    assert [flip.replication for flip in made.flips] == flipped.tolist()


def test_flips_can_be_replayed(coin: Scenario) -> None:
    """Every replication that is said to flip does so when it is played alone."""
    made = whatif(coin, "better", replications=100, workers=1)["better"]
    assert made.flips
    for flip in made.flips:
        assert simulate(coin, replication=flip.replication).ending == flip.before == "tails"
        assert simulate(coin.variant("better"), replication=flip.replication).ending == flip.after == "heads"


def test_helped_harmed_and_neither(coin: Scenario) -> None:
    """The three probabilities are of one world each and add up; what counts as better turns them round."""
    made = whatif(coin, "again", replications=N, workers=1)
    helped, harmed, unmoved = made.helped(), made.harmed(), made.unmoved()
    assert helped[0] + harmed[0] + unmoved[0] == pytest.approx(1)
    assert helped[1] < 0.7 * 0.3 < helped[2]
    assert harmed[0] == 0
    assert 0 < harmed[2] < 0.005
    worse = whatif(coin, "again", replications=N, workers=1, better="less", measure="heads_seen")
    assert worse.harmed()[1] < 0.3 < worse.harmed()[2]
    assert worse.helped()[0] == 0


def test_draws_reused_fresh_and_unused(coin: Scenario) -> None:
    """A second toss is fresh at its site, leaving it away unused; a change of a number reuses all; a pinned draw is another."""
    made = whatif(coin, "better", "again", "fixed", replications=50, workers=1)
    better, again, fixed = (one.draws for one in made.versus)
    assert better is not None
    assert again is not None
    assert fixed is not None
    assert (better.reused, better.fresh, better.unused, better.sites) == (100, 0, 0, ())
    assert (again.reused, again.fresh, again.unused) == (100, 50, 0)
    assert [(site.site, site.fresh) for site in again.sites] == [("coin/again", 50)]
    assert (fixed.reused, fixed.fresh, fixed.unused) == (50, 50, 50)
    assert fixed.share == pytest.approx(1 / 3)
    back = whatif(coin.variant("again"), coin, replications=50, workers=1).versus[0].draws
    assert back is not None
    assert (back.reused, back.fresh, back.unused) == (100, 0, 50)


def test_several_variants_hold_together(coin: Scenario) -> None:
    """With three variants each interval is one of 98.3 %, so that all hold at once with 95 %."""
    alone = whatif(coin, "better", replications=200, workers=1)
    three = whatif(coin, "better", "again", {"p": 0.2}, replications=200, workers=1)
    assert three.level == pytest.approx(1 - 0.05 / 3)
    assert [one.label for one in three.versus] == ["better", "again", "p=0.2"]
    narrow, wide = alone["better"]["heads"], three["better"]["heads"]
    assert narrow.change == wide.change
    assert wide.low < narrow.low < narrow.high < wide.high
    assert "Bonferroni" in str(three)
    assert "Bonferroni" not in str(alone)


def test_nothing_changed_is_known_to_be_little(coin: Scenario) -> None:
    """Against itself nothing differs, and that is known only within an interval."""
    made = whatif(coin, coin, replications=200, workers=1)
    change = made.versus[0]["heads"]
    assert (change.more, change.less, change.change) == (0, 0, 0)
    assert change.low < 0 < change.high
    assert made.versus[0].flips == ()
    assert "no replication ends otherwise" in str(made)


def test_who_does_the_work_does_not_matter(coin: Scenario) -> None:
    """Alone and on two threads, with and without a target: the same answer."""
    for until in (None, "share(ending=heads) about 0.3 ± 3pt"):
        replications = 300 if until is None else None
        alone = whatif(coin, "better", "again", replications=replications, until=until, workers=1)
        with ThreadPoolExecutor(2) as threads:
            other = whatif(coin, "better", "again", replications=replications, until=until, executor=threads)
        assert json.dumps(other.to_dict()) == json.dumps(alone.to_dict())


def test_until_stops_at_the_paired_precision(coin: Scenario) -> None:
    """A paired difference is precise long before the shares themselves are; all variants must be."""
    target = "share(ending=heads) about 0.3 ± 3pt"
    made = whatif(coin, "better", until=target, workers=1)
    single = run(coin, until=target, workers=1)
    assert made.stopping is not None
    assert made.stopping.reason == "precision"
    assert made.replications == made.stopping.replications <= len(single) / 2
    assert made.stopping.targets[0].half <= 0.03
    both = whatif(coin, "better", "again", until=target, workers=1)
    assert both.stopping is not None
    assert both.replications > made.replications
    assert [one.target.split(":")[0] for one in both.stopping.targets] == ["better", "again"]
    capped = whatif(coin, "again", until="mean(heads_seen) ± 0.001", replications=300, workers=1)
    assert capped.stopping is not None
    assert capped.stopping.reason == "ceiling"
    assert capped.replications == 300


def test_it_prints_within_80_columns(coin: Scenario) -> None:
    """No line of the table is wider than a terminal, and every estimate stands beside an interval."""
    made = whatif(coin, "better", "again", until="mean(heads_seen) ± 0.05", replications=300, workers=1)
    text = made.text(every=True)
    assert max(map(len, [*text.splitlines(), *str(made).splitlines()])) <= 80
    assert "share" not in text or "%" in text
    for words in ("more in", "less in at most", "as much in", "variance reduction", "draws of the first", "end otherwise"):
        assert words in text.replace("\n  ", " ")


def test_help_is_what_somebody_calls_so(coin: Scenario) -> None:
    """More, less and as much are counted, of the film's ending too, unless somebody says that less of it is better."""
    plain = loads(COIN.replace(", canon: true", ""), "coin.yaml")
    film = str(whatif(coin, "better", replications=40, workers=1)).replace("\n  ", " ")
    assert "in the same world there is of 'heads', the film's ending, more in" in film
    assert "helps" not in film
    for made in (
        whatif(plain, "better", replications=40, workers=1),
        whatif(coin, "better", measure="up", replications=40, workers=1),
    ):
        text = str(made).replace("\n  ", " ")
        assert "helps" not in text
        assert f"in the same world there is of '{made.focus}' more in" in text
    asked = whatif(plain, "better", better="less", replications=40, workers=1)
    assert "counting less 'heads' as better" in str(asked)


@pytest.fixture(scope="module")
def coins() -> Scenario:
    """The coin with more measures than a page has lines, and variants that change its odds a little more each."""
    measures = "".join(f"  more_{number}: heads * {number + 2}\n" for number in range(40))
    variants = "".join(f"  up_{number}: {{text: up, set: {{p: {0.3 + number / 100}}}}}\n" for number in range(1, 35))
    text = COIN.replace("measures:\n", f"measures:\n{measures}").replace("variants:\n", f"variants:\n{variants}")
    return loads(text, "coins.yaml")


def test_what_does_not_fit_a_page_is_counted(coins: Scenario) -> None:
    """A page has the changes that are largest for their uncertainty, says how many there are besides, and how to see them."""
    made = whatif(coins, "better", replications=200, workers=1)
    page = str(made)
    assert len(page.splitlines()) <= 40
    assert "35 more changed less for their uncertainty (text(every=True))" in page.replace("\n  ", " ")
    assert made.text(more="--all").count("(--all)") == 1
    whole = made.text(every=True)
    assert [name for name in ("heads_seen", *(f"more_{number}" for number in range(40))) if f"\n{name} " not in whole] == []


def test_what_is_clearest_stands_first(coins: Scenario) -> None:
    """A second toss moves the number of heads more, for its uncertainty, than whether there is one, which is declared first."""
    made = whatif(coins, "again", replications=200, workers=1)
    assert "\nup " not in str(made)
    assert "\nup " in made.text(every=True)


def test_many_variants_have_a_line_each(coins: Scenario) -> None:
    """The strongest first, by what they do to what was asked about; beyond a page they are counted, and `every` has all tables."""
    names = [f"up_{number}" for number in range(1, 35)]
    made = whatif(coins, *names, replications=60, workers=1, measure="heads_seen", sample=0)
    lines = str(made).splitlines()
    assert len(lines) <= 40
    assert "what each does to heads_seen, which is 0." in str(made)
    listed = [line.split()[0] for line in lines if line.startswith("up_")]
    assert len(listed) == 28
    assert listed[0] in names[-5:]
    assert set(listed).isdisjoint(names[:2])
    assert "6 more variants do less to it for their uncertainty" in lines
    assert all(f"\n{name}: up" in made.text(every=True) for name in names)


def test_plain_data_and_notebooks(coin: Scenario) -> None:
    """`to_dict` is JSON without infinities; a notebook shows the same tables."""
    made = whatif(coin, "better", replications=60, workers=1)
    content = json.loads(json.dumps(made.to_dict(), allow_nan=False))
    assert content["versus"][0]["endings"][0]["name"] == "heads"
    assert content["versus"][0]["helped"]["low"] <= content["versus"][0]["helped"]["share"]
    page = made._repr_html_()
    assert page.count("<table>") == 2
    assert "a better coin" in page


def test_a_failed_replication_is_not_an_ending() -> None:
    """A world that fails in the variant counts as one that lost its ending, and is said."""
    text = COIN.replace("      takes: {exponential: {mean: 10 s}}", "      takes: if(p > 0.5 and heads == 1, 0 - 1, 1) * 1 s")
    made = whatif(loads(text, "coin.yaml"), {"p": 0.9}, replications=60, workers=1)
    assert made.failed > 30
    assert any(flip.after is None for flip in made.versus[0].flips)
    assert "failed in one world or the other" in str(made)


def test_a_process_written_in_python() -> None:
    """What Python does is compared as well; which draws are shared is then not known, and not said."""
    text = COIN.replace("processes:\n", "processes:\n  dog: {python: dog}\n")

    def dog(here: Any) -> Iterator[Any]:
        yield here.sleep(here.uniform("nap"))

    coin = loads(text, "coin.yaml")
    made = whatif(coin, "better", replications=60, workers=1, behaviours={"dog": dog})
    assert made["better"]["heads"].less == 0
    assert made["better"].draws is None
    assert "draws of the first" not in str(made)
    assert diff(coin, "better", behaviours={"dog": dog}).common > 0


@pytest.mark.parametrize(
    "others, options, message",
    [
        ((), {}, "something to compare with"),
        (("bettr",), {}, "did you mean 'better'"),
        (({"q": 1},), {}, "no parameter 'q'"),
        (("better",), {"ending": "head"}, "did you mean 'heads'"),
        (("better",), {"measure": "side"}, "'side' is a measure in words"),
        (("better",), {"measure": "heads"}, "'heads' is an ending, not a measure"),
        (("better",), {"measure": "fell", "ending": "heads"}, "not both"),
        (("better",), {"better": "most"}, "'more' or 'less'"),
        (("better",), {"replications": 0}, "replications must be"),
        (("better",), {"until": "mean(fall) ± 1 s"}, "did you mean 'fell'"),
        (("better",), {"until": []}, "at least one target"),
    ],
)
def test_misuse_is_told(coin: Scenario, others: tuple[object, ...], options: dict[str, object], message: str) -> None:
    """What cannot be compared is refused with what there is."""
    with pytest.raises(UsageError, match=message):
        whatif(coin, *others, **{"workers": 1, **options})  # type: ignore[arg-type]
