"""The JSON Schema says the same as the program about the shape of every conformance file."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from heatsim.errors import ScenarioError
from heatsim.scenario.nodes import plain
from heatsim.scenario.schema import schema
from heatsim.scenario.source import compose, read
from heatsim.scenario.structure import structure

FILES = sorted((Path(__file__).parent.parent / "conformance").glob("*/*.yaml"))
# Mappings that want one of several keys: the schema counts them, the program says so when it resolves.
COUNTED = {"parameter_two_values", "process_neither", "distribution_units", "weapon_hit_or_dispersion"}


@cache
def validator() -> jsonschema.Draft202012Validator:
    jsonschema.Draft202012Validator.check_schema(schema())
    return jsonschema.Draft202012Validator(schema())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_schema_and_program_agree_on_the_shape(path: Path) -> None:
    """A file has the right shape for the schema exactly when it has for the program."""
    source = read(path)
    try:
        root, _ = compose(source)
    except ScenarioError:
        assert path.stem.startswith("yaml_")  # what is not YAML has no shape
        return
    shaped = not structure(source, root).problems
    assert validator().is_valid(plain(root)) == (shaped and path.stem not in COUNTED)


def test_most_wrong_files_with_a_wrong_shape_fail_the_schema() -> None:
    """An editor that knows the schema marks them."""
    failing = 0
    for path in FILES:
        try:
            failing += not validator().is_valid(plain(compose(read(path))[0]))
        except ScenarioError:
            continue
    assert failing >= 30


@pytest.mark.parametrize(
    "step, right",
    [
        ({"do": "work", "takes": "3 s"}, True),
        ({"drop": "bags", "at": "van"}, True),
        ({"at": "80 s remaining", "then": [{"mark": "now"}]}, True),
        ({"do": "work"}, False),
        ({"do": "work", "takes": "3 s", "untill": "x"}, False),
        ({"at": "80 s remaining", "signal": "x"}, False),
        ({"takes": "3 s"}, False),
        ({"do": "work", "takes": None}, False),
        ({"while": "x", "steps": [{"if": "y", "then": [{"fly": "home"}]}]}, False),
    ],
)
def test_the_union_of_steps_takes_one_verb(step: dict[str, Any], right: bool) -> None:
    """A step fits exactly one branch of the union or none, at any depth."""
    file = {"heatsim": 1, "scenario": "s", "horizon": "1 h", "processes": {"p": [step]}, "endings": {"e": {}}}
    assert validator().is_valid(file) is right


def test_the_schema_knows_no_null_and_no_python() -> None:
    """Optional keys are left out, never null; titles are those of the language."""
    text = json.dumps(schema())
    assert '"null"' not in text
    assert '"title"' not in text.removeprefix("{").replace('"title": "heatsim scenario"', "", 1).replace('"title": {', "")
