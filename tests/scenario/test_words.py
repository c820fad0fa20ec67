"""The words of the specification, of the schema and of the code are the same words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from heatsim.scenario.authored import declarations, distributions, file, steps
from heatsim.scenario.authored.grammar import field_keys
from heatsim.scenario.authored.words import RESERVED
from heatsim.scenario.expression import FUNCTIONS, STATES
from heatsim.scenario.schema import schema
from heatsim.units import LENGTHS, TIMES

SPEC = (Path(__file__).parent.parent.parent / "docs" / "reference" / "scenario-language.md").read_text(encoding="utf-8")
CODE = re.compile(r"`([^`]+)`")


def part(heading: str) -> str:
    """The text under a heading, up to the next."""
    match = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#|\Z)", SPEC, re.MULTILINE | re.DOTALL)
    assert match, heading
    return match[1]


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading, without its head."""
    lines = [line for line in part(heading).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines[2:]]


def first_words(heading: str) -> set[str]:
    """The words in the first column."""
    return {word for row in rows(heading) for word in CODE.findall(row[0])}


def braces(text: str) -> set[str]:
    """The keys in the first pair of braces of a text."""
    inner = text[text.index("{") + 1 :]
    depth, kept = 0, []
    for character in inner:
        depth += (character in "{[") - (character in "}]")
        if depth < 0:
            break
        kept.append(character if depth == 0 else " ")
    return {re.split(r"[:\s]", key.strip())[0] for key in "".join(kept).split(",") if key.strip()}


def test_the_top_of_the_file() -> None:
    """Every section has its row, and every row its section."""
    assert first_words("The file") == set(field_keys(file.File))


def test_parameters() -> None:
    """The keys of a parameter, apart from the distributions."""
    assert first_words("parameters") == set(field_keys(declarations.Parameter)) - set(distributions.KIND_KEYS)


def test_distributions() -> None:
    """The distributions and the names of their arguments."""
    assert first_words("distributions") == set(distributions.KIND_KEYS)
    models = {
        "normal": distributions.MeanSd,
        "plain_normal": distributions.MeanSd,
        "lognormal": distributions.Lognormal,
        "exponential": distributions.Exponential,
        "gamma": distributions.Gamma,
        "erlang": distributions.Erlang,
        "weibull": distributions.Weibull,
        "beta": distributions.Beta,
        "poisson": distributions.Poisson,
        "empirical": distributions.Weighted,
    }
    for row in rows("distributions"):
        kind = row[0].strip("`")
        if kind in models:
            words = set(re.findall(r"[a-z0-9]+", " ".join(re.findall(r"`[{]?([^`]*?)[}]?`", row[1]))))
            assert words == set(field_keys(models[kind])), kind


@pytest.mark.parametrize("name", ["actors", "places", "quantities"])
def test_declarations(name: str) -> None:
    """The keys of actors, places and quantities."""
    model = {"actors": declarations.Actor, "places": declarations.Place, "quantities": declarations.Quantity}[name]
    row = next(row for row in rows("actors, places, quantities, variables, clocks") if row[0] == f"`{name}`")
    assert braces(row[1]) == set(field_keys(model))


def test_variables_and_clocks() -> None:
    """The keys of variables and clocks."""
    table = {row[0].strip("`"): row[1] for row in rows("actors, places, quantities, variables, clocks")}
    assert braces(table["variables"]) == set(field_keys(declarations.Variable))
    assert braces(table["clocks"]) == set(field_keys(declarations.Clock))


def test_processes() -> None:
    """The keys of a process."""
    assert first_words("processes") == set(field_keys(file.Process))


def test_verbs() -> None:
    """Every verb has its row."""
    assert first_words("steps") == set(steps.VERBS)


@pytest.mark.parametrize("verb", sorted(steps.VERBS))
def test_keys_of_a_verb(verb: str) -> None:
    """The form in the table shows the keys that the verb knows beyond those of any step."""
    row = next(row for row in rows("steps") if f"`{verb}`" in row[0])
    shown = {re.split(r"[:\s]", word)[0] for word in CODE.findall(row[1])} - {"elapsed", "stop", "me"}
    own = set(field_keys(steps.VERBS[verb])) - set(field_keys(steps.StepModel)) - {verb}
    assert shown - set(steps.VERBS) - {"name"} == own - set(steps.VERBS) - {"name"}


def test_keys_of_any_step() -> None:
    """The text below the table names them."""
    sentence = part("steps")[part("steps").index("Any step may carry") :].split("`then` runs")[0]
    assert {re.split(r"[:\s]", word)[0] for word in CODE.findall(sentence)} == set(field_keys(steps.StepModel))


def test_orders() -> None:
    """The keys of a standing order and its ways to go on."""
    assert braces(part("standing orders")) == set(field_keys(steps.Order))
    ways = schema()["$defs"]["Order"]["properties"]["then"]["enum"]
    assert " | ".join(ways) in part("standing orders")


def test_responses_and_arrivals() -> None:
    """The keys of responses, their stages, what holds units, and arrivals."""
    text = part("responses and arrivals")
    table = {row[0].strip("`"): row[1] for row in rows("responses and arrivals")}
    assert set(table) == braces(text) == set(field_keys(file.Response))
    assert braces(table["stages"]) == set(field_keys(file.Stage))
    assert braces(table["held"]) == set(field_keys(file.Held))
    assert braces(text[text.index("`arrivals:") :]) == set(field_keys(file.Arrivals))


def test_measures_and_endings() -> None:
    """The keys of measures of both kinds and of endings."""
    text = part("measures and endings")
    assert braces(text) == set(field_keys(file.NumberMeasure))
    assert braces(text[text.index("{cases") :]) <= set(field_keys(file.CategoryMeasure))
    assert set(field_keys(file.CategoryMeasure)) - {"cases", "otherwise"} <= set(field_keys(file.NumberMeasure))
    assert braces(text[text.index("`endings:") :]) == set(field_keys(file.Ending))


def test_variants() -> None:
    """The keys of a variant."""
    assert braces(part("variants")) == set(field_keys(file.Variant))


def test_states_functions_and_units() -> None:
    """States, functions, reserved names and units stand on the page."""
    sentence = SPEC[SPEC.index("States of an actor:") :].split(".")[0]
    assert CODE.findall(sentence) == list(STATES)
    assert all(f"`{name}" in SPEC for name in FUNCTIONS)
    assert all(f"`{name}`" in part("Names, numbers, expressions") for name in RESERVED - set(FUNCTIONS))
    assert all(f"`{unit}`" in part("Names, numbers, expressions") for unit in (*TIMES, *LENGTHS, "mph", "usd", "%"))


def test_the_schema_has_the_verbs_of_the_code() -> None:
    """Each branch of the union of steps requires its verb."""
    union = schema()["$defs"]["Process"]["properties"]["steps"]["items"]
    branches = [one["$ref"].rsplit("/", 1)[1] for one in union["oneOf"]]
    required = {next(word for word in schema()["$defs"][name]["required"] if word != "name") for name in branches}
    assert required == set(steps.VERBS)
    assert len(branches) == len(steps.VERBS)


def test_the_page_reader_can_fail() -> None:
    """A word that only the page or only the code knows is noticed."""
    assert "dance" not in first_words("steps")
    assert braces("`{a: 1, b: {c, d}, e}`, `{f}`") == {"a", "b", "e"}
    assert first_words("steps") - {"do"} != set(steps.VERBS)
