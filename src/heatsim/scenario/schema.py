"""The grammar of scenario files as a JSON Schema, for editors that complete and check."""

from __future__ import annotations

from typing import Any

from heatsim.scenario.authored.file import File

__all__ = ["schema"]


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a scenario file."""
    made = File.model_json_schema(by_alias=True)
    title = made.pop("title")
    cleaned = _cleaned(made)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **cleaned}


def _cleaned(node: Any) -> Any:
    """Without what pydantic says about Python: null as "not given", defaults of null, titles made from field names."""
    if isinstance(node, list):
        return [_cleaned(one) for one in node]
    if not isinstance(node, dict):
        return node
    made = {key: _properties(value) if key in ("properties", "$defs") else _cleaned(value) for key, value in node.items()}
    made.pop("title", None)
    made.pop("discriminator", None)
    if made.get("default", "") is None:
        del made["default"]
    choices = made.get("anyOf")
    if isinstance(choices, list) and {"type": "null"} in choices:
        rest = [one for one in choices if one != {"type": "null"}]
        del made["anyOf"]
        made = {**rest[0], **made} if len(rest) == 1 else {**made, "anyOf": rest}
    return made


def _properties(table: dict[str, Any]) -> dict[str, Any]:
    """Names of properties and definitions are no keywords, whatever they are."""
    return {name: _cleaned(value) for name, value in table.items()}
