"""The command line: each command reads options, calls one public function, and prints.

Results go to standard output, progress and errors to standard error. Exit codes: 0 done or
conforms, 1 does not conform, 2 could not do it, 130 interrupted.
"""

from __future__ import annotations

import os
from typing import Any, Final

import click

from lod_archive.cli.build import build
from lod_archive.cli.completion import completion
from lod_archive.cli.describe import describe
from lod_archive.cli.formats import formats
from lod_archive.cli.new import new
from lod_archive.cli.query import query
from lod_archive.cli.todo import todo
from lod_archive.cli.validate import validate
from lod_archive.errors import ArchiveError
from lod_archive.version import __version__

_INTERRUPTED: Final = 130


class _Commands(click.Group):
    """Turns what the library raises into a message and an exit code; a bug keeps its traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ArchiveError as error:
            click.echo(str(error), err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo("interrupted; what was published before is untouched", err=True)
            ctx.exit(_INTERRUPTED)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="lod-archive")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Turn a folder of archive records into Linked Open Data.

    An archive is a folder with an archive.toml and records below data/. Begin with:

    \b
      lod-archive new my-archive        a small archive to change
      lod-archive build my-archive      validate it and publish it to my-archive/dist
      lod-archive query my-archive 'SELECT * WHERE { ?event a schema:Event }'

    Exit codes: 0 done, 1 the data does not conform to its shapes, 2 it could not be done.
    """
    if os.environ.get("NO_COLOR"):
        ctx.color = False


for _command in (build, validate, query, describe, todo, new, formats, completion):
    main.add_command(_command)
