"""``lod-archive formats``: what is read and written, and under which names."""

from __future__ import annotations

import click

from lod_archive.vocab.formats import (
    DOCUMENT_FORMATS,
    DUMP_FORMATS,
    RDF_FORMATS,
    RESULT_FORMATS,
    Format,
)


@click.command()
def formats() -> None:
    """List the formats: name, extension, media type, and what each is used for."""
    for group, used_for in ((RDF_FORMATS, _use_of), (RESULT_FORMATS, lambda _: "query results")):
        for known in group:
            click.echo(
                f"{known.name:<12} .{known.extension:<8} {known.media_type:<34} {used_for(known)}"
            )


def _use_of(known: Format) -> str:
    uses = [
        use
        for use, group in (("documents", DOCUMENT_FORMATS), ("dumps", DUMP_FORMATS))
        if known in group
    ]
    return ", ".join(uses) + (", named graphs" if known.has_graphs else "")
