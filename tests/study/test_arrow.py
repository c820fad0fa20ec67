"""Arrow tables carry types, units and provenance, and one scenario has one schema."""

from __future__ import annotations

import json
from collections.abc import Callable

import pyarrow as pa

from heatsim.study.columns import SHAPE, Shape, shape_of_text
from heatsim.study.results import Results
from heatsim.trace import Row


def test_every_column_has_its_type(few: Results) -> None:
    """Numbers are doubles, flags bool, words dictionaries; the order is fixed columns, measures, parameters, events."""
    schema = few.to_arrow().schema
    word = pa.dictionary(pa.int32(), pa.string())
    assert dict(zip(schema.names, schema.types, strict=True)) == {
        "replication": pa.int64(),
        "status": word,
        "ending": word,
        "end_time": pa.float64(),
        "error": pa.string(),
        "margin": pa.float64(),
        "loot": pa.float64(),
        "clean": pa.bool_(),
        "killer": word,
        "measure.ending": pa.float64(),
        "parameter.margin": pa.float64(),
        "event.AC-E21": pa.float64(),
    }


def test_missing_is_null_and_values_are_those_of_the_results(few: Results) -> None:
    """What is missing is null in every kind of column; what is there is in its unit."""
    table = few.to_arrow().to_pydict()
    assert table["margin"] == [12.0, -3.5, None, None]
    assert table["clean"] == [True, False, None, None]
    assert table["killer"] == ["nobody", "waingro", None, None]
    assert table["ending"] == ["clean score", "killings", None, "killings"]
    assert table["error"] == [None, None, "it broke", None]
    assert table["end_time"] == [80.0, 90.5, None, 1800.0]


def test_fields_and_file_say_what_they_are(few: Results) -> None:
    """Units, texts and facts stand in the fields, provenance in the schema; nothing there depends on the run."""
    schema = few.to_arrow().schema
    assert schema.field("margin").metadata == {
        b"kind": b"time",
        b"unit": b"s",
        b"text": b"police minus crew",
        b"facts": b'["AC-25"]',
        b"canon": b"12.0",
    }
    assert schema.field("parameter.margin").metadata[b"unit"] == b"min"
    metadata = {key.decode(): value.decode() for key, value in schema.metadata.items()}
    assert json.loads(metadata.pop("heatsim.overrides")) == {"work": "+2 min"}
    assert metadata.pop("heatsim.version")
    assert shape_of_text(metadata.pop(SHAPE)).columns == Shape(few.declared, few.endings).columns
    assert metadata == {
        "heatsim.language": "1",
        "heatsim.scenario": "race",
        "heatsim.title": few.provenance.title,
        "heatsim.sha256": "ab" * 32,
        "heatsim.seed": "1995",
        "heatsim.variant": "hurry",
        "heatsim.reverse_ranks": "false",
        "heatsim.replications": "4",
    }


def test_the_schema_does_not_depend_on_the_values(make: Callable[..., Results], few: Results) -> None:
    """A part in which nothing is missing, or everything, has the schema of the whole."""
    failed = make([Row(7, "failed", None, 0, "broke", ())]).to_arrow()
    assert failed.schema.equals(few.to_arrow().schema)
    assert failed.column("ending").type == few.to_arrow().column("ending").type
    joined = pa.concat_tables([failed.replace_schema_metadata(None), few.to_arrow().replace_schema_metadata(None)])
    assert joined.column("ending").to_pylist() == [None, "clean score", "killings", None, "killings"]


def test_pandas_reads_it(few: Results) -> None:
    """As a pandas frame the columns keep their names, and words are categories."""
    frame = few.to_pandas()
    assert list(frame.columns) == [column.name for column in few.columns]
    assert frame["ending"].value_counts().to_dict() == {"killings": 2, "clean score": 1, "empty": 0}
