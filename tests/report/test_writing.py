"""A report is written whole or not at all, the same each time."""

from __future__ import annotations

from pathlib import Path

import pytest

from heatsim.cli.main import main
from heatsim.errors import StoreError, UsageError
from heatsim.report.make import report
from heatsim.scenario.load import Scenario, load
from report.conftest import written
from support.pages import read_page


def test_equal_arguments_give_equal_pages(page: Path, tmp_path: Path) -> None:
    """A second report of the same scenario is the same to the last byte."""
    again = written(load(page.parent / "scenarios" / "vault.yaml"), tmp_path / "again.html")
    assert again.read_bytes() == page.read_bytes()


@pytest.mark.parametrize(
    "name, complaint",
    [("a-file/report.html", "not a folder"), ("page.txt", "must end in .html"), ("folder.html", "is a folder")],
)
def test_a_place_that_cannot_be_written_is_found_out_first(heist: Scenario, tmp_path: Path, name: str, complaint: str) -> None:
    """The reason comes before any replication has run, and nothing is left behind."""
    (tmp_path / "a-file").write_text("", encoding="utf-8")
    (tmp_path / "folder.html").mkdir()
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(StoreError, match=complaint):
        report(heist, tmp_path / name, replications=10**8)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_report_that_fails_leaves_the_old_one(heist: Scenario, tmp_path: Path) -> None:
    """What was there stays as it was, and no half-written file beside it."""
    page = tmp_path / "out" / "page.html"
    page.parent.mkdir()
    page.write_text("old", encoding="utf-8")
    with pytest.raises(UsageError, match="has readings"):
        report(heist, page, replications=3, readings={"V-1": "another"})
    assert [path.name for path in page.parent.iterdir()] == ["page.html"]
    assert page.read_text(encoding="utf-8") == "old"


def test_the_command_says_in_one_line_why_it_cannot_write(
    tmp_path: Path, heist: Scenario, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit status 2, a sentence on standard error, no traceback."""
    (tmp_path / "a-file").write_text("", encoding="utf-8")
    assert main(["report", str(heist.path), "-n", "5", "--out", str(tmp_path / "a-file" / "x.html")]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert "a-file" in printed.err


@pytest.mark.usefixtures("small")
def test_the_command_writes_a_page_and_says_where(
    tmp_path: Path, heist: Scenario, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without --out it goes to the scenario's folder under out/; replications may be named with commas, and a variant."""
    monkeypatch.chdir(tmp_path)
    asked = ["report", str(heist.path), "-n", "4", "--workers", "1", "--replication", "3,17", "--variant", "near_patrol"]
    assert main(asked) == 0
    assert capsys.readouterr().out == "written to out/vault/report.html\n"
    text = (tmp_path / "out/vault/report.html").read_text(encoding="utf-8")
    assert '"id":"r17"' in text
    assert "near patrol" in text


def test_the_package_may_be_called_like_the_function_of_its_name(heist: Scenario, tmp_path: Path) -> None:
    """Whichever of the two a program has got hold of, `heatsim.report(...)` makes a report."""
    import heatsim.report as package

    with pytest.raises(StoreError, match="must end in"):
        package(heist, tmp_path / "page.txt")


@pytest.mark.usefixtures("small")
def test_one_replication_is_a_report_too(heist: Scenario, tmp_path: Path) -> None:
    """What needs two has no section then."""
    found = read_page(report(heist, tmp_path / "one.html", replications=1).read_text(encoding="utf-8"))
    names = [one.attributes["id"] for one in found if one.name == "section"]
    assert "endings" in names
    assert "rests-on" not in names
