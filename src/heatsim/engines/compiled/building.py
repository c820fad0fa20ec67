"""The kernel as machine code. The only module that knows numba, which is imported when the kernel is first wanted.

All pieces are compiled together, once: what they run is data. The result is kept on disk by numba, beside this file or, where that
cannot be written, in the user's cache; it is found again as long as no piece has changed (`stamp`), nor numba, nor the processor.
"""

from __future__ import annotations

import operator
import sys
import types as kinds
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from heatsim.draws import philox
from heatsim.draws.distributions import beta, discrete, elementary, gamma, normal
from heatsim.draws.philox import MULTIPLIER_0, MULTIPLIER_1, WEYL_0, WEYL_1
from heatsim.engines.compiled import arithmetic, batch, drawing, tabling
from heatsim.engines.compiled.kernel import INLINED, PIECES

__all__ = ["Kernel", "kernel"]

SHARED: tuple[Callable[..., Any], ...] = (
    *(getattr(beta, name) for name in ("beta", "pert", "pert_shapes", "unit_beta", "unit_point", "beta_tail", "beta_kernel")),
    *(getattr(beta, name) for name in ("_log_ratio", "_fraction", "_log_quantile", "_first_guess", "_halfway")),
    *(getattr(gamma, name) for name in ("gamma", "gamma_tails", "gamma_kernel", "stirling_error", "_series", "_fraction")),
    *(getattr(gamma, name) for name in ("_log_quantile", "_halfway", "_first_guess", "_expanded")),
    *(getattr(normal, name) for name in ("normal_quantile", "_center", "_shoulder", "_tail", "normal_cdf", "truncated_normal")),
    *(getattr(normal, name) for name in ("truncated", "lognormal_median_p90", "sigma_of_median_p90")),
    discrete.poisson,
    discrete._poisson_start,
    elementary.triangular,
)


class Kernel(NamedTuple):
    """Compiled functions with the arguments of `batch.run_all` and `tabling.fill_table`, on arrays of int64 and float64."""

    run: Callable[..., None]
    fill: Callable[..., None]


def sources() -> list[Path]:
    """The files of all that is compiled, and of the layout that it shares with whoever encodes."""
    draws = Path(str(philox.__file__)).parent
    return sorted([*Path(__file__).parent.glob("*.py"), *draws.glob("distributions/*.py"), draws / "philox.py"])


def stamp() -> str:
    """What is in the sources."""
    digest = blake2b(digest_size=16)
    for path in sources():
        digest.update(path.read_bytes())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def kernel() -> Kernel:
    """The kernel, compiled or from the disk; ModuleNotFoundError without numba."""
    numba: Any = import_module("numba")
    njit, types = numba.njit, numba.types
    _teach(numba)
    mark = stamp()
    whole, real, number, floating = types.int64[::1], types.float64[::1], types.int64, types.float64
    run_all, fill_table = batch.run_all, tabling.fill_table

    def run(P, F, V, S, worlds, supplies, pin_keys, pin_values, count, width, values, ends):  # type: ignore[no-untyped-def]
        mark  # noqa: B018  # part of what the cache is found by
        run_all(
            constants(P),
            constants(F),
            pointer(V),
            pointer(S),
            pointer(worlds),
            pointer(supplies),
            pointer(pin_keys),
            pointer(pin_values),
            count,
            width,
            pointer(values),
            pointer(ends),
        )

    def fill(values, at, is_gamma, a, b, low, high):  # type: ignore[no-untyped-def]
        mark  # noqa: B018
        fill_table(pointer(values), at, is_gamma, a, b, low, high)

    arguments = types.void(whole, real, real, whole, whole, whole, whole, real, number, number, real, whole)
    table = types.void(real, number, types.boolean, floating, floating, floating, floating)
    return Kernel(_compiled(njit, run, arguments), _compiled(njit, fill, table))


def _compiled(njit: Any, function: Callable[..., None], signature: Any) -> Callable[..., None]:
    """A function of the kernel, from the disk if it is there. Says so before it compiles, which takes its time."""
    settings = {"nogil": True, "error_model": "numpy"}
    try:
        made = njit(cache=True, **settings)(function)
        where = "kept for the next time"
    except RuntimeError:  # no folder can be written
        made = njit(**settings)(function)
        where = "and every time, since it cannot be kept: set NUMBA_CACHE_DIR to a folder that can be written"
    if function.__name__ == "run" and _somebody_waits() and not _kept(made, signature):
        print(f"heatsim: compiling the fast engine, once, about half a minute ({where})", file=sys.stderr, flush=True)
    made.compile(signature)
    made.disable_compile()
    return made  # type: ignore[no-any-return]


def _somebody_waits() -> bool:
    """Is there a terminal or a notebook to say it to?"""
    return sys.stderr.isatty() or "ipykernel" in sys.modules


def _kept(made: Any, signature: Any) -> bool:
    """Is a compiled function on the disk? Where numba does not tell, it counts as there."""
    try:
        cache = made._cache
        return cache._index_key(signature, made.targetctx.codegen()) in cache._cache_file._load_index()
    except AttributeError:
        return True


def pointer(array: Any) -> Any:
    """The address of an array's first number: reading through it checks nothing and costs nothing."""
    return array


def constants(array: Any) -> Any:
    """The same of an array that nobody changes any more."""
    return array


def _teach(numba: Any) -> None:
    """Tell numba what the pieces are, and its own versions of what is better said in words of 64 bits."""
    overload, register_jitable = numba.extending.overload, numba.extending.register_jitable
    settings = {"error_model": "numpy", "nogil": True}
    for piece in (*PIECES, batch.run_all, tabling.fill_table):
        register_jitable(**settings)(piece)
    for piece in INLINED:
        register_jitable(**settings, forceinline=True)(piece)
    for function in SHARED:
        _share(overload, function, settings)
    _teach_pointers(numba)
    _teach_words(numba, settings)


def _share(overload: Any, function: Callable[..., Any], settings: dict[str, Any]) -> None:
    """The same function, but with `lgamma` as Python works it out, where numba's own differs in the last bits."""
    assert isinstance(function, kinds.FunctionType)
    surroundings = dict(function.__globals__)
    if "lgamma" in surroundings:
        surroundings["lgamma"] = arithmetic.lgamma
    twin = kinds.FunctionType(function.__code__, surroundings, function.__name__, function.__defaults__)

    @overload(function, jit_options=settings, strict=False)
    def _(*args):  # type: ignore[no-untyped-def]
        return twin


def _teach_pointers(numba: Any) -> None:
    types, intrinsic, overload = numba.types, numba.extending.intrinsic, numba.extending.overload

    def teach(function: Callable[..., Any], made: Any) -> None:
        @intrinsic  # type: ignore[untyped-decorator]
        def address(typing: Any, array: Any) -> Any:
            def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
                return context.make_array(signature.args[0])(context, builder, args[0]).data

            return made(array.dtype)(array), generate

        @overload(function)
        def _(array):  # type: ignore[no-untyped-def]
            return lambda array: address(array)

    teach(pointer, types.CPointer)
    teach(constants, _teach_constants(numba))


def _teach_constants(numba: Any) -> Any:
    """The type of an address behind which nothing changes, so that nothing there is read again after something is written."""
    types, extending = numba.types, numba.extending
    cgutils: Any = import_module("numba.core.cgutils")

    class Constants(types.Type):  # type: ignore[misc, name-defined]
        def __init__(self, dtype: Any) -> None:
            super().__init__(name=f"Constants({dtype})")
            self.dtype = dtype

    extending.register_model(Constants)(extending.models.PointerModel)

    @extending.type_callable(operator.getitem)  # type: ignore[untyped-decorator]
    def _(context: Any) -> Any:
        def typer(pointer: Any, place: Any) -> Any:
            return pointer.dtype if isinstance(pointer, Constants) and isinstance(place, types.Integer) else None

        return typer

    @extending.lower_builtin(operator.getitem, Constants, types.Integer)  # type: ignore[untyped-decorator]
    def _(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        place = context.cast(builder, args[1], signature.args[1], types.intp)
        found = builder.load(cgutils.gep(builder, args[0], place))
        found.set_metadata("invariant.load", builder.module.add_metadata([]))
        return found

    return Constants


def _teach_words(numba: Any, settings: dict[str, Any]) -> None:
    """Philox and SplitMix64 on 64-bit words."""
    import numpy as np

    ir: Any = import_module("llvmlite.ir")
    types, intrinsic, overload = numba.types, numba.extending.intrinsic, numba.extending.overload
    register_jitable = numba.extending.register_jitable

    @intrinsic  # type: ignore[untyped-decorator]
    def halves(typing: Any, x: Any, y: Any) -> Any:
        """The upper and the lower half of a product."""

        def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            wide, narrow = ir.IntType(128), ir.IntType(64)
            product = builder.mul(builder.zext(args[0], wide), builder.zext(args[1], wide))
            upper, lower = builder.trunc(builder.lshr(product, ir.Constant(wide, 64)), narrow), builder.trunc(product, narrow)
            return context.make_tuple(builder, signature.return_type, (upper, lower))

        return types.UniTuple(types.uint64, 2)(types.uint64, types.uint64), generate

    word, inlined = np.uint64, {**settings, "forceinline": True}
    m0, m1, w0, w1 = word(MULTIPLIER_0), word(MULTIPLIER_1), word(WEYL_0), word(WEYL_1)
    twelve, scale, full = word(12), drawing.SCALE, word(0xFFFFFFFFFFFFFFFF)

    @register_jitable(**settings, forceinline=True)
    def rounds(seed, replication, purpose, site, occurrence):  # type: ignore[no-untyped-def]
        c0, c1, c2, c3 = word(occurrence), word(site), word(replication), word(purpose)
        k0, k1 = word(seed), word(0)
        for _ in range(10):
            (above0, below0), (above1, below1) = halves(m0, c0), halves(m1, c2)
            c0, c1, c2, c3 = above1 ^ c1 ^ k0, below1, above0 ^ c3 ^ k1, below0
            k0 += w0
            k1 += w1
        return c0, c1, c2, c3

    @overload(drawing.plain_word, jit_options=inlined)
    def _(seed, replication, purpose, opposite, site, occurrence):  # type: ignore[no-untyped-def]
        def plain_word(seed, replication, purpose, opposite, site, occurrence):  # type: ignore[no-untyped-def]
            flip = full if opposite else word(0)
            first = rounds(seed, replication, purpose, site, occurrence)[0]
            return (float((first ^ flip) >> twelve) + 0.5) * scale

        return plain_word

    @overload(drawing.plain_block, jit_options=inlined)
    def _(seed, replication, purpose, opposite, site, occurrence):  # type: ignore[no-untyped-def]
        def plain_block(seed, replication, purpose, opposite, site, occurrence):  # type: ignore[no-untyped-def]
            flip = full if opposite else word(0)
            a, b, c, d = rounds(seed, replication, purpose, site, occurrence)
            return (
                (float((a ^ flip) >> twelve) + 0.5) * scale,
                (float((b ^ flip) >> twelve) + 0.5) * scale,
                (float((c ^ flip) >> twelve) + 0.5) * scale,
                (float((d ^ flip) >> twelve) + 0.5) * scale,
            )

        return plain_block

    step, first, second = word(0x9E3779B97F4A7C15), word(0xBF58476D1CE4E5B9), word(0x94D049BB133111EB)
    s27, s30, s31 = word(27), word(30), word(31)

    @overload(drawing.scrambled_word, jit_options=inlined)
    def _(state):  # type: ignore[no-untyped-def]
        return lambda state: np.int64(word(state) + step)

    @overload(drawing.scrambled_place, jit_options=inlined)
    def _(state, count):  # type: ignore[no-untyped-def]
        def scrambled_place(state, count):  # type: ignore[no-untyped-def]
            mixed = word(state)
            mixed = (mixed ^ (mixed >> s30)) * first
            mixed = (mixed ^ (mixed >> s27)) * second
            mixed = (mixed ^ (mixed >> s31)) >> twelve
            return np.int64(halves(mixed << twelve, word(count))[0])

        return scrambled_place
