"""`heatsim analyse` and `heatsim decisions`: tables on a terminal, the same as JSON, and files."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

REFERENCE = Path(__file__).parents[2] / "scenarios" / "reference"
PATH = str(REFERENCE / "interruption.yaml")
SHOP = str(REFERENCE / "jewellers.yaml")
Cli = Callable[..., tuple[int, str, str]]
FEW = ["-n", "30", "--workers", "1"]


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def test_the_path_in_words_and_as_json(cli: Cli) -> None:
    """The table and the JSON hold the same numbers, for the scenario and for each variant."""
    status, out, complaint = cli("analyse", PATH, "sensors_at_the_end", *FEW)
    assert (status, complaint) == (0, "")
    assert "critical detection point: " in out
    status, out, _ = cli("analyse", PATH, "sensors_at_the_end", *FEW, "--json")
    found = json.loads(out)
    assert status == 0
    assert [path["label"] for path in found["paths"]] == ["as written", "sensors_at_the_end"]
    one = found["paths"][0]
    raced = 30 * one["detected"]["value"] * one["answered"]["value"]
    assert sum(one["margin"]["counts"]) == round(raced) > 0
    assert found["ranking"][0]["label"] == "sensors_at_the_end"


def test_names_can_be_given(cli: Cli) -> None:
    """What is named is not inferred, and detections may be several."""
    named = ["--path", "adversary", "--detected", "door_alarm", "--detected", "vault_alarm", "--responded", "interrupted"]
    status, out, _ = cli("analyse", PATH, *FEW, *named, "--done", "path_done", "--json")
    assert status == 0
    assert json.loads(out)["roles"]["inferred"] == {}
    status, out, complaint = cli("analyse", PATH, *FEW, "--responded", "nobody")
    assert (status, out) == (2, "")
    assert complaint.startswith("heatsim: the scenario has no signal or event 'nobody'")


def test_the_files_of_an_analysis(cli: Cli, folder: Path) -> None:
    """A row for each task, everything as JSON, and the figures, those of the stopping rule too."""
    rule = ["--stay", "stay=1 min:3 min:2", "--loot", "taken"]
    status, out, _ = cli("analyse", SHOP, *FEW, *rule, "--out", "made")
    assert status == 0
    assert out.endswith("written to made\n")
    rows = table(folder / "made" / "tasks.csv")
    assert [row["name"] for row in rows] == ["ram the front", "force the back door", "empty a case", "run to the car"]
    assert json.loads((folder / "made" / "protection.json").read_text())["stay"]["rule"] == "stay"
    names = {path.name for path in (folder / "made" / "figures").iterdir()}
    assert names == {"path.png", "interruption.png", "race.png", "frontier.png"}


def test_decisions_in_words_as_json_and_as_files(cli: Cli, folder: Path) -> None:
    """The ranking on a terminal, all flips as JSON and CSV, and the figure."""
    asked = ["decisions", SHOP, *FEW, "--measure", "away"]
    status, out, complaint = cli(*asked)
    assert (status, complaint) == (0, "")
    assert "alarm/the line to the police -> does not come" in out
    status, out, _ = cli(*asked, "--json", "--out", "made")
    found = json.loads(out)
    assert found == json.loads((folder / "made" / "decisions.json").read_text())
    rows = table(folder / "made" / "decisions.csv")
    assert len(rows) == 3 * len(found["flips"])
    assert (folder / "made" / "figures" / "decisions.png").is_file()


def test_some_decisions_only(cli: Cli) -> None:
    """Patterns and --chance-only restrict what is flipped; a name that fits nothing is refused."""
    status, out, _ = cli("decisions", PATH, *FEW, "--chance-only", "--only", "adversary/*", "--json")
    assert status == 0
    assert {flip["decision"]["name"].split("/")[0] for flip in json.loads(out)["flips"]} == {"adversary"}
    status, _, complaint = cli("decisions", PATH, *FEW, "--only", "adversery/door sensor")
    assert (status, "did you mean 'adversary/door sensor'" in complaint) == (2, True)
