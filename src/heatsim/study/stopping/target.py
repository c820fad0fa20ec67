"""What precision is wanted, as people write it: `share(ending=clean) ± 1pt`, `mean(margin) ± 5 %`, `quantile(margin, 0.9) ± 30 s`.

    target   := quantity ["about" number] ("±" | "+-" | "+/-") amount
    quantity := "share" "(" name ["=" word] ")" | "mean" "(" name ")" | "median" "(" name ")" | "quantile" "(" name "," number ")"
    amount   := number "pt" | number "%" | number [unit]

`pt` are percentage points of a share; `%` is relative to the value itself; anything else is in units of the measure, which of a
share are 1 for all: 0.01 is 1pt, and 1 is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from heatsim.errors import UsageError
from heatsim.units import NUMBER, Dimension, UnitError, parse_quantity

__all__ = ["STATISTICS", "Target", "parse_target", "wrong"]

STATISTICS = ("share", "mean", "median", "quantile")

WIDEST = 0.5  # half an interval of a share, at most: it lies between 0 and 1

_SPACE = re.compile(r"\s*")
_NAME = re.compile(r"[^\W\d][\w.\[\]-]*")
_NUMBER = re.compile(r"(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?")
_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_WITHIN = re.compile(r"±|\+/?-")
_POINTS = re.compile(rf"({_NUMBER.pattern})\s*(?:pt|pp)")
_PERCENT = re.compile(rf"({_NUMBER.pattern})\s*%")


@dataclass(frozen=True, slots=True)
class Target:
    """A statistic of a column and the half-width its 95 % interval may have.

    `word` is what a share is of (None for a yes-or-no measure), `p` the quantile's place, `guess` what the share is believed to be.
    `half` is relative to the value, or in internal units of `dimension`; `columns` are the places in `text`, from 1, of the name,
    the word and the amount.
    """

    text: str
    statistic: str
    name: str
    half: float
    relative: bool = False
    points: bool = False
    dimension: Dimension = NUMBER
    word: str | None = None
    p: float = 0.5
    guess: float | None = None
    columns: tuple[int, int, int] = (1, 1, 1)

    def __str__(self) -> str:
        return self.text


def parse_target(text: str) -> Target:
    """Read a target; UsageError with the column and what is expected there."""
    return _Reader(text).target()


def wrong(text: str, column: int, message: str) -> UsageError:
    """What is wrong with a target, with a caret under the place."""
    return UsageError(f"until, column {column}: {message}\n    {text}\n    {' ' * (column - 1)}^")


class _Reader:
    """Reads from left to right; `place` is where it is."""

    def __init__(self, text: str) -> None:
        if not isinstance(text, str):
            raise UsageError(f"until takes texts such as 'share(ending=clean) ± 1pt', not {text!r}")
        self.text = " ".join(text.split("\n")).strip()
        self.place = 0

    def target(self) -> Target:
        statistic, name, columns, word, p = self.quantity()
        guess = self.guess(statistic) if self.take(re.compile(r"about\b")) else None
        if self.take(_WITHIN) is None:
            raise self.wrong("expected ± (or +-) and how precisely, such as ± 1pt or ± 5 %")
        self.skip()
        start = self.place
        half, relative, points, dimension = self.amount(statistic)
        places = (columns[0], columns[1], start + 1)
        return Target(self.text, statistic, name, half, relative, points, dimension, word, p, guess, places)

    def quantity(self) -> tuple[str, str, tuple[int, int], str | None, float]:
        start = self.place
        found = self.take(_NAME)
        if found is None or found[0] not in STATISTICS:
            self.place = start
            raise self.wrong(f"expected one of {', '.join(STATISTICS)}")
        statistic = found[0]
        self.expect("(")
        self.skip()
        first = second = self.place + 1
        name, word, p = self.name("the name of a measure, or ending"), None, 0.5
        if statistic == "share" and self.take(re.compile("=")):
            self.skip()
            second = self.place + 1
            word = self.word()
        elif statistic == "quantile":
            self.expect(",")
            p = self.between("a quantile's place is between 0 and 1")
        self.expect(")")
        return statistic, name, (first, second), word, p

    def amount(self, statistic: str) -> tuple[float, bool, bool, Dimension]:
        """Half-width, whether it is relative, whether it is in points, its dimension."""
        rest = self.text[self.place :].strip()
        if not rest:
            raise self.wrong("expected how precisely, such as 1pt, 5 % or 30 s")
        if points := _POINTS.fullmatch(rest):
            if statistic != "share":
                raise self.wrong("points (pt) are for shares; give an amount with its unit, or a percentage of the value")
            return self.positive(float(points[1]) / 100), False, True, NUMBER
        if percent := _PERCENT.fullmatch(rest):
            return self.positive(float(percent[1]) / 100), True, False, NUMBER
        try:
            value, dimension = parse_quantity(rest)
        except UnitError as error:
            self.place += error.column
            raise self.wrong(error.message) from None
        if statistic == "share" and dimension != NUMBER:
            raise self.wrong("the precision of a share is in points, such as 1pt, or relative, such as 5 %")
        if statistic == "share" and value >= WIDEST:
            raise self.wrong(f"of a share, {rest} would be {100 * value:g} points: write {rest}pt or {rest} %")
        return self.positive(value), False, statistic == "share", dimension

    def guess(self, statistic: str) -> float:
        if statistic != "share":
            raise self.wrong("only a share has a guess")
        return self.between("a guess of a share is between 0 and 1, such as 0.3 or 30 %")

    def between(self, otherwise: str) -> float:
        """A number strictly between 0 and 1, perhaps in per cent."""
        self.skip()
        start = self.place
        found = self.take(_NUMBER)
        value = float(found[0]) if found else -1.0
        if found and self.take(re.compile("%")):
            value /= 100
        if not 0 < value < 1:
            self.place = start
            raise self.wrong(otherwise)
        return value

    def word(self) -> str:
        if quoted := self.take(_QUOTED):
            return quoted[1] if quoted[1] is not None else quoted[2]
        return self.name("a word")

    def name(self, what: str) -> str:
        found = self.take(_NAME)
        if found is None:
            raise self.wrong(f"expected {what}")
        return found[0]

    def expect(self, sign: str) -> None:
        if self.take(re.compile(re.escape(sign))) is None:
            raise self.wrong(f"expected '{sign}'")

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """What the pattern matches here, after white space; None leaves the place as it was."""
        space = _SPACE.match(self.text, self.place)
        found = pattern.match(self.text, space.end() if space else self.place)
        if found:
            self.place = found.end()
        return found

    def skip(self) -> None:
        space = _SPACE.match(self.text, self.place)
        self.place = space.end() if space else self.place

    def positive(self, value: float) -> float:
        if not value > 0:
            raise self.wrong("the precision must be more than nothing")
        return value

    def wrong(self, message: str) -> UsageError:
        self.skip()
        return wrong(self.text, self.place + 1, message)
