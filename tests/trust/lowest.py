"""The oldest releases that pyproject.toml allows, as a constraints file: `python tests/trust/lowest.py > lowest.txt`.

pip install -c lowest.txt 'heatsim[test,fast,dask,analysis]'
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

__all__ = ["EXTRAS", "constraints"]

PROJECT = Path(__file__).parents[2] / "pyproject.toml"
EXTRAS = ("fast", "dask", "analysis", "test")
BOUND = re.compile(r"([A-Za-z0-9._-]+)>=([0-9][0-9.]*)")


def constraints(project: Path = PROJECT) -> list[str]:
    """`name==version` of every dependency with a lower bound; ValueError for one without."""
    about = tomllib.loads(project.read_text(encoding="utf-8"))["project"]
    wanted = [*about["dependencies"], *(one for extra in EXTRAS for one in about["optional-dependencies"][extra])]
    found = []
    for one in wanted:
        match = BOUND.fullmatch(one)
        if match is None:
            raise ValueError(f"'{one}' has no plain lower bound")
        found.append(f"{match[1]}=={match[2]}")
    return sorted(found)


if __name__ == "__main__":
    print("\n".join(constraints()))
