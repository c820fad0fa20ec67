"""What was run, with what, and the commands that make this page and each part of it again."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING

from heatsim.report.markup import Html, el, join
from heatsim.report.parts import section
from heatsim.study.record import command, record

if TYPE_CHECKING:
    from heatsim.report.material import Material

__all__ = ["remake"]


def remake(material: Material) -> Html:
    # Each word by itself, so that a line is not broken inside one; each command a block, so that where it begins can be seen.
    shown = [el("span", [join(el("b", word), " ") for word in line.split(" ")], class_="command") for line in _commands(material)]
    return section(
        "remake",
        "Make it again",
        el("p", "The same commands give the same numbers, with any number of workers.", class_="lead"),
        el("pre", el("code", shown), class_="scrolls", tabindex=0, aria_label="Commands"),
        el("dl", [(el("dt", name), el("dd", value)) for name, value in _facts(material)], class_="facts"),
    )


def _facts(material: Material) -> Iterator[tuple[str, str]]:
    """Name and value of everything that the numbers are a function of, and of what computed them."""
    made = record(material.results)
    yield "scenario", f"{made['scenario']} ({made['path'] or 'not from a file'}), language {made['language']}"
    yield "hash of the file", f"SHA-256 {made['sha256']}"
    if made["variant"]:
        yield "variant", made["variant"]
    if made["overrides"]:
        yield "changes", ", ".join(f"{name} = {value}" for name, value in made["overrides"].items())
    count = made["replications"]
    yield "replications", f"{count['finished']:,}, of which {count['failed']:,} failed"
    yield "seed, engine", f"{made['seed']}, {made['engine']}"
    yield "versions", ", ".join(f"{name} {number}" for name, number in made["versions"].items() if number)


def _commands(material: Material) -> Iterator[str]:
    """Command lines where the scenario comes from a file; calls where it does not."""
    scenario, origin = material.scenario, material.results.provenance
    n, seed = len(material.results), f"--seed {origin.seed}"
    if scenario.path is None:
        chosen = f", replay={list(material.wanted)}" if material.wanted else ""
        yield f"hs.report(scenario, 'report.html', replications={n}, seed={origin.seed}{chosen})"
        return
    chosen = "".join(f" --replication {number}" for number in material.wanted)
    yield f"python -m heatsim report {scenario.words} -n {n} {seed}{chosen}"
    yield command(material.results)
    if material.film is not None:
        yield f"python -m heatsim canon {scenario.words} -n {n} {seed}"
        yield f"python -m heatsim replay {scenario.words} --canon"
    for world in material.worlds:
        if world.id != "film":
            yield f"python -m heatsim replay {scenario.words} --replication {world.trace.replication} {seed}"
    plain = shlex.quote(str(scenario.path))
    if material.whatif is not None and not scenario.overrides and scenario.variant_name is None:
        names = shlex.join(one.label for one in material.whatif.versus)
        yield f"python -m heatsim whatif {plain} {names} -n {material.whatif.replications} {seed}"
    if material.tornado is not None:
        only = shlex.join(word for name in material.screen.names for word in ("--only", name))
        yield (f"python -m heatsim sensitivity {scenario.words} --method tornado {only} -n {material.tornado.replications} {seed}")
