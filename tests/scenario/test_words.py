"""The words of the specification, of the schema and of the code are the same words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from heatsim.scenario.authored import declarations, distributions, file, gunfights, steps
from heatsim.scenario.authored.grammar import field_keys
from heatsim.scenario.authored.words import RESERVED
from heatsim.scenario.expression import FUNCTIONS, OF_WEAPONS, STATES, SUMS, TALLIES
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


def fight_rows(head: str) -> list[list[str]]:
    """The rows of one of the tables about gunfights, by the first cell of its head."""
    tables = re.split(r"\n\n+", part("gunfights"))
    (table,) = [table for table in tables if table.lstrip().startswith(f"| {head} |")]
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.strip().splitlines()[2:]]


def fight_words(head: str) -> set[str]:
    """The words in the first column of one of those tables."""
    return {word for row in fight_rows(head) for word in CODE.findall(row[0])}


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
    armed = {row[0].strip("`"): row[1] for row in fight_rows("section")}
    also = set(CODE.findall(armed.get(name, ""))) & set(field_keys(model))
    assert braces(row[1]) | also == set(field_keys(model))
    assert not braces(row[1]) & also


def test_gunfights() -> None:
    """The sections of a gunfight and the keys of weapons, walls, fights and wounds."""
    table = {row[0].strip("`"): row[1] for row in fight_rows("section")}
    assert set(table) == {"weapons", "walls", "fights", "actors", "places"}
    assert braces(table["weapons"]) == set(field_keys(gunfights.Weapon)) == fight_words("key of a weapon") | {"text"}
    assert braces(table["walls"]) == set(field_keys(gunfights.Wall))
    assert braces(table["fights"]) == set(field_keys(gunfights.Fight)) == fight_words("key of a fight") | {"text"}
    keys = {row[0].strip("`"): row[1] for row in fight_rows("key of a fight")}
    assert braces(keys["wounds"]) == set(field_keys(gunfights.Wound))


def test_what_a_fight_makes_of_actors() -> None:
    """The page names every reading of an actor and of a group, and every doctrine."""
    text = part("gunfights")
    sentence = text[text.index("In expressions an actor also has") :]
    of_actors, of_groups = sentence.split("a group or side has the sums")[:2]
    assert set(re.findall(r"`\.(\w+)`", of_actors)) == {*TALLIES, "hurt_by", "wound"}
    assert re.findall(r"`\.(\w+)`", of_groups.split(". ")[0]) == list(SUMS)
    of_one = sentence[sentence.index("Of one weapon:") :].splitlines()
    assert set(re.findall(r"\.(\w+)`", " ".join(of_one[:2]))) == set(OF_WEAPONS)
    doctrines = schema()["$defs"]["Engage"]["properties"]["target"]["enum"]
    assert all(f"`{word}`" in text[text.index("`target` is") :] for word in doctrines)


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
    assert first_words("steps") | fight_words("verb") == set(steps.VERBS)
    assert not first_words("steps") & fight_words("verb")


@pytest.mark.parametrize("verb", sorted(steps.VERBS))
def test_keys_of_a_verb(verb: str) -> None:
    """The form in the table shows the keys that the verb knows beyond those of any step."""
    row = next(row for row in [*rows("steps"), *fight_rows("verb")] if f"`{verb}`" in row[0])
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
