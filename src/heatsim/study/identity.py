"""What makes two runs one study: everything that decides a row. Parts of different studies are never put together."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import blake2b

from heatsim.study.columns import Shape
from heatsim.study.provenance import Provenance

__all__ = ["Identity", "differences", "digest", "identity"]

Identity = dict[str, str]

# What people call them. The number of replications is none of them: replication k is the same however many there are.
WORDS = {
    "heatsim.version": "heatsim's version",
    "heatsim.language": "the language version",
    "heatsim.scenario": "the scenario",
    "heatsim.title": "the scenario's title",
    "heatsim.sha256": "the scenario file's content",
    "heatsim.seed": "the seed",
    "heatsim.variant": "the variant",
    "heatsim.overrides": "the changed parameters",
    "heatsim.reverse_ranks": "the order of ties",
    "study.columns": "the columns",
    "study.behaviours": "the behaviours",
}
PLURAL = ("heatsim.overrides", "study.columns", "study.behaviours")
SHOWN = 40  # characters of a value; hashes are not for people


def identity(provenance: Provenance, shape: Shape, behaviours: Mapping[str, object] | None = None) -> Identity:
    """Texts that are equal for two runs exactly if their replications are."""
    columns = [(column.name, column.kind, column.unit, column.words) for column in shape.columns]
    return {
        **provenance.metadata(),
        "study.columns": blake2b(json.dumps(columns).encode(), digest_size=8).hexdigest(),
        "study.behaviours": json.dumps({name: _named(function) for name, function in sorted((behaviours or {}).items())}),
    }


def digest(study: Identity) -> str:
    """An identity in sixteen letters."""
    return blake2b(json.dumps(study, sort_keys=True).encode(), digest_size=8).hexdigest()


def differences(there: Mapping[str, object], asked: Identity) -> list[str]:
    """What is different, in words; only keys that both have are compared."""
    found = []
    for key, value in asked.items():
        other = there.get(key, value)
        if other != value:
            short = max(len(str(other)), len(value)) <= SHOWN and "sha256" not in key and key != "study.columns"
            values = f" ({_said(other)} there, {_said(value)} now)" if short else ""
            found.append(f"{WORDS.get(key, key)} {'differ' if key in PLURAL else 'differs'}{values}")
    return found


def _said(value: object) -> str:
    return str(value) if value not in ("", "{}") else "none"


def _named(function: object) -> str:
    return f"{getattr(function, '__module__', '?')}.{getattr(function, '__qualname__', '?')}"
