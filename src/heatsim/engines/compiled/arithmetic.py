"""Two functions of Python's `math` that are Python's own and not the C library's, operation by operation.

Everything else the engine needs (`exp`, `log`, `log1p`, `expm1`, `sqrt`, `erfc`, powers) Python and compiled code take from the
same C library, so that they agree to the last bit; a test compares them all.
"""

from __future__ import annotations

import math

from heatsim.engines.compiled.kernel import kernel

__all__ = ["hypot", "lgamma"]

SPLIT = 134217729.0  # 2**27 + 1
INF = math.inf
LANCZOS_G = 6.024680040776729583740234375
NUMERATOR = (
    23531376880.410759688572007674451636754734846804940,
    42919803642.649098768957899047001988850926355848959,
    35711959237.355668049440185451547166705960488635843,
    17921034426.037209699919755754458931112671403265390,
    6039542586.3520280050642916443072979210699388420708,
    1439720407.3117216736632230727949123939715485786372,
    248874557.86205415651146038641322942321632125127801,
    31426415.585400194380614231628318205362874684987640,
    2876370.6289353724412254090516208496135991145378768,
    186056.26539522349504029498971604569928220784236328,
    8071.6720023658162106380029022722506138218516325024,
    210.82427775157934587250973392071336271166969580291,
    2.5066282746310002701649081771338373386264310793408,
)
DENOMINATOR = (
    0.0,
    39916800.0,
    120543840.0,
    150917976.0,
    105258076.0,
    45995730.0,
    13339535.0,
    2637558.0,
    357423.0,
    32670.0,
    1925.0,
    66.0,
    1.0,
)


@kernel
def lgamma(x: float) -> float:
    """log of the gamma function for x > 0, as Python's `math.lgamma` works it out (Lanczos' sum, 13 terms)."""
    if x == 1.0 or x == 2.0:
        return 0.0
    if x < 1e-20:
        return -math.log(x)
    r = math.log(lanczos_sum(x)) - LANCZOS_G
    r += (x - 0.5) * (math.log(x + LANCZOS_G - 0.5) - 1.0)
    return r


@kernel
def lanczos_sum(x: float) -> float:
    """The rational function, from its small end for large x so that nothing overflows."""
    top = bottom = 0.0
    if x < 5.0:
        for i in range(12, -1, -1):
            top = top * x + NUMERATOR[i]
            bottom = bottom * x + DENOMINATOR[i]
    else:
        for i in range(13):
            top = top / x + NUMERATOR[i]
            bottom = bottom / x + DENOMINATOR[i]
    return top / bottom


@kernel
def hypot(x: float, y: float) -> float:
    """The length of a vector, as Python's `math.hypot` works it out: squares without loss, and one correction of the root."""
    x, y = abs(x), abs(y)
    longest = x if x > y else y
    if x == INF or y == INF:
        return INF
    if x != x or y != y:
        return x + y
    if longest == 0.0:
        return longest
    scale = math.ldexp(1.0, -math.frexp(longest)[1])
    total, first, second, third = 1.0, 0.0, 0.0, 0.0
    for side in (x * scale, y * scale):
        t = side * SPLIT
        high = t - (t - side)
        low = side - high
        square = high * high
        before = total
        total += square
        first += (before - total) + square
        square = 2.0 * high * low
        before = total
        total += square
        second += (before - total) + square
        third += low * low
    root = math.sqrt(total - 1.0 + (first + second + third))
    t = root * SPLIT
    high = t - (t - root)
    low = root - high
    square = -high * high
    before = total
    total += square
    first += (before - total) + square
    square = -2.0 * high * low
    before = total
    total += square
    second += (before - total) + square
    square = -low * low
    before = total
    total += square
    third += (before - total) + square
    rest = total - 1.0 + (first + second + third)
    return (root + rest / (2.0 * root)) / scale
