"""A folder with a small heist in it, and a way to run command lines there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from heatsim.cli.main import main

RACE = """\
heatsim: 1
scenario: race
title: A crew against a response
horizon: 10 min
parameters:
  work: {lognormal: {median: 100 s, p90: 200 s}, basis: assumed, why: a guess, range: [50 s, 200 s], text: how long the job takes}
  response: {exponential: {mean: 180 s}, basis: cited, source: a study, text: how long the police take}
actors:
  crew: {side: robbers}
  police: {side: law}
processes:
  crew:
    - do: open the safe
      takes: work
      event: MUSEUM-1
  police:
    - do: drive
      takes: response
      event: MUSEUM-2
measures:
  margin: {value: time_of(MUSEUM-2) - time_of(MUSEUM-1), canon: 20, unit: s, margin: true, text: how far the crew is ahead}
  ahead: {value: time_of(MUSEUM-1) < time_of(MUSEUM-2), canon: true}
  winner: {cases: {crew: time_of(MUSEUM-1) < time_of(MUSEUM-2)}, otherwise: police, canon: crew}
endings:
  away: {when: time_of(MUSEUM-1) < time_of(MUSEUM-2), canon: true}
  caught: {}
variants:
  hurry: {text: half the work, set: {work: "*0.5"}}
"""


class Outcome(NamedTuple):
    """What a command line gave."""

    status: int
    out: str
    err: str


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with race.yaml in it."""
    (tmp_path / "race.yaml").write_text(RACE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def cli(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """Runs a command line in the folder, without progress, which a slow machine would show."""
    monkeypatch.setattr("heatsim.study.progress.QUIET_SECONDS", float("inf"))

    def call(*words: str) -> Outcome:
        status = main(words)
        return Outcome(status, *capsys.readouterr())

    return call


@pytest.fixture
def no_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures take longer than everything else; here an empty file stands for them."""
    import heatsim.figures

    def save_all(results: Any, scenario: Any, trace: Any, folder: Path) -> None:
        folder.mkdir()
        (folder / "endings.png").write_bytes(b"")

    monkeypatch.setattr(heatsim.figures, "save_all", save_all)
