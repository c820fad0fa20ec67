"""Results that were saved, read again: everything that figures and summaries need stands in the file itself."""

from __future__ import annotations

import json
from dataclasses import replace
from os import PathLike
from pathlib import Path

from heatsim.errors import StoreError
from heatsim.study.columns import SHAPE, shape_of_text
from heatsim.study.metadata import metadata_of
from heatsim.study.provenance import Provenance
from heatsim.study.recorded import execution, scenario_path
from heatsim.study.results import Results
from heatsim.study.stored import StoredTable, said

__all__ = ["read"]


def read(path: str | PathLike[str]) -> Results:
    """The results in a folder that `run` has written, or in a `results.parquet`; the scenario is not needed.

    The table stays in its file. What decides an ending is not in it. `execution` (engine, time, why it stopped) is read from the
    `run.json` beside the file; where there is none of this table it knows no more than the number of replications. Where the
    scenario lies is known if it is still there, and unchanged. StoreError if there is no such file, if it is damaged, or if it
    is no table of results.
    """
    place = Path(path)
    file = place / "results.parquet" if place.is_dir() else place
    about = _metadata(file)
    try:
        shape, origin = shape_of_text(about[SHAPE]), _provenance(about)
        table = StoredTable(file, shape)
    except (ArithmeticError, AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:  # whoever wrote it
        raise StoreError(f"{file} is no table of results of this version of heatsim") from error
    origin = replace(origin, path=scenario_path(file, origin))
    return Results(table, shape.declared, shape.endings, origin, execution(file, origin, len(table)))


def _metadata(file: Path) -> dict[str, str]:
    import pyarrow.parquet as parquet

    with said(file):
        return metadata_of(parquet.read_schema(file))


def _provenance(about: dict[str, str]) -> Provenance:
    return Provenance(
        scenario=about["heatsim.scenario"],
        title=about["heatsim.title"],
        path=None,
        sha256=about["heatsim.sha256"],
        seed=int(about["heatsim.seed"]),
        language=int(about["heatsim.language"]),
        overrides=json.loads(about["heatsim.overrides"]),
        variant=about["heatsim.variant"] or None,
        reverse_ranks=about["heatsim.reverse_ranks"] == "true",
        heatsim=about["heatsim.version"],
        read=True,
    )
