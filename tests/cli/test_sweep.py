"""`heatsim sweep`, `sensitivity` and `study`: what they print and write, and exit statuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from heatsim.cli.main import main

PATH = str(Path(__file__).parents[2] / "scenarios" / "reference" / "interruption.yaml")
QUICK = ["-n", "40", "--workers", "1"]


def test_sweep_prints_a_table_and_the_crossing(capsys: pytest.CaptureFixture[str]) -> None:
    """A row per point with its interval, where it is even, and a word about what the factor does to a drawn parameter."""
    assert main(["sweep", PATH, "response_time=4 min:6 min:3", "--measure", "interrupted", "--crossing", *QUICK]) == 0
    out = capsys.readouterr().out
    assert "40 replications at each of 3 points" in out
    assert "share(ending=interrupted) is 50.0 % at response_time = " in out
    assert "response_time is drawn (plain_normal); here it is fixed at each value" in out
    assert main(["sweep", PATH, "response_time=8 min:9 min:2", "--crossing", "50%", *QUICK]) == 0
    assert "does not cross 50.0 % in this range" in capsys.readouterr().out


def test_sweep_writes_only_where_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without --out nothing is written; with it a table, the same as JSON, and a figure."""
    monkeypatch.chdir(tmp_path)
    assert main(["sweep", PATH, "response_time=*0.5:*2:3", "--quiet", *QUICK]) == 0
    assert list(tmp_path.iterdir()) == []
    assert main(["sweep", PATH, "response_time=*0.5:*2:3", "--quiet", "--out", "there", *QUICK]) == 0
    written = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert written == ["there/figures/sweep.png", "there/sweep.csv", "there/sweep.json"]
    assert (
        (tmp_path / "there" / "sweep.csv")
        .read_text()
        .startswith("parameter.response_time,measure,unit,value,low,high,count,failed\n")
    )


def test_json_is_the_whole_output(capsys: pytest.CaptureFixture[str]) -> None:
    """With --json standard output is one JSON document."""
    assert main(["sweep", PATH, "door_detects=0.5,0.9", "--json", *QUICK]) == 0
    content = json.loads(capsys.readouterr().out)
    assert [point["parameter.door_detects"] for point in content["points"]] == [0.5, 0.9]
    assert main(["sensitivity", PATH, "--method", "tornado", "--only", "communication", "--json", *QUICK]) == 0
    assert {row["parameter"] for row in json.loads(capsys.readouterr().out)["tornado"]} == {"communication"}


def test_sensitivity_says_what_it_rests_on(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Three sections by default: assumptions, ignorance against luck, whose luck; tables and figures with --out."""
    words = ["sensitivity", PATH, "--only", "communication", "--only", "door_detects", "--out", str(tmp_path), *QUICK]
    assert main(words) == 0
    out = capsys.readouterr().out
    for heading in ("What it rests on:", "what is not known, and luck", "whose luck decides it"):
        assert heading in out
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {
        "tornado.csv",
        "variance.csv",
        "luck.csv",
        "tornado.png",
        "luck.png",
    }


def test_sensitivity_tells_groups_apart(capsys: pytest.CaptureFixture[str]) -> None:
    """Groups of one's own making stand beside the rest."""
    assert main(["sensitivity", PATH, "--method", "luck", "--group", "response=parameters/response_time", *QUICK]) == 0
    out = capsys.readouterr().out
    assert "response" in out
    assert "the rest" in out


def test_a_long_analysis_says_so_first(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes more than a minute says beforehand how much it is; what does not, or with --quiet, says nothing."""
    words = ["sensitivity", PATH, "--method", "tornado", "--only", "communication", *QUICK]
    assert main(words) == 0
    assert "to come" not in capsys.readouterr().err
    monkeypatch.setattr("heatsim.study.progress.LONG_SECONDS", 0.0)
    assert main(words) == 0
    told = capsys.readouterr().err.replace("\n  ", " ")
    assert "heatsim: 120 replications to come, about 1 min on 1 worker: tornado 120 (1 assumption at 2 values, 40 each)" in told
    assert "less with -n, --only and --method" in told
    assert main([*words, "--quiet"]) == 0
    assert "to come" not in capsys.readouterr().err


def test_screening_through_salib(capsys: pytest.CaptureFixture[str]) -> None:
    """Morris and Sobol are methods like the others."""
    pytest.importorskip("SALib")
    only = ["--only", "communication", "--only", "door_detects"]
    assert main(["sensitivity", PATH, "--method", "morris", "--method", "sobol", *only, *QUICK]) == 0
    out = capsys.readouterr().out
    assert "effects over whole ranges (Morris, 8 trajectories)" in out
    assert "shares of its variance (Sobol, 256 points)" in out


def test_study_runs_a_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The plan's points in one table, and on disk as CSV and Parquet."""
    (tmp_path / "path.yaml").write_text(Path(PATH).read_text(encoding="utf-8"), encoding="utf-8")
    plan = "study: 1\nscenario: path.yaml\nvariants: [as written, lognormal_times]\n"
    plan += "factors: {door_detects: [0.5, 0.9]}\nreplications: 20\n"
    (tmp_path / "study.yaml").write_text(plan, encoding="utf-8")
    assert main(["study", str(tmp_path / "study.yaml"), "--workers", "1", "--out", str(tmp_path / "out")]) == 0
    assert "4 points of 20 replications" in capsys.readouterr().out
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["points", "study.csv", "study.json", "study.parquet"]
    assert len(list((tmp_path / "out").glob("points/*/results.parquet"))) == 4
    assert (
        main(["study", str(tmp_path / "study.yaml"), "--workers", "1", "--out", str(tmp_path / "out"), "--resume", "--json"]) == 0
    )
    assert len(json.loads(capsys.readouterr().out)["rows"]) == 4


@pytest.mark.parametrize(
    "words, complaint",
    [
        (["sweep", PATH, "respnse_time=1 s:2 s:3"], "did you mean 'response_time'"),
        (["sweep", PATH, "response_time=2 s:1 s:3"], "the range is reversed"),
        (["sweep", PATH, "response_time=2 s:2 s:3"], "the range is empty"),
        (["sweep", PATH, "response_time=1 s:2 s:0"], "from 2 to 1000 points, not 0"),
        (["sweep", PATH, "tried=1:2:3"], "it has no range; list the values"),
        (["sweep", PATH, "door_detects=0:1:2", "--crossing", "half"], "a number, a percentage or 'even', not 'half'"),
        (["sweep", PATH], "Missing argument"),
        (["sensitivity", PATH, "--only", "communicaton"], "did you mean 'communication'"),
        (["sensitivity", PATH, "--method", "luck", "--group", "x=nobody"], "no site of chance is called 'nobody'"),
        (["study", "no-such-file.yaml"], "no-such-file.yaml"),
    ],
)
def test_bad_input_exits_2(words: list[str], complaint: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Misuse is said on standard error, without a traceback."""
    assert main(words) == 2
    caught = capsys.readouterr()
    assert complaint in caught.err
    assert caught.out == ""


@pytest.mark.parametrize("words", [["sweep", PATH, "door_detects=0:1:3"], ["sensitivity", PATH, "--only", "communication"]])
def test_a_folder_that_cannot_be_written_is_said_first(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for a result that then has nowhere to go."""
    monkeypatch.setattr("heatsim.study.crew.perform", None)
    (tmp_path / "file").write_text("")
    assert main([*words, "--out", str(tmp_path / "file"), *QUICK]) == 2
    assert "it is a file, not a folder" in capsys.readouterr().err


def test_what_is_never_seen_is_at_most(capsys: pytest.CaptureFixture[str]) -> None:
    """A share of none is told as a bound, beside its interval."""
    assert main(["sweep", PATH, "response_time=1 s,2 h", *QUICK]) == 0
    assert "at most 8.8 %                0.0 % .. 8.8 %" in capsys.readouterr().out
