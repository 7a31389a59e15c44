"""``lod-archive link``: links to other datasets, found by machine and decided by people."""

from __future__ import annotations

import click

from lod_archive.cli.command import Commands
from lod_archive.cli.link_review import review
from lod_archive.cli.link_suggest import suggest


@click.group(cls=Commands)
def link() -> None:
    """Link the entities of an archive to other datasets: find candidates, decide on them.

    First candidates are looked for by machine, in a reconciliation service or in a file; nothing
    of that is published. Then a person goes through them. What is decided stands in data/links/,
    and the next build publishes what was accepted, with who decided and when.

    For example:

      lod-archive link suggest --from people.csv
      lod-archive link review --author 'Anna Petrova <0000-0002-1825-0097>'
      lod-archive build

    Exit codes: 0 done, 2 it could not be.
    """


link.add_command(suggest)
link.add_command(review)
