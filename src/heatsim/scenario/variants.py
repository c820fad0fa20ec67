"""Named what-ifs: a file with some steps, parameters and draws changed must be as sound as the file itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Mapping as Table

from heatsim.draws.address import Address
from heatsim.errors import Problem, UsageError, Where, nearest
from heatsim.scenario.nodes import Entry, Mapping, Node, Path, children, find, mappings, merged, replaced
from heatsim.scenario.resolve.draft import section, text
from heatsim.scenario.resolve.whole import set_value
from heatsim.scenario.resolved import Resolved
from heatsim.scenario.textfile import Source
from heatsim.scenario.vary import composed
from heatsim.scenario.walking import sites

__all__ = ["changed", "effective", "variant_problems"]

Sets = Table[str, object]
Places = Table[str, Where]
Examine = Callable[[Mapping, Sets, Places], tuple[Resolved, tuple[Problem, ...]]]


MOST_NODES = 1_000_000  # values that are looked at for the sake of variants


def _body(root: Mapping, name: str) -> Mapping:
    return section(section(root, "variants"), name)


def changed(source: Source, root: Mapping, name: str) -> tuple[Mapping, list[Problem]]:
    """The file with a variant's changes of steps made, and what stood in their way."""
    problems = []
    for entry in section(_body(root, name), "steps").entries.values():
        paths = list(_named(root, entry.key))
        target = find(root, paths[0]) if len(paths) == 1 else None
        if isinstance(target, Mapping) and isinstance(entry.value, Mapping):
            made = replaced(root, paths[0], merged(target, entry.value))
            assert isinstance(made, Mapping)
            root = made
        else:
            problems.append(source.problem(entry.where, _not_one(root, entry, len(paths))))
    return root, problems


def _not_one(root: Mapping, entry: Entry, count: int) -> str:
    if count > 1:
        return f"'{entry.key}' names {count} steps; give the one that is meant a 'name' of its own"
    known = [path for path, _ in _handles(root)]
    near = nearest(entry.key, known)
    return f"there is no step '{entry.key}'; a step is named process/name{near if 'did you mean' in near else ''}"


def _handles(root: Mapping) -> Iterator[tuple[str, Path]]:
    """Every named step as `process/name`, with its path in the file."""
    for part in ("processes", "responses", "arrivals"):
        for process, entry in section(root, part).entries.items():
            for path, mapping in mappings(entry.value):
                # An item of a list is a step, an order or a stage; the process itself is not.
                name = text(mapping, "name") or text(mapping, "do")
                if name and path and isinstance(path[-1], int):
                    yield f"{process}/{name}", (part, process, *path)


def _named(root: Mapping, name: str) -> Iterator[Path]:
    return (path for handle, path in _handles(root) if handle == name)


def effective(root: Mapping, name: str, overrides: Table[str, object]) -> tuple[dict[str, object], dict[str, Where]]:
    """What a variant sets with the caller's overrides on top, and where the variant says so."""
    entries = section(_body(root, name), "set").entries
    made = {key: set_value(entry.value) for key, entry in entries.items()}
    for key, value in overrides.items():
        made[key] = composed(made.get(key), value)
    return made, {key: entry.value.where for key, entry in entries.items()}


def variant_problems(source: Source, root: Mapping, base: Resolved, examine: Examine) -> list[Problem]:
    """Everything that is wrong with the variants of a sound file, at the place in the variant."""
    problems: list[Problem] = []
    most = max(1, MOST_NODES // _size(root))
    for place, (name, entry) in enumerate(section(root, "variants").entries.items()):
        if place == most:
            said = f"a file of this size may have {most} variants, each being checked like the whole; put others into another file"
            return [*problems, source.problem(entry.where, said)]
        new, wrong = changed(source, root, name)
        problems += wrong
        problems += _unknown_parameters(source, root, name, base)
        sets, places = effective(root, name, {})
        resolved, found = examine(new, sets, places)
        problems += [_placed(source, entry, problem) for problem in found]
        if not found:
            problems += _pins(source, root, name, resolved)
    return problems


def _size(root: Node) -> int:
    """How many values a tree holds."""
    count, left = 0, [root]
    while left:
        count += 1
        left += children(left.pop())
    return count


def _unknown_parameters(source: Source, root: Mapping, name: str, base: Resolved) -> list[Problem]:
    known = [parameter.name for parameter in base.parameters]
    entries = section(_body(root, name), "set").entries
    return [
        source.problem(entry.where, f"there is no parameter '{key}'{nearest(key, known)}")
        for key, entry in entries.items()
        if key not in known
    ]


def _placed(source: Source, entry: Entry, problem: Problem) -> Problem:
    """A problem outside the variant's own lines is shown at the variant's name."""
    if entry.where.line <= problem.line <= _last_line(entry.value):
        return problem
    return source.problem(entry.where, f"in this variant, line {problem.line} is wrong: {problem.message}")


def _last_line(node: Node) -> int:
    return max([node.where.line, *map(_last_line, children(node))])


def _pins(source: Source, root: Mapping, name: str, resolved: Resolved) -> list[Problem]:
    known = sites(resolved)
    problems = []
    first: dict[Address, Entry] = {}
    for key, entry in section(_body(root, name), "pins").entries.items():
        try:
            address = Address.parse(key)
        except UsageError as error:
            problems.append(source.problem(entry.where, str(error)))
            continue
        earlier = first.setdefault(address, entry)
        if address.site not in known:
            near = nearest(address.site, list(known))
            problems.append(source.problem(entry.where, f"there is no site of chance '{address.site}'{near}"))
        elif earlier is not entry:
            said = (
                f"this is the draw of '{earlier.key}' in line {earlier.where.line}, column {earlier.where.column}; keep one of them"
            )
            problems.append(source.problem(entry.where, said))
    return problems
