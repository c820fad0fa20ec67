"""What every file of the project keeps to, and the two commands that README and .ci/run share."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NOT_OURS = {".git", ".venv", "__pycache__", "build", "dist", "out", "_build"}

RULES = {
    "a path of one machine": re.compile(
        r"(?<![\w.<~}])(?:/(?:home|root|Users|work|workspace|tmp|mnt|opt|var/folders)/\w|[A-Z]:\\\w)"
    ),
    "a package registry": re.compile(r"(?:pypi|pythonhosted|anaconda|npmjs|crates)\.(?:org|com|io)", re.IGNORECASE),
    "unfinished work": re.compile(r"\b(?:T[O]DO|F[I]XME|X[X]X|H[A]CK|W[I]P|lorem [i]psum)\b"),
    "a merge conflict": re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE),
    "white space at the end of a line": re.compile(r"[ \t]+$", re.MULTILINE),
}
LOCKS = {"uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "package-lock.json", "yarn.lock"}


def files() -> list[Path]:
    """The project's files: those git knows, or, where there is no repository, all that no tool has made."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        found = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    else:
        found = [path for path in ROOT.rglob("*") if not any(is_made(part) for part in path.relative_to(ROOT).parts)]
    return [path for path in found if path.is_file()]


def is_made(part: str) -> bool:
    """Whether a name belongs to what tools leave behind."""
    return part in NOT_OURS or part.endswith(("_cache", ".egg-info")) or part.startswith((".venv", ".hypothesis"))


def complaints(text: str) -> list[str]:
    """What a text contains that it must not."""
    return [what for what, pattern in RULES.items() if pattern.search(text)]


def test_no_file_contains_what_it_must_not() -> None:
    """No file names one machine's paths or a package registry, or is unfinished."""
    found = {}
    for path in files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture
        if what := complaints(text):
            found[path.relative_to(ROOT).as_posix()] = what
    assert found == {}


def test_no_lock_file() -> None:
    """No lock file, since these record addresses."""
    assert [path.name for path in files() if path.name in LOCKS] == []


@pytest.mark.parametrize(
    "text, what",
    [
        ("cd /" + "home/neil/heatsim", "a path of one machine"),
        ("open('C:" + "\\heatsim')", "a path of one machine"),
        ("from https://" + "pypi" + ".org/simple", "a package registry"),
        ("# TO" + "DO: the rest", "unfinished work"),
        ("<" * 7 + " mine", "a merge conflict"),
        ("word" + " \n", "white space at the end of a line"),
    ],
)
def test_each_rule_can_fail(text: str, what: str) -> None:
    """A planted violation of each rule is noticed, and only as what it is."""
    assert complaints(text) == [what]


def test_ordinary_text_passes() -> None:
    """Relative paths, addresses and divisions are no violations."""
    assert complaints("see docs/home/x, https://example.org/tmp/x, a/tmp/b, 1/2\n") == []


def readme_commands() -> list[str]:
    """The commands of README's bash blocks."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return [line for block in re.findall(r"^```bash\n(.*?)^```", text, re.MULTILINE | re.DOTALL) for line in block.splitlines()]


def test_readme_has_two_commands_and_ci_runs_both() -> None:
    """`.ci/run` runs exactly the two commands a newcomer is given, in their order."""
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    setup_and_run, tests = readme_commands()
    assert setup_and_run.endswith("python -m heatsim run scenarios/bank.yaml")
    assert tests.endswith("python -m pytest")
    assert lines.index(setup_and_run) < lines.index(tests)


def test_ci_can_be_executed() -> None:
    """`.ci/run` is executable, so that a fresh clone can call it."""
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111
