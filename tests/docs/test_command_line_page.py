"""The page of the command line names every command and every option, and no others."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

from heatsim.cli.main import COMMANDS

PAGE = (Path(__file__).parent.parent.parent / "docs" / "reference" / "command-line.md").read_text(encoding="utf-8")


def first_cells(page: str, head: str) -> set[str]:
    """The words between backticks in the first column of the table with that head, without what follows a blank."""
    table = page.partition(f"| {head} |")[2].partition("\n\n")[0]
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("|")]
    return {words.split()[0] for cell in cells for words in re.findall(r"`([^`]+)`", cell)}


def options() -> set[str]:
    """Every option of every command, in each of its forms."""
    commands = [import_module(module).command for module in COMMANDS.values()]
    forms = {form for command in commands for option in command.params for form in (*option.opts, *option.secondary_opts)}
    return {form for form in forms if form.startswith("-")}


def test_every_command_has_its_row() -> None:
    """A command without a row, or a row without a command, is noticed; so is one missing from the usage above."""
    assert first_cells(PAGE, "command") == set(COMMANDS)
    assert set(re.findall(r"^python -m heatsim (\w+)", PAGE, re.MULTILINE)) == set(COMMANDS)


def test_every_option_has_its_row() -> None:
    """The same for options."""
    assert first_cells(PAGE, "option") == options()


def test_a_missing_row_is_noticed() -> None:
    """Negative control: without the row of an option the comparison fails."""
    without = re.sub(r"^\| `--every`.*\n", "", PAGE, flags=re.MULTILINE)
    assert first_cells(without, "option") == options() - {"--every"}
