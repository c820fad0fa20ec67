"""The listing of src/heatsim is the story of a run, imports follow it, and each heavy library has one home."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "heatsim"

STAGES = (
    {"errors", "units", "version"},
    {"draws"},
    {"scenario"},
    {"program"},
    {"trace", "beatsheet"},
    {"engines"},
    {"study"},
    {"canon"},
    {"analysis"},
    {"figures"},
    {"report"},
    {"cli"},
)
STAGE = {name: number for number, names in enumerate(STAGES) for name in names}
OUTSIDE = {"__init__", "__main__", "testing"}  # the door, the other door, and what users' tests import

# Where each library may be imported, as a pattern of paths below src/heatsim.
HOMES = {
    "yaml": r"scenario/source\.py",
    "simpy": r"engines/on_simpy.*",
    "numba": r"engines/compiled.*",
    "matplotlib": r"figures/.*",
    "pyarrow": r"study/.*",
    "pandas": r"study/.*",
    "click": r"cli/.*",
    "random": r"draws/.*",
    "numpy.random": r"draws/.*",
    "pickle": r"study/jobs\.py",  # a parcel is opened by the process that was started with it
}
LAZY = ("pyarrow", "pandas", "heatsim.study.arrow")  # imported when first writing, so inside functions only
LAZY_HOME = "study/arrow.py"  # itself imported that way, so it need not
UNSAFE_CALLS = {"eval", "exec", "__import__"}
UNSAFE_MODULES = {"marshal", "shelve", "dill", "cloudpickle"}
VAGUE = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}
MAX_LINES = 400


def modules(root: Path) -> Iterator[tuple[str, str, ast.Module]]:
    """Path below `root`, first word of it (the stage's name), syntax tree."""
    for path in sorted(root.rglob("*.py")):
        relative = path.relative_to(root)
        yield relative.as_posix(), relative.parts[0].removesuffix(".py"), ast.parse(path.read_text(encoding="utf-8"))


def imports(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Every imported module with its line: statements anywhere, and literal names that `import_module` would take."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = "." * node.level + (node.module or "")
            yield source, node.lineno
            if source == "numpy":
                yield from ((f"numpy.{alias.name}", node.lineno) for alias in node.names)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"heatsim(\.[a-z_]+)+", node.value):
            yield node.value, node.lineno
        elif isinstance(node, ast.Attribute) and ast.unparse(node) in {"np.random", "numpy.random"}:
            yield "numpy.random", node.lineno


def story_order(root: Path) -> list[str]:
    """A module imports its own stage or an earlier one; every top-level name has its place in the story."""
    found = []
    for path, name, tree in modules(root):
        if name not in STAGE.keys() | OUTSIDE:
            found.append(f"{path}: {name!r} has no place in the story")
            continue
        for target, line in imports(tree):
            parts = target.split(".")
            if parts[0] != "heatsim" or len(parts) < 2:
                continue
            if parts[1] == "testing" and name != "testing":
                found.append(f"{path}:{line}: imports testing, which is for users' tests")
            elif name in STAGE and STAGE.get(parts[1], -1) > STAGE[name]:
                found.append(f"{path}:{line}: {name} imports {target}, which comes later in the story")
    return found


def root_imports(root: Path) -> list[str]:
    """Nobody imports the package root, and nobody imports relative to himself."""
    return [
        f"{path}:{line}: imports {'the package root' if target == 'heatsim' else 'relatively'}"
        for path, _, tree in modules(root)
        for target, line in imports(tree)
        if target == "heatsim" or target.startswith(".")
    ]


def homes(root: Path) -> list[str]:
    """Each library of HOMES is imported where it lives and nowhere else."""
    return [
        f"{path}:{line}: imports {target}; only {home} may"
        for path, name, tree in modules(root)
        for target, line in imports(tree)
        for library, home in HOMES.items()
        if (target == library or target.startswith(f"{library}.")) and name != "testing" and not re.fullmatch(home, path)
    ]


def eager(root: Path) -> list[str]:
    """What is heavy is imported inside functions, or for type checking only."""
    return [
        f"{path}:{node.lineno}: imports {library} when imported itself"
        for path, _, tree in modules(root)
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom) and path != LAZY_HOME
        for library in LAZY
        if any(f"{name}.".startswith(f"{library}.") for name in bound(node))
    ]


def bound(node: ast.Import | ast.ImportFrom) -> list[str]:
    """The full names an import statement binds."""
    source = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
    return [source + alias.name for alias in node.names]


def unsafe(root: Path) -> list[str]:
    """No evaluation of text and no loading of objects: a scenario file is data from a stranger."""
    found = []
    for path, _, tree in modules(root):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in UNSAFE_CALLS:
                found.append(f"{path}:{node.lineno}: calls {node.func.id}")
        found += [f"{path}:{line}: imports {target}" for target, line in imports(tree) if target.split(".")[0] in UNSAFE_MODULES]
    return found


def names_and_sizes(root: Path) -> list[str]:
    """One idea per file: no vague names, at most 400 lines, and a literal list of what is public."""
    found = []
    for path, _, tree in modules(root):
        stem, lines = Path(path).stem, (root / path).read_text(encoding="utf-8").count("\n")
        if VAGUE & {part.removesuffix(".py") for part in path.split("/")}:
            found.append(f"{path}: a name that says nothing")
        if lines > MAX_LINES:
            found.append(f"{path}: {lines} lines; at most {MAX_LINES}")
        if not stem.startswith("_") and not literal_all(tree):
            found.append(f"{path}: no literal __all__")
    return found


def literal_all(tree: ast.Module) -> bool:
    """Whether a module lists its public names as plain strings."""
    return any(
        isinstance(node, ast.Assign)
        and any(isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets)
        and isinstance(node.value, ast.List | ast.Tuple)
        and all(isinstance(item, ast.Constant) and isinstance(item.value, str) for item in node.value.elts)
        for node in tree.body
    )


RULES = (story_order, root_imports, homes, eager, unsafe, names_and_sizes)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_package_keeps_the_rule(rule: Callable[[Path], list[str]]) -> None:
    """Nothing in the package breaks the rule."""
    assert rule(SOURCE) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_rule_is_about_something(rule: Callable[[Path], list[str]], tmp_path: Path) -> None:
    """A rule finds nothing in a tree that keeps it, so what it finds elsewhere is not noise."""
    plant(tmp_path, "units.py", '__all__ = ["x"]\nx = 1\n')
    plant(tmp_path, "draws/world.py", '__all__ = ["y"]\nfrom heatsim.units import x as y\n')
    plant(tmp_path, "__init__.py", '__all__ = ["y"]\nfrom heatsim.draws.world import y\n')
    plant(tmp_path, "study/store.py", "__all__ = []\ndef write():\n    import pyarrow\n")
    assert rule(tmp_path) == []


PLANTED = [
    (story_order, "draws/world.py", "from heatsim.engines import registry", "comes later"),
    (story_order, "units.py", "import heatsim.errors, heatsim.draws.world", "comes later"),
    (story_order, "engines/__init__.py", "def get():\n    import heatsim.study.run", "comes later"),
    (story_order, "engines/__init__.py", 'NAMES = {"x": "heatsim.study.run"}', "comes later"),
    (story_order, "trace.py", "from heatsim.engines.on_simpy import trace", "comes later"),
    (story_order, "cli/run.py", "from heatsim.testing import heists", "imports testing"),
    (story_order, "__init__.py", "from heatsim.testing import heists", "imports testing"),
    (story_order, "heist.py", "x = 1", "no place in the story"),
    (root_imports, "cli/run.py", "import heatsim", "package root"),
    (root_imports, "cli/run.py", "from heatsim import study", "package root"),
    (root_imports, "cli/run.py", "from . import words", "relatively"),
    (root_imports, "cli/run.py", "from .words import table", "relatively"),
    (homes, "scenario/load.py", "import yaml", "imports yaml"),
    (homes, "engines/registry.py", "def f():\n    from simpy.events import Event", "imports simpy"),
    (homes, "engines/on_simpy.py", "import numba", "imports numba"),
    (homes, "report.py", "from matplotlib.figure import Figure", "imports matplotlib"),
    (homes, "trace.py", "import pyarrow.parquet", "imports pyarrow"),
    (homes, "engines/on_simpy.py", "import random", "imports random"),
    (homes, "study/run.py", "import numpy as np\nx = np.random.default_rng(1)", "imports numpy.random"),
    (homes, "study/run.py", "from numpy import random", "imports numpy.random"),
    (homes, "study/store.py", "from pickle import loads", "imports pickle"),
    (eager, "study/store.py", "import pyarrow.parquet as pq", "imports pyarrow"),
    (eager, "study/store.py", "from pyarrow import Table", "imports pyarrow"),
    (eager, "study/results.py", "from heatsim.study import arrow", "imports heatsim.study.arrow"),
    (eager, "cli/run.py", "from heatsim.study.arrow import table", "imports heatsim.study.arrow"),
    (unsafe, "scenario/expression.py", "x = eval('1')", "calls eval"),
    (unsafe, "study/store.py", "from marshal import loads", "imports marshal"),
    (names_and_sizes, "draws/utils.py", "__all__ = []", "says nothing"),
    (names_and_sizes, "draws/helpers/words.py", "__all__ = []", "says nothing"),
    (names_and_sizes, "draws/world.py", "__all__ = []\n" + "x = 1\n" * 400, "401 lines"),
    (names_and_sizes, "draws/world.py", "x = 1", "no literal __all__"),
    (names_and_sizes, "draws/world.py", "__all__ = [name for name in 'ab']", "no literal __all__"),
]


@pytest.mark.parametrize("rule, path, text, complaint", PLANTED)
def test_a_planted_violation_is_reported(
    rule: Callable[[Path], list[str]], path: str, text: str, complaint: str, tmp_path: Path
) -> None:
    """Each rule, given a tree that breaks it, says so once and says where."""
    plant(tmp_path, path, text)
    (found,) = rule(tmp_path)
    assert found.startswith(path)
    assert complaint in found


def plant(root: Path, path: str, text: str) -> None:
    """Write one source file of a small tree."""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


PUBLIC = """
Comparison Decisions Diff Draws HeatsimError Plan Protection
Rare Results Scenario ScenarioError SimulationError Trace UsageError WhatIf World __version__
compare decisions diff load loads plot protection rare read report run run_plan sample sensitivity simulate sweep whatif
"""


def test_public_names_are_the_recorded_ones() -> None:
    """What users may rely on is a list that changes on purpose, and every name on it is there."""
    import heatsim

    assert heatsim.__all__ == PUBLIC.split()
    assert [name for name in heatsim.__all__ if not hasattr(heatsim, name)] == []
    assert not hasattr(heatsim, "no_such_name")
