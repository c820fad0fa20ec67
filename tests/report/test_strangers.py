"""A scenario is a stranger's data: nothing in it becomes HTML or script."""

from __future__ import annotations

from pathlib import Path

from heatsim.report.markup import data, el
from heatsim.scenario.load import load
from report.conftest import write_heist, written
from support.pages import Element, read_page, replay_data

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)> \"onload='x' <!-- <!-- slot: script --> &lt; \\g"


def test_hostile_text_stays_text(page: Path, tmp_path: Path) -> None:
    """With markup in every text of a scenario, sheet and world the page has the same elements as without, and shows the text."""
    plain = read_page(page.read_text(encoding="utf-8"))
    hostile = read_page(written(load(write_heist(tmp_path, HOSTILE)), tmp_path / "hostile.html").read_text(encoding="utf-8"))
    assert outline(hostile) == outline(plain)
    assert not any(attribute.startswith("on") for one in hostile for attribute in one.attributes)
    (title,) = [one for one in hostile if one.name == "h1"]
    assert title.text == "The vault" + HOSTILE
    assert replay_data(hostile)["stage"]["actors"][0]["title"] == "Ann" + HOSTILE


def outline(elements: list[Element]) -> list[str]:
    """The names of all elements outside of figures, whose letters are shapes, and of bars.

    In order of the alphabet: other names are other luck, which decides about the pieces of bars and the order of rows.
    """
    return sorted(one.name for one in elements if "svg" not in one.inside and one.attributes.get("class") != "paint")


def test_an_attribute_cannot_be_left() -> None:
    """Quotation marks and brackets in an attribute are written as entities."""
    assert el("p", title='"><b>') == '<p title="&quot;&gt;&lt;b&gt;"></p>'


def test_data_cannot_end_its_script() -> None:
    """No bracket or ampersand stands in the data as it is, nor a character that ends a line of a script."""
    assert not set("<>&\u2028\u2029") & set(data({"</script>": ["<!--", "&amp;", "\u2028\u2029"]}))


def test_a_list_may_hold_elements_and_texts() -> None:
    """Only what is an element already stands as it is."""
    assert el("ul", [el("li", "a<b"), "<i>"]) == "<ul><li>a&lt;b</li>&lt;i&gt;</ul>"
