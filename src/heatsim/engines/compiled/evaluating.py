"""The value of an expression, from the code that `expressions` writes: V[d] = V[a] op V[b], one operation after another."""

from __future__ import annotations

import math

from heatsim.engines.compiled.arithmetic import hypot
from heatsim.engines.compiled.kernel import kernel
from heatsim.engines.compiled.layout import FAULT, Scratch, Values, Whole
from heatsim.engines.compiled.places import position

__all__ = ["OPERATORS", "compute", "holds", "safe_exp", "value"]

OPERATORS = tuple(
    """
    return move zero nonzero return_zero return_nonzero jump total tally > >= < <= == != sent not_above not + - * / min max neg abs
    floor ceil round sqrt exp log hypot place
    """.split()  # noqa: SIM905
)
(
    RETURN,
    MOVE,
    ZERO,
    NONZERO,
    RETURN_ZERO,
    RETURN_NONZERO,
    JUMP,
    TOTAL,
    TALLY,
    GT,
    GE,
    LT,
    LE,
    EQ,
    NE,
    SENT,
    NOT_ABOVE,
    NOT,
    ADD,
    SUB,
    MUL,
    DIV,
    MIN,
    MAX,
    NEG,
    ABS,
    FLOOR,
    CEIL,
    ROUND,
    SQRT,
    EXP,
    LOG,
    HYPOT,
    PLACE,
) = range(34)
INF = math.inf
MISSING = math.nan


@kernel
def value(P: Whole, V: Values, S: Scratch, expression: int) -> float:
    """The value of an expression."""
    if expression < 0:
        return V[-1 - expression]
    return compute(P, V, S, expression)


@kernel
def holds(P: Whole, V: Values, S: Scratch, expression: int) -> bool:
    """Is it true? What is missing (NaN) counts as true, as in Python."""
    return value(P, V, S, expression) != 0.0


@kernel
def compute(P: Whole, V: Values, S: Scratch, at: int) -> float:
    """Run the code of an expression."""
    while True:
        op, d, a, b = P[at], P[at + 1], P[at + 2], P[at + 3]
        at += 4
        if op >= GT:
            x = compare(V, op, a, b) if op <= NOT else operate(P, V, S, op, a, b)
            if d < 0:
                return x
            V[d] = x
        elif op == RETURN:
            return V[a]
        elif op == MOVE:
            V[d] = V[a]
        elif op == JUMP:
            at = b
        elif op == TOTAL:
            V[d] = total(P, V, at, a)
            at += a
        elif op == TALLY:
            V[d] = tally(P, V, at + 1, a, P[at], b)
            at += a + 1
        elif op == ZERO:
            if V[a] == 0.0:
                at = b
        elif op == NONZERO:
            if V[a] != 0.0:
                at = b
        elif op == RETURN_ZERO:
            if V[a] == 0.0:
                return V[a]
        elif V[a] != 0.0:
            return V[a]


@kernel
def total(P: Whole, V: Values, first: int, count: int) -> float:
    """The sum of some variables, in order."""
    x = 0.0
    for k in range(first, first + count):
        x += V[P[k]]
    return x


@kernel
def tally(P: Whole, V: Values, first: int, count: int, op: int, bound: int) -> float:
    """For how many of some variables a comparison holds."""
    x = 0.0
    for k in range(first, first + count):
        x += compare(V, op, P[k], bound)
    return x


@kernel
def compare(V: Values, op: int, a: int, b: int) -> float:
    """1.0 or 0.0; a comparison with what is missing does not hold."""
    x, y = V[a], V[b]
    if op == GT:
        true = x > y
    elif op == GE:
        true = x >= y
    elif op == LT:
        true = x < y
    elif op == LE:
        true = x <= y
    elif op == EQ:
        true = x == y
    elif op == NE:
        true = x == x and y == y and x != y
    elif op == SENT:
        true = x == x
    elif op == NOT_ABOVE:
        true = not x > y
    else:
        true = x == 0.0
    return 1.0 if true else 0.0


@kernel
def operate(P: Whole, V: Values, S: Scratch, op: int, a: int, b: int) -> float:
    """Arithmetic. What Python cannot work out is a fault, and the replication is left to the reference engine."""
    if op == PLACE:
        x, y = position(P, V, a)
        return x if b == 0 else y
    x, y = V[a], V[b]
    if op == ADD:
        return x + y
    if op == SUB:
        return x - y
    if op == MUL:
        return x * y
    if op == DIV:
        return quotient(S, x, y)
    if op == MIN:
        return lesser(x, y)
    if op == MAX:
        return -1.0 * lesser(-1.0 * x, -1.0 * y)
    if op == HYPOT:
        return hypot(x, y)
    return apply(S, op, x)


@kernel
def apply(S: Scratch, op: int, x: float) -> float:
    """Functions of one number."""
    if op == NEG:
        return -x
    if op == ABS:
        return abs(x)
    if op == SQRT:
        if x < 0.0:
            S[FAULT] = 1
            return MISSING
        return math.sqrt(x)
    if op == EXP:
        return safe_exp(S, x)
    if op == LOG:
        if x <= 0.0:
            S[FAULT] = 1
            return MISSING
        return math.log(x)
    return whole(op, x)


@kernel
def whole(op: int, x: float) -> float:
    """Rounded to a whole number, zero being +0.0; what is missing or endless stays so, and so does what is beyond all fractions."""
    if not abs(x) < 9e18:
        return x
    if op == FLOOR:
        return float(math.floor(x))
    if op == CEIL:
        return float(math.ceil(x))
    return float(math.floor(x + 0.5))


@kernel
def quotient(S: Scratch, x: float, y: float) -> float:
    if y == 0.0:
        S[FAULT] = 1
        return MISSING
    return x / y


@kernel
def lesser(x: float, y: float) -> float:
    """The smaller one; missing if either is; the first of equals."""
    if x != x:
        return x
    if y != y:
        return y
    return y if y < x else x


@kernel
def safe_exp(S: Scratch, x: float) -> float:
    if x > 709.0 and x < INF:
        S[FAULT] = 1  # close to where Python says that the result is too large: the reference engine decides
        return MISSING
    return math.exp(x)
