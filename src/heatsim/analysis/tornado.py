"""A tornado: each assumption alone at the ends of its range, on the same luck as the scenario as it stands.

Every run is a pair with the baseline, so a difference is due to the assumption; assumptions are ranked by how far they move the
outcome, which is how much the conclusion rests on them. Words and yes-or-no parameters are tried at every other value they may
have.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from heatsim.analysis.spread import ends
from heatsim.errors import UsageError
from heatsim.scenario.expression import Expression
from heatsim.scenario.resolved import Parameter
from heatsim.scenario.vary import parameter_named
from heatsim.study.crew import Piece, crew
from heatsim.study.progress import Progress, silent
from heatsim.study.response import Estimate, Response, difference, responses
from heatsim.study.run import prepare
from heatsim.units import READER, format_value

if TYPE_CHECKING:
    from heatsim.scenario.load import Scenario

__all__ = ["Bar", "Tornado", "tornado", "trials_of"]


@dataclass(frozen=True, slots=True)
class Trial:
    """One assumption at one other value."""

    parameter: str
    value: object
    words: str


@dataclass(frozen=True, slots=True)
class Bar:
    """An assumption: the values it was tried at, and by how much each moves the response, with paired 95 % intervals.

    `basis` is what the parameter rests on: canon, cited or assumed.
    """

    parameter: str
    basis: str
    tried: tuple[str, ...]
    moves: tuple[Estimate, ...]

    @property
    def swing(self) -> float:
        """The distance between the outcomes farthest apart, the baseline's among them."""
        values = [0.0, *(move.value for move in self.moves if move.count)]
        return max(values) - min(values)

    @property
    def is_certain(self) -> bool:
        """Whether at least one of the moves has an interval without zero."""
        return any(not move.low <= 0 <= move.high for move in self.moves if move.count)


@dataclass(frozen=True, slots=True)
class Tornado:
    """All assumptions by swing, the greatest first, around the `baseline`. `left_out` could not be tried, with the reason."""

    scenario: str
    response: Response
    baseline: Estimate
    bars: tuple[Bar, ...]
    left_out: tuple[tuple[str, str], ...]
    replications: int
    seed: int

    def rows(self) -> list[dict[str, Any]]:
        """One mapping per assumption and value."""
        return [
            {
                "measure": self.response.text,
                "rank": rank,
                "parameter": bar.parameter,
                "basis": bar.basis,
                "value": tried,
                "change": move.value,
                "low": move.low,
                "high": move.high,
                "count": move.count,
            }
            for rank, bar in enumerate(self.bars, 1)
            for tried, move in zip(bar.tried, bar.moves, strict=True)
        ]


def tornado(
    scenario: Scenario,
    *,
    measure: str | None = None,
    only: Sequence[str] = (),
    replications: int = 200,
    seed: int = 1995,
    workers: int | None = None,
    engine: str = "auto",
    executor: Executor | None = None,
    progress: Progress = silent,
) -> Tornado:
    """Move each assumption (or `only` some) to the ends of its range; about twice as many runs as there are assumptions.

    Raises UsageError for an unknown name and when no parameter has a range or options.
    """
    trials, left_out = trials_of(scenario, only)
    if not trials:
        raise UsageError(f"no parameter of '{scenario.name}' has a range or options to try")
    pieces = [Piece(prepare(scenario, engine), seed, replications)]
    fitting = []
    for trial in trials:
        try:
            pieces.append(Piece(prepare(scenario.vary({trial.parameter: trial.value}), engine), seed, replications))
        except UsageError as error:
            left_out.append((trial.parameter, f"at {trial.words}: {error}"))
        else:
            fitting.append(trial)
    (response,) = responses([measure] if measure else [], pieces[0].work.program)
    with crew(pieces, workers, executor) as team:
        columns = [response.values(table) for table in team.tables(pieces, progress)]
    moves = [difference(response, columns[0], column) for column in columns[1:]]
    bars = _bars(scenario, fitting, moves)
    return Tornado(scenario.name, response, response.estimate(columns[0]), bars, tuple(left_out), replications, seed)


def trials_of(scenario: Scenario, only: Sequence[str]) -> tuple[list[Trial], list[tuple[str, str]]]:
    """What is tried, one value each, and the parameters that cannot be, with the reason."""
    chosen = [parameter_named(scenario.resolved, name) for name in only] or list(scenario.resolved.parameters)
    trials: list[Trial] = []
    left_out = []
    for parameter in chosen:
        found, why = _of(parameter)
        trials += found
        if why and (only or parameter.low is not None):
            left_out.append((parameter.name, why))
    return trials, left_out


def _of(parameter: Parameter) -> tuple[list[Trial], str]:
    """What a parameter is tried at, or why it is not."""
    if isinstance(parameter.value, Expression) and parameter.value.op != "const":
        return [], "it follows from others"
    if parameter.kind == "number":
        if parameter.low is None or parameter.high is None:
            return [], "it declares no range"
        if parameter.dimension not in READER:
            return [], "its values cannot be written"
        words = [format_value(end, parameter.dimension) for end in (parameter.low, parameter.high)]
        return [Trial(parameter.name, value, word) for value, word in zip(ends(parameter), words, strict=True)], ""
    now = parameter.value.value if isinstance(parameter.value, Expression) else None
    if parameter.kind == "flag":
        return [
            Trial(parameter.name, value, str(value).lower()) for value in (False, True) if now is None or value != bool(now)
        ], ""
    options = enumerate(parameter.options)
    return [Trial(parameter.name, word, word) for i, word in options if now is None or i != now], ""


def _bars(scenario: Scenario, trials: Sequence[Trial], moves: Sequence[Estimate]) -> tuple[Bar, ...]:
    basis = {parameter.name: parameter.basis for parameter in scenario.resolved.parameters}
    found: dict[str, list[tuple[str, Estimate]]] = {}
    for trial, move in zip(trials, moves, strict=True):
        found.setdefault(trial.parameter, []).append((trial.words, move))
    bars = [
        Bar(name, basis[name], tuple(words for words, _ in pairs), tuple(move for _, move in pairs))
        for name, pairs in found.items()
    ]
    return tuple(sorted(bars, key=lambda bar: -bar.swing))
