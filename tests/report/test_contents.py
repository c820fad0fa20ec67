"""What stands in a report."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from support.pages import Element, read_page, replay_data

SECTIONS = ["watch", "beats", "endings", "outcome", "race", "fight", "film", "what-if", "rests-on", "assumptions", "remake"]


@pytest.fixture(scope="module")
def elements(page: Path) -> list[Element]:
    return read_page(page.read_text(encoding="utf-8"))


def section(elements: list[Element], name: str) -> str:
    """All that a section says, blanks as one."""
    (found,) = [one for one in elements if one.name == "section" and one.attributes["id"] == name]
    return " ".join(found.text.split())


def test_every_section_is_there_in_order_and_the_contents_lead_to_it(elements: list[Element]) -> None:
    """The question first, the commands that remake the page last; each link of the page leads somewhere in it."""
    assert [one.attributes["id"] for one in elements if one.name == "section"] == SECTIONS
    links = [one.attributes["href"] for one in elements if one.name == "a" and "nav" in one.inside]
    assert links == [f"#{name}" for name in SECTIONS]
    ids = {one.attributes["id"] for one in elements if "id" in one.attributes}
    inner = [one.attributes["href"] for one in elements if one.attributes.get("href", "").startswith("#")]
    assert {link[1:] for link in inner if not link.startswith("#watch=")} <= ids


def test_no_two_elements_share_an_id(elements: list[Element]) -> None:
    """Figures of one page keep their ids apart."""
    ids = [one.attributes["id"] for one in elements if "id" in one.attributes]
    assert len(ids) == len(set(ids))


def test_endings_stand_with_shares_and_intervals(elements: list[Element]) -> None:
    """Every ending is there, also those that never came out, and the film's is marked."""
    told = section(elements, "endings")
    assert re.search(r"away\s*as in the film\s*gone before they come", told)
    assert re.search(r"\d+\.\d % \d+\.\d to \d+\.\d %", told)
    assert "12 replications" in told


def test_the_film_is_compared_and_checked(elements: list[Element]) -> None:
    """Facts with their probability, and how the recorded world does in their tests."""
    assert re.search(r"The door opens V-1 \d", section(elements, "film"))
    assert "It fails 1 of" in section(elements, "beats")


def test_every_variant_stands_with_what_it_changes(elements: list[Element]) -> None:
    """The what-ifs are the declared variants, in the same worlds."""
    told = section(elements, "what-if")
    assert "the guard sleeps on" in told
    assert "a car around the corner" in told
    assert "in the same 12 worlds" in told


def test_the_headline_is_the_scenario_itself(elements: list[Element]) -> None:
    """The first number is of the scenario as written, the film's variant beside it; no other what-if of the head is that one."""
    (head,) = [" ".join(one.text.split()) for one in elements if one.attributes.get("class") == "findings"]
    first = re.match(r"(\d+\.\d) % away: the film’s ending \S+ to \S+ %; (\d+\.\d) % \(.*?\) in the variant “film” ", head)
    assert first
    assert first[1] != first[2]
    assert f"{first[1]} % " in section(elements, "endings")
    assert "what they did" not in head
    assert "what they did" in section(elements, "what-if")


def test_every_parameter_stands_with_what_it_rests_on(elements: list[Element]) -> None:
    """Value, range, and source or reason, by basis; what is assumed is not reported as the film's."""
    told = section(elements, "assumptions")
    assert "4 parameters: 2 assumed, 1 cited, 1 from the film" in told
    assert re.search(r"drive in the tornado 1 min 20 s to 1 min 20 s A table", told)
    assert "nobody knows" in told


def test_it_says_how_to_make_it_again(elements: list[Element]) -> None:
    """The command of the page itself, and what the numbers are a function of."""
    told = section(elements, "remake")
    assert re.search(r"heatsim report \S*vault.yaml -n 12 --seed 1995 --replication 7", told)
    assert re.search(r"SHA-256 [0-9a-f]{64}", told)


def test_the_replay_has_the_film_a_typical_replication_and_those_asked_for(elements: list[Element]) -> None:
    """The first two worlds are these, each says why it was chosen, and no replication is there twice."""
    worlds = replay_data(elements)["worlds"]
    assert [world["id"] for world in worlds[:3]] == ["film", "typical", "r7"]
    assert all(world["why"] for world in worlds)
    labels = [world["label"] for world in worlds]
    assert len(labels) == len(set(labels))


def test_it_needs_nothing_from_elsewhere(page: Path, elements: list[Element]) -> None:
    """No address of a network, nothing to load, and a policy that forbids both; small enough to send."""
    text = page.read_text(encoding="utf-8")
    assert re.findall(r"(?:https?:)?//[a-z0-9-]+\.", re.sub(r"http://www\.w3\.org/2000/svg", "", text)) == []
    loaded = {"link", "img", "iframe", "object", "embed", "audio", "video"} & {one.name for one in elements}
    assert loaded == set()
    assert [one for one in elements if one.name in ("script", "image", "use") and "src" in one.attributes] == []
    (policy,) = [one.attributes["content"] for one in elements if one.attributes.get("http-equiv") == "Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert len(text) < 1_500_000


def test_a_broken_page_is_noticed() -> None:
    """Negative control: tags that do not nest fail the reading."""
    with pytest.raises(AssertionError, match="closes"):
        read_page("<p><b>text</p></b>")
