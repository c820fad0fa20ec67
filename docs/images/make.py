"""Make the pictures of README and docs by running the program, as a reader would."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

IMAGES = Path(__file__).parent
SCENARIO = IMAGES.parent.parent / "scenarios" / "armored-car.yaml"
WANTED = {
    "endings.png": "armored-car-endings.png",
    "margin.png": "armored-car-margin.png",
    "timeline.png": "armored-car-timeline.png",
}


def main() -> None:
    """Run the armored car with the defaults and keep its figures."""
    with tempfile.TemporaryDirectory() as out:
        subprocess.run([sys.executable, "-m", "heatsim", "run", str(SCENARIO), "--out", out, "--quiet"], check=True)
        for figure, name in WANTED.items():
            shutil.copyfile(Path(out) / "figures" / figure, IMAGES / name)


if __name__ == "__main__":
    main()
