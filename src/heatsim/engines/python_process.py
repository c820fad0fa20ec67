"""A process written in Python: the user's generator, driven on the same machine as every other process.

def dog(here):
    yield here.wait("gate_open", limit="2 min")
    yield here.sleep(here.sample("run", "exponential", 20.0))
    here.signal("barking")
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from heatsim.draws.batch import further
from heatsim.draws.distributions import quantile
from heatsim.engines.instructions import tell
from heatsim.engines.life import NEVER, Life
from heatsim.engines.port import Behaviour
from heatsim.errors import UsageError
from heatsim.trace import Event
from heatsim.units import TIME, parse_quantity, to_reader

if TYPE_CHECKING:
    from heatsim.engines.link import Linked

__all__ = ["Here", "Pause", "drive"]


@dataclass(frozen=True, slots=True)
class Pause:
    """What a behaviour yields: wait for a signal, a time, or whichever comes first."""

    signal: int | None
    ticks: int | None


class Here:
    """What a behaviour sees and may do. Times are seconds (or text with a unit), values in the units of tables."""

    def __init__(self, life: Life, linked: Linked) -> None:
        self._life = life
        self._linked = linked
        self._run = life.replication
        self._name = linked.program.processes[life.number].name
        self._slots = {slot.name: index for index, slot in enumerate(linked.program.variables)}
        self._signals = dict(linked.program.signals)
        self._drawn: dict[str, int] = {}

    @property
    def now(self) -> float:
        """Simulated time, seconds."""
        return self._run.now / 1e6

    def sleep(self, duration: float | str) -> Pause:
        """Yield this to let time pass."""
        return Pause(None, _ticks(duration))

    def wait(self, signal: str, limit: float | str | None = None) -> Pause:
        """Yield this to wait for a signal, at most `limit`; the yield gives True if the signal has been sent."""
        return Pause(self._signal(signal), None if limit is None else _ticks(limit))

    def sent(self, signal: str) -> bool:
        """Has the signal been sent?"""
        value = self._run.values[self._signal(signal)]
        return value == value

    def signal(self, name: str) -> None:
        """Send a signal."""
        index = self._signal(name)
        if not self.sent(name):
            self._run.values[index] = float(self._run.now)
            self._note("signal", name)
            tell(self._run, self._linked, self._linked.watchers[index])

    def get(self, name: str) -> float:
        """The value of a parameter or variable, in the unit of tables (seconds, metres, dollars)."""
        index = self._slot(name)
        return to_reader(self._run.values[index], self._linked.program.variables[index].dimension)

    def set(self, name: str, value: float) -> None:
        """Give a variable a value, in the unit of tables."""
        index = self._slot(name)
        scale = to_reader(1.0, self._linked.program.variables[index].dimension)
        self._run.values[index] = value / scale
        tell(self._run, self._linked, self._linked.watchers[index])

    def uniform(self, site: str) -> float:
        """The next addressed draw at `process/site`, 0 < u < 1: the only randomness a behaviour may use."""
        occurrence = self._drawn.get(site, 0)
        self._drawn[site] = occurrence + 1
        return further(self._run.draws, f"{self._name}/{site}", occurrence, 1)[0]

    def sample(self, site: str, kind: str, *args: float) -> float:
        """A draw from a distribution (see the reference of distributions), in whatever unit its arguments are."""
        return quantile(kind, self.uniform(site), args)

    def mark(self, text: str) -> None:
        """A beat in the trace."""
        self._note("mark", text)

    def _note(self, kind: str, text: str) -> None:
        if self._linked.traced:
            self._run.log.append(Event(self._run.now, self._name, "", kind, text))

    def _signal(self, name: str) -> int:
        if name not in self._signals:
            raise UsageError(f"process '{self._name}': no signal '{name}'; known: {', '.join(sorted(self._signals))}")
        return self._signals[name]

    def _slot(self, name: str) -> int:
        if name not in self._slots:
            raise UsageError(f"process '{self._name}': no parameter or variable '{name}'")
        return self._slots[name]


def drive(life: Life, linked: Linked, behaviour: Behaviour) -> Iterator[None]:
    """Run a behaviour; yields whenever the process sleeps, to be resumed at its turns."""
    values, run = life.replication.values, life.replication
    body = behaviour(Here(life, linked))
    answer: bool | None = None
    while True:
        try:
            pause = body.send(answer)
        except StopIteration:
            return
        if not isinstance(pause, Pause):
            raise UsageError("a behaviour yields here.sleep(...) or here.wait(...), nothing else")
        deadline = NEVER if pause.ticks is None else run.now + pause.ticks
        index = pause.signal
        life.cond = None if index is None else (lambda v, i=index: v[i] == v[i])
        while not (life.cond and life.cond(values)):
            life.blocked, life.deadline = 0, deadline
            life.sleep(life)
            yield
            if deadline != NEVER and run.now >= deadline:
                break
        answer = bool(life.cond and life.cond(values))
        life.blocked = -1


def _ticks(duration: float | str) -> int:
    if isinstance(duration, str):
        value, dimension = parse_quantity(duration)
        if dimension != TIME:
            raise UsageError(f"'{duration}' is not a time")
    else:
        value = duration * 1e6
    if not value >= 0:
        raise UsageError(f"a duration cannot be {duration}")
    return int(value + 0.5)
