"""Profiles as such: what all of them do."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from lod_archive.cli import main
from lod_archive.errors import ArchiveErrors, QueryError
from lod_archive.publish.profiles import (
    Shared,
    export,
    export_forms,
    export_records,
    exporting,
    find_profile,
    profiles,
    records_of,
)
from lod_archive.publish.profiles.profile import read_profile
from lod_archive.vocab.formats import Format
from tests.exports import exported, reference_source, source_of
from tests.reference import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

ALL = sorted(profiles())
OF_RECORDS = [name for name in ALL if not profiles()[name].of_dataset]
"""Those that an archive is exported by before it is built: see test_profile_dcat.py."""
FORMS = [(name, each.extension) for name in OF_RECORDS for each in profiles()[name].outputs]
PREFIXES = """
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX schema: <https://schema.org/>
"""
NAMELESS = f"""{PREFIXES}
GRAPH <doc/event/x> {{
  <doc/event/x> foaf:primaryTopic <event/x> ; dcterms:source "data/events/x.yaml" .
  <event/x> a schema:Event ; schema:description "A strike."@en .
}}"""


@pytest.mark.parametrize(("name", "extension"), FORMS)
def test_writes_the_reference_archive_and_the_same_bytes_each_time(
    name: str, extension: str
) -> None:
    first, second = exported(name, extension), exported(name, extension)
    assert first.content
    assert first.content == second.content


@pytest.fixture(scope="module")
def processes() -> Iterator[Shared]:
    with Shared(2) as started:
        yield started


@pytest.mark.parametrize("name", OF_RECORDS)
def test_several_processes_write_what_one_writes(
    name: str, processes: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "_WORTH_IT", 0)
    monkeypatch.setattr(exporting, "_BATCH", 150)
    profile, source = find_profile(name), reference_source()
    shared, alone = ([(each, io.BytesIO()) for each in profile.outputs] for _ in range(2))
    done = export_forms(profile, source, shared, processes=processes)
    assert done == export_forms(profile, source, alone)
    for (output, one), (_, other) in zip(shared, alone, strict=True):
        assert one.getvalue() == other.getvalue(), output.extension


def test_what_a_process_has_refused_is_told_with_its_place(
    processes: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "_WORTH_IT", 0)
    profile = find_profile("dc")
    with pytest.raises(ArchiveErrors, match=r"data/events/x.yaml: event/x, as dc: has no title"):
        export_forms(
            profile,
            source_of(NAMELESS),
            [(profile.output(), io.BytesIO())],
            processes=processes,
        )


def test_what_stops_a_process_is_raised_and_another_takes_its_place() -> None:
    profile, source = find_profile("dc"), reference_source()
    records = records_of(profile, source)
    unknown = replace(profile.output(), format=Format("unknown", "text/plain", "unknown"))
    with Shared(1) as processes:
        with pytest.raises(QueryError, match="has no form “unknown”"):
            list(processes.written(profile, source, [unknown], [records[:2], records[2:4]]))
        (made,) = processes.written(profile, source, profile.outputs, [records[:3]])
    assert [content.records for content in made.contents] == [3]


@pytest.mark.parametrize("name", OF_RECORDS)
def test_says_what_it_loses(name: str) -> None:
    losses = exported(name).losses
    assert losses
    assert all(loss.values > 0 and loss.what and loss.example for loss in losses)


QUALIFIED = f"""{PREFIXES}
PREFIX p: <https://example.org/prop/> PREFIX ps: <https://example.org/prop/statement/>
PREFIX pq: <https://example.org/prop/qualifier/>
PREFIX arc: <https://w3id.org/lod-archive/ontology#>
PREFIX bibo: <http://purl.org/ontology/bibo/>
PREFIX edtf: <http://id.loc.gov/datatypes/edtf/>
PREFIX wikibase: <http://wikiba.se/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
GRAPH <doc/essay/x> {{
  <doc/essay/x> foaf:primaryTopic <essay/x> ; dcterms:source "data/x.yaml" ;
    dcterms:isPartOf <dataset> .
  <dataset> dcterms:publisher <organization/z> .
  <essay/x> a schema:ScholarlyArticle ; schema:name "X"@en ; schema:inLanguage "en" ;
    schema:author <topic/w> ; schema:composer <organization/z> ; schema:about <topic/y> ;
    dcterms:license <http://rightsstatements.org/vocab/InC/1.0/> ; p:author <essay/x#author> .
  <essay/x#author> a wikibase:Statement , wikibase:BestRank ; ps:author <topic/w> ;
    pq:role "editor"@en ; pq:date "1936"^^edtf:EDTF ; arc:verbatim "in that year"@en .
  <topic/w> a skos:Concept ; skos:prefLabel "Writing"@en ; schema:name "Writing"@en .
  <topic/y> a skos:Concept ; skos:prefLabel "Work"@en .
  <organization/z> a schema:Organization ; schema:name "Museum"@en .
}}"""
SOME = "(of some records, or to some things)"


@pytest.mark.parametrize("name", ["bibframe", "crm", "csl", "dc", "edm", "marc", "schema"])
def test_what_qualifies_a_statement_is_counted_where_it_is_lost(name: str) -> None:
    said = {loss.what: loss.values for loss in exported(name, source=source_of(QUALIFIED)).losses}
    dates = "when a statement held, where its field has no place for that"
    assert said["pq:role of statements"] == 1
    assert said["arc:verbatim of statements"] == 1
    assert said["pq:date of statements" if name != "marc" else dates] == 1


@pytest.mark.parametrize("name", ["bibframe", "csl", "dc", "marc"])
def test_what_records_of_classes_below_lose_is_counted(name: str) -> None:
    below = "GRAPH <doc/x> { <class/Report> rdfs:subClassOf schema:ScholarlyArticle }"
    essay = '<class/Report> ; schema:award "Prize"@en'
    graphs = QUALIFIED.replace("schema:ScholarlyArticle", essay).replace("GRAPH", f"{below}\nGRAPH")
    own = f"PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n{graphs}"
    said = {loss.what: loss.values for loss in exported(name, source=source_of(own)).losses}
    assert said["pq:role of statements"] == 1
    assert said["schema:award"] == 1


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("schema", {f"schema:author {SOME}", "schema:composer (told as another property)"}),
        ("crm", {f"schema:author {SOME}", "schema:composer (told as another property)"}),
        ("edm", {"schema:composer (told as another property)"}),
        ("dc", {"schema:composer (told as another property)"}),
        ("bibframe", set()),
    ],
)
def test_what_a_view_does_not_take_is_counted_value_by_value(name: str, expected: set[str]) -> None:
    """A topic is no author to schema.org; that an organization has composed is told otherwise."""
    said = {loss.what for loss in exported(name, source=source_of(QUALIFIED)).losses}
    assert {each for each in said if each.endswith(("things)", "property)"))} == expected


@pytest.mark.parametrize("name", ALL)
def test_has_shapes_that_look_only_at_the_predicates_they_name(name: str) -> None:
    text = profiles()[name].shapes.read_text("utf-8")
    assert not re.search(r"sh:(closed|sparql|select|ask|expression|rule)\b", text)


@pytest.mark.parametrize("name", ALL)
def test_has_a_crosswalk(name: str) -> None:
    text = (profiles()[name].folder / "README.md").read_text("utf-8")
    assert "|---|---|" in text
    assert "lost" in text


def test_a_record_that_a_consumer_would_refuse_is_told_with_its_place() -> None:
    profile = find_profile("dc")
    with pytest.raises(ArchiveErrors) as caught:
        export(profile, source_of(NAMELESS), profile.output(), io.BytesIO())
    assert "data/events/x.yaml: event/x, as dc: has no title" in str(caught.value)


def test_takes_only_the_records_it_is_asked_for_and_is_for() -> None:
    profile, file = find_profile("dc"), io.BytesIO()
    source = source_of(NAMELESS.replace("schema:description", "schema:name"))
    wanted = ["https://example.org/event/x", "https://example.org/event/unknown"]
    assert export_records(profile, source, profile.output(), wanted, file) == 1
    assert b"A strike." in file.getvalue()


@pytest.mark.parametrize(
    ("front_matter", "problem"),
    [
        ("# description: no title", "the query has no title"),
        ("# title: T\n# classes: schema:Event", "the profile has no “iri”"),
        ("# title: T\n# iri: http://a.example/", "the profile has no “classes”"),
        ("# title: T\n# iri: http://a.example/\n# classes: ex:Event", "no prefix “ex:”"),
        ("# title: T\n# iri: http://a.example/\n# classes:\n# formats: doc", "no RDF format"),
        ("# titel: T", "did you mean “title”?"),
    ],
)
def test_a_profile_that_is_not_right_is_told(
    tmp_path_factory: pytest.TempPathFactory, front_matter: str, problem: str
) -> None:
    folder = tmp_path_factory.mktemp("profile")
    query = "CONSTRUCT { ?record a ?class }\nWHERE { ?record a ?class }\n"
    (folder / "construct.rq").write_text(f"{front_matter}\n{query}", "utf-8")
    with pytest.raises(QueryError) as caught:
        read_profile(folder)
    assert problem in str(caught.value)


def test_an_unknown_profile_or_form_is_told_with_the_nearest() -> None:
    with pytest.raises(QueryError, match="no profile “dcc”"):
        find_profile("dcc")
    with pytest.raises(QueryError, match="has no form “xlm”"):
        find_profile("dc").output("xlm")


@pytest.mark.parametrize("option", ["-o", "--out", "--output"])
def test_the_command_writes_a_file_and_says_what_was_lost(
    tmp_path_factory: pytest.TempPathFactory, option: str
) -> None:
    folder = tmp_path_factory.mktemp("export")
    archive = ROOT / "tests" / "archives" / "strike"
    arguments = ["export", "dc", str(archive), option, str(folder / "dc.xml")]
    result = CliRunner().invoke(main, [*arguments, "--losses", str(folder / "lost.csv")])
    assert result.exit_code == 0, result.output
    assert b"<oai_dc:dc" in (folder / "dc.xml").read_bytes()
    assert (folder / "lost.csv").read_bytes().startswith(b"what,values,example\r\n")
    assert "records as Dublin Core" in result.stderr


def test_the_command_lists_the_profiles() -> None:
    result = CliRunner().invoke(main, ["export", "--list"])
    assert result.exit_code == 0
    assert [name for name in ALL if f"\n{name} " in f"\n{result.output}"] == ALL
