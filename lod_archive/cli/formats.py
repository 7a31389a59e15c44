"""``lod-archive formats``: what is read and written, and under which names."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from lod_archive.cli import terminal
from lod_archive.cli.command import Command
from lod_archive.cli.options import json_option
from lod_archive.vocab.formats import DOCUMENT_FORMATS, DUMP_FORMATS, RDF_FORMATS, RESULT_FORMATS

if TYPE_CHECKING:
    from lod_archive.vocab.formats import Format


@click.command(cls=Command)
@json_option
def formats(as_json: bool) -> None:
    """List the formats: name, extension, media type, and what each is used for.

    For example:

      lod-archive formats
      lod-archive formats --json | jq '.[].media_type'

    Exit code: 0.
    """
    rows = [(known, ", ".join(_uses(known))) for known in (*RDF_FORMATS, *RESULT_FORMATS)]
    if as_json:
        listed = [
            {
                "name": known.name,
                "extension": known.extension,
                "media_type": known.media_type,
                "iri": known.iri,
                "named_graphs": known.has_graphs,
                "used_for": _uses(known),
            }
            for known, _ in rows
        ]
        terminal.emit_data(f"{json.dumps(listed, indent=2)}\n".encode())
        return
    for known, uses in rows:
        graphs = "; named graphs" if known.has_graphs else ""
        extension = f".{known.extension}"
        click.echo(f"{known.name:<12} {extension:<8} {known.media_type:<32} {uses}{graphs}")


def _uses(known: Format) -> list[str]:
    groups = (
        ("documents", DOCUMENT_FORMATS),
        ("dumps", DUMP_FORMATS),
        ("triples", RDF_FORMATS),
        ("rows", RESULT_FORMATS),
    )
    return [use for use, group in groups if known in group]
