"""When a run stops: at a look that is known beforehand, whoever does the work and in whatever order it comes."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice, pairwise

import numpy as np
import pytest

from heatsim.study.stopping.rule import floor, looks, needed
from heatsim.study.stopping.subject import Subject
from heatsim.study.stopping.watch import Watch
from heatsim.study.table import Table, join

Toss = Callable[..., Table]
Find = Callable[[str], Subject]


def watched(subject: Subject, tables: list[Table], ceiling: int = 20_000) -> tuple[Watch, Table]:
    watch = Watch([subject], ceiling)
    return watch, join(list(watch.passing(tables)), 0)


def test_looks_are_whole_batches_that_grow() -> None:
    """Looks are at multiples of a hundred, each a fiftieth further, and the last is at the ceiling."""
    places = list(looks(200, 20_050))
    assert places[0] == 200
    assert places[-1] == 20_050
    assert all(place % 100 == 0 for place in places[:-1])
    assert all(after - before >= min(100, 0.02 * before) for before, after in pairwise(places[:-1]))
    assert len(places) < 150
    assert list(looks(2_000, 500)) == [500]


@pytest.mark.parametrize(
    "text, fewest",
    [
        ("share(ending=heads) ± 50pt", 2_000),
        ("share(ending=heads) about 0.3 ± 50pt", 200),
        ("share(ending=heads) about 0.01 ± 50pt", 2_000),
        ("share(ending=heads) about 0.99 ± 50pt", 2_000),
    ],
)
def test_floors(subject: Find, toss: Toss, text: str, fewest: int) -> None:
    """However coarse the target, a share that nobody has a guess of is looked at after 2,000 replications, others after 200."""
    assert floor([subject(text)]) == fewest
    assert watched(subject(text), [toss(1, 5_000, 0.3)])[0].stopping.replications == fewest


def test_the_stopping_point_is_the_first_look_that_is_precise_enough(subject: Find, toss: Toss) -> None:
    """At the last look the target is met, at the one before it was not, and the table has exactly the rows of the last."""
    wanted = subject("share(ending=heads) ± 1.5pt")
    watch, table = watched(wanted, [toss(7, 20_000, 0.3)])
    stopping = watch.stopping
    assert stopping.reason == "precision"
    assert len(table) == stopping.replications
    before = max(place for place in looks(2_000, 20_000) if place < len(table))
    missed, _ = watched(wanted, [toss(7, 20_000, 0.3)], ceiling=before)
    assert missed.stopping.reason == "ceiling"
    assert missed.stopping.targets[0].half > 0.015 >= stopping.targets[0].half


@pytest.mark.parametrize("chunk", [1, 97, 1_000, 5_000])
def test_jobs_do_not_matter(subject: Find, toss: Toss, chunk: int) -> None:
    """Cut into any jobs and coming in any order, the same rows are kept."""
    wanted = subject("share(ending=heads) ± 2pt")
    _, whole = watched(wanted, [toss(3, 6_000, 0.3)])
    full = toss(3, 6_000, 0.3)
    jobs = [full.rows(start, min(start + chunk, 6_000)) for start in range(0, 6_000, chunk)]
    shuffled = [jobs[index] for index in np.argsort([(37 * k) % 101 for k in range(len(jobs))])]
    watch, table = watched(wanted, shuffled)
    assert np.array_equal(table.replication, whole.replication)
    assert np.array_equal(table.ending, whole.ending)
    assert watch.stopping.looks > 1


def test_no_more_than_needed_is_asked_for(subject: Find, toss: Toss) -> None:
    """Work beyond the stopping point is not asked for."""
    asked = []

    def coming() -> object:
        for start in range(0, 20_000, 500):
            asked.append(start)
            yield toss(3, 500, 0.3, start)

    watch = Watch([subject("share(ending=heads) ± 2pt")], 20_000)
    assert sum(len(table) for table in watch.passing(coming())) == watch.stopping.replications  # type: ignore[arg-type]
    assert len(asked) * 500 < watch.stopping.replications + 500


def test_the_trap_of_a_relative_width(subject: Find, toss: Toss) -> None:
    """At a share of 0.9, three heads in a row have no sample variance; the rule neither looks then nor is taken in."""
    p, seeds = 0.9, range(200)
    naive = sum(len(set(toss(seed, 3, p).ending.tolist())) == 1 for seed in seeds) / len(seeds)
    assert naive > 0.6  # the trap is there
    for seed in islice(seeds, 20):
        watch, _ = watched(subject("share(ending=heads) about 0.9 ± 5 %"), [toss(seed, 4_000, p)])
        assert watch.stopping.replications >= 200
        assert 0 < watch.stopping.targets[0].half <= 0.05


def test_a_relative_width_needs_twenty_hits(subject: Find, toss: Toss) -> None:
    """A relative target of something rare waits for twenty hits, however wide it is; an absolute one does not."""
    rare = [toss(5, 60_000, 0.001)]
    hits = watched(subject("share(ending=heads) ± 100 %"), rare, 60_000)[0].stopping
    assert hits.reason == "precision"
    assert hits.targets[0].hits is not None
    assert hits.targets[0].hits >= 20
    before = max(place for place in looks(2_000, 60_000) if place < hits.replications)
    fewer = watched(subject("share(ending=heads) ± 100 %"), rare, before)[0].stopping.targets[0]
    assert fewer.half <= fewer.wanted  # narrow enough, on 19 hits or fewer
    assert fewer.hits is not None
    assert fewer.hits < 20
    assert watched(subject("share(ending=heads) ± 1pt"), rare)[0].stopping.replications == 2_000


def test_what_was_never_or_always_seen_is_at_most_or_at_least(subject: Find, toss: Toss) -> None:
    """No hit and only hits are told as bounds, anything else with its interval."""
    told = [str(watched(subject("share(ending=heads) ± 1pt"), [toss(5, 20_000, p)])[0].stopping) for p in (0.0, 1.0, 0.05)]
    assert "at most 0.19 % (none in 2,000)" in told[0]
    assert "at least 99.81 % (all of 2,000)" in told[1]
    assert "at most" not in told[2]
    assert " to " in told[2]


def test_the_ceiling_is_said(subject: Find, toss: Toss) -> None:
    """A run that ends at its ceiling says so, and by how much it misses."""
    watch, table = watched(subject("share(ending=heads) ± 0.1pt"), [toss(5, 3_000, 0.3)], 3_000)
    assert len(table) == 3_000
    text = str(watch.stopping)
    assert text.startswith("stopped at the ceiling of 3,000 replications, not as precise as asked")
    assert "missed " in text


def test_progress_shows_the_half_width(subject: Find, toss: Toss) -> None:
    """A progress that can take a note is told the half-width and the one wanted, and about how many replications are needed."""

    class Told:
        def __init__(self) -> None:
            self.notes: list[str] = []
            self.totals: list[int] = []

        def __call__(self, done: int, total: int) -> None:
            self.totals.append(total)

        def note(self, text: str) -> None:
            self.notes.append(text)

    told = Told()
    watch = Watch([subject("share(ending=heads) ± 1pt")], 20_000, told)
    rows = sum(len(table) for table in watch.passing([toss(3, 500, 0.3, start) for start in range(0, 20_000, 500)]))
    assert told.notes[0] == "first look after 2,000"
    assert told.notes[-1] == "± 0.99 pt (wanted ± 1 pt)"
    middle = told.totals[len(told.totals) // 2]
    assert abs(middle - rows) < 0.1 * rows


def test_what_is_needed_is_never_more_than_the_ceiling(subject: Find, toss: Toss) -> None:
    """The forecast lies between what is done and the ceiling."""
    watch, _ = watched(subject("share(ending=heads) ± 0.01pt"), [toss(5, 3_000, 0.3)], 3_000)
    assert needed(3_000, watch.stopping.targets, 1_000_000) == 1_000_000
    assert needed(3_000, (), 1_000_000) == 3_000
