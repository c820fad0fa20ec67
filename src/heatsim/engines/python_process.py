"""A process written in Python: the user's generator, driven on the same machine as every other process.

def dog(here):
    yield here.wait("gate_open", limit="2 min")
    yield here.sleep(here.sample("run", "exponential", 20.0))
    here.signal("barking")
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from heatsim.draws.batch import further
from heatsim.draws.distributions import quantile
from heatsim.engines.faults import check_turns
from heatsim.engines.life import NEVER, Life
from heatsim.engines.noting import free_note
from heatsim.engines.states import tell
from heatsim.errors import UsageError, nearest
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
        self._events = {event.id: event.variable for event in linked.program.events}
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
            self._note("signal", name)
            self._happened(index)

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

    def mark(self, text: str, event: str | None = None) -> None:
        """A beat in the trace; with the id of an event, this is when it happens."""
        if event is not None and event not in self._events:
            raise UsageError(f"there is no event '{event}'; name it under 'event' where the process is declared")
        self._note("mark", text, (event,) if event else ())
        if event is not None:
            self._happened(self._events[event])

    def _happened(self, index: int) -> None:
        if self._run.values[index] != self._run.values[index]:  # the first time is kept
            self._run.values[index] = float(self._run.now)
            tell(self._run, self._linked, self._linked.watchers[index])

    def _note(self, kind: str, text: str, ids: tuple[str, ...] = ()) -> None:
        if self._linked.traced:
            free_note(self._life, kind, text, ids)

    def _signal(self, name: str) -> int:
        if name not in self._signals:
            known = ", ".join(sorted(self._signals)) or "none"
            raise UsageError(f"there is no signal '{name}'; known: {known}")
        return self._signals[name]

    def _slot(self, name: str) -> int:
        if name not in self._slots:
            raise UsageError(f"there is no parameter or variable '{name}'{nearest(name, list(self._slots))}")
        return self._slots[name]


def drive(life: Life, linked: Linked, body: object) -> Iterator[None]:
    """Run a behaviour to its end, or until it is started anew; yields whenever the process sleeps, to be resumed at its turns."""
    values, run = life.replication.values, life.replication
    if not isinstance(body, Generator):
        raise UsageError("a behaviour in Python is a generator function: it yields here.sleep(...) or here.wait(...)")
    answer: bool | None = None
    while True:
        try:
            pause = body.send(answer)
        except StopIteration:
            return
        if not isinstance(pause, Pause):
            raise UsageError(f"a behaviour yields here.sleep(...) or here.wait(...), not {pause!r}")
        run.turns += 1  # a wait for what is there already takes no turn, and a loop around it would never end
        if run.turns > run.stop_at:
            check_turns(run, linked)
        deadline = NEVER if pause.ticks is None else run.now + pause.ticks
        index = pause.signal
        life.cond = None if index is None else (lambda v, i=index: v[i] == v[i])
        while not (life.cond and life.cond(values)):
            life.blocked, life.deadline = 0, deadline
            life.sleep(life)
            yield
            if life.fresh:
                body.close()
                return
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
