"""A Program as flat arrays: what `layout` describes, filled in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from heatsim.draws.address import site_number
from heatsim.engines.compiled import layout as at
from heatsim.engines.compiled.expressions import DEEPEST, Expressions
from heatsim.engines.compiled.fixing import fixed_sampler
from heatsim.engines.compiled.sampling import KINDS, VARYING
from heatsim.engines.link import MOMENT_LIMIT
from heatsim.program.model import ActorInfo, CombatantInfo, EngagementInfo, FightInfo, Instruction, Program, Sampler, Tree

__all__ = ["Encoded", "encode"]

OWN = {"startnext": "start", "happen": "once", "signal": "once", "halt": "halt"}
NUMBERS = {name: number for number, name in enumerate(at.OPERATIONS)}


@dataclass
class Encoded:
    """The arrays of a program. `whole` and `real` never change; `values` and `scratch` say how large V and S are.

    `sites` are the names of all sites in the order of their numbers: of draws, then of shots.
    """

    program: Program
    whole: list[int] = field(default_factory=list)
    real: list[float] = field(default_factory=list)
    values: list[float] = field(default_factory=list)  # V behind the state vector, as it is at the start
    scratch: int = 0
    sites: tuple[str, ...] = ()
    tables: list[tuple[int, str, tuple[float, ...]]] = field(default_factory=list)  # cells still to be worked out, in `real`


def encode(program: Program) -> Encoded:
    """Everything an engine must know of a program."""
    return _Encoder(program).encoded()


class _Encoder:
    def __init__(self, program: Program) -> None:
        self.program = program
        self.made = Encoded(program)
        self.P = self.made.whole
        self.P.extend([0] * at.CODE)
        self.expressions = Expressions(self.P, len(program.variables))
        self.made.real.append(2.0)  # SECOND_POWER
        self.lists: dict[tuple[int, ...], int] = {}
        self.watchers: list[list[int]] = [[] for _ in program.variables]
        for number, process in enumerate(program.processes):
            for variable in process.watches:
                self.watchers[variable].append(number)

    def encoded(self) -> Encoded:
        program, P = self.program, self.P
        P.extend([0] * at.WIDTH * len(program.code))  # the instructions are written when all tables have their places
        self.samplers = [self._sampler(sampler) for sampler in program.samplers]
        P[at.PROCESSES] = self._processes()
        P[at.ORDERS] = self._table(self._order(number) for number in range(len(program.orders)))
        P[at.BODIES] = self._bodies()
        P[at.ACTORS] = self._table([self._actor(number, info) for number, info in enumerate(program.actors)])
        P[at.COMBATANTS] = self._table([self._combatant(info) for info in program.combatants])
        P[at.ENGAGEMENTS] = self._table([self._engagement(number) for number in range(len(program.engagements))])
        P[at.ENGAGEMENT_COUNT] = len(program.engagements)
        self._sites()
        self._walls()
        self._folding()
        for place, instruction in enumerate(program.code):
            start = at.CODE + at.WIDTH * place
            P[start : start + at.WIDTH] = self._instruction(place, instruction)
        self._head()
        self._room()
        return self.made

    # parts of tables

    def _list(self, numbers: Iterable[int]) -> int:
        """A count and its numbers; equal lists are one."""
        key = tuple(numbers)
        if key not in self.lists:
            self.lists[key] = len(self.P)
            self.P.extend((len(key), *key))
        return self.lists[key]

    def _told(self, *variables: int) -> int:
        """Who watches any of these variables."""
        return self._list(sorted({number for variable in variables for number in self.watchers[variable]}))

    def _table(self, rows: Iterable[Sequence[int]]) -> int:
        """Rows one behind the other, once they all have been worked out."""
        made = list(rows)
        place = len(self.P)
        for row in made:
            self.P.extend(row)
        return place

    def _place(self, place: int) -> int:
        """Where running really goes on: past jumps and notes."""
        code = self.program.code
        while place < len(code):
            if code[place].op == "jump":
                place = code[place].a
            elif code[place].op == "note":
                place += 1
            else:
                break
        return at.CODE + at.WIDTH * place

    def _real(self, numbers: Iterable[float]) -> int:
        place = len(self.made.real)
        self.made.real.extend(numbers)
        return place

    # tables

    def _sampler(self, sampler: Sampler) -> int:
        if sampler.constant is None:
            arguments = [self.expressions(tree) for tree in sampler.args]
            row = [KINDS.index(sampler.kind) + VARYING, len(arguments), *arguments]
        else:
            kind, numbers, cells = fixed_sampler(sampler.kind, sampler.constant)
            row = [KINDS.index(kind), self._real(numbers)]
            if cells:
                self.made.tables.append((len(self.made.real), kind, numbers))
                self.made.real.extend([0.0] * cells)
        return self._table([row])

    def _processes(self) -> int:
        program = self.program
        rows, frames = [], 0
        for number, process in enumerate(program.processes):
            orders = [order for order, info in enumerate(program.orders) if info.process == number]
            state = program.actors[process.actor].state if process.actor >= 0 else -1
            rows.append([self._place(process.pc), state, self._list(orders), int(process.at_start), frames])
            frames += at.FRAME_WIDTH * len(orders)
        rows.append([0, -1, self._list([]), 1, frames])  # who sets the scene
        self.frames = frames
        return self._table(rows)

    def _order(self, number: int) -> list[int]:
        order = self.program.orders[number]
        leave = self._place(order.leave) if order.leave >= 0 else at.HALT
        return [
            self.expressions(order.condition),
            self._place(order.pc),
            at.FOLLOWS.index(order.then),
            int(order.again),
            leave,
        ]

    def _bodies(self) -> int:
        bodies = self.program.bodies
        if not bodies:
            return 0
        return self._table([b.x, b.y, b.to_x, b.to_y, b.start, b.end, b.cover, b.aboard] for b in bodies)

    def _actor(self, number: int, info: ActorInfo) -> list[int]:
        part = next((one for one in self.program.combatants if one.actor == number), None)
        left = here = joined = -1
        if part is not None:
            fight = self.program.fights[part.fight]
            left, here, joined = fight.left[part.side], fight.here[part.side], part.joined
        told = (info.state, info.by)
        last, again = (told, told) if part is None else ((*told, left), (*told, here))
        return [
            info.state,
            info.by,
            info.since,
            info.out,
            left,
            here,
            joined,
            self._told(*told),
            self._told(*last),
            self._told(*again),
            self._list(info.processes),
        ]

    def _combatant(self, info: CombatantInfo) -> list[int]:
        here = self.program.fights[info.fight].here[info.side]
        return [
            info.actor,
            self.program.actors[info.actor].state,
            info.joined,
            here,
            info.shots,
            info.hits,
            info.taken,
            info.hurt_by,
            info.wound,
            info.suppression,
            info.suppressed_at,
            info.attacker,
            self.expressions(info.armour),
            info.endurance,
            self._told(info.taken, info.hurt_by, info.wound),
            self._told(here),
        ]

    def _fighter(self, number: int) -> int:
        """Where a combatant stands in P."""
        return self.P[at.COMBATANTS] + at.COMBATANT_WIDTH * number

    def _engagement(self, number: int) -> list[int]:
        program = self.program
        info = program.engagements[number]
        weapon, shooter = program.weapons[info.weapon], program.combatants[info.combatant]
        fight = program.fights[shooter.fight]
        enemies = [other for other in fight.combatants if program.combatants[other].side != shooter.side]
        here = [index for side, index in enumerate(fight.here) if side != shooter.side]
        told = (shooter.shots, shooter.hits, *((info.load,) if info.load >= 0 else ()))
        stop = program.code[info.block].y
        straight = info.plain and program.samplers[weapon.every].constant is not None and stop is not None
        return [
            info.combatant,
            len(program.sites) + number,
            number,  # `_room` makes it a place in V
            weapon.rounds,
            info.load,
            self.samplers[weapon.every],
            at.DOCTRINES.index(info.target),
            self.expressions(weapon.hit),
            self.expressions(weapon.dispersion),
            self.expressions(weapon.reach),
            self.expressions(weapon.suppresses),
            self._list(map(self._fighter, enemies)),
            self._list(map(self._fighter, info.assigned)),
            self._list(here),
            here[0],
            self._told(*told),
            int(straight),
            self._plain(info, straight and self._only_left(info, fight, shooter)),
            self.expressions(stop),
            int(straight and self._only_left(info, fight, shooter)),
            program.code[info.pull].a,
            at.CODE + at.WIDTH * info.block,
            int(any(other.suppresses for other in program.weapons)),
            int(fight.geometry),
            int(fight.geometry or weapon.hit is None),
            fight.began,
            self.expressions(fight.target_radius),
            self.expressions(fight.half_life),
            self.expressions(fight.moving),
            self._wounds(fight),
            fight.body,
            fight.hit_state,
        ]

    def _plain(self, info: EngagementInfo, straight: bool) -> int:
        """Where its mean stands in F if this is a plain shooter at exponential times, else 0."""
        program = self.program
        weapon, shooter = program.weapons[info.weapon], program.combatants[info.combatant]
        special = program.fights[shooter.fight].geometry or any(other.suppresses for other in program.weapons) or info.load >= 0
        watched = self.watchers[shooter.shots] or self.watchers[shooter.hits]
        sampler = self.samplers[weapon.every]
        plain = straight and not special and not watched and weapon.rounds == 1 and weapon.hit is not None
        if not plain or (weapon.hit or ("",))[0] not in ("const", "var") or info.target != "random":
            return 0
        return self.P[sampler + 1] if self.P[sampler] == KINDS.index("exponential") else 0

    def _only_left(self, info: EngagementInfo, fight: FightInfo, shooter: CombatantInfo) -> bool:
        """Does only the last enemy's fall end the fight for this shooter?"""
        none: Tree = ("not", (">", ("var", fight.left[1 - shooter.side]), ("const", 0.0)))
        return self.program.code[info.block].y == none

    def _wounds(self, fight: FightInfo) -> int:
        rows = [
            (*map(self.expressions, (one.share, one.dead, one.down, one.wounded)), int(one.armoured), one.name)
            for one in fight.wounds
        ]
        place = len(self.P)
        self.P.append(len(rows))
        self._table(rows)
        return place

    def _sites(self) -> None:
        program = self.program
        self.made.sites = (*(site.name for site in program.sites), *(one.site for one in program.engagements))
        self.P[at.SITE_COUNT] = len(self.made.sites)
        self.P[at.SITES] = self._table([[_signed(site_number(name)) for name in self.made.sites]])

    def _walls(self) -> None:
        walls = self.program.walls
        self.P[at.WALL_COUNT] = len(walls)
        self.P[at.WALLS] = self._real(number for wall in walls for number in wall)

    def _folding(self) -> None:
        program = self.program
        columns: list[int] = []
        for info in program.measures:
            if info.value is not None:
                columns += [at.MEASURED, self.expressions(info.value)]
            else:
                columns += [at.CASES, self._list([self.expressions(case) for case in info.cases])]
        drawn = {column.name for column in program.columns if column.group == "parameter"}
        kept = [info.variable for info in program.parameters if info.name in drawn]
        for variable in (*kept, *program.fates, *(event.variable for event in program.events)):
            columns += [at.KEPT, variable]
        self.P[at.ENDINGS] = self._list(
            [self.expressions(ending.when if ending.when is not None else ("const", 1.0)) for ending in program.endings]
        )
        self.P[at.COLUMNS] = self._table([[len(columns) // 2, *columns]])

    # instructions

    def _instruction(self, place: int, i: Instruction) -> list[int]:
        if i.op in ("note", "jump"):  # nothing leads here
            return [at.JUMP] + [0] * (at.WIDTH - 1)
        op = NUMBERS[OWN.get(i.op, i.op)]
        a, b = i.a, i.b
        told = self._list([])
        if i.op == "happen":
            a = self.program.events[i.a].variable
        elif i.op == "draw":
            b = self.samplers[i.b]
        elif i.op in ("start", "startnext"):
            b = max(i.b, 1) if i.op == "startnext" else 1
        if i.op in ("set", "happen", "signal"):
            told = self._told(a)
        if i.op == "branch":
            return self._branch(place, i)
        aims = i.op in ("block", "branch", "loop", "shoot") and i.a >= 0
        after, target = self._place(place + 1), self._place(i.a) if aims else -1
        more = self._list([self.expressions(tree) for tree in i.xs]) if i.xs else 0
        skip = after if i.c == 1 else target
        c = self.P[at.ENGAGEMENTS] + at.ENGAGEMENT_WIDTH * b if i.op in ("shoot", "pull") else i.c
        return [op, a, b, c, i.d, self.expressions(i.x), self.expressions(i.y), after, target, skip, told, more]

    def _branch(self, place: int, i: Instruction) -> list[int]:
        """Negations turn it round; what is left is mostly a count above a number, or whether something was sent."""
        test, after, target = i.x, self._place(place + 1), self._place(i.a)
        assert test is not None
        while test[0] == "not":
            test, after, target = test[1], target, after
        row = [NUMBERS["branch"], 0, 0, i.c, i.d, self.expressions(test), at.NOTHING, after, target, 0, 0, 0]
        leaves = ("var", "const")
        if test[0] == ">" and test[1][0] in leaves and test[2][0] in leaves:
            row[:3] = NUMBERS["if_above"], *(-1 - self.expressions(leaf) for leaf in test[1:])
        elif test[0] == "sent":
            row[:2] = NUMBERS["if_sent"], test[1]
        return row

    # sizes

    def _head(self) -> None:
        program, P = self.program, self.P
        count = len(program.processes)
        P[at.HORIZON], P[at.EVENT_LIMIT] = program.horizon, program.event_limit
        P[at.MOMENT_LIMIT] = min(program.event_limit, MOMENT_LIMIT + 10 * count)
        P[at.SETUP], P[at.COUNT] = self._place(program.setup), count
        P[at.LEAVES] = 1 << max(0, count - 1).bit_length()
        P[at.RANK_BITS] = max(1, (count - 1).bit_length())
        P[at.VARIABLES], P[at.ORDER_COUNT] = len(program.variables), len(program.orders)
        P[at.INITIAL] = self._real(slot.initial for slot in program.variables)

    def _room(self) -> None:
        """Places in S and V; pins come last, since how many there are depends on the draws."""
        P, program = self.P, self.program
        place = at.LIVES + at.LIFE_WIDTH * (P[at.COUNT] + 1)
        for number in range(P[at.COUNT] + 1):
            P[P[at.PROCESSES] + at.PROCESS_WIDTH * number + at.FRAMES] += place
        place += self.frames
        for what, size in (
            (at.TREE, 2 * P[at.LEAVES]),
            (at.ARMED, P[at.ORDER_COUNT]),
            (at.OCCURRENCES, P[at.SITE_COUNT]),
            (at.SITE_WORLDS, 4 * P[at.SITE_COUNT]),
        ):
            P[what] = place
            place += size
        P[at.PIN_KEYS] = self.made.scratch = place
        self.made.values = [0.0] * DEEPEST + self.expressions.values
        most = max((len(sampler.args) for sampler in program.samplers), default=0)
        for what, size in ((at.WORDS, 8 * len(program.engagements)), (at.ARGUMENTS, most)):
            P[what] = len(program.variables) + len(self.made.values)
            self.made.values += [0.0] * size
        P[at.PIN_VALUES] = len(program.variables) + len(self.made.values)
        for number in range(len(program.engagements)):
            P[P[at.ENGAGEMENTS] + at.ENGAGEMENT_WIDTH * number + at.E_WORDS] = P[at.WORDS] + 8 * number


def _signed(word: int) -> int:
    """The same 64 bits as a signed number."""
    return word - (1 << 64) if word >> 63 else word
