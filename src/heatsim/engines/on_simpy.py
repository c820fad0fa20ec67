"""The reference engine: every process of a program is a SimPy process. The only module that knows SimPy.

Simultaneous wake-ups run in the order (time, rank). SimPy's queue is ordered by (time, priority, number), so the rank is the
priority. Processes are created in the order of ranks, and ranks lie below zero, SimPy's priority for starting a process: one that
has begun goes before those of higher rank that have not, as the rule wants.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

import simpy

from heatsim.draws.world import Draws
from heatsim.engines.ahead import Fetched, ahead, fetch, uncollected
from heatsim.engines.faults import check_turns, located, out_of_memory
from heatsim.engines.life import HALT, NEVER, ROUSED, SHOOT, Life, Replication
from heatsim.engines.link import Linked, link
from heatsim.engines.port import Behaviour, Behaviours
from heatsim.engines.python_process import Here, drive
from heatsim.engines.recording import Taken, watched, watched_blocks
from heatsim.engines.whereabouts import look
from heatsim.errors import SimulationError, UsageError, nearest
from heatsim.program.model import Program
from heatsim.trace import Fold, Row, Trace, folder

__all__ = ["rows", "rows_and_draws", "trace"]

LAST = 1 << 40  # the priority of the horizon: after everything else of that moment


class Alarm(simpy.Event):
    """Wakes a process at a time, in the order of ranks. Like SimPy's Timeout it has its value from the start."""

    __slots__ = ("_ok", "_value", "callbacks")  # which SimPy looks at again and again; and no `env`: that would be a circle

    def __init__(self) -> None:
        self.callbacks = []
        self._ok = True
        self._value = None


def ring(env: simpy.Environment, delay: int, rank: int) -> Alarm:
    """A new alarm, set."""
    alarm = Alarm()
    env.schedule(alarm, rank, delay)  # type: ignore[arg-type]  # any whole number serves as a priority
    return alarm


class Run(Replication):
    """A replication in a SimPy environment."""

    __slots__ = ("env", "failure", "never", "ranked_start")

    def __init__(self, linked: Linked, draws: Draws, fetched: Fetched, ranked_start: bool) -> None:
        super().__init__(linked, draws, *fetched)
        self.ranked_start = ranked_start  # first turns are scheduled by rank, not by the order of creation
        self.env = simpy.Environment()
        self.never = simpy.Event(self.env)  # where processes wait that are over for good
        self.failure: SimulationError | None = None


def trace(program: Program, draws: Draws, *, behaviours: Behaviours | None = None, reverse_ranks: bool = False) -> Trace:
    """Run one replication and report everything that happened; SimulationError if it cannot go on."""
    check_behaviours(program, behaviours or {})
    linked = prepared(program, traced=True)
    run = simulate(linked, draws, fetch(linked, [draws])[0], behaviours or {}, reverse_ranks)
    look(run, program.bodies)
    state = tuple(run.values)
    return Trace(program, draws.seed, draws.replication, tuple(run.log), run.now, run.status, state, tuple(run.ways))


def rows(
    program: Program,
    draws: Sequence[Draws],
    *,
    behaviours: Behaviours | None = None,
    reverse_ranks: bool = False,
    start_order: Sequence[int] | None = None,
) -> list[Row]:
    """Run replications without tracing, one row each; one that cannot go on is a row with status `failed`.

    `start_order` creates the SimPy processes in another order; it exists to show that this changes nothing.
    """
    check_behaviours(program, behaviours or {})
    linked = prepared(program, traced=False)
    fold = folder(program)
    result = []
    for part in ahead(linked, draws):
        with uncollected():
            for one, fetched in part:
                result.append(row(linked, one, fetched, behaviours or {}, fold, reverse_ranks, start_order))
    return result


def row(
    linked: Linked,
    draws: Draws,
    fetched: Fetched,
    behaviours: Behaviours,
    fold: Fold,
    reverse: bool,
    start_order: Sequence[int] | None,
) -> Row:
    """The row of one replication, run without tracing."""
    try:
        run = simulate(linked, draws, fetched, behaviours, reverse, start_order)
    except SimulationError as error:
        return Row(draws.replication, "failed", None, error.time_us, str(error), missing(linked.program))
    try:
        return fold(run.values, draws.replication, run.now, run.status)
    except (ArithmeticError, ValueError) as error:  # of a measure: the replication itself went its way
        program = linked.program
        failure = SimulationError(
            f"a result cannot be worked out ({error})",
            time_us=run.now,
            scenario=program.file,
            seed=draws.seed,
            replication=draws.replication,
            words=program.words,
        )
        return Row(draws.replication, "failed", None, run.now, str(failure), missing(linked.program))


def missing(program: Program) -> tuple[float, ...]:
    """The values of a row that failed."""
    return (float("nan"),) * len(program.columns)


def rows_and_draws(program: Program, draws: Sequence[Draws]) -> list[tuple[Row, Taken]]:
    """Like `rows`, each with the draws that it used, by address and in the order of use; UsageError for a process in Python."""
    if foreign := [process.name for process in program.processes if process.python]:
        raise UsageError(f"process '{foreign[0]}' is written in Python, so nobody knows beforehand which draws it uses")
    linked = prepared(program, traced=False)
    sites = [site.name for site in program.sites]
    fold, result = folder(program), []
    shots = [engagement.site for engagement in program.engagements]
    for one, (uniforms, blocks) in chain.from_iterable(ahead(linked, draws)):
        taken: Taken = {}
        try:
            fetched = (watched(uniforms, sites, taken), watched_blocks(blocks, shots, taken))
            run = simulate(linked, one, fetched, {}, False)
            row = fold(run.values, one.replication, run.now, run.status)
        except (ArithmeticError, ValueError, SimulationError) as error:
            row = Row(one.replication, "failed", None, 0, str(error), missing(program))
        result.append((row, taken))
    return result


def check_behaviours(program: Program, behaviours: Behaviours) -> None:
    """UsageError if a process has no behaviour, or a behaviour no process."""
    wanted = {process.python: process.name for process in program.processes if process.python is not None}
    for name, process in wanted.items():
        if name not in behaviours:
            raise UsageError(f"process '{process}' is written in Python: give behaviours={{'{name}': function}}")
    for name in behaviours:
        if name not in wanted:
            raise UsageError(
                f"no process is written as the behaviour '{name}'{nearest(name, list(wanted)) or '; none is in Python'}"
            )


@lru_cache(maxsize=8)  # programs are compared by identity
def prepared(program: Program, *, traced: bool) -> Linked:
    """The program made ready; kept, since a study asks for it with every chunk."""
    return link(program, traced=traced, sleep=sleep, rouse=rouse, retire=retire)


def simulate(
    linked: Linked,
    draws: Draws,
    fetched: Fetched,
    behaviours: Behaviours,
    reverse: bool,
    start_order: Sequence[int] | None = None,
) -> Run:
    """One replication, to its end or its horizon."""
    run = Run(linked, draws, fetched, start_order is not None)
    processes = linked.program.processes
    count = len(processes)
    lowest = 1 if run.ranked_start else -count
    for number, process in enumerate(processes):
        place = count - 1 - number if reverse else number
        run.lives.append(Life(run, linked, number, place + lowest, linked.starts[number], process.at_start))
    prepare(run, linked)
    order = start_order if start_order is not None else reversed(range(count)) if reverse else range(count)
    begin = run.env.process
    for number in order:
        life, body = run.lives[number], processes[number].python
        begin(live(life, linked) if body is None else live_in_python(life, linked, behaviours[body]))
    run.pending = count
    horizon = ring(run.env, linked.program.horizon, LAST)
    horizon.callbacks.append(lambda event: end_at_horizon(run))
    step = run.env.step
    while run.pending and not run.over:
        step()
    take_apart(run)
    horizon.callbacks = []
    if run.failure is not None:
        if out_of_memory(run.failure.__cause__):
            raise MemoryError from run.failure
        raise run.failure
    return run


def take_apart(run: Run) -> None:
    """Undo the circles of processes, events and callbacks: a finished replication leaves nothing to the garbage collector."""
    for life in run.lives:
        if life.event is not None and life.event.callbacks is not None:
            life.event.callbacks.clear()
        life.event = None
        if life.over is not None:
            life.over.callbacks.clear()
    run.never.callbacks.clear()
    run.lives.clear()
    vars(run.env).clear()  # SimPy binds its event classes to each environment


def end_at_horizon(run: Run) -> None:
    run.over = True
    run.status = "horizon"
    run.now = int(run.env.now)


def prepare(run: Run, linked: Linked) -> None:
    """What happens before time starts."""
    first = Life(run, linked, -1, 0, 0, True)
    code, values = linked.code, run.values
    pc = linked.setup
    try:
        while pc >= 0:
            pc = code[pc](values, first)
    except MemoryError:
        raise
    except Exception as error:
        raise located(error, run, linked, -1, pc) from error


def live(life: Life, linked: Linked) -> Generator[simpy.Event, Any, None]:
    """The SimPy process of a life: run until it blocks, sleep, have a turn."""
    run: Run = life.replication  # type: ignore[assignment]
    env, values, code, after = run.env, run.values, linked.code, linked.after
    moment_limit, event_limit = linked.moment_limit, linked.event_limit
    restarted, traced = linked.restarted[life.number], linked.traced
    if run.ranked_start:
        yield ring(run.env, 0, life.rank)
    run.pending -= 1
    pc = life.entry if life.running else HALT
    life.fresh = False
    try:
        while True:
            while pc >= 0:
                pc = code[pc](values, life)
            if pc == SHOOT:
                life.over = over = Alarm()
                shots = life.engaged(life, env, Alarm(), over)
                next(shots)
                shots.send([shots.send])
                del shots  # only its alarm knows it
                pc = yield over
                if pc != ROUSED:
                    continue
            else:
                if pc == HALT:
                    life.clear()
                    life.event = simpy.Event(env) if restarted else run.never
                yield life.event
            # a turn, as `take_turn` has it: this is the busiest place of all
            now = env.now
            turns = run.turns
            if now != run.now:
                if traced:
                    linked.look(run)  # while it is still the moment in which they went
                run.now = now  # type: ignore[assignment]  # whole, since every delay is
                values[0] = float(now)
                stop_at = turns + moment_limit
                run.stop_at = stop_at if stop_at < event_limit else event_limit
            run.pending -= 1
            run.turns = turns = turns + 1
            if turns > run.stop_at:
                check_turns(run, linked)
            life.scheduled = False
            pc = life.blocked
            if not life.due:  # the alarm; had anything else it waits for become true, it would have been roused
                life.blocked = -1
                pc = after[pc]
                continue
            life.due = False
            if life.fresh:
                life.fresh = False
                pc = life.entry
            else:
                pc = life.settle(values)
    except Exception as error:  # at a turn that came too often there is no instruction, but a block or a beginning
        fail(run, located(error, run, linked, life.number, max(pc, life.blocked, -1 if life.running else life.entry)), error)


def live_in_python(life: Life, linked: Linked, behaviour: Behaviour) -> Generator[simpy.Event, Any, None]:
    """The SimPy process of a life whose behaviour is the user's own generator."""
    run: Run = life.replication  # type: ignore[assignment]
    if run.ranked_start:
        yield ring(run.env, 0, life.rank)
    run.pending -= 1
    here = Here(life, linked)
    try:
        while True:
            if life.running:
                life.fresh = False
                for _ in drive(life, linked, behaviour(here)):
                    yield life.event
                    take_turn(life, run, linked)
            if not life.fresh:
                life.clear()
                life.event = simpy.Event(run.env)
                yield life.event
                take_turn(life, run, linked)
    except Exception as error:
        fail(run, located(error, run, linked, life.number), error)


def fail(run: Run, failure: SimulationError, cause: Exception) -> None:
    """End the run; raised by `simulate`, since SimPy would tell only if there were a next step."""
    failure.__cause__ = cause
    run.failure = failure
    run.over = True


def take_turn(life: Life, run: Run, linked: Linked) -> None:
    """The clock is set to the moment of the turn, and the turn is counted."""
    if run.env.now != run.now:
        new_moment(run, int(run.env.now), linked)
    run.pending -= 1
    run.turns += 1
    if run.turns > run.stop_at:
        check_turns(run, linked)
    life.due = life.scheduled = False


def new_moment(run: Run, now: int, linked: Linked) -> None:
    """Time has moved on; the turns of the new moment are counted from here."""
    if linked.traced:
        linked.look(run)
    run.now = now
    run.values[0] = float(now)
    run.stop_at = min(run.turns + linked.moment_limit, linked.event_limit)


def sleep(life: Life) -> None:
    """Wait for the alarm, if there is one, or until roused."""
    run: Run = life.replication  # type: ignore[assignment]
    if life.deadline == NEVER:
        life.event = simpy.Event(run.env)
        return
    life.event = ring(run.env, life.deadline - run.now, life.rank)
    life.scheduled = True
    run.pending += 1


def rouse(life: Life) -> None:
    """Give a sleeping process its turn at this moment; the alarm it had rings for nobody."""
    if life.due:
        return
    run: Run = life.replication  # type: ignore[assignment]
    life.due = True
    alarm = ring(run.env, 0, life.rank)
    alarm.callbacks, life.event.callbacks = life.event.callbacks, alarm.callbacks
    life.event = alarm
    if not life.scheduled:
        life.scheduled = True
        run.pending += 1


def retire(life: Life) -> None:
    """End a process from outside; it may be started again."""
    run: Run = life.replication  # type: ignore[assignment]
    if life.scheduled:
        run.pending -= 1
        # what rings at its alarm is kept for the case that it is started again; an event that has rung has no callbacks
        if life.event.callbacks:
            resume = life.event.callbacks.pop()
            if life.linked.restarted[life.number]:
                life.event = simpy.Event(run.env)
                life.event.callbacks.append(resume)
    life.clear()
