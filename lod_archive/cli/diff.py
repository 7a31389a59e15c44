"""``lod-archive diff``: what has changed between two publications."""

from __future__ import annotations

import io

import click

from lod_archive.cli import terminal
from lod_archive.cli.command import Command
from lod_archive.cli.options import FOLDER, output_option


@click.command(cls=Command)
@click.argument("old", type=FOLDER)
@click.argument("new", type=FOLDER)
@click.option("--patch", "is_patch", is_flag=True, help="Write an RDF Patch, for programs.")
@output_option
def diff(old: str, new: str, is_patch: bool, output: str | None) -> None:
    """Say what has changed between the publications OLD and NEW of an archive.

    In sentences: what is new, what is removed, and what is said otherwise of a thing. With --patch
    as RDF Patch: each triple that is removed (D) or added (A).

    For example:

      lod-archive diff release-1/dist dist
      lod-archive diff release-1/dist dist --patch --output release-2.rdfp

    Exit codes: 0 compared, whether anything has changed or not; 2 they could not be.
    """
    from lod_archive.publish.changes.compare import compare

    compared = compare(old, new)
    if is_patch:
        written = io.BytesIO()
        compared.write_patch(written)
        terminal.emit_data(written.getvalue(), output)
        return
    text = "".join(f"{sentence}\n" for sentence in compared.sentences())
    if not text:
        is_same = not (compared.removed or compared.added)
        text = "Nothing has changed.\n" if is_same else "Nothing but technical data has changed.\n"
    terminal.emit_text(terminal.safe(text), output)
