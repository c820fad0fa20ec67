"""Nothing the pages show is unexecuted: every fenced block of README.md and docs/ runs, or says in words why not.

| block | what happens to it |
|---|---|
| `python` | executed; a page's blocks share their names; with prompts (`>>>`) its output is compared |
| `console` | each `$ python -m heatsim ...` must exit 0, and print what is shown below it (`...` stands for anything) |
| `yaml whole-file [NAME]` | loaded and checked; with a name, written where the page's later blocks find it |
| `yaml fragment` | must stand in a shipped scenario or canon sheet or in a whole file on the same page |
| `{run}`, `{picture} WORDS` | executed as `python` is; a picture must leave a new figure, and say in words what it shows |
| `text`, no language, another `{directive}` | shown only |

Before a block, `<!-- no-run: reason -->` leaves it out, `<!-- exits 2 -->` changes the exit status that is expected, and
`<!-- needs duckdb -->` leaves it out where that package is not installed.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import re
import shlex
import shutil
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from textwrap import dedent
from typing import Any
from unittest import mock

import pytest
from matplotlib.figure import Figure

from heatsim.cli.main import main
from heatsim.scenario.load import loads

ROOT = Path(__file__).parent.parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
SCENARIOS = ROOT / "scenarios"
SEEDS = ROOT / "seeds"

FENCE = re.compile(
    r"^(?P<indent> *)(?P<ticks>`{3,})(?P<info>[^`\n]*)\n(?P<body>.*?)^(?P=indent)(?P=ticks) *$", re.MULTILINE | re.DOTALL
)
COMMENT = re.compile(r"<!-- (?:no-run: (?P<reason>.+?)|exits (?P<status>\d+)|needs (?P<needs>\w+)) -->\s*\Z", re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
LOOSE = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block of a page."""

    line: int
    language: str
    words: tuple[str, ...]  # what stands after the language
    body: str
    reason: str  # why it is not run; empty if it is
    status: int  # expected exit status
    needs: str = ""  # a package that it needs


def blocks(text: str) -> list[Block]:
    """All fenced blocks of a page in order."""
    found = []
    for match in FENCE.finditer(text):
        language, *words = match["info"].split() or [""]
        comment = COMMENT.search(text[: match.start()])
        found.append(
            Block(
                line=text.count("\n", 0, match.start()) + 1,
                language=language,
                words=tuple(words),
                body=dedent(match["body"]),
                reason=(comment["reason"] or "") if comment else "",
                status=int(comment["status"] or 0) if comment else 0,
                needs=(comment["needs"] or "") if comment else "",
            )
        )
    return found


class Page:
    """A page being read by someone who tries everything on it, in a directory with the scenarios and the canon sheets."""

    def __init__(self, text: str, directory: Path) -> None:
        self.blocks = blocks(text)
        self.directory = directory
        self.names: dict[str, Any] = {"__name__": "__page__"}
        # Figures take longer than all else: the first run draws them, where the page speaks of them or the scenario is its own.
        self.draws = "figures/" in text or "whole-file" in text
        for folder in (SCENARIOS, SEEDS):
            if folder.is_dir():
                shutil.copytree(folder, directory / folder.name, dirs_exist_ok=True)

    def run(self) -> None:
        """Try all blocks; AssertionError (or what the block raised) at the first that is wrong."""
        with contextlib.chdir(self.directory):
            for block in self.blocks:
                if block.reason:
                    assert len(block.reason.split()) >= 3, f"line {block.line}: say in words why this is not run"
                elif not block.needs or find_spec(block.needs) is not None:
                    self._try(block)

    def _try(self, block: Block) -> None:
        if block.language in ("python", "{run}"):
            self._python(block)
        elif block.language == "{picture}":
            self._picture(block)
        elif block.language == "console":
            self._console(block)
        elif block.language == "yaml" and block.words[:1] == ("whole-file",):
            self._whole_file(block)
        elif block.language == "yaml" and block.words == ("fragment",):
            self._fragment(block)
        else:
            shown_only = block.language in {"", "text"} or block.language.startswith("{")
            assert shown_only, f"line {block.line}: nothing runs blocks of '{block.language}'; give the reason in a no-run comment"
            assert "code" not in block.language, f"line {block.line}: write a fenced block, so that it is run"

    def _python(self, block: Block) -> None:
        if not block.body.startswith(">>>"):
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile("\n" * block.line + block.body, "page", "exec"), self.names)
            return
        test = doctest.DocTestParser().get_doctest(block.body, {}, "page", "page", block.line)
        test.globs = self.names
        report = io.StringIO()
        runner = doctest.DocTestRunner(optionflags=LOOSE, verbose=False)
        assert runner.run(test, out=report.write, clear_globs=False).failed == 0, report.getvalue()

    def _picture(self, block: Block) -> None:
        self._python(block)
        assert isinstance(self.names.pop("figure", None), Figure), f"line {block.line}: leaves no figure"
        assert len(block.words) >= 5, f"line {block.line}: say in words what the figure shows, for those who cannot see it"

    def _console(self, block: Block) -> None:
        for command, want in commands(block):
            words = shlex.split(command)
            assert words[:3] == ["python", "-m", "heatsim"], f"line {block.line}: only heatsim's own commands are run: {command}"
            with contextlib.nullcontext() if self.draws else mock.patch("heatsim.figures.save_all"):
                status, got = heatsim(words[3:])
            self.draws = self.draws and "run" not in words
            assert status == block.status, f"line {block.line}: {command} exited {status}\n{got}"
            if want:
                same = doctest.OutputChecker().check_output(want, got, LOOSE)
                assert same, f"line {block.line}: {command} prints\n{got}"

    def _whole_file(self, block: Block) -> None:
        loads(block.body)
        for name in block.words[1:]:
            Path(name).write_text(block.body, encoding="utf-8")

    def _fragment(self, block: Block) -> None:
        wholes = [each.body for each in self.blocks if each.words[:1] == ("whole-file",)]
        shipped = [*sorted(SCENARIOS.rglob("*.yaml")), *sorted(SEEDS.glob("*.yaml"))]
        wholes += [path.read_text(encoding="utf-8") for path in shipped]
        assert any(stands_in(block.body, whole) for whole in wholes), f"line {block.line}: stands in no scenario"


def heatsim(arguments: list[str]) -> tuple[int, str]:
    """Exit status and output of a command, run in this process: starting an interpreter each time would cost most of the time."""
    output = io.StringIO()
    with (
        contextlib.redirect_stdout(output),
        contextlib.redirect_stderr(output),
        mock.patch("heatsim.study.progress.QUIET_SECONDS", float("inf")),  # a slow machine would show its progress
    ):
        status = main(arguments)
    return status, output.getvalue()


def commands(block: Block) -> list[tuple[str, str]]:
    """The commands of a console block, each with the output shown below it."""
    found: list[tuple[str, str]] = []
    for line in block.body.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], ""))
        else:
            assert found, f"line {block.line}: output before the first command"
            found[-1] = (found[-1][0], f"{found[-1][1]}{line}\n")
    return [(command, want if want.strip() else "") for command, want in found]


def stands_in(part: str, whole: str) -> bool:
    """Whether the lines of `part` stand one after the other in `whole`, whatever the indentation."""
    wanted, there = dedent(part).strip().splitlines(), whole.splitlines()
    return any(
        dedent("\n".join(there[start : start + len(wanted)])).strip().splitlines() == wanted
        for start in range(len(there) - len(wanted) + 1)
    )


# seconds each: run with the long tests; building the pages executes their pictures as well
LONG = (
    "explanation/gunfights",
    "gallery/index",
    "how-to/change-a-parameter",
    "how-to/decisions",
    "how-to/rare-events",
    "how-to/replay-one-replication",
    "how-to/sweep",
    "how-to/what-if",
    "reference/command-line",
)
TIMED = [
    pytest.param(page, marks=pytest.mark.statistical if page.as_posix().endswith(tuple(f"docs/{name}.md" for name in LONG)) else ())
    for page in PAGES
]


@pytest.mark.parametrize("page", TIMED, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_block_of_the_page_runs(page: Path, tmp_path: Path) -> None:
    """What a page shows does what the page says."""
    Page(page.read_text(encoding="utf-8"), tmp_path).run()


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CONTRIBUTING.md", ROOT / "benchmarks" / "README.md"], ids=lambda page: page.name)
def test_every_local_link_leads_somewhere(page: Path) -> None:
    """A page's relative links name files of the project."""
    broken = [link for link in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8"))) if not (page.parent / link).exists()]
    assert broken == []


def page_of(*lines: str) -> str:
    return "\n".join(lines) + "\n"


WRONG = [
    ("division by zero", page_of("```python", "1 / 0", "```")),
    ("name 'trace' is not defined", page_of("```python", "print(trace)", "```")),
    ("Expected:", page_of("```python", ">>> 1 + 1", "3", "```")),
    ("exited 2", page_of("```console", "$ python -m heatsim no-such-command", "```")),
    ("exited 0", page_of("<!-- exits 2 -->", "```console", "$ python -m heatsim --help", "```")),
    ("--help prints", page_of("```console", "$ python -m heatsim --help", "something else", "```")),
    ("only heatsim's own commands", page_of("```console", "$ rm -r out", "```")),
    ("output before the first command", page_of("```console", "something", "```")),
    ("endings", page_of("```yaml whole-file", "heatsim: 1", "scenario: nothing", "```")),
    ("stands in no scenario", page_of("```yaml fragment", "no_such_key_anywhere: 1", "```")),
    ("nothing runs blocks of 'rust'", page_of("```rust", "fn main() {}", "```")),
    ("nothing runs blocks of 'yaml'", page_of("```yaml", "heatsim: 1", "```")),
    ("division by zero", page_of("```{run}", "1 / 0", "```")),
    ("leaves no figure", page_of("```{picture} an empty sheet of white paper", "figure = 1", "```")),
    ("for those who cannot see", page_of("```{picture} paper", "from matplotlib.figure import Figure", "figure = Figure()", "```")),
    ("say in words", page_of("<!-- no-run: later -->", "```python", "1 / 0", "```")),
    ("division by zero", page_of("<!-- no-run: it takes a whole day -->", "text", "```python", "1 / 0", "```")),
]


@pytest.mark.parametrize("complaint, text", WRONG)
def test_a_wrong_page_is_noticed(complaint: str, text: str, tmp_path: Path) -> None:
    """Each way in which a block can be wrong makes its page fail, for that reason."""
    with pytest.raises(Exception, match=re.escape(complaint)):
        Page(text, tmp_path).run()


def test_a_right_page_passes(tmp_path: Path) -> None:
    """Blocks share names, outputs match loosely, and a reason in words leaves a block out."""
    Page(
        page_of(
            "```python",
            "x = 40",
            "```",
            "```python",
            ">>> x + 2",
            "42",
            ">>> list(range(30))",
            "[0, 1, ..., 29]",
            "```",
            "<!-- no-run: takes a whole day -->",
            "",
            "```python",
            "1 / 0",
            "```",
            "```text",
            "anything",
            "```",
        ),
        tmp_path,
    ).run()
