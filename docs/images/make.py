"""Make the pictures of README and docs by running the program, as a reader would.

usage: python docs/images/make.py [COMMAND]    all of them, or those of one command: run, decisions, analyse
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

IMAGES = Path(__file__).parent
SCENARIOS = IMAGES.parent.parent / "scenarios"
STAY = ("--stay", "stay=30 s:6 min:7", "--loot", "taken")
# command, scenario, further words, and which of the figures are kept under which name
WANTED: tuple[tuple[str, str, tuple[str, ...], dict[str, str]], ...] = (
    (
        "run",
        "armored-car.yaml",
        (),
        {
            "endings.png": "armored-car-endings.png",
            "margin.png": "armored-car-margin.png",
            "timeline.png": "armored-car-timeline.png",
        },
    ),
    ("decisions", "armored-car.yaml", ("-n", "400"), {"decisions.png": "armored-car-decisions.png"}),
    (
        "analyse",
        "reference/interruption.yaml",
        ("lognormal_times", "-n", "10000"),
        {"path.png": "interruption-path.png", "interruption.png": "interruption-response.png"},
    ),
    ("analyse", "reference/jewellers.yaml", ("-n", "2000", *STAY), {"frontier.png": "jewellers-frontier.png"}),
)


def main(only: str | None = None) -> None:
    """Run the program with the defaults, or with what the pages say, and keep its figures."""
    for command, scenario, words, figures in WANTED:
        if only not in (None, command):
            continue
        with tempfile.TemporaryDirectory() as out:
            line = ["-m", "heatsim", command, str(SCENARIOS / scenario), *words, "--out", out, "--quiet"]
            subprocess.run([sys.executable, *line], check=True)
            for figure, name in figures.items():
                shutil.copyfile(Path(out) / "figures" / figure, IMAGES / name)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
