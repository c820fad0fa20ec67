"""Does the file have the shape of a scenario? Every misfit in a plain sentence, and the part of the file that does fit.

The pydantic models of `authored` judge; this module finds the place of each of their errors and says it in words. What does not
fit is cut out, so that the rest can be resolved and all problems of a file come in one go.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from heatsim.errors import Problem, Where, nearest
from heatsim.scenario.authored.file import File
from heatsim.scenario.authored.grammar import field_keys, keys_at
from heatsim.scenario.authored.steps import VERBS
from heatsim.scenario.authored.words import found
from heatsim.scenario.nodes import Mapping, Node, Path, Scalar, children, find, plain, to_node, without
from heatsim.scenario.textfile import Source

__all__ = ["Structure", "structure"]

LANGUAGE = 1
_PLACEHOLDERS = {"heatsim": LANGUAGE, "scenario": "unnamed", "horizon": "1 h", "endings": {"none": {}}, "processes": {}}
SECTIONS = (
    *("parameters", "actors", "places", "quantities", "variables", "clocks", "weapons", "walls", "fights"),
    *("processes", "responses", "arrivals"),
)


@dataclass(frozen=True, slots=True)
class Structure:
    """The part of the file that has the right shape; `broken` are names whose declarations were cut out."""

    root: Mapping
    problems: tuple[Problem, ...]
    broken: frozenset[str] = frozenset()
    newer: bool = False


def structure(source: Source, root: Mapping) -> Structure:
    """What fits and what does not."""
    newer = _version(source, root)
    if newer:
        return Structure(root, (newer,), newer=True)
    problems: list[Problem] = []
    kept, loose = root, set[str]()
    for attempt in range(20):
        errors = _errors(kept)
        if not errors:
            break
        if attempt == 0:
            problems = _translate(source, kept, errors)
        gone = {_owner(_path(kept, error["loc"])) for error in errors}
        loose |= {name for path in gone if path for name in _texts(find(kept, path))}
        kept = _prune(kept, gone)
    if not problems and not (kept.get("processes") or kept.get("responses")):
        problems.append(source.problem(root.where, "nothing happens here; add 'processes' or 'responses'"))
    # An actor is told apart from the process of its name, which may still be there.
    actors = {f"actors/{name}" for name in _declared(root, ("actors",)) - _declared(kept, ("actors",))}
    lost = ((_declared(root) | loose) - _declared(kept)) | actors
    return Structure(kept, tuple(problems), frozenset(lost))


def _version(source: Source, root: Mapping) -> Problem | None:
    node = root.get("heatsim")
    if not isinstance(node, Scalar) or isinstance(node.value, bool) or not isinstance(node.value, (int, float)):
        return None
    if node.value <= LANGUAGE:
        return None
    known = f"this heatsim knows version {LANGUAGE}: install a newer heatsim"
    return source.problem(node.where, f"this file is written in version {node.text} of the language; {known}")


def _errors(root: Mapping) -> list[Any]:
    try:
        File.model_validate(plain(root))
    except ValidationError as error:
        return list(error.errors(include_url=False))
    return []


def _declared(root: Mapping, names: tuple[str, ...] = SECTIONS) -> set[str]:
    sections = [root.get(name) for name in names]
    wounds = [find(fight, ("wounds",)) for fight in children(root.get("fights") or Mapping({}, root.where))]
    return {key for section in (*sections, *wounds) if isinstance(section, Mapping) for key in section.entries}


def _path(root: Node, location: tuple[Any, ...]) -> Path:
    """The path in the file of a pydantic location, which also names the branches of unions (`@do`)."""
    node: Node | None = root
    path: list[str | int] = []
    for step in location:
        below = find(node, (step,)) if node is not None else None
        if below is not None:
            path.append(step)
            node = below
    return tuple(path)


def _owner(path: Path) -> Path:
    """What goes with a misfit: the whole entry of a declaration, of a process only the part itself."""
    if path[:1] == ("processes",):
        return path[:2] if len(path) == 3 and path[2] in ("steps", "python") else path
    return path[:2] if len(path) > 2 and path[0] not in ("variants", "limits") else path


def _texts(node: Node | None) -> set[str]:
    """Texts in a part that is cut out: they may be names (of a signal, say) that others use."""
    if isinstance(node, Scalar):
        return {node.text}
    return {text for one in children(node) for text in _texts(one)} if node else set()


def _prune(root: Mapping, gone: set[Path]) -> Mapping:
    kept = without(root, {path for path in gone if path})
    assert isinstance(kept, Mapping)
    if () not in gone:
        return kept
    lacking = {key: value for key, value in _PLACEHOLDERS.items() if key not in kept.entries}
    fillers = to_node(lacking)
    assert isinstance(fillers, Mapping)
    return Mapping({**kept.entries, **fillers.entries}, kept.where)


def _translate(source: Source, root: Mapping, errors: list[Any]) -> list[Problem]:
    unknown = {_path(root, error["loc"]): _intended(error) for error in errors if error["type"] == "extra_forbidden"}
    problems = []
    for error in errors:
        path = _path(root, error["loc"])
        if error["type"] == "missing" and any(p[:-1] == path and key == error["loc"][-1] for p, key in unknown.items()):
            continue  # it is there, misspelt
        problems.append(source.problem(_where(root, path, error), _message(root, path, error)))
    return problems


def _intended(error: Any) -> str:
    """The key that an unknown key was meant to be, if one is near."""
    return nearest(str(error["loc"][-1]), keys_at(error["loc"][:-1])).partition("did you mean '")[2].rstrip("'?")


def _where(root: Mapping, path: Path, error: Any) -> Where:
    node = find(root, path)
    key = path[-1] if path else None
    parent = find(root, path[:-1]) if path else None
    by_key = error["type"] == "extra_forbidden" or error["loc"][-1] == "[key]" or _is_empty(error)
    if isinstance(parent, Mapping) and isinstance(key, str) and (by_key or not isinstance(node, Scalar)):
        return parent.key(key)
    return node.where if node else root.where


def _is_empty(error: Any) -> bool:
    return error["type"] in ("too_short", "missing")


def _message(root: Mapping, path: Path, error: Any) -> str:
    kind, value = error["type"], error["input"]
    if kind == "extra_forbidden":
        key = str(error["loc"][-1])
        return f"unknown key '{key}'{nearest(key, keys_at(error['loc'][:-1]))}"
    if kind == "missing":
        return _missing(path, error)
    if kind == "step":
        return _not_a_step(value)
    if kind == "literal_error":
        return _literal(error, value)
    if kind == "too_short":
        return f"'{path[-1]}' is empty; give at least one entry"
    if kind in ("dict_type", "model_type", "model_attributes_type"):
        return f"expected a mapping (lines of 'key: value'), found {found(value)}"
    if kind == "list_type":
        return f"expected a list (lines that start with '- '), found {found(value)}"
    if path == ("scenario",):
        return f"the scenario's name has letters, digits and '-', found {found(value)}"
    if path[:1] == ("limits",):
        return f"expected a whole number from 1 to 1,000,000,000, found {found(value)}"
    return str(error["msg"])


def _missing(path: Path, error: Any) -> str:
    key = error["loc"][-1]
    if not path and key == "heatsim":
        return "'heatsim: 1' is missing; a scenario starts with the version of its language"
    verb = next((step[1:] for step in reversed(error["loc"][:-1]) if isinstance(step, str) and step[1:] in VERBS), None)
    owner = f"'{path[-1]}'" if path and isinstance(path[-1], str) else f"a step with '{verb}'" if verb else "this"
    return f"'{key}' is missing; {owner if path else 'a scenario'} needs it"


def _literal(error: Any, value: Any) -> str:
    wanted = str(error["ctx"]["expected"]).replace("'", "")
    words = wanted.replace(" or ", ", ").split(", ")
    near = nearest(value, words) if isinstance(value, str) else ""
    return f"expected {wanted}, found {found(value)}{near if 'did you mean' in near else ''}"


def _not_a_step(value: Any) -> str:
    if not isinstance(value, dict):
        return f"a step is a mapping with one verb, such as 'wait: ready', found {found(value)}"
    verbs = [key for key in value if key in VERBS]
    if len(verbs) > 1:
        first, second = verbs[:2]
        near = nearest(second, field_keys(VERBS[first]))
        advice = near if "did you mean" in near else "; make each a step of its own (or put it under 'then')"
        return f"one step has two verbs, '{first}' and '{second}'{advice}"
    near = next((text for key in value if "did you mean" in (text := nearest(key, list(VERBS)))), "")
    keys = ", ".join(f"'{key}'" for key in value)
    return f"no verb among {keys or 'no keys'}{near or '; a step has one of: ' + ', '.join(VERBS)}"
