"""The conformance files: right ones resolve to what stands beside them, wrong ones give exactly the problems they name."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from heatsim.errors import ScenarioError
from heatsim.scenario.describe import describe
from heatsim.scenario.load import load, loads

HERE = Path(__file__).parent
VALID = sorted((HERE / "valid").glob("*.yaml"))
INVALID = sorted((HERE / "invalid").glob("*.yaml"))
EXPECT = re.compile(r"# expect: (\d+):(\d+): (.+)")


def problems(text: str) -> list[tuple[int, int, str]]:
    """Line, column and message of everything wrong with a text."""
    try:
        loads(text)
    except ScenarioError as error:
        return [(one.line, one.column, one.message) for one in error.problems]
    return []


def expected(text: str) -> list[tuple[int, int, str]]:
    """What the comments at the top of a file demand."""
    return [(int(line), int(column), part) for line, column, part in EXPECT.findall(text)]


def agree(found: list[tuple[int, int, str]], wanted: list[tuple[int, int, str]]) -> bool:
    """Whether the problems are those: no more, no fewer, in order, each message containing its part."""
    return len(found) == len(wanted) and all(
        (line, column) == (at, by) and part in message
        for (line, column, message), (at, by, part) in zip(found, wanted, strict=True)
    )


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_a_right_file_resolves_to_what_stands_beside_it(path: Path) -> None:
    """Nothing implicit survives: the resolved form is the recorded one, word for word."""
    recorded = json.loads(path.with_suffix(".resolved.json").read_text(encoding="utf-8"))
    assert describe(load(path).resolved) == recorded


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_every_variant_of_a_right_file_is_right(path: Path) -> None:
    """Each named what-if resolves, and is a scenario of the same name."""
    scenario = load(path)
    assert {scenario.variant(name).name for name in scenario.variants} <= {scenario.name}


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_a_wrong_file_gives_exactly_its_problems(path: Path) -> None:
    """Every problem in one go, each at its line and column, and nothing besides."""
    text = path.read_text(encoding="utf-8")
    found, wanted = problems(text), expected(text)
    assert wanted, "the file must say what it expects"
    assert agree(found, wanted), "\n".join(f"{line}:{column}: {message}" for line, column, message in found)


def test_there_are_enough_files() -> None:
    """At least a dozen right files and sixty wrong ones, none without its partner."""
    assert len(VALID) >= 12
    assert len(INVALID) >= 60
    assert {path.with_suffix(".resolved.json").name for path in VALID} == {p.name for p in (HERE / "valid").glob("*.json")}


@pytest.mark.parametrize("change", [(1, 0, ""), (0, 1, ""), (0, 0, "x")], ids=["line", "column", "message"])
def test_the_comparison_can_fail(change: tuple[int, int, str]) -> None:
    """A problem one line or column away, with another message, or missing does not count as the expected one."""
    text = (HERE / "invalid" / "name_unknown.yaml").read_text(encoding="utf-8")
    (line, column, part), found = expected(text)[0], problems(text)
    assert agree(found, [(line, column, part)])
    assert not agree(found, [(line + change[0], column + change[1], part + change[2])] if any(change) else [])
    assert not agree(found, [])
    assert not agree([], [(line, column, part)])


def test_a_changed_file_resolves_to_something_else() -> None:
    """The recorded form notices a change of one number."""
    path = HERE / "valid" / "smallest.yaml"
    changed = loads(path.read_text(encoding="utf-8").replace("30 s", "31 s"))
    assert describe(changed.resolved) != json.loads(path.with_suffix(".resolved.json").read_text(encoding="utf-8"))


def test_every_verb_and_every_section_has_a_right_file() -> None:
    """No word of the language goes without an example that works."""
    from heatsim.scenario.authored.file import File
    from heatsim.scenario.authored.grammar import field_keys
    from heatsim.scenario.authored.steps import VERBS

    text = "\n".join(path.read_text(encoding="utf-8") for path in VALID)
    words = set(re.findall(r"[a-z_]+(?=:)", text))
    assert {*VERBS, *field_keys(File)} <= words
