"""A Program as flat arrays: what `layout` describes, filled in."""

from __future__ import annotations

from heatsim.draws.address import site_number
from heatsim.engines.compiled import layout as at
from heatsim.engines.compiled.expressions import DEEPEST
from heatsim.engines.compiled.fights import combatant, engagement, first_standing
from heatsim.engines.compiled.fixing import fixed_sampler
from heatsim.engines.compiled.sampling import KINDS, VARYING
from heatsim.engines.compiled.writing import Encoded, Writer
from heatsim.engines.link import MOMENT_LIMIT
from heatsim.program.model import ActorInfo, Instruction, Program, Sampler

__all__ = ["Encoded", "encode"]

OWN = {"startnext": "start", "happen": "once", "signal": "once", "halt": "halt"}
NUMBERS = {name: number for number, name in enumerate(at.OPERATIONS)}


def encode(program: Program) -> Encoded:
    """Everything an engine must know of a program."""
    return _Encoder(program).encoded()


class _Encoder(Writer):
    def encoded(self) -> Encoded:
        program, P = self.program, self.P
        P.extend([0] * at.WIDTH * len(program.code))  # the instructions are written when all tables have their places
        self.samplers = [self._sampler(sampler) for sampler in program.samplers]
        P[at.PROCESSES] = self._processes()
        P[at.ORDERS] = self.table(self._order(number) for number in range(len(program.orders)))
        P[at.BODIES] = self._bodies()
        P[at.COMBATANTS] = self.table([combatant(self, info) for info in program.combatants])
        P[at.ACTORS] = self.table([self._actor(number, info) for number, info in enumerate(program.actors)])
        P[at.ENGAGEMENTS] = self.table([engagement(self, number) for number in range(len(program.engagements))])
        P[at.ENGAGEMENT_COUNT] = len(program.engagements)
        self._shots()
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

    # tables

    def _sampler(self, sampler: Sampler) -> int:
        if sampler.constant is None:
            arguments = [self.expressions(tree) for tree in sampler.args]
            row = [KINDS.index(sampler.kind) + VARYING, len(arguments), *arguments]
        else:
            kind, numbers, cells = fixed_sampler(sampler.kind, sampler.constant)
            row = [KINDS.index(kind), self.real(numbers)]
            if cells:
                self.made.tables.append((len(self.made.real), kind, numbers))
                self.made.real.extend([0.0] * cells)
        return self.table([row])

    def _processes(self) -> int:
        program = self.program
        rows, frames = [], 0
        for number, process in enumerate(program.processes):
            orders = [order for order, info in enumerate(program.orders) if info.process == number]
            state = program.actors[process.actor].state if process.actor >= 0 else -1
            rows.append([self._place(process.pc), state, self.list(orders), int(process.at_start), frames])
            frames += at.FRAME_WIDTH * len(orders)
        rows.append([0, -1, self.list([]), 1, frames])  # who sets the scene
        self.frames = frames
        return self.table(rows)

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
        return self.table([b.x, b.y, b.to_x, b.to_y, b.start, b.end, b.cover, b.aboard] for b in bodies)

    def _actor(self, number: int, info: ActorInfo) -> list[int]:
        place, part = next(((k, one) for k, one in enumerate(self.program.combatants) if one.actor == number), (-1, None))
        left = here = joined = fighter = -1
        if part is not None:
            fighter = self.P[at.COMBATANTS] + at.COMBATANT_WIDTH * place
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
            self.told(*told),
            self.told(*last),
            self.told(*again),
            self.list(info.processes),
            fighter,
        ]

    def _shots(self) -> None:
        """The blocks in which a plain shooter waits, and his engagement."""
        self.shots: dict[int, int] = {}
        for number, info in enumerate(self.program.engagements):
            place = self.P[at.ENGAGEMENTS] + at.ENGAGEMENT_WIDTH * number
            if self.P[place + at.E_PLAIN]:
                self.shots[info.block] = place

    def _sites(self) -> None:
        program = self.program
        self.made.sites = (*(site.name for site in program.sites), *(one.site for one in program.engagements))
        self.P[at.SITE_COUNT] = len(self.made.sites)
        self.P[at.SITES] = self.table([[_signed(site_number(name)) for name in self.made.sites]])

    def _walls(self) -> None:
        walls = self.program.walls
        self.P[at.WALL_COUNT] = len(walls)
        self.P[at.WALLS] = self.real(number for wall in walls for number in wall)

    def _folding(self) -> None:
        program = self.program
        columns: list[int] = []
        for info in program.measures:
            if info.value is not None:
                columns += [at.MEASURED, self.expressions(info.value)]
            else:
                columns += [at.CASES, self.list([self.expressions(case) for case in info.cases])]
        drawn = {column.name for column in program.columns if column.group == "parameter"}
        kept = [info.variable for info in program.parameters if info.name in drawn]
        for variable in (*kept, *program.fates, *(event.variable for event in program.events)):
            columns += [at.KEPT, variable]
        self.P[at.ENDINGS] = self.list(
            [self.expressions(ending.when if ending.when is not None else ("const", 1.0)) for ending in program.endings]
        )
        self.P[at.COLUMNS] = self.table([[len(columns) // 2, *columns]])

    # instructions

    def _instruction(self, place: int, i: Instruction) -> list[int]:
        if i.op in ("note", "jump"):  # nothing leads here
            return [at.JUMP] + [0] * (at.WIDTH - 1)
        op = NUMBERS[OWN.get(i.op, i.op)]
        a, b = i.a, i.b
        told = self.list([])
        if i.op == "happen":
            a = self.program.events[i.a].variable
        elif i.op == "draw":
            b = self.samplers[i.b]
        elif i.op in ("start", "startnext"):
            b = max(i.b, 1) if i.op == "startnext" else 1
        if i.op in ("set", "happen", "signal"):
            told = self.told(a)
        if i.op == "branch":
            return self._branch(place, i)
        aims = i.op in ("block", "branch", "loop", "shoot") and i.a >= 0
        after, target = self._place(place + 1), self._place(i.a) if aims else -1
        more = self.list([self.expressions(tree) for tree in i.xs]) if i.xs else 0
        skip = after if i.c == 1 else target
        if i.op == "block":
            a = self.shots.get(place, 0)
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
        first = first_standing(program)
        P[at.STANDING_COUNT], P[at.FIRST_STANDING] = len(first), self.table([first])
        P[at.INITIAL] = self.real(slot.initial for slot in program.variables)

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
            (at.STANDINGS, P[at.STANDING_COUNT]),
            (at.OCCURRENCES, P[at.SITE_COUNT]),
            (at.SITE_WORLDS, 4 * P[at.SITE_COUNT]),
        ):
            P[what] = place
            place += size
        P[at.PIN_KEYS] = self.made.scratch = place
        for number in range(len(program.combatants)):
            P[P[at.COMBATANTS] + at.COMBATANT_WIDTH * number + at.C_WORD] += P[at.STANDINGS]
        self.made.values = [0.0] * DEEPEST + self.expressions.values
        most = max((len(sampler.args) for sampler in program.samplers), default=0)
        for what, size in ((at.WORDS, at.WORDS_WIDTH * len(program.engagements)), (at.ARGUMENTS, most)):
            P[what] = len(program.variables) + len(self.made.values)
            self.made.values += [0.0] * size
        P[at.PIN_VALUES] = len(program.variables) + len(self.made.values)
        for number in range(len(program.engagements)):
            P[P[at.ENGAGEMENTS] + at.ENGAGEMENT_WIDTH * number + at.E_STANDING] += P[at.STANDINGS]
            P[P[at.ENGAGEMENTS] + at.ENGAGEMENT_WIDTH * number + at.E_WORDS] = P[at.WORDS] + at.WORDS_WIDTH * number


def _signed(word: int) -> int:
    """The same 64 bits as a signed number."""
    return word - (1 << 64) if word >> 63 else word
