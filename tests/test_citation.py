"""CITATION.cff says how to cite the version that this is."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from heatsim.version import __version__

CITATION = Path(__file__).parent.parent / "CITATION.cff"
REQUIRED = {"cff-version", "message", "title", "authors"}  # by the schema of the Citation File Format 1.2.0


def test_the_citation_is_of_this_version() -> None:
    """The file has what its format asks for, and the package's version and licence."""
    cited = yaml.safe_load(CITATION.read_text(encoding="utf-8"))
    assert set(cited) >= REQUIRED
    assert cited["cff-version"] == "1.2.0"
    assert cited["version"] == __version__
    assert all("name" in author or "family-names" in author for author in cited["authors"])
    project = (CITATION.parent / "pyproject.toml").read_text(encoding="utf-8")
    assert re.search(r'^license = "(.+)"$', project, re.MULTILINE).group(1) == cited["license"]  # type: ignore[union-attr]
