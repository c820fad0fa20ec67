"""Two worlds beside each other: one replication of two scenarios under the same luck, to where they part and a little beyond.

print(hs.diff(heist, "no_radio", replication=17))
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from heatsim.analysis.whatif.named import changes_of, labels
from heatsim.beatsheet.beats import beats
from heatsim.beatsheet.outcome import measures
from heatsim.beatsheet.sheet import together
from heatsim.errors import UsageError
from heatsim.study.run import simulate

if TYPE_CHECKING:
    from heatsim.beatsheet.beats import Beat
    from heatsim.scenario.load import Scenario
    from heatsim.trace import Event, Trace

__all__ = ["Diff", "Happening", "Outcomes", "Pair", "diff"]

NEAR = 12  # events within which a later one of the same kind is looked for


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of a world: microseconds since the start, who it is about, what is told of it, and what else tells two apart.

    `value` is what the event is about, such as the time a step will take in microseconds; `ids` are event ids, of beats only.
    """

    time: int
    who: str
    text: str
    kind: str
    process: str
    value: float | None
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """What happened in either world at this point; None where only the other has it.

    `passed` counts the events before it that are the same in both and are left out.
    """

    base: Happening | None
    other: Happening | None
    passed: int = 0


@dataclass(frozen=True, slots=True)
class Outcomes:
    """A measure, or the ending, that differs, as people write it."""

    name: str
    base: str
    other: str


@dataclass(frozen=True, slots=True)
class Diff:
    """`common` events are the same in both worlds; `before` has the last of these, `after` the first ones that differ.

    `after` is empty when nothing differs to the end. `beat` is the first line of the beat sheet that differs: the same beat at
    another time, or one that the other sheet has not (None); None if the sheets are the same. `start_of_day` is in microseconds,
    None if the story has no time of day.
    """

    scenario: str
    replication: int
    seed: int
    labels: tuple[str, str]
    common: int
    before: tuple[Happening, ...]
    after: tuple[Pair, ...]
    endings: tuple[str | None, str | None]
    outcomes: tuple[Outcomes, ...]
    start_of_day: int | None = None
    beat: Pair | None = None

    @property
    def first(self) -> Pair | None:
        """The first event that is not the same; None if there is none."""
        return self.after[0] if self.after else None

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain data."""
        from dataclasses import asdict

        return asdict(self)

    def __str__(self) -> str:
        from heatsim.analysis.side_by_side import text

        return text(self)


def diff(
    base: Scenario,
    other: Scenario | str | Mapping[str, object],
    *,
    replication: int = 0,
    seed: int = 1995,
    before: int = 3,
    beyond: int = 8,
    engine: str = "auto",
    behaviours: Mapping[str, Callable[..., Any]] | None = None,
) -> Diff:
    """One replication in two worlds: the `before` last events they share, the first that differs and `beyond` more that do.

    `other` is a scenario, the name of one of the base's variants, or a mapping for `vary`; `behaviours` are the functions for
    processes that the scenario leaves to Python. Raises SimulationError, UsageError and
    ScenarioError.
    """
    if before < 0 or beyond < 0:
        raise UsageError("before and beyond count events, from 0")
    if isinstance(other, str):
        changed = base.variant(other)
    else:
        changed = base.vary(other) if isinstance(other, Mapping) else other
    how: dict[str, Any] = {"seed": seed, "replication": replication, "engine": engine, "behaviours": behaviours}
    left, right = (simulate(scenario, **how) for scenario in (base, changed))
    one, two = _happenings(left), _happenings(right)
    common = _common(one, two)
    return Diff(
        scenario=base.name,
        replication=replication,
        seed=seed,
        labels=(changes_of(base) or "as written", labels(base, [changed])[0]),
        common=common,
        before=tuple(one[max(0, common - before) : common]),
        after=tuple(_beyond(one[common:], two[common:], beyond + 1)),
        endings=(left.ending, right.ending),
        outcomes=tuple(_outcomes(left, right)),
        start_of_day=left.program.start_of_day,
        beat=_first_beat(left, right),
    )


def _happenings(trace: Trace) -> list[Happening]:
    return [_happening(event, beat.who[0], beat.text) for event, beat in zip(trace.events, beats(trace, every=True), strict=True)]


def _happening(event: Event, who: str, text: str) -> Happening:
    return Happening(event.time, who, text.replace("\N{NO-BREAK SPACE}", " "), event.kind, event.process, event.value)


def _first_beat(left: Trace, right: Trace) -> Pair | None:
    """The earliest line of either beat sheet that the other sheet lacks, beside the same beat at its other time if there is one.

    The order of what happens at one moment is no difference: nobody reads a beat sheet that way.
    """
    one, two = (list(beats(trace)) for trace in (left, right))
    lacked = [_lacked(one, two), _lacked(two, one)]
    if not any(lacked):
        return None
    side = 0 if not lacked[1] or (lacked[0] and lacked[0][0].event.time <= lacked[1][0].event.time) else 1
    found = lacked[side][0]
    again = [beat for beat in lacked[1 - side] if _step(beat) == _step(found)]
    again.sort(key=lambda beat: beat.event.kind != found.event.kind)  # what takes longer here is told when it begins, too
    other = again[0] if again else None
    a, b = (found, other) if side == 0 else (other, found)
    return Pair(_line(a), _line(b))


def _lacked(one: Sequence[Beat], two: Sequence[Beat]) -> list[Beat]:
    """The beats of the first sheet that the second has not, or not so often."""
    others = Counter((beat.event.time, beat.who, beat.text) for beat in two)
    found = []
    for beat in one:
        told = (beat.event.time, beat.who, beat.text)
        if others[told]:
            others[told] -= 1
        else:
            found.append(beat)
    return found


def _step(beat: Beat) -> tuple[str, str, tuple[str, ...]]:
    return beat.event.process, beat.event.text, beat.ids


def _line(beat: Beat | None) -> Happening | None:
    return None if beat is None else replace(_happening(beat.event, together(beat.who), beat.text), ids=beat.ids)


def _common(one: Sequence[Happening], two: Sequence[Happening]) -> int:
    for count, (a, b) in enumerate(zip(one, two, strict=False)):
        if a != b:
            return count
    return min(len(one), len(two))


def _beyond(one: Sequence[Happening], two: Sequence[Happening], most: int) -> list[Pair]:
    """What differs from here on, in the order of time; what is nearly the same stands in one row."""
    pairs: list[Pair] = []
    i = j = passed = 0
    while len(pairs) < most and (i < len(one) or j < len(two)):
        a, b = (one[i] if i < len(one) else None), (two[j] if j < len(two) else None)
        if a is not None and a == b:
            i, j, passed = i + 1, j + 1, passed + 1
            continue
        if a is not None and b is not None and _fits(a, b):
            i, j = i + 1, j + 1
        elif b is None or (a is not None and _first(a, b, one[i : i + NEAR], two[j : j + NEAR])):
            i, b = i + 1, None
        else:
            j, a = j + 1, None
        pairs.append(Pair(a, b, passed))
        passed = 0
    return pairs


def _fits(a: Happening, b: Happening) -> bool:
    """Whether two events are the same thing, perhaps at another time or with another value."""
    return a.process == b.process and a.kind == b.kind and (a.text == b.text or a.time == b.time)


def _first(a: Happening, b: Happening, ahead: Sequence[Happening], across: Sequence[Happening]) -> bool:
    """Whether the left event goes first: the earlier one, or the one that the other world will not have soon."""
    if a.time != b.time:
        return a.time < b.time
    return not any(_fits(a, later) for later in across) or any(_fits(b, later) for later in ahead)


def _outcomes(left: Trace, right: Trace) -> list[Outcomes]:
    others = {outcome.column.name: outcome for outcome in measures(right)}
    return [
        Outcomes(outcome.column.name, outcome.here, others[outcome.column.name].here)
        for outcome in measures(left)
        if outcome.column.name in others and outcome.value != others[outcome.column.name].value
    ]
