"""HTML made of elements: whatever is not an element already is text, and text is escaped."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable
from typing import Any

__all__ = ["Child", "Html", "data", "el", "join", "text"]

VOID = frozenset({"br", "col", "input", "meta"})


class Html(str):
    """Text that is HTML already. Only this module and the page's own files make any."""

    __slots__ = ()


Child = str | Iterable["Child"] | None


def el(name: str, *children: Child, **attributes: str | int | float | bool | None) -> Html:
    """An element. `class_` is class, `data_time` is data-time; an attribute of True stands alone, of False or None not at all."""
    shown = "".join(_attribute(key, value) for key, value in attributes.items() if value is not None and value is not False)
    if name in VOID:
        return Html(f"<{name}{shown}>")
    return Html(f"<{name}{shown}>{join(*children)}</{name}>")


def join(*children: Child) -> Html:
    """Elements and texts one after the other."""
    return Html("".join(_child(child) for child in children))


def text(value: str) -> Html:
    """A text, so that nothing in it can be taken for HTML."""
    return Html(html.escape(value, quote=True))


def data(value: Any) -> Html:
    """Plain data as JSON that can stand in a `script` element: nothing in it can end the element or begin another."""
    written = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        written = written.replace(letter, f"\\u{ord(letter):04x}")
    return Html(written)


def _child(child: Child) -> str:
    if child is None:
        return ""
    if isinstance(child, Html):
        return child
    if isinstance(child, str):
        return text(child)
    return join(*child)


def _attribute(key: str, value: str | int | float | bool) -> str:
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{html.escape(str(value), quote=True)}"'
