"""Make the pictures that README and the tutorial show, and write down what they say.

usage: python docs/images/make.py

All are of one run of the armored car. `shown.json` holds the words and numbers of each picture and the hash of its file; a test
makes the figures again and compares. Every other picture of the pages is made when they are built.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

import heatsim as hs
from heatsim.figures import film_like, save

if TYPE_CHECKING:
    from matplotlib.figure import Figure

IMAGES = Path(__file__).parent
SCENARIO = IMAGES.parent.parent / "scenarios" / "armored-car.yaml"


def figures() -> dict[str, Figure]:
    """The figures by name of file: a thousand replications of the armored car, as the program's defaults have it."""
    heist = hs.load(SCENARIO)
    results = hs.run(heist)
    trace = hs.simulate(heist, replication=film_like(results))
    return {
        "armored-car-endings.png": hs.plot.endings(results),
        "armored-car-margin.png": hs.plot.margin(results),
        "armored-car-timeline.png": hs.plot.timeline(results, trace=trace),
    }


def said(figure: Figure) -> list[str]:
    """Every word and number that stands in a figure."""
    axes = figure.axes
    labels = [label for one in axes for label in (one.get_title(loc="left"), one.get_xlabel(), one.get_ylabel())]
    texts = [text.get_text() for one in axes for text in [*one.texts, *one.get_xticklabels(), *one.get_yticklabels()]]
    return [words for words in (figure.get_supxlabel(), *labels, *texts) if words]


def digest(path: Path) -> str:
    """The hash of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    """Write the pictures and what they say."""
    shown = {}
    for name, figure in figures().items():
        words = said(figure)
        shown[name] = {"sha256": digest(save(figure, IMAGES / name)), "says": words}
    (IMAGES / "shown.json").write_text(json.dumps(shown, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
