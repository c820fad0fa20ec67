"""Values and expressions as a stranger might write them: right ones, nearly right ones and ones that mean harm."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

__all__ = ["NAMES", "NUMBERS", "expression", "scalar"]

NUMBERS = (
    *("0", "-0", "1", "2", "3", "7", "99", "0.5", ".5", "1.", "1e3", "1e-3", "1_000", "0x10", "0o7", "007", "1e308", "1e309"),
    *("1e-308", "5e-324", "1e-400", "9" * 30, "9" * 45, "9" * 400, "0." + "0" * 330 + "1", "2.2250738585072014e-308"),
    *("9007199254740993", "9223372036854775807", "9223372036854775808", "18446744073709551616", "1e22", "-1e22", "+5"),
)
UNITS = (
    *(" s", " s", " min", " h", "us", " ms", " day", " m", " ft", " mi", " km", " mph", " m/s", " / min", "/s", " %", " usd", "k"),
    *(" parsecs", "%%", " s s", " min remaining", " /", " 1/s"),
)
NAMES = (
    *(
        "now",
        "me",
        "member",
        "ann",
        "bob",
        "crew",
        "guards",
        "guards[1]",
        "guards[member]",
        "units[2]",
        "go",
        "told",
        "red",
        "loot",
        "n",
    ),
    *(
        "bags",
        "search_time",
        "tip_delay",
        "watch",
        "here",
        "there",
        "T-1",
        "AC-01",
        "nobody",
        "true",
        "false",
        "driver",
        "trejo",
        "x",
    ),
)
MEMBERS = (
    *(
        "dead",
        "out",
        "active",
        "down",
        "count",
        "remaining",
        "elapsed",
        "running",
        "ann",
        "crew",
        "shots",
        "hits",
        "taken",
        "rounds",
    ),
    *("suppression", "by", "hurt_by", "wound", "__class__", "nothing"),
)
FUNCTIONS = (
    *("min", "max", "abs", "floor", "ceil", "round", "sqrt", "exp", "log", "hypot", "if", "time_of", "happened", "distance"),
    *("eval", "__import__", "open"),
)
OPERATORS = ("+", "-", "*", "/", "==", "!=", "<", "<=", ">", ">=", "and", "or", "=", "&&", "%", "**", "//", ",", ".")
STRAY = (
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "'",
    '"',
    "\\",
    "$",
    "#",
    "\x00",
    "\t",
    "\n",
    " ",
    "é",
    "²",
    "Ⅷ",
    "９",
    "٣",
    "\u2028",
    "\ud800",
    "😀",
    "ſ",
    "K",
)
WORDS = (
    *(
        "null",
        "~",
        "true",
        "false",
        "yes",
        "no",
        "1:30",
        ".inf",
        "-.inf",
        ".nan",
        "",
        " ",
        "-",
        "---",
        "...",
        "&a",
        "*a",
        "!!python/object:os.system",
    ),
    *(
        "!!binary aGk=",
        "<<",
        "../../etc/passwd",
        "/dev/zero",
        "/etc/hostname",
        "file:///etc/passwd",
        "\\x00",
        "a" * 5000,
        "a.b.c",
        "a/b/c",
        "[1]",
    ),
    *(
        "guards[0]",
        "guards[-1]",
        "guards[99999999]",
        "units[1e9]",
        "ann#0",
        "ann/work#1.2",
        "80 s remaining on watch",
        "+2 min",
        "*1.5",
        "*",
        "+10 %",
    ),
    *(
        "-10 s, +3 s",
        "{uniform: [1 s, 2 s]}",
        "{uniform: [1 s",
        "share(ending=away)",
        "mean(x)",
        "0:0:1",
        "1 s:2 s:3",
        "11:30",
        "99:99",
        "simpy",
    ),
)


def expression(chance: Random, names: Sequence[str] = NAMES, depth: int = 0) -> str:
    """An expression over names, most often one that the grammar allows."""
    made = _grown(chance, names, depth)
    if chance.random() < 0.3:
        made = _spoilt(chance, made)
    return made


def _grown(chance: Random, names: Sequence[str], depth: int) -> str:
    pick = chance.random()
    if depth > 6 or pick < 0.2:
        return chance.choice(NUMBERS[:12]) + chance.choice(("", "", chance.choice(UNITS)))
    if pick < 0.25:
        return chance.choice(NUMBERS) + chance.choice(UNITS)
    if pick < 0.5:
        return chance.choice(names)
    if pick < 0.6:
        return f"{chance.choice(names)}.{chance.choice(MEMBERS)}"
    if pick < 0.72:
        arguments = ", ".join(_grown(chance, names, depth + 1) for _ in range(chance.choice((0, 1, 1, 2, 2, 3, 5))))
        return f"{chance.choice(FUNCTIONS)}({arguments})"
    if pick < 0.78:
        return f"{chance.choice(('-', 'not ', '+', '--', 'not not '))}{_grown(chance, names, depth + 1)}"
    if pick < 0.82:
        return f"{_grown(chance, names, depth + 1)}[{_grown(chance, names, depth + 1)}]"
    left, right = _grown(chance, names, depth + 1), _grown(chance, names, depth + 1)
    made = f"{left} {chance.choice(OPERATORS[:12] if chance.random() < 0.9 else OPERATORS)} {right}"
    return f"({made})" if chance.random() < 0.5 else made


def _spoilt(chance: Random, text: str) -> str:
    at = chance.randrange(len(text) + 1)
    pick = chance.randrange(6)
    if pick == 0:
        return text[:at] + chance.choice(STRAY) + text[at:]
    if pick == 1:
        return text[:at] + text[at + chance.randrange(1, 4) :]
    if pick == 2:
        return text[:at] + chance.choice(NUMBERS) + text[at:]
    if pick == 3:
        return chance.choice(("(", "-", "not ", "[", "min(", "a.", "1 + ")) * chance.choice((2, 59, 61, 400, 3000)) + text
    if pick == 4:
        return (text + chance.choice((" + ", " and ", ", ", "."))) * chance.choice((2, 40, 200)) + text
    return text[:at] + chance.choice(WORDS) + text[at:]


def scalar(chance: Random) -> object:
    """A value for a place in a file."""
    pick = chance.randrange(10)
    if pick < 3:
        return expression(chance, depth=chance.randrange(7))
    if pick < 5:
        return chance.choice(NUMBERS) + chance.choice(("", chance.choice(UNITS)))
    if pick == 5:
        return chance.choice((0, 1, -1, 2, 10**6, 10**9, 2**63, 10**40, -(10**30), 0.0, 0.5, 1e300, 5e-324, -0.0, True, False))
    if pick == 6:
        return chance.choice(NAMES)
    if pick == 7:
        return chance.choice(
            (
                {},
                [],
                [[]],
                {"": {}},
                [{}],
                {"any": []},
                {"all": [[]]},
                {"uniform": ["1 s", "2 s"]},
                {"exponential": {"mean": "0 s"}},
            )
        )
    return chance.choice(WORDS)
