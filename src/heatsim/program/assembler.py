"""The growing code of a program: instructions, sites, samplers and orders, with jumps mended when their target is known."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from heatsim.errors import Where
from heatsim.program.model import EngagementInfo, EventInfo, FightInfo, Instruction, OrderInfo, Sampler, Site, Tree, WeaponInfo
from heatsim.program.symbols import Symbols
from heatsim.scenario.resolved import Meta

__all__ = ["Assembler"]


@dataclass
class Assembler:
    symbols: Symbols
    code: list[Instruction] = field(default_factory=list)
    sites: dict[str, int] = field(default_factory=dict)
    repeated: set[int] = field(default_factory=set)  # sites that may be drawn more than once
    event_infos: dict[str, EventInfo] = field(default_factory=dict)
    samplers: dict[Sampler, int] = field(default_factory=dict)
    orders: list[OrderInfo] = field(default_factory=list)
    fights: tuple[FightInfo, ...] = ()
    weapons: tuple[WeaponInfo, ...] = ()
    engagements: list[EngagementInfo] = field(default_factory=list)
    block_sites: list[str] = field(default_factory=list)
    process: int = -1
    step: str = ""
    where: Where = Where()

    @property
    def here(self) -> int:
        """The place of the next instruction."""
        return len(self.code)

    def at(self, meta: Meta) -> None:
        """From now on instructions belong to this step."""
        self.step, self.where = meta.label, meta.where

    def emit(
        self,
        op: str,
        *,
        a: int = -1,
        b: int = -1,
        c: int = -1,
        d: int = -1,
        x: Tree | None = None,
        y: Tree | None = None,
        xs: tuple[Tree, ...] = (),
        t: str = "",
        facts: tuple[str, ...] = (),
    ) -> int:
        """Add an instruction; returns its place."""
        place = self.here
        self.code.append(Instruction(op, a, b, c, d, x, y, xs, t, facts, self.process, self.step, self.where))
        return place

    def aim(self, place: int, target: int | None = None) -> None:
        """Let the instruction at `place` go to `target` (here, unless given)."""
        self.code[place] = replace(self.code[place], a=self.here if target is None else target)

    def site(self, name: str, *, repeats: bool = False) -> int:
        """The number of a site, new or known."""
        number = self.sites.setdefault(name, len(self.sites))
        if repeats:
            self.repeated.add(number)
        return number

    def event(self, event: str, text: str, facts: tuple[str, ...], process: str) -> int:
        """The number of an event; the first step that carries it says what it is."""
        if event not in self.event_infos:
            self.event_infos[event] = EventInfo(event, self.symbols.events[event], text, facts, process)
        return self.symbols.event_numbers[event]

    def sampler(self, kind: str, args: tuple[Tree, ...]) -> int:
        """The number of a sampler; constant arguments have been checked when the scenario was."""
        constant = tuple(arg[1] for arg in args) if all(arg[0] == "const" for arg in args) else None
        made = Sampler(kind, args, constant)
        return self.samplers.setdefault(made, len(self.samplers))

    def site_table(self) -> tuple[Site, ...]:
        return tuple(Site(name, number in self.repeated) for name, number in self.sites.items())
