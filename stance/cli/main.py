"""The group of all commands, and what happens to every error: one line, and an exit status that says which kind."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

import click

from stance import __version__

__all__ = ["BAD_INPUT", "INTERRUPTED", "cli", "main"]

BAD_INPUT = 2
INTERRUPTED = 130

# Each command, its module in this package and its line in the help; the modules are imported when one is called.
_COMMANDS = {
    "read": ("reading", "Find the statements of articles and who made them."),
    "label": ("labelling", "Label statements: topic, stance, tone and confidence."),
    "report": ("report", "Write a page that shows who stands where, with every statement."),
    "explain": ("explaining", "Show which words speak for a statement's stance."),
    "topics": ("explaining", "List the topics that a model knows."),
    "train": ("training", "Train a model on annotated statements."),
    "update": ("training", "Teach a model more, without forgetting."),
    "evaluate": ("evaluating", "Say how well a model does, with intervals."),
    "compare": ("evaluating", "Test whether one model is better than another."),
    "promote": ("evaluating", "Replace a model by a new one, if that is better."),
    "suggest": ("annotating", "Choose the statements to annotate next."),
    "sample": ("annotating", "Draw a weighted random sample to annotate, for prevalence."),
    "agreement": ("annotating", "Measure how far coders agree."),
    "suspects": ("annotating", "Find labels that are likely wrong."),
}


class Commands(click.Group):
    """A group that imports a command when it is called and turns errors into one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order in which one uses them."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command's module and give the command."""
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"stance.cli.{_COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in _COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what a user can cause becomes a line on standard error."""
        from stance.errors import AnnotationError, StanceError

        try:
            return super().invoke(ctx)
        except StanceError as error:
            # Only annotations are answered in several lines: one for each bad row.
            _complain(str(error) if isinstance(error, AnnotationError) else " ".join(str(error).split("\n")))
            ctx.exit(BAD_INPUT)
        except KeyboardInterrupt as interruption:
            _complain(str(interruption) or "interrupted; nothing was written", kind="")
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:
            # Whoever read the output has had enough; what is left unwritten shall not fail at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            _complain(f"{where}{error.strerror or error}; see to the path and the space left")
            ctx.exit(BAD_INPUT)


def _complain(message: str, kind: str = "Error: ") -> None:
    """Write a message without anything that a terminal would obey."""
    shown = "".join(char if char.isprintable() or char == "\n" else "\N{REPLACEMENT CHARACTER}" for char in message)
    click.echo(f"{kind}{shown}", err=True)


_HELP = """Who stands where on what: read press statements and label their topic, stance and tone, offline.

\b
stance label article.txt              who said what, on which topic, with which stance
stance label big.jsonl -o out.csv     a table of any size; --resume after an interruption
stance train annotations.csv -o mine  a model of your own, for --model mine
"""


@click.group(cls=Commands, help=_HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def cli() -> None:
    """Run the command that is named."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A terminal or locale that lacks a character shows a stand-in rather than failing.
            stream.reconfigure(errors="replace")


def main() -> None:
    """Run the command line."""
    cli(prog_name="stance")
