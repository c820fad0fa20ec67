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
from heatsim.scenario.expression import STATES
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
    """What a behaviour sees and may do: the one argument of its function. Times are seconds (or text with a unit).

    What it asks for and is not there ends the replication with a SimulationError that names the process and its line in the file.
    """

    def __init__(self, life: Life, linked: Linked) -> None:
        self._life = life
        self._linked = linked
        self._run = life.replication
        self._process = linked.program.processes[life.number]
        self._name = self._process.name
        self._slots = {slot.name: index for index, slot in enumerate(linked.program.variables)}
        self._signals = dict(linked.program.signals)
        self._events = {event.id: event.variable for event in linked.program.events}
        self._drawn: dict[str, int] = {}

    @property
    def now(self) -> float:
        """Simulated time, seconds."""
        return self._run.now / 1e6

    def sleep(self, duration: float | str) -> Pause:
        """`yield here.sleep("2 s")` lets time pass: seconds, or a text with a unit; not less than none."""
        return Pause(None, _ticks(duration))

    def wait(self, signal: str, limit: float | str | None = None) -> Pause:
        """`came = yield here.wait("inside", limit="5 min")` waits for any signal of the file, at most `limit`.

        The yield gives True if the signal has been sent, at once if it was before, and False if time ran out.
        """
        return Pause(self._signal(signal), None if limit is None else _ticks(limit))

    def sent(self, signal: str) -> bool:
        """Has the signal been sent? Any signal of the file."""
        value = self._run.values[self._signal(signal)]
        return value == value

    def signal(self, name: str) -> None:
        """Send a signal that the process declares under `signal`; a second time is nothing."""
        index = self._signal(name)
        self._may("signal", name, self._process.signals)
        if not self.sent(name):
            self._note("signal", name)
            self._happened(index)

    def get(self, name: str) -> float:
        """The value of a parameter or variable, in the unit of tables (seconds, metres, dollars); 1 or 0 if true or false.

        States of actors are read with `state`, signals with `sent`. What happens to clocks, quantities and in fights cannot be
        read: have a process of steps keep it in a variable.
        """
        index = self._slot(name)
        return to_reader(self._run.values[index], self._linked.program.variables[index].dimension)

    def state(self, actor: str) -> str:
        """The state an actor is in: active, wounded, down, captured, away, dead or absent. One of a group is `guards[2]`."""
        known = {info.name: info for info in self._linked.program.actors}
        if actor not in known:
            raise UsageError(f"there is no actor '{actor}'{nearest(actor, known) or '; there are none'}")
        return STATES[int(self._run.values[known[actor].state])]

    def set(self, name: str, value: float) -> None:
        """Give a variable a value, in the unit of tables. Conditions that read it are looked at in the same moment."""
        index = self._slot(name)
        scale = to_reader(1.0, self._linked.program.variables[index].dimension)
        self._run.values[index] = value / scale
        tell(self._run, self._linked, self._linked.watchers[index])

    def uniform(self, site: str) -> float:
        """The next draw at the address `process/site`, 0 < u < 1: the only randomness a behaviour may use."""
        occurrence = self._drawn.get(site, 0)
        self._drawn[site] = occurrence + 1
        return further(self._run.draws, f"{self._name}/{site}", occurrence, 1)[0]

    def sample(self, site: str, kind: str, *args: float) -> float:
        """A draw from a distribution, in whatever unit its arguments are: `here.sample("wake up", "exponential", 20.0)`."""
        return quantile(kind, self.uniform(site), args)

    def mark(self, text: str, event: str | None = None) -> None:
        """A beat in the trace; with the id of an event that the process declares under `event`, this is when it happens."""
        if event is not None and event not in self._events:
            raise UsageError(f"there is no event '{event}'; name it under 'event' where the process is declared")
        if event is not None:
            self._may("event", event, self._process.events)
        self._note("mark", text, (event,) if event else ())
        if event is not None:
            self._happened(self._events[event])

    def _may(self, what: str, name: str, declared: tuple[str, ...]) -> None:
        """The file is a closed world: what the behaviour sends and makes happen is what its process declares."""
        if name not in declared:
            signals, events = (", ".join(names) or "none" for names in (self._process.signals, self._process.events))
            raise UsageError(
                f"the behaviour '{self._process.python}' may not give the {what} '{name}', which its process does not declare under"
                f" '{what}' (declared: signal {signals}; event {events})"
            )

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
