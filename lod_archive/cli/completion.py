"""``lod-archive completion``: completion of commands, options and files in the shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the completion script for a SHELL.

    \b
      bash   lod-archive completion bash > ~/.local/share/bash-completion/completions/lod-archive
      zsh    lod-archive completion zsh > "${fpath[1]}/_lod-archive"
      fish   lod-archive completion fish > ~/.config/fish/completions/lod-archive.fish
    """
    script = get_completion_class(shell)
    if script is None:
        raise click.UsageError(f"no completion for {shell}")
    click.echo(script(ctx.find_root().command, {}, "lod-archive", "_LOD_ARCHIVE_COMPLETE").source())
