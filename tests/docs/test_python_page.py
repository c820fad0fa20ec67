"""The page of the Python interface lists every public name in plain words, and no others."""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import heatsim as hs

testing = pytest.importorskip("heatsim.testing")

PAGE = (Path(__file__).parent.parent.parent / "docs" / "reference" / "python.md").read_text(encoding="utf-8")
SHORT = PAGE.partition("## In short")[2].partition("## In full")[0]
CALLS = re.findall(r"^\| `([\w.]+)\(([^)]*)\)` \|", SHORT, re.MULTILINE)
CLASSES = re.findall(r"^\| `([A-Z]\w+)` \| [^|]+ \|(.*)\|$", SHORT, re.MULTILINE)


def listed(page: str) -> set[str]:
    """The names in the first cells of the tables."""
    return set(re.findall(r"^\| `([\w.]+)[(`]", page, re.MULTILINE))


def public() -> set[str]:
    """The names that users may rely on, of the package and of its two modules."""
    figures, tests = (
        {f"{module}.{name}" for name in names} for module, names in (("plot", hs.plot.__all__), ("testing", testing.__all__))
    )
    return {name for name in hs.__all__ if name not in ("__version__", "plot")} | figures | tests


def found(name: str) -> Any:
    """The object of a name on the page."""
    module, _, last = name.rpartition(".")
    if module:
        return getattr({"plot": hs.plot, "testing": testing}[module], last)
    home, attribute = hs.HOMES[name]  # at home: `hs.report` may also be the package of that name, which can be called
    return getattr(import_module(home), str(attribute))


def test_every_public_name_has_its_line() -> None:
    """A name without a line, or a line without a name, is noticed."""
    assert listed(SHORT) == public()
    assert "`__version__`" in SHORT


def test_a_missing_line_is_noticed() -> None:
    """Negative control: without the line of a function the comparison fails."""
    assert listed(re.sub(r"^\| `whatif\(.*\n", "", SHORT, flags=re.MULTILINE)) == public() - {"whatif"}


@pytest.mark.parametrize("name, arguments", CALLS, ids=[name for name, _ in CALLS])
def test_arguments_are_those_of_the_function(name: str, arguments: str) -> None:
    """What stands in brackets are parameters, in their order; those that are left out are optional."""
    given = [one for one in arguments.split(", ") if one not in ("", "...")]
    parameters = inspect.signature(found(name)).parameters
    assert given == [one for one in parameters if one in given]
    needed = {
        one.name
        for one in parameters.values()
        if one.default is one.empty and one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)
    }
    assert needed <= set(given)


@pytest.mark.parametrize("name, members", CLASSES, ids=[name for name, _ in CLASSES])
def test_members_are_those_of_the_class(name: str, members: str) -> None:
    """What a class is to be begun with is there."""
    assert [one for one in re.findall(r"`(\w+)`", members) if not hasattr(found(name), one)] == []
