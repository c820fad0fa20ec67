"""Resolved scenario to Program."""

from __future__ import annotations

from dataclasses import replace

from heatsim.program.assembler import Assembler
from heatsim.program.columns import event_columns, fate_columns, measure_column, parameter_column
from heatsim.program.fights import combatants_of, declare_fights, fight_infos, weapon_infos, wound_names
from heatsim.program.layer import Layer
from heatsim.program.listing import value_words
from heatsim.program.lower import Lowering, reads
from heatsim.program.model import (
    ActorInfo,
    ClockInfo,
    EndingInfo,
    EventInfo,
    MeasureInfo,
    ParameterInfo,
    ProcessInfo,
    Program,
    Slot,
)
from heatsim.program.setup import lay_setup
from heatsim.program.steps import KINDS
from heatsim.program.symbols import Symbols, declare, members
from heatsim.scenario.resolved import Measure, Parameter, Process, Resolved

__all__ = ["compile_scenario"]


def compile_scenario(scenario: Resolved, *, file: str = "", words: str = "") -> Program:
    """Everything that can happen in `scenario`, as flat tables. The scenario must have passed its checks.

    `file` is what messages call its file, `words` what a command line says to mean it, with its changes.
    """
    symbols = declare(scenario)
    asm = Assembler(symbols)
    lowering = Lowering(symbols, scenario)
    declare_fights(symbols, scenario)
    setup = lay_setup(asm, lowering, scenario)
    asm.weapons, asm.fights = weapon_infos(asm, lowering), fight_infos(lowering)
    units = [unit for process in scenario.processes for unit in _units(process, scenario)]
    numbers = {name: number for number, (name, _, _, _) in enumerate(units)}
    groups = {
        process.name: tuple(numbers[name] for name, _, _, owner in units if owner is process)
        for process in scenario.processes
        if process.count is not None
    }
    processes = tuple(_lay_process(asm, lowering, unit, numbers, groups) for unit in units)
    measures = tuple(_measure(lowering, measure) for measure in scenario.measures)
    parameters = tuple(_parameter(symbols, parameter) for parameter in scenario.parameters if parameter.drawn == "once")
    events = tuple(asm.event_infos.get(event, EventInfo(event, index, "")) for event, index in symbols.events.items())
    drawn = [info for info in parameters if info.name not in symbols.constants]
    actors, combatants = _actors(symbols, processes), combatants_of(lowering)
    fates = fate_columns(actors, asm.fights, combatants, asm.engagements, asm.weapons)
    return Program(
        name=scenario.name,
        title=scenario.title or scenario.name,
        horizon=scenario.horizon,
        start_of_day=scenario.start_of_day,
        event_limit=scenario.event_limit,
        variables=_slots(symbols),
        sites=asm.site_table(),
        samplers=tuple(asm.samplers),
        code=tuple(asm.code),
        setup=setup,
        processes=_watching(processes, asm),
        orders=tuple(asm.orders),
        actors=actors,
        events=events,
        signals=tuple(symbols.signals.items()),
        clocks=tuple(
            ClockInfo(clock.name, *symbols.clocks[clock.name], lowering(clock.runs) if clock.runs else None)
            for clock in scenario.clocks
        ),
        parameters=parameters,
        measures=measures,
        endings=tuple(
            EndingInfo(ending.name, lowering(ending.when) if ending.when else None, ending.text, ending.canon)
            for ending in scenario.endings
        ),
        bodies=tuple(symbols.bodies.values()),
        walls=tuple((wall.ax, wall.ay, wall.bx, wall.by) for wall in scenario.walls),
        places=tuple((place.name, place.x, place.y) for place in scenario.places),
        weapons=asm.weapons,
        combatants=combatants,
        fights=asm.fights,
        engagements=tuple(asm.engagements),
        wound_names=wound_names(scenario),
        columns=(
            *(info.column for info in measures),
            *map(parameter_column, drawn),
            *(column for column, _ in fates),
            *map(event_columns, events),
        ),
        fates=tuple(variable for _, variable in fates),
        file=file or scenario.name,
        words="" if any(process.python for process in processes) else words,  # a command line has no behaviours to give
    )


Unit = tuple[str, int, str | None, Process]  # name, number in its group (0: no group), actor, what it was made from


def _units(process: Process, scenario: Resolved) -> list[Unit]:
    """The processes that a declaration stands for: one, or one per member of its group."""
    if process.count is None:
        return [(process.name, 0, process.of, process)]
    owner = next((actor for actor in scenario.actors if actor.name == process.of), None)
    actors = members(owner) if owner else (None,) * process.count
    return [(f"{process.name}[{number}]", number, actor, process) for number, actor in enumerate(actors, 1)]


def _lay_process(
    asm: Assembler, lowering: Lowering, unit: Unit, numbers: dict[str, int], groups: dict[str, tuple[int, ...]]
) -> ProcessInfo:
    name, member, actor, process = unit
    asm.process = numbers[name]
    asm.step, asm.where = "", process.where
    layer = Layer(asm, replace(lowering, me=actor, member=member), name, numbers, groups, KINDS)
    layer.loops = 0 if process.at_start else 1  # a process that waits to be started may be started again
    pc = asm.here
    layer.entry = pc if process.at_start else -1
    orders = layer.arm(process.orders)
    layer.lay(process.steps)
    asm.step = ""
    layer.close(orders)
    asm.emit("halt")
    number = lowering.symbols.actors[actor] if actor else -1
    return ProcessInfo(
        name, pc, number, process.at_start, tuple(orders), process.python, signals=process.signals, events=process.events
    )


def _watching(processes: tuple[ProcessInfo, ...], asm: Assembler) -> tuple[ProcessInfo, ...]:
    """With each process the variables that its conditions read: what may wake it."""
    found: list[set[int]] = [set() for _ in processes]
    for instruction in asm.code:
        if instruction.op == "block" and instruction.process >= 0:
            found[instruction.process].update(reads(instruction.y))
    for order in asm.orders:
        found[order.process].update(reads(order.condition))
    for number, process in enumerate(processes):
        if process.python:  # may wait for any signal
            found[number].update(asm.symbols.signals.values())
    return tuple(replace(process, watches=tuple(sorted(seen))) for process, seen in zip(processes, found, strict=True))


def _actors(symbols: Symbols, processes: tuple[ProcessInfo, ...]) -> tuple[ActorInfo, ...]:
    return tuple(
        replace(info, processes=tuple(place for place, process in enumerate(processes) if process.actor == number))
        for number, info in enumerate(symbols.actor_infos)
    )


def _measure(lowering: Lowering, measure: Measure) -> MeasureInfo:
    value = lowering(measure.value) if measure.value is not None else None
    return MeasureInfo(measure_column(measure), value, tuple(lowering(condition) for _, condition in measure.cases))


def _parameter(symbols: Symbols, parameter: Parameter) -> ParameterInfo:
    return ParameterInfo(
        name=parameter.name,
        variable=symbols.parameters[parameter.name],
        dimension=parameter.dimension,
        kind=parameter.kind,
        options=parameter.options,
        basis=parameter.basis,
        facts=parameter.facts,
        source=parameter.source,
        why=parameter.why,
        text=parameter.text,
        shown=value_words(parameter),
    )


def _slots(symbols: Symbols) -> tuple[Slot, ...]:
    constants = {symbols.parameters[name]: value for name, value in symbols.constants.items()}
    return tuple(replace(slot, initial=constants.get(index, slot.initial)) for index, slot in enumerate(symbols.slots))
