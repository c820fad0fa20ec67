"""Four against eight in Cimba Python, for `rivals.py`: run by an interpreter that has `cimba`, not by heatsim's.

Its natural model: a process per shooter, arrays of who stands. For each line "seed count file" on standard input it runs that
many replications, saves their rows (robbers left, officers left, seconds, rounds) and prints the seconds of processor time it took.
"""

from __future__ import annotations

import sys
import time

import cimba as cb  # type: ignore[import-not-found]
import numpy as np


class Gunfight(cb.Model):  # type: ignore[misc]
    """Twelve shooters, of whom the first four are the crew."""

    crew: cb.Array[int] = cb.Array([0, 1, 2, 3])
    police: cb.Array[int] = cb.Array([4, 5, 6, 7, 8, 9, 10, 11])
    out: cb.Array[bool] = cb.Array(12)
    crew_standing: int = 4
    police_standing: int = 8
    named: int = 0
    rounds: int = 0
    crew_left: cb.Output[float]
    police_left: cb.Output[float]
    duration: cb.Output[float]
    fired: cb.Output[float]

    @cb.process(copies=12)  # type: ignore[untyped-decorator]
    def shooter(self) -> None:
        me = self.named
        self.named += 1
        mean = 2.0 if me < 4 else 2.5
        hit = 0.35 if me < 4 else 0.12
        while True:
            cb.hold(cb.random.exponential(mean))
            if self.out[me]:
                return
            self.rounds += 1
            if me < 4:
                place = int(cb.random.uniform(0.0, self.police_standing))
                if cb.random.bernoulli(hit):
                    self.police_standing -= 1
                    self.out[self.police[place]] = True
                    self.police[place] = self.police[self.police_standing]
            else:
                place = int(cb.random.uniform(0.0, self.crew_standing))
                if cb.random.bernoulli(hit):
                    self.crew_standing -= 1
                    self.out[self.crew[place]] = True
                    self.crew[place] = self.crew[self.crew_standing]
            if self.crew_standing == 0 or self.police_standing == 0:
                self.duration = cb.now()
                cb.end_trial()

    @cb.on_end  # type: ignore[untyped-decorator]
    def tell(self) -> None:
        self.crew_left = float(self.crew_standing)
        self.police_left = float(self.police_standing)
        self.fired = float(self.rounds)


def main() -> None:
    model = Gunfight()
    for line in sys.stdin:
        seed, count, place = line.split()
        experiment = cb.Experiment(model, replications=int(count), seed=int(seed))
        start = time.process_time()
        found = experiment.run(workers=1)[model]
        seconds = time.process_time() - start
        columns = (found.crew_left, found.police_left, found.duration, found.fired)
        np.save(place, np.column_stack([np.ravel(column.values) for column in columns]))
        print(seconds, flush=True)


if __name__ == "__main__":
    main()
