"""The conformance suite accepts an engine that is right and notices bugs, in either engine: the kernel here is run in Python."""

from __future__ import annotations

from typing import Any

import pytest

from heatsim.engines import conformance, on_simpy
from heatsim.engines.conformance import STORIES
from heatsim.engines.stories import STORIES as TEXTS
from support import interpreted
from support.interpreted import planted

ENGINE: Any = interpreted

# bug: module, what stands there, what stands there instead, and a word of the story that finds it
KERNEL_BUGS = {
    "who is roused comes a tick late": (
        "compiled.machine",
        "ring(P, S, number, S[NOW])",
        "ring(P, S, number, S[NOW] + 1)",
        "alarm",
    ),
    "orders wake nobody": (
        "compiled.machine",
        "return S[life + STANDING] > 0 and breaking(P, V, S, number) >= 0",
        "return False",
        "alarm",
    ),
    "limits stop while an order is served": ("compiled.machine", "left != NEVER and P[block + C] == 0", "left != NEVER", "limits"),
    "an order never stands again": ("compiled.machine", "if P[info + AGAIN]:", "if False:", "again or not"),
    "an order breaks into one before it": ("compiled.machine", "if order >= ceiling:", "if False:", "again or not"),
    "an alarm goes before its condition": (
        "compiled.running",
        "if S[life + DUE] == 0:",
        "if S[life + DUE] == 0 or 0 <= S[life + DEADLINE] <= S[NOW]:",
        "alarm",
    ),
    "what takes no time takes no turn": ("compiled.running", "and not stirred(P, V, S, number)", "and False", "lowest rank"),
    "the dead rise": ("compiled.states", "old == DEAD or ", "", "stay dead"),
    "the fallen work on": ("compiled.states", "clear(P, S, P[k])", "pass", "stay dead"),
    "the fallen are started": ("compiled.running", "(state < 0 or V[state] < FIRST_OUT)", "True", "stay dead"),
    "a group has one member": ("compiled.running", "range(first, first + count)", "range(first, first + 1)", "members"),
    "pins are not looked at": ("compiled.drawing", "low < S[PINS] and S[keys + low] == key", "False", "chances"),
    "other worlds are not looked at": ("compiled.drawing", "4 * site", "0 * site", "chances"),
    "the last option wins": ("compiled.racing", "if arrival < best or winner < 0:", "if arrival > best or winner < 0:", "chances"),
    "a table is read at the start of its cell": ("compiled.sampling", "        t -= i\n", "        t = 0.0\n", "chances"),
    "what is missing is less than anything": ("compiled.evaluating", "    if y != y:\n        return y\n", "", "missing values"),
    "halves are rounded down": ("compiled.evaluating", "math.floor(x + 0.5)", "math.ceil(x - 0.5)", "missing values"),
    "who is stopped on the way is where he was": (
        "compiled.places",
        "x, y = position(P, V, actor)\n        V",
        "x = y = 0.0\n        V",
        "carried",
    ),
    "the limit of events is not the limit": (
        "compiled.encoding",
        "program.horizon, program.event_limit",
        "program.horizon, 100 * program.event_limit",
        "fail",
    ),
    "a division by zero gives a number": (
        "compiled.evaluating",
        "    if y == 0.0:\n        S[FAULT] = 1\n        return MISSING\n",
        "    y = y or 1.0\n",
        "fail",
    ),
    "a burst goes on into the fallen": (
        "compiled.shooting",
        "                break\n",
        "                pass\n",
        "fixed intervals",
    ),
    "suppression never fades": ("compiled.shooting", "-LN2 * (V[0] - since)", "0.0", "doctrines"),
    "armour stops nothing": ("compiled.shooting", "if P[band + W_ARMOURED] else 0.0", "if False else 0.0", "doctrines"),
    "what one weapon hits counts for none": ("compiled.shooting", "V[P[engagement + E_HITS]] += hits", "pass", "own count"),
    "nobody is told of a weapon's count": ("compiled.fights", "else ()), *own)", "else ()))", "own count"),
    "walls are air": ("compiled.aiming", "range(P[WALL_COUNT])", "range(0)", "ground"),
    "the fallen are aimed at": ("compiled.states", "        S[P[P[info + ACTOR_COMBATANT] + C_WORD]] ^=", "        P[0] ^", "open"),
    "who comes late is never aimed at": ("compiled.shooting", "            S[P[info + C_WORD]] ^= P[info + C_BIT]\n", "", "open"),
    "a shooter's words are drawn again": ("compiled.plainly", "if occurrence & (AHEAD - 1) == 0:", "if occurrence == 0:", "open"),
    "the first of a group is not counted": (
        "compiled.evaluating",
        "range(first, first + count):\n        x += compare",
        "range(first + 1, first + count):\n        x += compare",
        "open",
    ),
    "a shooter fires once more at nobody": ("compiled.plainly", "V[P[engagement + E_ENEMIES_HERE]] <= 0.0 or", "", "open"),
}
REFERENCE_BUGS = {
    "an alarm goes before its condition": (
        "life",
        "cond is not None and cond(values):\n            return self.cut",
        "cond is not None and cond(values) and self.deadline > self.replication.now:\n            return self.cut",
        "alarm",
    ),
    "limits stop while an order is served": ("life", "frame.left != NEVER and linked.works[pc]", "frame.left != NEVER", "limits"),
    "what takes no time takes no turn": ("instructions", "and not life.stirred(values)", "and False", "lowest rank"),
    "a set that changes nothing is told": ("states", "if life.blocked >= 0 and not life.due:", "if False:", "lowest rank"),
    "the dead rise": ("states", "if old in FINAL or old == new:", "if old == new:", "stay dead"),
    "a burst goes on into the fallen": (
        "fighting",
        "                    break\n            if done < count:",
        "                    pass\n            if done < count:",
        "fixed intervals",
    ),
    "every round counts for a weapon once": ("fighting", "[engagement.shots] += done", "[engagement.shots] += 1", "own count"),
    "who carries is not looked at": (
        "moving",
        "    values[body.aboard] = float(onto)\n",
        "    values[body.aboard] = -1.0\n",
        "carried",
    ),
}


def found_by(word: str) -> str:
    """The story of which the word is part."""
    (name,) = [name for name in STORIES if word in name]
    return name


@pytest.mark.parametrize("name", STORIES)
def test_the_kernel_tells_every_story_as_the_reference_does(name: str) -> None:
    """Rows of the kernel, run in Python, are the reference's to the last bit, in worlds of every kind."""
    conformance.compare(ENGINE, conformance.story(name), replications=8, name=name)


@pytest.mark.parametrize("bug", KERNEL_BUGS)
def test_a_bug_in_the_kernel_is_found(bug: str) -> None:
    """The story about the rule that is broken notices it."""
    module, old, new, word = KERNEL_BUGS[bug]
    program = conformance.story(found_by(word))
    with planted(module, old, new), pytest.raises(AssertionError, match=r"is .*, not "):
        conformance.compare(ENGINE, program, replications=12)


@pytest.mark.parametrize("bug", REFERENCE_BUGS)
def test_a_bug_in_the_reference_is_found(bug: str) -> None:
    """So does it when the other engine is the one that is wrong."""
    module, old, new, word = REFERENCE_BUGS[bug]
    program = conformance.story(found_by(word))
    with planted(module, old, new), pytest.raises(AssertionError, match=r"is .*, not "):
        conformance.compare(ENGINE, program, replications=12)


def test_nothing_of_a_bug_remains() -> None:
    """After a bug has been planted and taken out, the engines agree again."""
    name = found_by("stay dead")
    with planted("states", "if old in FINAL or old == new:", "if old == new:"):
        pass
    conformance.compare(ENGINE, conformance.story(name), replications=4)


def test_the_reference_conforms_to_itself() -> None:
    """The suite asks nothing that the reference does not do."""
    assert STORIES is TEXTS
    conformance.compare(on_simpy, conformance.story(found_by("fail")), replications=4)
