"""``lod-archive completion``: completion of commands, options and files in the shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from lod_archive.cli.command import Command

_VARIABLE = "_LOD_ARCHIVE_COMPLETE"


@click.command(cls=Command)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the completion script for a SHELL, to be put where the shell looks for such.

    For example:

      lod-archive completion bash > ~/.local/share/bash-completion/completions/lod-archive
      lod-archive completion zsh > "${fpath[1]}/_lod-archive"
      lod-archive completion fish > ~/.config/fish/completions/lod-archive.fish

    Exit codes: 0 printed, 2 the shell is not known.
    """
    made_for = get_completion_class(shell)
    if made_for is None:
        raise click.UsageError(f"no completion for {shell}")
    click.echo(made_for(ctx.find_root().command, {}, "lod-archive", _VARIABLE).source())
