"""The command line: each command reads options, calls one public function, and prints.

Results go to standard output, progress and messages to standard error. Exit codes: 0 done or
conforms, 1 does not conform, 2 could not do it, 130 interrupted.

Starting must be quick, for ``--help`` and for completion in the shell. So no command imports what
it needs before it is run.
"""

from __future__ import annotations

import click

from lod_archive.cli.build import build
from lod_archive.cli.command import Commands
from lod_archive.cli.completion import completion
from lod_archive.cli.describe import describe
from lod_archive.cli.diff import diff
from lod_archive.cli.export import export
from lod_archive.cli.formats import formats
from lod_archive.cli.importing import import_
from lod_archive.cli.link import link
from lod_archive.cli.new import new
from lod_archive.cli.query import query
from lod_archive.cli.serve import serve
from lod_archive.cli.shapes import shapes
from lod_archive.cli.terminal import wanted_color
from lod_archive.cli.todo import todo
from lod_archive.cli.validate import validate
from lod_archive.version import __version__


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="lod-archive")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Turn a folder of archive records into Linked Open Data.

    An archive is a folder with an archive.toml and records below data/. Begin with:

      lod-archive new my-archive        a small archive to change
      lod-archive build my-archive      validate it and publish it to my-archive/dist
      lod-archive serve my-archive      put it on the web, at first for yourself
      lod-archive query my-archive 'SELECT * WHERE { ?event a schema:Event }'

    Results go to standard output, progress and messages to standard error. NO_COLOR=1 turns
    colours off, FORCE_COLOR=1 on.

    Exit codes: 0 done, 1 the data does not conform to its shapes, 2 it could not be done,
    130 interrupted.
    """
    ctx.color = wanted_color()


for _command in (
    build,
    serve,
    validate,
    shapes,
    query,
    describe,
    export,
    import_,
    diff,
    link,
    todo,
    new,
    formats,
    completion,
):
    main.add_command(_command)
