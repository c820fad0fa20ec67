"""A page read as a browser reads it: its elements with their attributes and texts, and the data in it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

__all__ = ["Element", "read_page", "replay_data"]

VOID = {"br", "col", "input", "meta", "img"}


@dataclass
class Element:
    """One element; `text` is everything written in it."""

    name: str
    attributes: dict[str, str]
    text: str = ""
    inside: list[str] = field(default_factory=list)  # the names of what it stands in


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Element] = []
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs}, inside=[one.name for one in self.open])
        self.found.append(made)
        if tag not in VOID:
            self.open.append(made)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1].name == tag, f"</{tag}> closes <{self.open[-1].name}>"
        self.open.pop()
        self.handle_data(" ")

    def handle_data(self, data: str) -> None:
        for one in self.open:
            one.text += data


def read_page(text: str) -> list[Element]:
    """Every element in order; AssertionError where tags do not nest."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert not reader.open, f"left open: {[one.name for one in reader.open]}"
    return reader.found


def replay_data(elements: list[Element]) -> dict[str, Any]:
    """What the replay is told: the stage and its worlds."""
    (script,) = [one for one in elements if one.attributes.get("id") == "replay-data"]
    found: dict[str, Any] = json.loads(script.text)
    return found
