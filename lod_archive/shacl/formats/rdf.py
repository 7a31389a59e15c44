"""The standard report in RDF, always the same bytes for the same report."""

from __future__ import annotations

import codecs
import io
from typing import TYPE_CHECKING, TextIO, cast

import pyoxigraph as ox

from lod_archive.shacl.report_graph import Names, write_report

if TYPE_CHECKING:
    from typing import IO

    from lod_archive.shacl.report import Report


def write_turtle(report: Report, out: TextIO) -> None:
    """Write one ``sh:ValidationReport`` in Turtle."""
    names = Names.of(report)
    _write(report, names, ox.RdfFormat.TURTLE, dict(names.prefixes), out)


def write_jsonld(report: Report, out: TextIO) -> None:
    """Write one ``sh:ValidationReport`` in expanded JSON-LD."""
    _write(report, Names.of(report), ox.RdfFormat.JSON_LD, {}, out)
    out.write("\n")


def _write(
    report: Report, names: Names, form: ox.RdfFormat, prefixes: dict[str, str], out: TextIO
) -> None:
    with _Decoded(out) as encoded:
        triples = write_report(report, names)
        ox.serialize(triples, cast("IO[bytes]", encoded), format=form, prefixes=prefixes)


class _Decoded(io.RawIOBase):
    """Hands what is written in UTF-8 on as text."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, content: bytes) -> int:  # type: ignore[override]  # of any buffer
        """Hand it on, but for the beginning of a letter at its end."""
        self._out.write(self._decoder.decode(content))
        return len(content)
