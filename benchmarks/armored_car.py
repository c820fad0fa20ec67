"""The armored car written by hand in SimPy, against heatsim's SimPy engine: same model, same results, how much time.

The first half is the program a SimPy user would write for `scenarios/armored-car.yaml`: a generator per actor, events for signals,
`random` for chance, seconds as floats. The second half runs both in turns, checks that their results are statistically equal
(endings by chi-square, numbers by Kolmogorov and Smirnov), and prints the ratio of their times.

    python benchmarks/armored_car.py [replications] [blocks]
"""

from __future__ import annotations

import math
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import simpy

__all__ = ["main", "replicate"]

MILE, YARD, FOOT, MPH = 1609.344, 0.9144, 0.3048, 0.44704
Z90 = 1.2815515655446004
WRECK, SIDEWALK_GUARDS = (0.0, -50 * FOOT), 3
AMBULANCE, TOW_TRUCK = (20.0, 0.0), (0.0, 0.0)
Steps = Iterator[simpy.Event]


def pert(rng: random.Random, low: float, mode: float, high: float) -> float:
    width = high - low
    return low + width * rng.betavariate(1 + 4 * (mode - low) / width, 1 + 4 * (high - mode) / width)


def median_p90(rng: random.Random, median: float, p90: float) -> float:
    return rng.lognormvariate(math.log(median), math.log(p90 / median) / Z90)


class Heist:
    """One replication: signals are events, `at` keeps when each beat first happened."""

    SIGNALS = """
        report_2 at_go_point masked go target_passed road_blocked car_stopped rammed all_posted doors_open guards_out blow_struck
        eighty_called break_off envelope_out empty_handed withdrawing guards_left first_shot guard_2_decided guard_2_reaches
        guard_2_dead cheritto_looks nodded guard_3_dead to_the_ambulance all_back departed boxed_in pursuit shaken_off caught
        at_switch ambulance_done wagon_away call_received dispatch_211 three_minutes_called sirens police_on_scene waved_down
    """.split()  # noqa: SIM905

    def __init__(self, rng: random.Random) -> None:
        self.env = env = simpy.Environment()
        self.rng = rng
        for name in self.SIGNALS:
            setattr(self, name, env.event())
        self.at: dict[str, float] = {}
        self.masks = self.posted = self.aboard = self.passed = 0
        self.deafened = self.strip_laid = self.radio_in_hand = self.burns = self.witness = self.noticed = False
        self.anger = 1.0
        self.bonds = 0
        self.hits = self.rounds = self.shots_back = self.hurt = 0
        self.disabled = self.halted = self.officers_hurt = 0
        self.killers: dict[int, str] = {}
        self.waingro = "active"
        self.captured = False
        self.clock_end = math.inf
        self.hands = simpy.Resource(env, 1)
        self.offered: simpy.Store = simpy.Store(env)
        self.tail_speed = rng.triangular(20 * MPH, 38 * MPH, 28 * MPH)
        self.run_speed = rng.uniform(3, 5)
        self.blast = rng.lognormvariate(0, 0.2)
        self.first_unit = rng.lognormvariate(math.log(170), 0.35)
        for process in (
            self.armored_car(),
            self.trejo(),
            self.mccauley(),
            self.stopwatch(),
            self.shiherlis(),
            self.cheritto(),
            self.ears(),
            self.waingro_acts(),
            *(self.guard(number) for number in (1, 2, 3)),
            self.dispatcher(),
            *(self.unit(number) for number in range(1, 7)),
            self.cruising(),
            self.chase(),
            self.bystander(),
            self.arrest(),
            self.truck_stop(),
        ):
            env.process(process)

    # small things

    def beat(self, name: str) -> None:
        self.at.setdefault(name, self.env.now)

    def send(self, event: simpy.Event) -> None:
        if not event.triggered:
            event.succeed()

    def work(self, seconds: float) -> simpy.Event:
        return self.env.timeout(max(0.0, seconds))

    def run(self, start: tuple[float, float], end: tuple[float, float]) -> simpy.Event:
        return self.env.timeout(math.hypot(start[0] - end[0], start[1] - end[1]) / self.run_speed)

    def put_on_mask(self) -> Steps:
        yield self.report_2
        yield self.work(self.rng.uniform(3, 8))
        self.beat("AC-E10")
        self.masks += 1
        if self.masks == 4:
            self.send(self.masked)

    def take_position(self, start: tuple[float, float]) -> Steps:
        yield self.rammed
        yield self.run(start, WRECK)
        self.posted += 1
        if self.posted == 4:
            self.send(self.all_posted)

    def run_back(self) -> Steps:
        yield self.to_the_ambulance
        self.beat("AC-E38")
        yield self.run(WRECK, AMBULANCE)
        yield self.work(self.rng.uniform(1, 3))
        self.aboard += 1
        if self.aboard == 4:
            self.send(self.all_back)

    # the people

    def armored_car(self) -> Steps:
        for beat in ("AC-E01", "AC-E02", "AC-E03", "AC-E04", "AC-E05", "AC-E06", "AC-E07", "AC-E08"):
            self.beat(beat)
        yield self.work((1.5 * MILE - 300 * YARD) / self.tail_speed)
        self.beat("AC-E09")
        self.send(self.report_2)
        yield self.work((300 - 120) * YARD / self.tail_speed)
        self.send(self.at_go_point)
        yield self.work(120 * YARD / self.tail_speed) | self.road_blocked
        if not self.go.triggered:
            self.send(self.target_passed)
            return
        yield self.work(self.rng.uniform(2, 4))
        self.beat("AC-E14")
        self.send(self.car_stopped)

    def trejo(self) -> Steps:
        yield self.at_go_point & self.masked
        if self.target_passed.triggered:
            return
        self.beat("AC-E11")
        self.send(self.go)
        yield self.dispatch_211 | self.withdrawing
        if not self.withdrawing.triggered:
            yield self.work(self.rng.uniform(1, 4))
            self.beat("AC-E18")
            self.beat("AC-E19")
            self.send(self.three_minutes_called)
        if not self.withdrawing.triggered:
            laid = self.work(pert(self.rng, 12, 20, 40))
            yield laid | self.withdrawing
            if laid.processed:
                self.strip_laid = True
                self.beat("AC-E26")
        yield self.to_the_ambulance
        yield self.work(self.rng.uniform(1, 3))
        yield self.all_back
        self.clock_end = self.env.now
        self.beat("all aboard")
        if self.police_on_scene.triggered:
            self.send(self.boxed_in)
            return
        self.beat("AC-E39")
        self.send(self.departed)
        yield from self.unless_chased(0.4 * MILE / (30 * MPH))
        yield from self.unless_chased(pert(self.rng, 15, 30, 60))
        if self.captured:
            return
        self.beat("AC-E43")
        self.send(self.at_switch)
        yield self.ambulance_done | self.pursuit
        yield from self.unless_chased(0.0)
        yield self.ambulance_done
        if self.captured:
            return
        if self.burns:
            self.beat("AC-E45")
        self.send(self.wagon_away)

    def unless_chased(self, seconds: float) -> Steps:
        """Work that a pursuit breaks into and that goes on when it is over."""
        begun = self.env.now
        if not self.pursuit.triggered:
            done = self.work(seconds)
            yield done | self.pursuit
            if done.processed:
                return
            seconds -= self.env.now - begun
        if not self.shaken_off.triggered:
            yield self.shaken_off | self.caught
        if not self.captured:
            yield self.work(seconds)

    def mccauley(self) -> Steps:
        yield from self.put_on_mask()
        yield self.go
        self.beat("AC-E12")
        yield self.work(pert(self.rng, 5, 8, 14))
        self.send(self.road_blocked)
        yield from self.take_position(AMBULANCE)
        yield self.all_posted
        self.beat("AC-E16")
        yield self.doors_open | self.break_off
        pulled = 0
        while pulled < 3 and not self.break_off.triggered:
            yield self.work(pert(self.rng, 3, 5, 10))
            free = self.hands.request()
            yield free | self.break_off
            self.offered.put(free)
            pulled += 1
        yield self.guards_out | self.break_off
        if self.guards_out.triggered:
            self.beat("AC-E25")
        yield self.envelope_out | self.empty_handed
        self.beat("AC-E32")
        self.send(self.withdrawing)
        yield self.guards_left | self.first_shot
        if self.first_shot.triggered:
            yield self.guard_2_decided
            if self.guard_2_reaches.triggered:
                yield self.work(0.38 + self.rng.uniform(0.2, 1.4))
                self.beat("AC-E35")
                self.killers[2] = "mccauley"
                self.hits = self.rng.choices((3, 4, 5, 6, 7), (1, 2, 3, 2, 1))[0]
                self.send(self.guard_2_dead)
                yield self.cheritto_looks
                if self.rng.random() < 0.8:
                    self.beat("AC-E36")
                    self.nodded.succeed(True)
                    yield self.guard_3_dead
                else:
                    self.nodded.succeed(False)
        self.send(self.to_the_ambulance)
        yield from self.run_back()

    def stopwatch(self) -> Steps:
        yield self.three_minutes_called
        start = self.env.now
        self.beat("AC-E20")
        if self.clock_end < math.inf:
            return
        yield self.work(100)
        if self.clock_end < math.inf:
            return
        if not self.envelope_out.triggered and not self.empty_handed.triggered:
            self.beat("AC-E28")
            self.send(self.eighty_called)
        yield self.work(start + 180 - self.env.now)
        if self.clock_end == math.inf and not self.envelope_out.triggered and not self.empty_handed.triggered:
            self.send(self.break_off)

    def shiherlis(self) -> Steps:
        yield from self.put_on_mask()
        yield from self.take_position(AMBULANCE)
        yield self.work(pert(self.rng, 15, 25, 45)) | self.break_off
        yield self.all_posted | self.break_off
        if not self.break_off.triggered and self.blast < 0.6:
            yield self.work(pert(self.rng, 15, 25, 45)) | self.break_off
        if not self.break_off.triggered:
            self.beat("AC-E21")
            if self.blast >= 0.7 or self.blast < 0.6:
                self.deafened = True
                self.beat("AC-E22")
            self.send(self.doors_open)
        yield self.guards_out | self.break_off
        if self.break_off.triggered:
            self.send(self.empty_handed)
        else:
            self.beat("AC-E27")
            found = self.work(pert(self.rng, 45, 100, 220))
            yield found | self.break_off
            if found.processed:
                self.bonds = 1_600_000
                yield self.work(self.rng.uniform(2, 4))
                self.beat("AC-E31")
                self.send(self.envelope_out)
            else:
                self.send(self.empty_handed)
        yield from self.run_back()
        yield self.at_switch
        yield self.work(self.rng.uniform(4, 10))
        self.beat("AC-E44")
        self.burns = self.rng.random() < 0.95
        self.send(self.ambulance_done)

    def cheritto(self) -> Steps:
        yield from self.put_on_mask()
        yield self.go
        self.beat("AC-E13")
        yield self.work(pert(self.rng, 3, 5, 8))
        yield self.car_stopped
        yield self.work(50 * FOOT / 5)
        self.beat("AC-E15")
        self.send(self.rammed)
        yield from self.take_position(TOW_TRUCK)
        yield self.doors_open | self.break_off
        while self.passed < SIDEWALK_GUARDS and not self.break_off.triggered:
            guard = self.offered.get()
            yield guard | self.break_off
            if guard.triggered:
                yield self.work(pert(self.rng, 2, 3, 6))
                self.passed += 1
                self.hands.release(guard.value)
        if self.passed == SIDEWALK_GUARDS:
            self.beat("AC-E23")
            self.beat("AC-E25")
            self.send(self.guards_out)
        self.witness = self.rng.random() < 0.4
        yield self.blow_struck | self.withdrawing
        if self.blow_struck.triggered and not self.withdrawing.triggered and self.deafened:
            self.beat("AC-E30")
        yield self.withdrawing
        yield self.guard_2_dead | self.to_the_ambulance
        if self.guard_2_dead.triggered:
            yield self.work(self.rng.uniform(1, 3))
            self.send(self.cheritto_looks)
            if (yield self.nodded):
                yield self.work(self.rng.uniform(2, 4))
                self.beat("AC-E37")
                self.killers[3] = "cheritto"
                self.rounds = 3
                self.send(self.guard_3_dead)
        yield from self.run_back()

    def ears(self) -> Steps:
        yield self.sirens | self.police_on_scene
        if not self.withdrawing.triggered:
            self.send(self.break_off)

    def waingro_acts(self) -> Steps:
        yield from self.put_on_mask()
        yield from self.take_position(TOW_TRUCK)
        yield self.guards_out | self.break_off
        if self.guards_out.triggered:
            yield from self.hold_the_guards()
        else:
            yield self.withdrawing
            self.send(self.guards_left)
        yield from self.run_back()

    def hold_the_guards(self) -> Steps:
        self.beat("AC-E24")
        self.anger += self.deafened
        rough = self.work(self.rng.expovariate(1 / 1200))
        yield rough | self.eighty_called | self.withdrawing
        if rough.processed:
            self.anger += 1
            yield self.eighty_called | self.withdrawing
        if self.eighty_called.triggered and not self.withdrawing.triggered and self.rng.random() < (0.8 if self.deafened else 0.3):
            self.beat("AC-E29")
            self.anger += 1
            self.send(self.blow_struck)
        yield self.withdrawing
        fires, lets_go = self.rng.expovariate(self.anger / 18), pert(self.rng, 3, 6, 12)
        yield self.work(min(fires, lets_go))
        if fires < lets_go:
            self.beat("AC-E33")
            self.killers[1] = "waingro"
            self.send(self.first_shot)
        else:
            self.send(self.guards_left)

    def guard(self, number: int) -> Steps:
        yield self.rammed
        yield self.work(median_p90(self.rng, 6, 20)) | self.doors_open
        if not self.doors_open.triggered and not self.radio_in_hand:
            self.radio_in_hand = True
            call = self.work(self.rng.uniform(3, 8))
            yield call | self.doors_open
            if call.processed:
                self.beat("AC-E17")
                if self.rng.random() < 0.95:
                    self.send(self.call_received)
        if number != 2:
            return
        yield self.first_shot
        if self.rng.random() < 0.65:
            yield self.work(self.rng.uniform(0.5, 1.5))
            self.beat("AC-E34")
            self.send(self.guard_2_reaches)
            self.send(self.guard_2_decided)
            yield self.work(pert(self.rng, 1.2, 2, 4)) | self.guard_2_dead
            if 2 not in self.killers:
                self.shots_back += 1
                if self.rng.random() < 0.18:
                    self.hurt += 1
        else:
            self.send(self.guard_2_decided)

    def dispatcher(self) -> Steps:
        yield self.call_received
        yield self.work(median_p90(self.rng, 6, 15) + median_p90(self.rng, 4, 10))
        yield self.work(median_p90(self.rng, 12, 40))
        self.send(self.dispatch_211)

    def unit(self, number: int) -> Steps:
        yield self.dispatch_211
        yield self.work(self.first_unit - 15)
        if number == 1:
            self.send(self.sirens)
        yield self.work(min(self.first_unit, 15))
        if number > 1:
            yield self.work(self.rng.gammavariate(number - 1, 3))
        self.beat("AC-E40")
        self.send(self.police_on_scene)
        if not self.departed.triggered:
            return
        if not self.strip_laid:
            if self.env.now < self.at["AC-E39"] + 45 and not self.wagon_away.triggered:
                self.send(self.pursuit)
        elif self.waved_down.triggered:
            self.beat("AC-E42")
            self.halted += 1
        elif self.rng.random() < 0.25:
            self.halted += 1
        else:
            self.beat("AC-E41")
            self.disabled += 1
            self.officers_hurt += self.rng.random() < 0.05
            yield self.work(pert(self.rng, 4, 7, 14))
            self.send(self.waved_down)

    def cruising(self) -> Steps:
        yield self.departed & self.police_on_scene
        spotted = self.work(self.rng.expovariate(1 / 480))
        yield spotted | self.wagon_away | self.pursuit
        if spotted.processed and not self.wagon_away.triggered:
            self.send(self.pursuit)

    def chase(self) -> Steps:
        yield self.pursuit
        yield self.work(median_p90(self.rng, 180, 480))
        if self.rng.random() < 0.5:
            self.captured = True
            self.send(self.caught)
        else:
            self.send(self.shaken_off)

    def bystander(self) -> Steps:
        yield self.at_switch
        self.noticed = self.rng.random() < 0.1

    def arrest(self) -> Steps:
        yield self.boxed_in | self.caught
        self.captured = True

    def truck_stop(self) -> Steps:
        yield self.wagon_away
        self.waingro = "away"
        if 1 in self.killers:
            yield self.work(self.rng.uniform(2700, 5400))
            if self.rng.random() >= 0.25:
                self.waingro = "dead"

    # what is recorded

    def ending(self) -> str:
        if self.target_passed.triggered:
            return "missed"
        if self.boxed_in.triggered or self.caught.triggered:
            return "intercepted"
        if not self.bonds:
            return "killings_for_nothing" if self.killers else "aborted_empty"
        return "score_with_killings" if self.killers else "clean_score"

    def since(self, later: str, earlier: str) -> float:
        return self.at.get(later, math.nan) - self.at.get(earlier, math.nan)

    def row(self) -> dict[str, float | str]:
        return {
            "ending": self.ending(),
            "bonds_taken": float(self.bonds if self.departed.triggered else 0),
            "bonds_kept": float(self.bonds if self.wagon_away.triggered else 0),
            "job_clock": self.since("AC-E39", "AC-E20"),
            "margin": self.since("AC-E40", "all aboard"),
            "search_left": self.since("AC-E31", "AC-E28"),
            "call_reading": round(180 - self.since("AC-E28", "AC-E20"), 6),
            "guards_held": float(self.passed),
            "guards_deaf": 3.0 * self.deafened,
            "guards_killed": float(len(self.killers)),
            "killer_of_guard_1": self.killers.get(1, "nobody"),
            "killer_of_guard_2": self.killers.get(2, "nobody"),
            "killer_of_guard_3": self.killers.get(3, "nobody"),
            "blow": float("AC-E29" in self.at),
            "rounds_at_guard_1": float(1 in self.killers),
            "rounds_at_guard_2": float(self.hits),
            "rounds_at_guard_3": float(self.rounds),
            "shots_at_crew": float(self.shots_back),
            "masked": float(self.masks),
            "units_disabled": float(self.disabled),
            "units_halted": float(self.halted),
            "pursued": float(self.pursuit.triggered),
            "switched": float(self.wagon_away.triggered),
            "switch_noticed": float(self.noticed),
            "evidence_burned": float(self.burns),
            "witness": float(self.witness),
            "crew_hurt": float(self.hurt),
            "officers_hurt": float(self.officers_hurt),
            "crew_captured": 5.0 * self.captured,
            "waingro_survives": float(self.waingro != "dead"),
        } | self.at


def replicate(rng: random.Random) -> dict[str, float | str]:
    """One replication's row: ending, measures, and the first time of every beat (seconds)."""
    heist = Heist(rng)
    heist.env.run()
    return heist.row()


# the comparison

SCENARIO = Path(__file__).parents[1] / "scenarios" / "armored-car.yaml"
ALPHA = 1e-6  # false alarms: about one run of this program in twenty thousand
Row = dict[str, float | str]


def by_hand(count: int, seed: int) -> list[Row]:
    rng = random.Random(seed)
    return [replicate(rng) for _ in range(count)]


def reader(path: Path) -> tuple[object, list[tuple[str, float, tuple[str, ...]]]]:
    """The compiled program, and how to read its rows: name, divisor to reader units, words of a category."""
    from heatsim.program.compile import compile_scenario
    from heatsim.scenario.load import load
    from heatsim.units import unit_dimension

    program = compile_scenario(load(path).resolved)
    return program, [
        (column.name, unit_dimension(column.unit)[0] if column.unit and column.unit != "number" else 1.0, column.words)
        for column in program.columns
    ]


def by_heatsim(program: object, first: int, count: int) -> list[object]:
    from heatsim.draws.world import Draws
    from heatsim.engines import get

    rows = get("simpy").rows(program, [Draws(1995, number) for number in range(first, first + count)])  # type: ignore[arg-type]
    return list(rows)


def plain(rows: list[object], reading: list[tuple[str, float, tuple[str, ...]]]) -> list[Row]:
    """heatsim's rows as the hand-written program gives them."""
    made = []
    for row in rows:
        values: Row = {"ending": str(row.ending)}  # type: ignore[attr-defined]
        for (name, size, words), value in zip(reading, row.values, strict=True):  # type: ignore[attr-defined]
            if not math.isnan(value):
                values[name] = words[int(value)] if words and value >= 0 else value / size
        made.append(values)
    return made


def chi_square(a: list[object], b: list[object]) -> float:
    """Probability of so large a difference between two samples of categories, by the Wilson-Hilferty approximation."""
    left, right = Counter(a), Counter(b)
    rare = {word for word in left | right if left[word] + right[word] < 10}
    left, right = (Counter({None if k in rare else k: 0 for k in c} | _pooled(c, rare)) for c in (left, right))
    total, cells = len(a) + len(b), left | right
    if len(cells) < 2:
        return 1.0
    statistic = 0.0
    for word in cells:
        both = left[word] + right[word]
        for seen, size in ((left[word], len(a)), (right[word], len(b))):
            expected = both * size / total
            statistic += (seen - expected) ** 2 / expected
    k = len(cells) - 1
    return normal_tail(((statistic / k) ** (1 / 3) - (1 - 2 / (9 * k))) / math.sqrt(2 / (9 * k)))


def _pooled(counts: Counter[object], rare: set[object]) -> dict[object, int]:
    pooled: Counter[object] = Counter()
    for word, count in counts.items():
        pooled[None if word in rare else word] += count
    return dict(pooled)


def normal_tail(z: float) -> float:
    return 0.5 * math.erfc(z / math.sqrt(2))


def kolmogorov(a: list[float], b: list[float]) -> float:
    """Probability of so large a gap between two empirical distribution functions (asymptotic, safe with ties)."""
    if not a or not b:
        return 1.0 if len(a) == len(b) else 0.0
    a, b = sorted(a), sorted(b)
    gap, i, j = 0.0, 0, 0
    for value in sorted({*a, *b}):
        while i < len(a) and a[i] <= value:
            i += 1
        while j < len(b) and b[j] <= value:
            j += 1
        gap = max(gap, abs(i / len(a) - j / len(b)))
    return min(1.0, 2 * math.exp(-2 * gap**2 * len(a) * len(b) / (len(a) + len(b))))


def differences(ours: list[Row], theirs: list[Row]) -> dict[str, float]:
    """For every result both programs have, the probability of so large a difference by chance."""
    names = sorted({name for row in theirs for name in row} & ({name for row in ours for name in row} | {"ending"}))
    found = {}
    for name in names:
        a, b = ([row.get(name) for row in rows] for rows in (ours, theirs))
        a, b = ([None if isinstance(v, float) and math.isnan(v) else v for v in values] for values in (a, b))
        if any(isinstance(value, str) for value in (*a, *b)) or len({*a, *b}) <= 12:
            found[name] = chi_square(a, b)
            continue
        found[name] = kolmogorov([v for v in a if v is not None], [v for v in b if v is not None])  # type: ignore[misc]
        found[f"{name}, whether"] = chi_square([v is None for v in a], [v is None for v in b])
    return found


def main(replications: int = 4000, blocks: int = 8) -> int:
    """Run both in turns, compare, print; 1 if their results differ."""
    program, reading = reader(SCENARIO)
    by_heatsim(program, 10**6, 50), by_hand(50, 0)  # neither pays for imports and first calls
    spent = {"heatsim": 0.0, "hand": 0.0}
    ours, theirs = [], []
    size = replications // blocks
    ratios = []
    for block in range(blocks):
        start = time.process_time()
        ours += by_heatsim(program, block * size, size)
        middle = time.process_time()
        theirs += by_hand(size, block + 1)
        end = time.process_time()
        spent["heatsim"] += middle - start
        spent["hand"] += end - middle
        ratios.append((middle - start) / (end - middle))
    found = differences(plain(ours, reading), theirs)
    worst = sorted(found.items(), key=lambda item: item[1])[:5]
    count = size * blocks
    print(f"{count} replications each, in {blocks} turns; processor time per replication")
    print(f"  by hand in SimPy   {spent['hand'] / count * 1e3:8.3f} ms")
    print(f"  heatsim on SimPy   {spent['heatsim'] / count * 1e3:8.3f} ms")
    print(f"  ratio              {spent['heatsim'] / spent['hand']:8.2f}    (per turn {min(ratios):.2f} to {max(ratios):.2f})")
    print(f"{len(found)} results compared; least likely differences: " + ", ".join(f"{name} p={p:.2g}" for name, p in worst))
    different = [name for name, p in found.items() if p < ALPHA]
    print("statistically equal" if not different else f"DIFFERENT: {', '.join(different)}")
    return 1 if different else 0


if __name__ == "__main__":
    raise SystemExit(main(*(int(word) for word in sys.argv[1:3])))
