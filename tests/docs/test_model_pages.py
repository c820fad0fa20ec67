"""Each heist has a page after STRESS-DES, with every item of the guideline and every table of its own scenario."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from heatsim.scenario.load import Scenario, load

ROOT = Path(__file__).parent.parent.parent
MODELS = ROOT / "docs" / "models"
HEISTS = sorted(path.stem for path in (ROOT / "scenarios").glob("*.yaml"))
sys.path.insert(0, str(ROOT / "docs"))

from live.tables import NOUNS, TABLES  # noqa: E402

# T. Monks and others, Journal of Simulation 13 (2019) 55-67, the checklist for discrete-event models, in its own numbers.
ITEMS = """
1. Objectives / 1.1 Purpose / 1.2 Outputs / 1.3 Aims
2. Logic / 2.1 Overview / 2.2 Base model logic / 2.3 Scenario logic / 2.4 Algorithms / 2.5 Components
3. Data / 3.1 Sources / 3.2 Pre-processing / 3.3 Input parameters / 3.4 Assumptions
4. Experimentation / 4.1 Initialisation / 4.2 Run length / 4.3 Estimation approach
5. Implementation / 5.1 Software / 5.2 Random sampling / 5.3 Model execution / 5.4 System specification
6. Code access
"""
WANTED = [item.strip() for line in ITEMS.strip().splitlines() for item in line.split(" / ")]
COMPONENTS = ("Entities", "Activities", "Resources", "Queues", "Entry and exit")


def page(heist: str) -> str:
    """A heist's page with what it includes."""
    text = (MODELS / f"{heist}.md").read_text(encoding="utf-8")
    return re.sub(r"```\{include\} (\S+)\n```", lambda match: (MODELS / match[1]).read_text(encoding="utf-8"), text)


def missing(text: str) -> list[str]:
    """The items of the guideline that a page has not."""
    heads = re.findall(r"^##+ (.+)$", text, re.MULTILINE)
    found = [item for item in WANTED if not any(head.startswith(item) for head in heads)]
    return found + [part for part in COMPONENTS if f"**{part}" not in text and f"**{part.lower()}" not in text]


@pytest.mark.parametrize("heist", HEISTS)
def test_every_item_of_the_guideline_has_its_section(heist: str) -> None:
    """Every heist that is shipped has a page, and the page has every item, in the guideline's order."""
    text = page(heist)
    assert missing(text) == []
    places = [re.search(rf"^##+ {re.escape(item)}", text, re.MULTILINE).start() for item in WANTED]  # type: ignore[union-attr]
    assert places == sorted(places)


@pytest.mark.parametrize("heist", HEISTS)
def test_every_table_is_of_the_page_s_own_scenario(heist: str) -> None:
    """All kinds of tables are there, each once, and read off this scenario."""
    asked = re.findall(r"```\{scenario\} (\w+) (\S+)\n```", page(heist))
    assert sorted(kind for kind, _ in asked) == sorted(TABLES)
    assert {file for _, file in asked} == {f"scenarios/{heist}.yaml"}


@pytest.fixture(scope="module")
def robbery() -> Scenario:
    return load(ROOT / "scenarios" / "armored-car.yaml")


@pytest.mark.parametrize("kind", sorted(TABLES))
def test_a_table_has_rows_of_equal_width(kind: str, robbery: Scenario) -> None:
    """Every line of a table has as many cells as its head, whatever the texts of the scenario hold."""
    tables = re.findall(r"(?:^\|.*\|$\n?)+", TABLES[kind](robbery), re.MULTILINE)
    assert tables
    for table in tables:
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.strip().splitlines()}) == 1


@pytest.mark.parametrize("rows, wanted", [(12, ["table"]), (13, ["raw", "table", "raw"])])
def test_a_long_table_is_folded(rows: int, wanted: list[str]) -> None:
    """It stands in an element that opens, under the number of its rows; a short one, and words, stand as they are."""
    nodes = pytest.importorskip("docutils.nodes")
    folded = pytest.importorskip("live.showing", exc_type=ImportError).folded
    table = nodes.table("", nodes.tgroup("", nodes.thead("", nodes.row()), nodes.tbody("", *(nodes.row() for _ in range(rows)))))
    made = list(folded([nodes.paragraph("", "words"), table], "measures"))
    assert [one.tagname for one in made] == ["paragraph", *wanted]
    assert rows == 12 or "<summary>13 measures</summary>" in made[1].astext()


def test_every_table_has_a_word_for_its_rows() -> None:
    """Without one a long table could not be folded."""
    assert set(NOUNS) == set(TABLES)


def test_tables_hold_all_of_it(robbery: Scenario) -> None:
    """No parameter, measure, ending, variant, actor or process is left out."""
    found = robbery.resolved
    for kind, things in (
        ("parameters", found.parameters),
        ("outputs", found.measures),
        ("endings", found.endings),
        ("variants", found.variants),
        ("entities", found.actors),
        ("activities", found.processes),
    ):
        text = TABLES[kind](robbery)
        assert [thing.name for thing in things if f"`{thing.name}`" not in text] == []


def test_a_missing_item_is_noticed() -> None:
    """Negative control: without a heading, or a component, the page is not complete."""
    text = page("depository")
    assert missing(text.replace("### 3.2 Pre-processing", "### 3.2 What was done")) == ["3.2 Pre-processing"]
    assert missing(text.replace("**queues**", "queues")) == ["Queues"]
