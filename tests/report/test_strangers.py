"""A scenario is a stranger's data: nothing in it becomes HTML or script."""

from __future__ import annotations

from pathlib import Path

import pytest
from report.conftest import write_heist
from support.pages import read_page, replay_data

from heatsim.report.make import report
from heatsim.report.markup import data, el
from heatsim.scenario.load import load

HOSTILE = "</title></script><script>alert(1)</script><img src=x onerror=alert(2)> \"onload='x' <!-- <!-- slot: script --> &lt; {{x}} \\1 \u2028"
NAMES = {"script", "img"}


@pytest.mark.usefixtures("small")
def test_hostile_text_stays_text(tmp_path: Path) -> None:
    """With markup in every text of a scenario, sheet and world the page has the same elements as without, and shows the text."""
    pages = []
    for name, text in (("plain", ""), ("hostile", HOSTILE)):
        path = write_heist(tmp_path / name, text)
        made = report(load(path), tmp_path / f"{name}.html", replications=6, workers=1)
        pages.append(read_page(made.read_text(encoding="utf-8")))
    plain, hostile = pages
    assert [one.name for one in hostile if one.name in NAMES] == [one.name for one in plain if one.name in NAMES]
    assert [one.name for one in hostile if "path" not in one.name] == [one.name for one in plain if "path" not in one.name]
    assert not any(attribute.startswith("on") for one in hostile for attribute in one.attributes)
    (title,) = [one for one in hostile if one.name == "h1"]
    assert title.text == "The vault" + HOSTILE
    assert replay_data(hostile)["stage"]["actors"][0]["title"] == "Ann" + HOSTILE


def test_an_attribute_cannot_be_left() -> None:
    """Quotation marks and brackets in an attribute are written as entities."""
    assert el("p", title='"><b>') == '<p title="&quot;&gt;&lt;b&gt;"></p>'


def test_data_cannot_end_its_script() -> None:
    """No bracket or ampersand stands in the data as it is, nor a character that ends a line of a script."""
    assert not set("<>&\u2028\u2029") & set(data({"</script>": ["<!--", "&amp;", "\u2028\u2029"]}))


def test_a_list_may_hold_elements_and_texts() -> None:
    """Only what is an element already stands as it is."""
    assert el("ul", [el("li", "a<b"), "<i>"]) == "<ul><li>a&lt;b</li>&lt;i&gt;</ul>"
