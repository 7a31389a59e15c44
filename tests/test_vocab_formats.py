"""The one table of formats."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from lod_archive.vocab import formats
from lod_archive.vocab.formats import Format, format_of

ALL = (*formats.RDF_FORMATS, *formats.RESULT_FORMATS)


@pytest.mark.parametrize("known", formats.RDF_FORMATS, ids=lambda known: known.extension)
def test_rdf_formats_are_those_of_the_library(known: Format) -> None:
    library = ox.RdfFormat.from_media_type(known.media_type)
    assert library is not None
    assert library == ox.RdfFormat.from_extension(known.extension)
    if known != formats.JSON_LD:  # pyoxigraph's is not https://www.w3.org/ns/formats/JSON-LD
        assert library.iri == known.iri
    assert library.supports_datasets == known.has_graphs


@pytest.mark.parametrize("known", formats.RESULT_FORMATS, ids=lambda known: known.extension)
def test_result_formats_are_those_of_the_library(known: Format) -> None:
    library = ox.QueryResultsFormat.from_media_type(known.media_type)
    assert library is not None
    assert library == ox.QueryResultsFormat.from_extension(known.extension)
    assert library.iri == known.iri


def test_no_two_formats_share_a_name() -> None:
    for name in ("name", "media_type", "extension", "iri"):
        assert len({getattr(known, name) for known in ALL}) == len(ALL)


@pytest.mark.parametrize("known", formats.RDF_FORMATS, ids=lambda known: known.extension)
def test_formats_are_found_by_extension(known: Format) -> None:
    assert format_of(known.extension) == format_of(f".{known.extension.upper()}") == known


@pytest.mark.parametrize("extension", ["", ".", "txt", "srj"])
def test_other_extensions_are_no_rdf_format(extension: str) -> None:
    assert format_of(extension) is None
