"""Load a scenario, change it, put it in one of its variants. A Scenario never changes; each change gives another."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from heatsim.errors import ScenarioError, UsageError
from heatsim.scenario.resolved import Resolved
from heatsim.scenario.textfile import Source, from_text, read
from heatsim.scenario.vary import combined, command_words, parameter_named, said, variant_named

__all__ = ["Scenario", "load", "loads"]

Changes = tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True, repr=False)
class Scenario:
    """A scenario that has passed all checks: its file, what was changed, and what it means.

    `file` is the text with its name and hash; `changes` are overrides of parameters in the order they were made.
    """

    file: Source
    resolved: Resolved
    changes: Changes = ()
    variant_name: str | None = None

    def __repr__(self) -> str:
        parts = [self.name, *([f"variant {self.variant_name}"] if self.variant_name else [])]
        parts += [f"{name} = {value}" for name, value in self.changes]
        return f"<Scenario {', '.join(parts)}>"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """For Hypothesis and IPython, which would spell out every field."""
        printer.text(repr(self))

    @property
    def name(self) -> str:
        """The scenario's name."""
        return self.resolved.name

    @property
    def title(self) -> str:
        """Its title, for people."""
        return self.resolved.title or self.resolved.name

    @property
    def source(self) -> str:
        """The file's text."""
        return self.file.text

    @property
    def path(self) -> Path | None:
        """Where the file was, if there is one."""
        return self.file.path

    @property
    def words(self) -> str:
        """How a command line says this scenario, with its variant and overrides; empty if it came from no file."""
        if self.path is None:
            return ""
        return shlex.join(command_words(str(self.path), self.variant_name, self.changes))

    @property
    def sha256(self) -> str:
        """Hash of the file's bytes, in hexadecimal."""
        return self.file.sha256

    @property
    def overrides(self) -> dict[str, object]:
        """What was changed with `vary`, by parameter, in the order it was first changed; what the variant sets is not in it."""
        return dict(self.changes)

    @property
    def variants(self) -> tuple[str, ...]:
        """The names of the file's variants."""
        return tuple(variant.name for variant in self.resolved.variants)

    @property
    def pins(self) -> dict[str, float]:
        """Draws that the variant supplies: address to u, 0 < u < 1."""
        named = (variant for variant in self.resolved.variants if variant.name == self.variant_name)
        return {site: u for variant in named for site, u in variant.pins}

    def vary(self, changes: Mapping[str, object] | None = None, **named: NoReturn) -> Scenario:
        """The scenario with some parameters changed; a second change of one comes on top of the first.

        A value is a quantity (`"3 min"`), a number, true or false, a word, a distribution (`{"uniform": ["10 s", "20 s"]}`, also
        as text), or a move of what is there: `"+2 min"`, `"-10 s"`, `"*1.5"`, `"+10 %"`. UsageError when a name or a value does
        not fit, and when names are given as arguments (`named`) instead of in a mapping.
        """
        if named or not isinstance(changes, Mapping):
            raise UsageError(f'vary takes a mapping: vary({{"{next(iter(named), "NAME")}": ...}})')
        for name in changes:
            parameter_named(self.resolved, name)
        merged = combined(self.overrides, changes)
        try:
            resolved = _examine(self.file, merged, self.variant_name)
        except ScenarioError as error:
            raise UsageError(said(error, merged)) from None
        return Scenario(self.file, resolved, tuple(merged.items()), self.variant_name)

    def variant(self, name: str) -> Scenario:
        """One of the file's named what-ifs; changes made with `vary` stay on top of what it sets.

        UsageError for an unknown name.
        """
        variant_named(self.resolved, name)
        return Scenario(self.file, _examine(self.file, self.overrides, name), self.changes, name)


def load(path: str | os.PathLike[str]) -> Scenario:
    """Load a scenario file; ScenarioError with every problem of it and of its variants."""
    return _scenario(read(path))


def loads(text: str, name: str = "<text>") -> Scenario:
    """The same for a text; `name` is what messages call it."""
    return _scenario(from_text(text, name))


def _scenario(file: Source) -> Scenario:
    return Scenario(file, _examine(file, {}, None))


def _examine(file: Source, overrides: Mapping[str, object], variant: str | None) -> Resolved:
    # pydantic and PyYAML cost more than everything else that loads; a process that only runs a scenario needs neither.
    from heatsim.scenario.examine import examine

    return examine(file, overrides, variant)
