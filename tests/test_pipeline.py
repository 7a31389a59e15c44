"""The whole flow on the tiny archive: what is published, what is refused, what is done again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from rdflib import XSD
from rdflib.compare import to_canonical_graph

import lod_archive
from lod_archive import Archive, ArchiveError, ArchiveErrors, NonConformance, query
from lod_archive.errors import PublicationError
from lod_archive.publish import Publication, canonical_hash
from lod_archive.vocab.iris import MANIFEST

STRIKE = Path(__file__).parent / "archives" / "strike"
Edit = Callable[[str, str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(STRIKE, tmp_path / "strike"))


@pytest.fixture
def edit(folder: Path) -> Edit:
    def replace(name: str, old: str, new: str) -> None:
        path = folder / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    return replace


def contents(root: Path) -> dict[str, bytes]:
    """Every published file but the store, whose database is not reproducible, and what remembers
    earlier builds.
    """
    files = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.relative_to(root).parts[0] not in ("store", "changes")
    }
    manifest = files[MANIFEST].splitlines(keepends=True)
    files[MANIFEST] = b"".join(line for line in manifest if not line.startswith(b'    "changes/'))
    return files


def test_a_build_publishes_documents_dumps_catalogue_and_store(folder: Path) -> None:
    built = Archive.open(folder).build()
    published = contents(folder / "dist")
    for path in (
        "doc/event/strike.ttl",
        "doc/event/strike.jsonld",
        "doc/event/strike.nt",
        "doc/leaflet/date.ttl",
        "doc/ontology.ttl",
        "doc/dataset.ttl",
        "dumps/archive.nq",
        "dumps/archive.nt.gz",
        "dumps/SHA256SUMS",
        "void.ttl",
        "context.jsonld",
        "shacl-report.ttl",
        "manifest.json",
    ):
        assert published[path], path
    assert (folder / "dist" / "store").is_dir()
    assert built.publication.facts.counts["records"] == 4
    assert not list(built.publication.damaged())


def test_two_builds_in_two_folders_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(folder, tmp_path / "elsewhere")
    Archive.open(folder).build(tmp_path / "one")
    Archive.open(copy).build(tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_nothing_is_written_when_nothing_has_changed(folder: Path) -> None:
    first = Archive.open(folder).build()
    before = (folder / "dist").stat().st_ino
    second = Archive.open(folder).build()
    assert first.is_new
    assert not second.is_new
    assert (folder / "dist").stat().st_ino == before


def test_force_builds_although_nothing_has_changed(folder: Path) -> None:
    Archive.open(folder).build()
    assert Archive.open(folder).build(force=True).is_new


def test_after_one_change_only_its_file_is_expanded_again(folder: Path, edit: Edit) -> None:
    Archive.open(folder).build()
    edit("data/strike.yaml", "A leaflet", "The leaflet")
    assert Archive.open(folder).build().expanded == 2, "the records of data/strike.yaml"


def test_a_rebuild_gives_the_same_publication_as_a_first_build(
    folder: Path, edit: Edit, tmp_path: Path
) -> None:
    Archive.open(folder).build()
    edit("data/strike.yaml", "A leaflet", "The leaflet")
    Archive.open(folder).build()
    Archive.open(folder).build(tmp_path / "fresh")
    assert contents(folder / "dist") == contents(tmp_path / "fresh")


OWN_SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
<https://example.org/strike/shapes#Event> a sh:NodeShape ; sh:message "An event."@en ;
  sh:targetClass <https://schema.org/Event> ; sh:severity sh:Info ; sh:nodeKind sh:IRI .
"""
OWN_TERM = '{"@context": {"weight": {"@id": "https://example.org/vocab#weight"}}}'
OWN_ONTOLOGY = '<https://example.org/vocab#weight> <http://purl.org/dc/terms/title> "Weight" .'
OTHER_THAN_RECORDS = {
    "shapes/own.ttl": OWN_SHAPES,
    "ontology/own.jsonld": OWN_TERM,
    "ontology/own.ttl": OWN_ONTOLOGY,
    "data/more.yaml": "id: event/more\ntype: Event\nname: {en: More}\n",
    "archive.toml": 'license = "https://creativecommons.org/licenses/by/4.0/"\n',
}


def test_the_order_of_a_context_counts(folder: Path, tmp_path: Path) -> None:
    own = folder / "ontology" / "own.jsonld"
    own.parent.mkdir()
    for terms in (("weight", "height"), ("height", "weight")):
        definitions = {term: {"@id": f"https://example.org/vocab#{term}"} for term in terms}
        own.write_text(json.dumps({"@context": definitions}), "utf-8")
        Archive.open(folder).build()
    Archive.open(folder).build(tmp_path / "fresh")
    assert contents(folder / "dist") == contents(tmp_path / "fresh")


@pytest.mark.parametrize("name", OTHER_THAN_RECORDS)
def test_whatever_is_added_a_rebuild_equals_a_first_build(
    folder: Path, tmp_path: Path, name: str
) -> None:
    Archive.open(folder).build()
    before = contents(folder / "dist")
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    earlier = path.read_text("utf-8") if path.exists() else ""
    path.write_text(OTHER_THAN_RECORDS[name] + earlier, "utf-8")
    Archive.open(folder).build()
    Archive.open(folder).build(tmp_path / "fresh")
    assert contents(folder / "dist") == contents(tmp_path / "fresh") != before


def test_a_claim_that_becomes_an_allegation_changes_what_rests_on_it(
    folder: Path, edit: Edit
) -> None:
    ask = "ASK { ?strike a schema:Event ; dcterms:date ?date }"
    Archive.open(folder).build()
    assert Archive.open(folder).query(ask)
    edit("data/claims/leaflet.yaml", "stance: asserted", "stance: hedged")
    built = Archive.open(folder).build()
    assert not Archive.open(folder).query(ask)
    assert built.expanded == built.publication.facts.counts["records"]


def test_a_deleted_record_disappears_from_the_next_publication(folder: Path) -> None:
    extra = folder / "data" / "extra.yaml"
    extra.write_text("id: event/extra\ntype: Event\nname: {en: Extra}\n", "utf-8")
    Archive.open(folder).build()
    assert (folder / "dist" / "doc" / "event" / "extra.ttl").exists()
    extra.unlink()
    Archive.open(folder).build()
    assert not (folder / "dist" / "doc" / "event" / "extra.ttl").exists()


@pytest.mark.parametrize("is_edited", [False, True])
@pytest.mark.parametrize("name", ["doc/event/strike.ttl", "dumps/archive.ttl", "void.ttl"])
def test_what_is_damaged_is_made_anew(
    folder: Path, edit: Edit, tmp_path: Path, name: str, is_edited: bool
) -> None:
    Archive.open(folder).build()
    (folder / "dist" / name).write_bytes(b"nonsense\n")
    if is_edited:
        edit("data/claims/leaflet.yaml", "calls for", "announces")
    assert Archive.open(folder).build().is_new
    Archive.open(folder).build(tmp_path / "fresh")
    assert contents(folder / "dist") == contents(tmp_path / "fresh")


@pytest.mark.parametrize("pattern", ["*", "*.sst"])
def test_a_store_with_files_missing_is_made_anew(folder: Path, pattern: str) -> None:
    Archive.open(folder).build()
    for path in (folder / "dist" / "store").glob(pattern):
        path.unlink()
    with pytest.raises(ArchiveError, match="store"):
        query.open_source(folder / "dist")
    assert Archive.open(folder).build().is_new
    assert query.run(query.open_source(folder / "dist"), "ASK { ?s a schema:Event }")


@pytest.mark.parametrize("name", ["data", "data/dist", "shapes", "ontology/new", "queries"])
def test_a_publication_is_not_put_among_the_archives_own_files(folder: Path, name: str) -> None:
    with pytest.raises(PublicationError, match="holds the archive's own files"):
        Archive.open(folder).build(folder / name)


def test_an_archive_without_records_is_told_so(folder: Path) -> None:
    shutil.rmtree(folder / "data")
    (folder / "data").mkdir()
    (folder / "data" / "letters.docx").write_bytes(b"")
    with pytest.raises(ArchiveError, match="there is no record below data/") as caught:
        Archive.open(folder).build()
    assert "letters.docx is not read" in (caught.value.hint or "")


def test_a_damaged_dump_is_not_reused(folder: Path, edit: Edit, tmp_path: Path) -> None:
    Archive.open(folder).build()
    (folder / "dist" / "dumps" / "archive.nq").write_bytes(b"nonsense\n")
    edit("data/strike.yaml", "A leaflet", "The leaflet")
    Archive.open(folder).build()
    Archive.open(folder).build(tmp_path / "fresh")
    rebuilt = (folder / "dist" / "dumps" / "archive.nq").read_bytes()
    assert rebuilt == (tmp_path / "fresh" / "dumps" / "archive.nq").read_bytes()


def test_what_breaks_the_shapes_is_not_published_and_the_last_publication_stays(
    folder: Path, edit: Edit
) -> None:
    Archive.open(folder).build()
    before = contents(folder / "dist")
    edit("data/claims/leaflet.yaml", "  source: source/leaflet\n", "")
    with pytest.raises(NonConformance) as caught:
        Archive.open(folder).build()
    assert caught.value.at is not None
    assert caught.value.at.file == "data/claims/leaflet.yaml"
    assert contents(folder / "dist") == before


def test_every_mistake_of_a_run_is_shown_with_its_place(folder: Path, edit: Edit) -> None:
    edit("data/strike.yaml", "date, value: 1936-02,", "date, value: 1936-13,")
    edit("data/strike.yaml", "causes, value:", "cuases, value:")
    edit("data/claims/leaflet.yaml", "stance: alleged", "stance: aleged")
    with pytest.raises(ArchiveErrors) as caught:
        Archive.open(folder).build()
    places = [str(error.at) for error in caught.value.errors]
    assert places == [
        "data/claims/leaflet.yaml:10:11",
        "data/strike.yaml:6:31",
        "data/strike.yaml:8:18",
    ]
    assert "did you mean “causes”" in str(caught.value)


def test_a_dangling_reference_is_an_error_with_a_suggestion(folder: Path, edit: Edit) -> None:
    edit("data/strike.yaml", "causes, value: event/strike,", "causes, value: event/strik,")
    with pytest.raises(ArchiveErrors) as caught:
        Archive.open(folder).build()
    (error,) = caught.value.errors
    assert str(error.at) == "data/strike.yaml:8:33"
    assert error.hint == "did you mean “event/strike”?"


def test_a_duplicate_id_names_both_places(folder: Path) -> None:
    (folder / "data" / "zz.yaml").write_text("id: event/strike\ntype: Event\n", "utf-8")
    with pytest.raises(ArchiveErrors) as caught:
        Archive.open(folder).build()
    (error,) = caught.value.errors
    assert str(error.at) == "data/zz.yaml:1:5"
    assert "data/strike.yaml:1:3" in error.message


def test_a_claim_outside_its_folder_is_refused(folder: Path) -> None:
    shutil.move(folder / "data" / "claims" / "leaflet.yaml", folder / "data" / "leaflet.yaml")
    with pytest.raises(ArchiveErrors, match="claims live below data/claims"):
        Archive.open(folder).build()


def test_the_revision_is_published_and_changes_no_document(folder: Path) -> None:
    Archive.open(folder).build(revision="r1")
    one = contents(folder / "dist")
    Archive.open(folder).build(revision="r2")
    two = contents(folder / "dist")
    assert b"r2" in two["doc/dataset.ttl"]
    changed = {path for path in one if one[path] != two[path]}
    assert changed == {
        "doc/dataset.html",
        "ru/doc/dataset.html",
        "doc/dataset.ttl",
        "doc/dataset.jsonld",
        "doc/dataset.nt",
        "doc/dataset.rdf",
        "exports/dcat.jsonld",
        "exports/dcat.rdf",
        "exports/dcat.ttl",
        "void.ttl",
        "manifest.json",
    }


def test_the_store_answers_what_the_dumps_say(folder: Path) -> None:
    Archive.open(folder).build()
    source = query.open_source(folder / "dist")
    answer = query.run(source, "ASK { :event\\/strike arc:outputMass/schema:value 102.5 }")
    assert answer


def as_read_by_rdflib(path: Path) -> set[tuple[str, str, str]]:
    """The triples of a document; to RDF 1.1 a text with the datatype xsd:string is one without."""
    graph = rdflib.Graph()
    for s, p, o in rdflib.Graph().parse(path):
        is_plain = isinstance(o, rdflib.Literal) and str(o.datatype) == str(XSD.string)
        graph.add((s, p, rdflib.Literal(str(o)) if is_plain else o))
    return {(str(s), str(p), o.n3()) for s, p, o in to_canonical_graph(graph)}


# rdflib's own JSON-LD parser still makes a ConjunctiveGraph.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_a_document_says_the_same_in_every_format(folder: Path) -> None:
    Archive.open(folder).build()
    documents = sorted((folder / "dist" / "doc").rglob("*.nt"))
    assert len(documents) == 7
    for path in documents:
        triples = as_read_by_rdflib(path)
        assert triples == as_read_by_rdflib(path.with_suffix(".jsonld")), path
        assert triples == as_read_by_rdflib(path.with_suffix(".ttl")), path


def test_literals_are_published_as_written(folder: Path) -> None:
    Archive.open(folder).build()
    published = contents(folder / "dist")
    for path in ("dumps/archive.nt", "dumps/archive.jsonld", "doc/event/strike.jsonld"):
        assert b"102.50" in published[path], path


def test_language_tags_are_published_in_their_usual_case(folder: Path) -> None:
    Archive.open(folder).build()
    published = contents(folder / "dist")
    for path in ("dumps/archive.nt", "dumps/archive.rdf", "doc/event/strike.ttl"):
        assert b"ru-Latn-alalc97" in published[path], path


def test_the_hash_is_that_of_what_is_published(folder: Path) -> None:
    facts = Archive.open(folder).build().publication.facts
    assert facts.dataset == canonical_hash(folder / "dist/dumps/archive.nq")


def test_python_gives_an_rdflib_graph_and_a_data_frame(folder: Path) -> None:
    archive = Archive.open(folder)
    assert len(archive.graph()) == archive.build().publication.facts.counts["triples"]
    rows = archive.query("SELECT ?event ?date { ?event a schema:Event ; dcterms:date ?date }")
    frame = rows.to_pandas()  # type: ignore[union-attr]
    assert list(frame["date"]) == ["1936-03-02"]


def test_named_queries_are_asked_with_their_parameters(folder: Path) -> None:
    (folder / "queries").mkdir()
    text = (
        "# title: Dates\n# description: The dates of an event.\n"
        "# param event: iri: which event\n"
        "SELECT ?event ?date { ?event dcterms:date ?date }\n"
    )
    (folder / "queries" / "dates.rq").write_text(text, "utf-8")
    rows = Archive.open(folder).query_named("dates", {"event": "event/strike"})
    assert isinstance(rows, query.Rows)
    assert [str(row["date"]).split("^^")[0] for row in rows] == ['"1936-03-02"']


def test_public_names_are_few_sorted_and_exist() -> None:
    assert len(lod_archive.__all__) <= 12
    assert lod_archive.__all__ == sorted(lod_archive.__all__)
    for name in lod_archive.__all__:
        assert getattr(lod_archive, name) is not None


def test_a_publication_can_be_opened_again(folder: Path) -> None:
    built = Archive.open(folder).build()
    assert Publication.open(folder / "dist") == built.publication


def test_thousands_of_dangling_references_are_counted_and_the_first_shown(folder: Path) -> None:
    records = [
        f'{{"id": "event/e{n}", "type": "Event", "name": {{"en": "E"}}, "about": "topic/t{n}"}}\n'
        for n in range(3000)
    ]
    (folder / "data" / "many.jsonl").write_text("".join(records), "utf-8")
    with pytest.raises(ArchiveErrors) as caught:
        Archive.open(folder).build()
    assert len(caught.value.errors) == 1000
    assert caught.value.omitted == 2000
