"""Publications, stores and RDF files are opened alike, and anything else is explained."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyoxigraph as ox
import pytest

from lod_archive.errors import QueryError
from lod_archive.query import Rows, Source, open_source, run
from lod_archive.store import EmbeddedStore

TRIG = """
<https://e.org/doc/a> {
  <https://e.org/doc/a> a <http://xmlns.com/foaf/0.1/Document> ;
    <http://purl.org/dc/terms/isPartOf> <https://e.org/dataset> .
  <https://e.org/event/a> a <https://schema.org/Event> .
}
"""
EVENTS = "SELECT ?event { ?event a schema:Event }"


def dump(extension: str) -> bytes:
    quads = ox.parse(TRIG, ox.RdfFormat.TRIG)
    form = ox.RdfFormat.from_extension(extension)
    assert form is not None
    items = quads if form.supports_datasets else (quad.triple for quad in quads)
    return ox.serialize(items, format=form) or b""


@pytest.mark.parametrize("extension", ["nq", "trig", "ttl", "nt", "jsonld", "rdf"])
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gz"])
def test_rdf_file_of_any_format_is_read(tmp_path: Path, extension: str, packed: bool) -> None:
    path = tmp_path / f"dump.{extension}{'.gz' if packed else ''}"
    path.write_bytes(gzip.compress(dump(extension)) if packed else dump(extension))
    source = open_source(path)
    assert source.prologue.base == "https://e.org/"
    assert len(as_rows(source)) == 1


def as_rows(source: Source) -> Rows:
    answer = run(source, EVENTS)
    assert isinstance(answer, Rows)
    return answer


def test_several_files_are_asked_together(tmp_path: Path) -> None:
    paths = [tmp_path / "one.ttl", tmp_path / "two.ttl"]
    for path in paths:
        path.write_text(f"<https://x.org/{path.stem}> a <https://schema.org/Event> .")
    assert len(as_rows(open_source(*paths))) == 2


@pytest.mark.parametrize("where", ["dist", "dist/store"])
def test_publication_and_its_store_are_the_same_source(tmp_path: Path, where: str) -> None:
    (tmp_path / "dist").mkdir()
    dump_path = tmp_path / "all.nq"
    dump_path.write_bytes(dump("nq"))
    store = EmbeddedStore.create(tmp_path / "dist" / "store")
    store.load_nquads(dump_path)
    del store
    source = open_source(tmp_path / where)
    assert source.prologue.base == "https://e.org/"
    assert len(as_rows(source)) == 1


def test_data_from_elsewhere_has_no_base(tmp_path: Path) -> None:
    path = tmp_path / "other.ttl"
    path.write_text("<https://x.org/a> a <https://schema.org/Event> .")
    assert open_source(path).prologue.base is None


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("letters.docx", "", "cannot tell the RDF format"),
        ("bad.ttl", "<http://e/a> <http://e/b> ", "bad.ttl:1:"),
        ("bad.ttl.gz", "not packed", "cannot read"),
    ],
)
def test_file_that_is_not_rdf_is_explained(
    tmp_path: Path, name: str, content: str, complaint: str
) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(QueryError) as caught:
        open_source(tmp_path / name)
    assert complaint in str(caught.value)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"gone\.ttl"):
        open_source(tmp_path / "gone.ttl")


def test_name_of_nothing_is_not_taken_for_an_unknown_format(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"there is no .*dits"):
        open_source(tmp_path / "dits")


def test_folder_without_a_publication_is_explained(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="nothing to ask") as caught:
        open_source(tmp_path)
    assert "lod-archive build" in (caught.value.hint or "")


def test_folder_among_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("")
    EmbeddedStore.create(tmp_path / "store")
    with pytest.raises(QueryError, match="among other paths"):
        open_source(tmp_path / "a.ttl", tmp_path / "store")
