"""A file's text to a tree of nodes that know their place; the only module that knows YAML.

PyYAML's C parser gives the events (the fastest there is by a factor of ten) and this module makes of them what YAML 1.2 means:
`1:30`, `no` and `0777` are text or plain numbers, never ninety, false or octal. What a stranger's file could do harm with is
refused before it costs anything: size, depth, aliases that expand to millions, tags that name Python objects.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from heatsim.errors import Problem, ScenarioError, Where
from heatsim.scenario.nodes import Entry, Mapping, Node, Scalar, Sequence
from heatsim.scenario.textfile import START, Source, from_text, place, read

__all__ = ["Composed", "Source", "compose", "composed", "from_text", "read"]

MAX_DEPTH = 60
MAX_NODES = 200_000  # after expansion of aliases

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_TAB_INDENT = re.compile(r"^ *\t[ \t]*(?=[^\s])", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Composed:
    """The file's top mapping, what is wrong with single entries, and the keys of those (they are left out)."""

    root: Mapping
    problems: list[Problem]
    lost: frozenset[str]


def compose(source: Source) -> tuple[Mapping, list[Problem]]:
    """The file's top mapping and what is wrong with single entries (which are left out of it).

    ScenarioError when nothing can be made of the file: broken YAML, beyond a bound, not a mapping.
    """
    made = composed(source)
    return made.root, made.problems


def composed(source: Source) -> Composed:
    """The same, with the keys that were left out."""
    if tab := _TAB_INDENT.search(source.text):
        where = place(source.text, tab.start() + tab[0].index("\t"))
        raise ScenarioError((source.problem(where, "a tab indents this line; indent with spaces"),))
    composer = _Composer(source)
    try:
        root = composer.document(iter(yaml.parse(source.text, Loader=_LOADER)))
    except yaml.MarkedYAMLError as error:
        raise ScenarioError((_syntax_problem(source, error),)) from None
    except yaml.YAMLError as error:
        raise ScenarioError((source.problem(START, f"this is not YAML: {error}"),)) from None
    if root is None:
        raise ScenarioError((source.problem(START, "this file is empty; a scenario starts with 'heatsim: 1'"),))
    if not isinstance(root, Mapping):
        raise ScenarioError((source.problem(root.where, "a scenario is a mapping; start with 'heatsim: 1'"),))
    return Composed(root, composer.problems, frozenset(composer.lost))


def _syntax_problem(source: Source, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    where = Where(mark.line + 1, mark.column + 1) if mark else START
    lines = source.text.splitlines()
    line = lines[where.line - 1] if where.line <= len(lines) else ""
    message = f"this is not YAML: {error.problem or error.context}"
    if error.context and error.context_mark and error.context_mark.line + 1 != where.line:
        message += f" ({error.context} that starts in line {error.context_mark.line + 1})"
    return source.problem(where, message + _advice(error.problem or "", error.context or "", line))


def _advice(problem: str, context: str, line: str) -> str:
    if "alias" in context:
        return "; text that begins with '*' must stand in quotes"
    if "anchor" in context:
        return "; text that begins with '&' must stand in quotes"
    if "flow" in context:
        return "; inside { } and [ ], text with brackets, commas or ': ' must stand in quotes"
    if "mapping values" in problem:
        return "; check the indentation, and put text with ': ' in it in quotes"
    if "cannot start any token" in problem:
        return "; text that begins with '%', '@' or '`' must stand in quotes"
    if "quoted" in context:
        return "; a closing quote is missing"
    if "block" in context:
        return "; check the indentation of this line"
    return f"; line: {line.strip()[:60]}" if line.strip() else ""


class _Open:
    """A mapping or sequence that is being read."""

    __slots__ = ("anchor", "entries", "flow", "is_mapping", "items", "key", "size", "torn", "where")

    def __init__(self, where: Where, is_mapping: bool, anchor: str | None, flow: bool) -> None:
        self.where = where
        self.flow = flow
        self.is_mapping = is_mapping
        self.anchor = anchor
        self.entries: dict[str, Entry] = {}
        self.items: list[Node] = []
        self.key: tuple[str | None, Where] | None = None
        self.size = 1
        self.torn = False  # whether the next pieces belong to the last value


class _Composer:
    """Builds the tree from the parser's events without recursion, counting nodes as aliases would expand them."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self.lost: set[str] = set()
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.stack: list[_Open] = []
        self.total = 0
        self.root: Node | None = None

    def say(self, where: Where, message: str) -> None:
        self.problems.append(self.source.problem(where, message))

    def stop(self, where: Where, message: str) -> ScenarioError:
        return ScenarioError((*self.problems, self.source.problem(where, message)))

    def document(self, events: Iterator[Any]) -> Node | None:
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    mark: Any = event.start_mark
                    where = Where(mark.line + 1, mark.column + 1)
                    raise self.stop(where, "a second document starts here; one file is one scenario")
            elif isinstance(event, yaml.NodeEvent):
                self.node(event)
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                self.close()
        return self.root

    def node(self, event: Any) -> None:
        mark = event.start_mark
        where = Where(mark.line + 1, mark.column + 1)
        if isinstance(event, yaml.AliasEvent):
            self.alias(event.anchor or "", where)
            return
        if event.tag is not None:
            self.say(where, f"the tag '{event.tag}' is not allowed; write plain values")
        if isinstance(event, yaml.ScalarEvent):
            self.scalar(event, where)
            return
        if len(self.stack) >= MAX_DEPTH:
            raise self.stop(where, f"nested more than {MAX_DEPTH} deep")
        top = self.stack[-1] if self.stack else None
        if top and top.is_mapping and top.key is None:
            raise self.stop(where, "a key must be a single word, not a list or a mapping")
        self.count(1, where)
        self.stack.append(_Open(where, isinstance(event, yaml.MappingStartEvent), event.anchor, event.flow_style))

    def count(self, size: int, where: Where) -> None:
        self.total += size
        if self.total > MAX_NODES:
            raise self.stop(where, f"more than {MAX_NODES:,} values once aliases are expanded; write a smaller file")

    def alias(self, anchor: str, where: Where) -> None:
        if anchor not in self.anchors:
            raise self.stop(where, f"the alias '*{anchor}' has no complete anchor '&{anchor}' before it")
        node, size = self.anchors[anchor]
        self.count(size, where)
        self.add(node, size, where)

    def scalar(self, event: Any, where: Where) -> None:
        self.count(1, where)
        top = self.stack[-1] if self.stack else None
        if top and top.is_mapping and top.key is None:
            top.key = (self.key(top, event.value, where), where)
            return
        node = _scalar(event, where)
        if isinstance(node, str):
            self.leave_out(top, event, where, node)
            return
        if event.anchor:
            self.anchors[event.anchor] = (node, 1)
        self.add(node, 1, where)

    def leave_out(self, top: _Open | None, event: Any, where: Where, message: str) -> None:
        """Drop an entry whose value is none, and say why."""
        key, place = top.key if top and top.key else (None, where)
        last = next(reversed(top.entries.values()), None) if top and key and not event.value else None
        if top and key and last and (whole := self.together(top, last.value, key, place, f"{last.key}: ")):
            top.entries[last.key] = Entry(last.key, last.where, whole)
            top.key = None
            return
        quotes = key is not None and top is not None and top.flow and not event.value and " " in key
        advice = "; inside { }, text with a comma must stand in quotes" if quotes else ""
        self.say(place, message.format(key="this" if key is None else f"'{key}'") + advice)
        if top:
            self.lost.update([key] if key else [])
            top.key = None

    def key(self, top: _Open, text: str, where: Where) -> str | None:
        """The key, or None (its value is then left out) if it cannot be one."""
        if not text:
            self.say(where, "a key is missing before ':'")
            return None
        if text in top.entries:
            first = top.entries[text].where
            self.say(where, f"'{text}' is already given in line {first.line}, column {first.column}; keep one of them")
            return None
        return text

    def together(self, top: _Open, last: Node | None, piece: str, where: Where, key: str = "") -> Scalar | None:
        """An expression and the piece that a comma in { } or [ ] has torn off it, as one again; None if it is not so. Said once."""
        if not (top.flow and isinstance(last, Scalar) and isinstance(last.value, str) and last.shift == 0):
            return None
        gap = where.column - last.where.column - len(last.text)
        if last.text.count("(") <= last.text.count(")") or where.line != last.where.line or gap < 1:
            return None
        if not top.torn:
            brackets = "{ }" if top.is_mapping else "[ ]"
            self.say(last.where, f'inside {brackets}, text with a comma must stand in quotes: {key}"{last.text}, ..."')
        text = f"{last.text},{' ' * (gap - 1)}{piece}"
        top.torn = text.count("(") > text.count(")")
        return Scalar(text, text, last.where)

    def add(self, node: Node, size: int, where: Where) -> None:
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        top.size += size
        if not top.is_mapping:
            piece = node.text if isinstance(node, Scalar) else ""
            whole = self.together(top, top.items[-1], piece, where) if top.items and piece else None
            top.items[-1 if whole else len(top.items) :] = [whole or node]
        elif top.key is None:
            if not isinstance(node, Scalar):
                raise self.stop(where, "a key must be a single word, not a list or a mapping")
            top.key = (self.key(top, node.text, where), where)
        else:
            key, key_where = top.key
            if key is not None:
                top.entries[key] = Entry(key, key_where, node)
            top.key = None

    def close(self) -> None:
        top = self.stack.pop()
        node: Node = Mapping(top.entries, top.where) if top.is_mapping else Sequence(tuple(top.items), top.where)
        if top.anchor:
            self.anchors[top.anchor] = (node, top.size)
        self.add(node, top.size, top.where)


def _scalar(event: Any, where: Where) -> Scalar | str:
    """The scalar, or the message why it cannot be one (with `{key}` for what holds it)."""
    text: str = event.value
    start, end = event.start_mark, event.end_mark
    if event.style:
        exact = event.style in "'\"" and start.line == end.line and end.column - start.column == len(text) + 2
        return Scalar(text, text, where, 1 if exact else -1)
    value = _plain_value(text)
    if value is None:
        return "{key} has no value"
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return "{key} is not a finite number"
    exact = start.line == end.line and end.column - start.column == len(text)
    return Scalar(value, text, where, 0 if exact else -1)


def _plain_value(text: str) -> str | int | float | bool | None:
    """YAML 1.2's core rules for a plain scalar; None for null, infinity for what is not a finite number."""
    if text in _NULLS:
        return None
    if text in ("true", "false"):
        return text == "true"
    if _INT.fullmatch(text):
        if len(text) > 40:
            return float("inf")
        return int(text, {"0o": 8, "0x": 16}.get(text[:2], 10))
    if _FLOAT.fullmatch(text):
        return float(text)
    return float("inf") if _NOT_FINITE.fullmatch(text) else text
