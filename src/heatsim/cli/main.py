"""The command line's front door: finds the command, and turns what goes wrong into a sentence and an exit status.

0 done; 1 a check that was asked for failed; 2 bad input, with the reason on standard error; 130 interrupted, with what was
finished kept; 70 a mistake in heatsim itself (HEATSIM_DEBUG=1 shows where).
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Sequence
from importlib import import_module

import click

from heatsim.cli.terminal import read_or_not
from heatsim.errors import HeatsimError, ScenarioError, nearest

__all__ = ["COMMANDS", "main"]

COMPLETION = "_HEATSIM_COMPLETE"  # by which a shell asks for completions
NO_MEMORY = "there is not enough memory; take fewer --workers, and more room (what was finished of a run goes on with --resume)"
DONE, BAD_INPUT, BUG, INTERRUPTED = 0, 2, 70, 130

# Commands by name, in the order of the help; each is the object `command` of its module, imported when asked for.
COMMANDS = {
    "run": "heatsim.cli.run",
    "replay": "heatsim.cli.replay",
    "canon": "heatsim.cli.canon",
    "whatif": "heatsim.cli.whatif",
    "diff": "heatsim.cli.diff",
    "sweep": "heatsim.cli.sweep",
    "sensitivity": "heatsim.cli.sensitivity",
    "decisions": "heatsim.cli.decisions",
    "analyse": "heatsim.cli.analyse",
    "rare": "heatsim.cli.rare",
    "report": "heatsim.cli.report",
    "study": "heatsim.cli.study",
    "eventlog": "heatsim.cli.eventlog",
    "check": "heatsim.cli.check",
    "list": "heatsim.cli.list",
    "show": "heatsim.cli.show",
    "schema": "heatsim.cli.schema",
}


class Commands(click.Group):
    """A group whose commands are imported only when they are called or listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = import_module(COMMANDS[cmd_name]).command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            raise click.UsageError(f"there is no command '{args[0]}'{nearest(args[0], tuple(COMMANDS))}", ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a reader of our output that has gone away (`| head`) is no error."""
        result: object = None
        with read_or_not():
            result = super().invoke(ctx)
        return result


def _versions(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    """Versions are looked up when they are asked for."""
    if wanted:
        from heatsim.cli.versions import show

        show(context, parameter, wanted)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_versions, help="Show versions and exit.")
def heatsim() -> None:
    """How else could this heist have gone, and how likely was what we saw?

    A heist is written as a YAML file and simulated thousands of times; results stand beside the film's.
    """


def main(args: Sequence[str] | None = None) -> int:
    """Run a command line (`sys.argv` by default) and return its exit status."""
    _lenient_output()
    try:
        with warnings.catch_warnings():
            warnings.showwarning = _warn  # type: ignore[assignment]
            status = heatsim.main(None if args is None else list(args), _name(), COMPLETION, standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return BAD_INPUT
    except click.ClickException as error:
        return _complain(error.format_message(), error)
    except HeatsimError as error:
        return _complain(str(error), error)
    except (click.Abort, KeyboardInterrupt):
        print("heatsim: interrupted; nothing was finished", file=sys.stderr)
        return INTERRUPTED
    except MemoryError:
        print(f"heatsim: {NO_MEMORY}", file=sys.stderr)
        return BAD_INPUT
    except Exception as error:
        if _unloadable(error):
            print(f"heatsim: {NO_MEMORY}", file=sys.stderr)
            return BAD_INPUT
        return _confess(error)
    return status if isinstance(status, int) else DONE


def _name() -> str:
    """What the program is called: what was typed for help, and the command itself for a shell that completes it."""
    return "heatsim" if COMPLETION in os.environ else "python -m heatsim"


def _complain(message: str, error: Exception) -> int:
    # The problems of a file stand as they are, each beginning with its place, for editors that jump there.
    lead = "" if isinstance(error, ScenarioError) else "heatsim: "
    hint = ""
    if isinstance(error, click.UsageError) and error.ctx is not None:
        hint = f"\n(see {error.ctx.command_path} --help)"
    print(f"{lead}{message}{hint}", file=sys.stderr)
    return BAD_INPUT


def _warn(message: Warning | str, *_: object) -> None:
    """What heatsim warns of from Python, as one line."""
    print(f"heatsim: {message}", file=sys.stderr)


def _unloadable(error: Exception) -> bool:
    """Whether a library could not be loaded because there is no memory to put it in."""
    return isinstance(error, ImportError) and ("failed to map segment" in str(error) or "annot allocate memory" in str(error))


def _confess(error: Exception) -> int:
    if os.environ.get("HEATSIM_DEBUG"):
        raise error
    print(
        f"heatsim: this is a mistake in heatsim, not in your input: {type(error).__name__}: {error}\n"
        "Please report it with the command you ran; HEATSIM_DEBUG=1 shows where it happened.",
        file=sys.stderr,
    )
    return BUG


def _lenient_output() -> None:
    """A terminal that cannot show a letter of a title shows a question mark; it does not stop the program."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
