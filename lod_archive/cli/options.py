"""Options that several commands have, and that mean the same everywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

import click
from click.shell_completion import CompletionItem

from lod_archive.errors import did_you_mean

_Command = TypeVar("_Command", bound=Callable[..., Any])

FOLDER: Final = click.Path(exists=True, file_okay=False)
"""A folder that must be there; whether it is an archive is for the library to say."""

quiet_option: Final = click.option(
    "-q", "--quiet", is_flag=True, help="Say nothing on standard error but what went wrong."
)
output_option: Final = click.option(
    "-o",
    "--output",
    "--out",
    "output",
    metavar="FILE",
    type=click.Path(dir_okay=False, allow_dash=True),
    help="Write to this file instead of standard output.",
)
json_option: Final = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON, for other programs."
)
language_option: Final = click.option(
    "--language",
    metavar="TAG",
    default="en",
    show_default=True,
    help="Name things in this language, where they have a name in it.",
)


def format_option(names: Callable[[], Sequence[str]], text: str) -> Callable[[_Command], _Command]:
    """``--format``: one of the names, which are asked for only when one is given.

    :param names: what can be chosen. To import the writers costs more than to start; so the
        table of formats is not read for ``--help``.
    """

    def check(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
        if value is None or value in names():
            return value
        hint = did_you_mean(value, names()) or f"choose one of {', '.join(names())}"
        raise click.BadParameter(f"unknown format “{value}”: {hint}", ctx, param)

    def complete(
        ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        return [CompletionItem(name) for name in names() if name.startswith(incomplete)]

    return click.option(
        "-f", "--format", "form", metavar="NAME", callback=check, shell_complete=complete, help=text
    )
