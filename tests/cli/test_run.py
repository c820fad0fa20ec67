"""`heatsim run`: what it prints, what it writes, and that both are the same thing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as parquet
import pytest

Cli = Callable[..., tuple[int, str, str]]
pytestmark = pytest.mark.usefixtures("no_figures")


def files(folder: Path) -> list[str]:
    """All files in a folder, hidden or not."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_the_folder(cli: Cli, folder: Path) -> None:
    """A run writes table, summary, record and figures to out/<scenario>, and nothing else anywhere."""
    status, _, err = cli("run", "race.yaml", "-n", "60")
    assert (status, err) == (0, "")
    assert files(folder) == [
        "out/race/figures/endings.png",
        "out/race/results.parquet",
        "out/race/run.json",
        "out/race/summary.json",
        "race.yaml",
    ]


def test_what_would_be_faster_is_said(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where much is asked for and numba is missing there is one line about it; not for little, nor with --quiet."""
    monkeypatch.setattr("heatsim.engines.find_spec", lambda name: None)
    assert cli("run", "race.yaml", "-n", "20")[2] == ""
    monkeypatch.setattr("heatsim.engines.LOADING", 1e-4)
    said = cli("run", "race.yaml", "-n", "20")[2]
    assert said.startswith("heatsim: this was the simpy engine; with numba (pip install 'heatsim[fast]')")
    assert said.count("\n") == 1
    assert cli("run", "race.yaml", "-n", "20", "--quiet")[2] == ""
    assert cli("run", "race.yaml", "-n", "20", "--engine", "simpy")[2] == ""


def test_json_is_the_summary_and_nothing_else(cli: Cli, folder: Path) -> None:
    """With --json standard output is summary.json to the letter."""
    status, out, err = cli("run", "race.yaml", "-n", "60", "--json", "--engine", "simpy")
    assert (status, err) == (0, "")
    assert out == (folder / "out/race/summary.json").read_text()
    summary = json.loads(out)
    assert list(summary) == ["scenario", "replications", "seed", "engine", "endings", "measures", "canon"]
    assert (summary["scenario"], summary["replications"], summary["seed"], summary["engine"]) == ("race", 60, 1995, "simpy")
    assert sum(one["count"] for one in summary["endings"].values()) == 60


def test_the_table_beside_the_film(cli: Cli) -> None:
    """The printed table has endings, measures and words, the film's marked, and fits 80 columns."""
    _, out, _ = cli("run", "race.yaml", "-n", "60", "--engine", "simpy")
    lines = out.splitlines()
    assert lines[0] == "race: 60 replications, seed 1995, simpy engine"
    assert next(line for line in lines if line.startswith("away ")).endswith("<- film")
    assert any(line.startswith("margin [s]") and " 20 " in line for line in lines)
    assert any(" crew " in line and line.endswith("<- film") for line in lines)
    assert max(map(len, lines)) <= 80
    assert out.isascii()


def test_some_measures(cli: Cli) -> None:
    """--measures takes names and patterns, --all takes every one; one that is not there is said before any work is done."""
    words = ("run", "race.yaml", "-n", "40", "--workers", "1")
    some = cli(*words, "--measures", "m*", "--measures", "winner")[1]
    assert "\nmargin [s]" in some
    assert "\nwinner " in some
    assert "\nahead " not in some
    assert "+-" in some
    assert all(f"\n{name}" in cli(*words, "--all")[1] for name in ("margin [s]", "ahead", "winner"))
    status, out, err = cli(*words, "--measures", "magrin", "--out", "not")
    assert (status, out) == (2, "")
    assert err == "heatsim: there is no measure 'magrin'; did you mean 'margin'?\n"
    assert not Path("not").exists()


def test_measures_that_do_not_fit_are_counted(cli: Cli, folder: Path) -> None:
    """A long table is cut to a page, headlines first, and says how many more there are and how many of them never vary."""
    text = (folder / "race.yaml").read_text(encoding="utf-8")
    many = "".join(f"  late_{number}: time_of(MUSEUM-1) + {number} s\n" for number in range(40))
    (folder / "many.yaml").write_text(text.replace("endings:\n", f"{many}  one: 1\nendings:\n"), encoding="utf-8")
    out = cli("run", "many.yaml", "-n", "40", "--workers", "1")[1]
    assert len(out.splitlines()) <= 40
    assert "\nmargin [s]" in out
    assert "more measures, 1 of them always the same: --all, or --measures NAME" in out
    whole = cli("run", "many.yaml", "-n", "40", "--workers", "1", "--all")[1]
    assert ["one", "1", "always", "-"] in [line.split() for line in whole.splitlines()]
    named = text.replace("margin: true, ", "margin: true, headline: true, ")
    (folder / "many.yaml").write_text(named.replace("endings:\n", f"{many}endings:\n"), encoding="utf-8")
    out = cli("run", "many.yaml", "-n", "40", "--workers", "1")[1]
    assert "\n42 more measures: --all, or --measures NAME" in out


def test_quiet_prints_nothing(cli: Cli, folder: Path) -> None:
    """With --quiet nothing is printed, and everything written."""
    assert cli("run", "race.yaml", "-n", "10", "--quiet", "--out", "here") == (0, "", "")
    assert len(files(folder / "here")) == 4


def test_same_bytes_again_and_with_workers(cli: Cli, folder: Path) -> None:
    """Runs of the same question give the same results file, whatever the workers."""
    for out, more in (("a", []), ("b", ["--workers", "1"]), ("c", ["--workers", "2"]), ("d", ["--seed", "3"])):
        assert cli("run", "race.yaml", "-n", "50", "--quiet", "--out", out, *more)[0] == 0
    results = [(folder / out / "results.parquet").read_bytes() for out in "abcd"]
    assert results[0] == results[1] == results[2]
    assert results[0] != results[3]
    summaries = [(folder / out / "summary.json").read_bytes() for out in "abcd"]
    assert summaries[0] == summaries[1] == summaries[2] != summaries[3]


def test_a_draw_that_is_replaced_is_said(cli: Cli) -> None:
    """A value in the place of a distribution takes a source of chance away: that is one line; a move, and --quiet, are silent."""
    words = ("run", "race.yaml", "-n", "10", "--workers", "1", "--set")
    assert cli(*words, "work=3 min")[2] == (
        "heatsim: work was drawn anew in each replication, lognormal median p90(1 min 40 s, 3 min 20 s); now it is always 3 min;"
        ' what is drawn is moved by such as work="+20 s"\n'
    )
    for change in ("work=+20 s", "work=*1.5", "work={uniform: [1 s, 2 s]}"):
        assert cli(*words, change)[2] == ""
    assert cli(*words, "work=3 min", "--quiet")[2] == ""
    assert cli("replay", "race.yaml", "--set", "work=3 min")[2].count("\n") == 1
    assert cli(*words, "work=3 min", "--set", "response=2 min", "--variant", "hurry")[2].count("\n") == 2


def test_changes_are_made_and_recorded(cli: Cli, folder: Path) -> None:
    """--set and --variant change the outcome and stand in table, record and heading."""
    _, plain, _ = cli("run", "race.yaml", "-n", "60", "--json", "--out", "a")
    _, out, _ = cli("run", "race.yaml", "-n", "60", "--set", "response=9 min", "--variant", "hurry", "--out", "b")
    assert "variant hurry" in out
    assert "response=9 min" in out
    slow = json.loads((folder / "b/summary.json").read_text())
    assert slow["endings"]["away"]["count"] > json.loads(plain)["endings"]["away"]["count"]
    record = json.loads((folder / "b/run.json").read_text())
    assert record["overrides"]["response"] == "9 min"
    assert record["variant"] == "hurry"
    metadata = parquet.read_schema(folder / "b/results.parquet").metadata
    assert metadata[b"heatsim.variant"] == b"hurry"
    assert b"response" in metadata[b"heatsim.overrides"]


def test_the_recorded_command_repeats_the_run(cli: Cli, folder: Path) -> None:
    """Running the command of run.json gives the same table."""
    import shlex

    cli("run", "race.yaml", "-n", "30", "--seed", "4", "--set", "work=+10 s", "--variant", "hurry", "--quiet", "--out", "a")
    command = json.loads((folder / "a/run.json").read_text())["command"]
    words = shlex.split(command)
    assert words[:3] == ["python", "-m", "heatsim"]
    assert cli(*words[3:], "--quiet", "--out", "b")[0] == 0
    assert (folder / "a/results.parquet").read_bytes() == (folder / "b/results.parquet").read_bytes()


def test_a_second_run_takes_the_place_of_the_first(cli: Cli, folder: Path) -> None:
    """Files of an earlier run are replaced, others in the folder stay."""
    cli("run", "race.yaml", "-n", "10", "--quiet")
    (folder / "out/race/notes.txt").write_text("mine")
    cli("run", "race.yaml", "-n", "20", "--quiet")
    assert json.loads((folder / "out/race/summary.json").read_text())["replications"] == 20
    assert (folder / "out/race/notes.txt").read_text() == "mine"


def test_failures_are_said_and_kept(cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Failed replications are rows, counted in the table, listed in run.json and said on standard error."""
    _break(monkeypatch, lambda number: number % 10 == 3)
    status, out, err = cli("run", "race.yaml", "-n", "40", "--workers", "1", "--engine", "simpy")
    assert status == 0
    assert err == "heatsim: 4 replications of 40 failed; the first, 3: broken 3\n"
    assert any(line.startswith("(failed)") for line in out.splitlines())
    record = json.loads((folder / "out/race/run.json").read_text())
    assert record["replications"] == {"asked": 40, "finished": 40, "failed": 4, "at_horizon": 1}
    assert [one["replication"] for one in record["failures"]] == [3, 13, 23, 33]
    assert parquet.read_table(folder / "out/race/results.parquet").column("error").null_count == 36


def test_what_the_horizon_cuts_off_is_said(cli: Cli, folder: Path) -> None:
    """Replications stopped at the horizon are counted, with process and step of the first; of none nothing is said."""
    _, out, _ = cli("run", "race.yaml", "-n", "40", "--workers", "1")
    status = parquet.read_table(folder / "out/race/results.parquet").column("status").to_pylist()
    cut = [number for number, word in enumerate(status) if word == "horizon"]
    assert f"{len(cut)} of 40 replications were cut off at the horizon of 10 min\n  replication {cut[0]} in process" in out
    assert json.loads((folder / "out/race/run.json").read_text())["replications"]["at_horizon"] == len(cut) > 0
    assert "step 'drive'" in out
    assert "horizon" not in cli("run", "race.yaml", "-n", "40", "--workers", "1", "--set", "response=30 s")[1]


def test_nothing_but_failures_is_an_error(cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If every replication fails there is nothing to write: exit status 2 with the first reason."""
    _break(monkeypatch, lambda number: True)
    status, out, err = cli("run", "race.yaml", "-n", "5", "--workers", "1", "--engine", "simpy")
    assert (status, out) == (2, "")
    assert err == "heatsim: all 5 replications failed; the first: broken 0\n"
    assert files(folder) == ["race.yaml"]


def _break(monkeypatch: pytest.MonkeyPatch, which: Callable[[int], bool]) -> None:
    """Let the engine fail in some replications."""
    from dataclasses import replace

    from heatsim.engines import on_simpy
    from heatsim.trace import Row

    sound = on_simpy.rows

    def rows(program, draws, **more):  # type: ignore[no-untyped-def]
        found = sound(program, draws, **more)
        return [
            replace(row, status="failed", ending=None, error=f"broken {row.replication}") if which(row.replication) else row
            for row in found
        ]

    assert Row
    monkeypatch.setattr(on_simpy, "rows", rows)
