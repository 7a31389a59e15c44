"""Commands and the group of them: help that keeps its examples, errors that become exit codes."""

from __future__ import annotations

import inspect
import re
import sys
from typing import Any, Final

import click

from lod_archive.cli import terminal
from lod_archive.errors import ArchiveError, did_you_mean

INTERRUPTED: Final = 130
"""128 + SIGINT, as shells have it."""
BROKEN_PIPE: Final = 141
"""128 + SIGPIPE: whoever read the output, such as ``head``, has had enough."""


class Command(click.Command):
    """A command whose help keeps the lines of its examples: they are the indented paragraphs."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the docstring."""
        _write_help(self, formatter)


class Commands(click.Group):
    """Turns what the library raises into a message and an exit code; a bug keeps its traceback."""

    command_class = Command

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the docstring."""
        _write_help(self, formatter)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; for a mistyped one, say which was meant."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            hint = did_you_mean(name, self.list_commands(ctx))
            ctx.fail(f"no such command “{name}”" + (f": {hint}" if hint else ""))
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, and exit as its end demands."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except ArchiveError as error:
            terminal.report_error(error)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt as interrupt:
            more = getattr(interrupt, "__notes__", ())
            terminal.notice("; ".join(("interrupted", *more)))
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:
            terminal.let_go_of_stdout()
            ctx.exit(BROKEN_PIPE)
        return result


def _write_help(command: click.Command, formatter: click.HelpFormatter) -> None:
    # \b is click's mark for a paragraph that must not be filled.
    text = re.sub(r"\n\n(?= )", "\n\n\b\n", inspect.cleandoc(command.help or ""))
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text(text)
