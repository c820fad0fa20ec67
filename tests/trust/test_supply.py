"""What is installed with heatsim: every dependency has a lower bound that can be tried, and what is shipped holds its tests."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from trust.lowest import EXTRAS, PROJECT, constraints


def test_every_dependency_has_a_lower_bound() -> None:
    """As constraints they are one release each; there are no upper bounds."""
    found = constraints()
    assert len(found) == len({line.partition("==")[0].lower() for line in found})
    assert "numpy==1.26" in found
    assert all("==" in line and "<" not in line for line in found)


def test_a_bound_that_is_missing_is_found(tmp_path: Path) -> None:
    """Negative control: a dependency without a lower bound is named."""
    (tmp_path / "pyproject.toml").write_text(PROJECT.read_text(encoding="utf-8").replace('"simpy>=4.1"', '"simpy"'))
    with pytest.raises(ValueError, match="'simpy' has no plain lower bound"):
        constraints(tmp_path / "pyproject.toml")


def test_the_source_distribution_holds_what_the_tests_need() -> None:
    """Nothing is left out of it but results."""
    about = tomllib.loads(PROJECT.read_text(encoding="utf-8"))
    assert about["tool"]["hatch"]["build"]["targets"]["sdist"]["exclude"] == ["/out"]
    assert set(EXTRAS) <= set(about["project"]["optional-dependencies"])
