"""The command line: one module a verb, each verb a library function of the same name.

Exit codes: 0 all is well; 1 findings at or above ``--fail-on``; 2 bad input or usage; 3 a fault of popgraph itself.
"""

from __future__ import annotations

import errno
import os
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import Any

import click

from popgraph import __version__
from popgraph.errors import PopgraphError

__all__ = ["VERBS", "Verbs", "cli", "main"]

VERBS = (
    "build",
    "cache",
    "diff",
    "docs",
    "due",
    "encode",
    "explain",
    "export",
    "generate",
    "info",
    "network",
    "query",
    "readings",
    "reason",
    "rules",
    "show",
    "validate",
)


class Verbs(click.Group):
    """A group that loads a verb's module when the verb is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the verbs."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a verb, or None if there is none of that name."""
        if cmd_name not in VERBS:
            return None
        command: click.Command = import_module(f"popgraph.cli.{cmd_name}").command
        return command


@click.command(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="popgraph")
def cli() -> None:
    """Strategic plans as linked data.

    Without --data, every command works on the graph that ships with popgraph: the operational plan for cacao of
    Cusco, Peru, 2005.
    """


def main(args: list[str] | None = None) -> None:
    """Run the command line and exit; see the module for the exit codes."""
    _speak_utf8()
    try:
        result: Any = cli.main(args=args, prog_name="popgraph", standalone_mode=False)
        code = result if isinstance(result, int) else 0
        sys.stdout.flush()
    except click.Abort:
        click.echo("Stopped.", err=True)
        code = 130
    except click.ClickException as error:
        error.show()
        code = 2
    except PopgraphError as error:
        _complain(error)
        code = 2
    except RecursionError:
        _complain(PopgraphError("The input is nested too deeply", hint="Simplify it"))
        code = 2
    except MemoryError:
        _complain(PopgraphError("The input doesn't fit in memory", hint="Give a part of it, or more memory"))
        code = 2
    except (Exception, SystemExit) as error:
        code = _after(error)
    sys.exit(code)


def _after(error: BaseException) -> int:
    """Return the exit code for an error that no verb raises on purpose, having told it."""
    # click turns a broken pipe into an exit of its own.
    if isinstance(error, SystemExit | BrokenPipeError):
        # The reader of our output has gone; nothing is left to say, not even at exit.
        _mute()
        return 0
    if os.environ.get("POPGRAPH_DEBUG"):
        raise error
    if isinstance(error, OSError) and error.filename is None and error.errno in (errno.ENOSPC, errno.EIO):
        _mute()
        _complain(
            PopgraphError(f"The output can't be written ({error.strerror})", hint="Give it another place")
        )
        return 2
    click.echo(f"popgraph failed: {type(error).__name__}: {error}", err=True)
    click.echo("  This is a fault of popgraph; POPGRAPH_DEBUG=1 shows where.", err=True)
    return 3


def _speak_utf8() -> None:
    """Write UTF-8 to files and pipes whatever the locale; on a terminal, a sign that it lacks is no error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8")


def _mute() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(error: PopgraphError) -> None:
    from popgraph.report.table import clean

    for label, text in (("Error: ", error.what), ("  where: ", error.where), ("  do:    ", error.hint)):
        if text:
            # Only our own lists have several lines; what they quote may hold anything else.
            click.echo(label + "\n".join(clean(line) for line in text.split("\n")), err=True)
