"""The description of the dataset says what is there, and catalogues accept it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdflib import DCAT, DCTERMS, FOAF, PROV, RDF, SKOS, VOID, Literal, URIRef

from lod_archive.publish import Build, Statistics, write_description, write_dumps
from lod_archive.publish.statistics import LinkCount, PropertyCount
from lod_archive.vocab import formats
from tests.graphs import assert_same_graph
from tests.publications import BASE, CASES, SETTINGS, union, valid
from tests.suites import suite_path

if TYPE_CHECKING:
    from pathlib import Path

    from lod_archive.publish import Dumps

DATASET = URIRef(BASE + "dataset")
SCHEMA = "https://schema.org/"
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")


def described(folder: Path, case: str = "strike") -> tuple[rdflib.Graph, Statistics, Dumps]:
    data = valid(CASES / f"{case}.nq")
    dumps = write_dumps(data, folder)
    build = Build(revision="v1.2", used=(BASE + "doc/ontology",))
    statistics = write_description(data, folder, SETTINGS, dumps, build=build)
    graph = rdflib.Graph().parse(folder / "doc/dataset.nt", format="nt")
    return graph, statistics, dumps


def part(name: str) -> URIRef:
    return URIRef(f"{DATASET}#{name}")


def test_counts_are_those_of_the_data(tmp_path: Path) -> None:
    graph, statistics, _ = described(tmp_path)
    triples = {quad.triple for quad in ox.parse(path=CASES / "strike.nq")}
    types = {triple.object for triple in triples if triple.predicate.value == str(RDF.type)}
    assert statistics.triples == len(triples)
    assert statistics.subjects == len({triple.subject for triple in triples})
    assert statistics.objects == len({triple.object for triple in triples})
    assert statistics.entities == 3
    for predicate, number in (
        (VOID.triples, len(triples)),
        (VOID.entities, 3),
        (VOID.classes, len(types)),
        (VOID.properties, len({triple.predicate for triple in triples})),
        (VOID.distinctSubjects, statistics.subjects),
        (VOID.distinctObjects, statistics.objects),
    ):
        assert list(graph.objects(DATASET, predicate)) == [Literal(number)]


def test_each_property_and_class_has_a_partition(tmp_path: Path) -> None:
    graph, statistics, _ = described(tmp_path)
    name = PropertyCount(SCHEMA + "name", triples=6, subjects=3)
    assert name in statistics.properties
    assert sum(used.triples for used in statistics.properties) == statistics.triples
    assert (part("property-schema.name"), VOID.triples, Literal(6)) in graph
    assert (part("property-p.date"), VOID.property, URIRef(BASE + "prop/date")) in graph
    assert (part("class-schema.Place"), VOID.entities, Literal(1)) in graph
    assert len(set(graph.objects(DATASET, VOID.classPartition))) == len(statistics.classes)


def test_links_are_counted_by_property_and_by_the_dataset_they_lead_to(tmp_path: Path) -> None:
    graph, statistics, _ = described(tmp_path)
    wikidata = "http://www.wikidata.org/entity/"
    assert statistics.links == (
        LinkCount(SCHEMA + "sameAs", wikidata, 2),
        LinkCount(str(SKOS.exactMatch), wikidata, 1),
        LinkCount(SCHEMA + "sameAs", "https://viaf.org/viaf/", 1),
    )
    links = part("links-schema.sameAs-https-viaf.org")
    target = graph.value(links, VOID.objectsTarget)
    assert (links, VOID.linkPredicate, URIRef(SCHEMA + "sameAs")) in graph
    assert graph.value(target, VOID.uriSpace) == Literal("https://viaf.org/viaf/")


def test_links_within_the_archive_are_not_counted(tmp_path: Path) -> None:
    nquads = tmp_path / "own.nq"
    nquads.write_text(
        f"<{BASE}a/b> <{SCHEMA}sameAs> <{BASE}a/c> <{BASE}doc/a/b> .\n"
        f'<{BASE}a/b> <{SCHEMA}sameAs> "a text" <{BASE}doc/a/b> .\n'
        f"<{BASE}a/b> <{SCHEMA}sameAs> <urn:isbn:1> <{BASE}doc/a/b> .\n"
    )
    data = valid(nquads)
    dumps = write_dumps(data, tmp_path / "dist")
    statistics = write_description(data, tmp_path / "dist", SETTINGS, dumps)
    assert [link.triples for link in statistics.links] == [1]


def test_each_dump_is_a_distribution_with_its_checksum(tmp_path: Path) -> None:
    graph, _, dumps = described(tmp_path)
    assert len(set(graph.objects(DATASET, DCAT.distribution))) == len(dumps.files) == 12
    for file in dumps.files:
        url = URIRef(BASE + file.path)
        distribution = graph.value(predicate=DCAT.downloadURL, object=url)
        checksum = graph.value(distribution, SPDX.checksum)
        size = graph.value(distribution, DCAT.byteSize)
        assert isinstance(size, Literal)
        assert int(size) == (tmp_path / file.path).stat().st_size
        assert str(graph.value(checksum, SPDX.checksumValue)) == file.sha256
        assert (DATASET, VOID.dataDump, url) in graph
        is_zipped = (distribution, DCAT.compressFormat, None) in graph
        assert is_zipped == file.path.endswith(".gz")


def test_the_hash_of_the_dataset_is_given(tmp_path: Path) -> None:
    graph, _, dumps = described(tmp_path)
    canonical_hash = URIRef("https://w3id.org/lod-archive/ontology#canonicalHash")
    assert str(graph.value(DATASET, canonical_hash)) == dumps.dataset.sha256


def test_texts_and_agents_are_those_of_the_settings_and_the_records(tmp_path: Path) -> None:
    graph, *_ = described(tmp_path)
    museum = URIRef(BASE + "organization/museum")
    titles = {Literal("The strike", lang="en"), Literal("Стачка", lang="ru")}
    assert set(graph.objects(DATASET, DCTERMS.title)) == titles
    assert graph.value(DATASET, DCTERMS.publisher) == museum
    assert Literal("Музей шахты", lang="ru") in set(graph.objects(museum, FOAF.name))
    assert graph.value(DATASET, DCAT.landingPage) == URIRef("https://museum.example/strike")
    assert graph.value(DATASET, URIRef("http://www.w3.org/ns/dcat#version")) == Literal("v1.2")


def test_the_making_is_described_without_a_time(tmp_path: Path) -> None:
    graph, *_ = described(tmp_path)
    activity = URIRef(BASE + "activity/build")
    assert (activity, RDF.type, PROV.Activity) in graph
    assert (activity, PROV.used, URIRef(BASE + "doc/ontology")) in graph
    assert (graph.value(activity, PROV.wasAssociatedWith), RDF.type, PROV.SoftwareAgent) in graph
    datatypes = {term.datatype for term in graph.objects() if isinstance(term, Literal)}
    assert not {rdflib.XSD.dateTime, rdflib.XSD.date} & datatypes


def test_example_resources_are_entities_with_a_document(tmp_path: Path) -> None:
    graph, *_ = described(tmp_path)
    names = ("event/strike", "place/pit", "organization/museum")
    examples = set(graph.objects(DATASET, VOID.exampleResource))
    assert examples == {URIRef(BASE + name) for name in names}


@pytest.mark.parametrize("case", ["strike", "odd-text", "shared-triples"])
def test_it_is_written_alike_in_every_format_and_has_no_blank_node(
    case: str, tmp_path: Path
) -> None:
    graph, *_ = described(tmp_path, case)
    turtle = rdflib.Graph().parse(tmp_path / "doc/dataset.ttl", format="turtle")
    assert_same_graph(turtle, graph)
    json_ld = tmp_path / "doc/dataset.jsonld"
    assert union(json_ld, formats.JSON_LD) == union(tmp_path / "doc/dataset.nt", formats.N_TRIPLES)
    assert (tmp_path / "void.ttl").read_bytes() == (tmp_path / "doc/dataset.ttl").read_bytes()
    assert not [term for term in graph.all_nodes() if isinstance(term, rdflib.BNode)]


def test_the_description_is_not_in_the_dumps(tmp_path: Path) -> None:
    described(tmp_path)
    assert "dcat#" not in (tmp_path / "dumps/archive.nq").read_text("utf-8")


@pytest.mark.parametrize("shapes", ["dcat-ap-SHACL.ttl", "shapes.ttl", "range.ttl"])
def test_it_conforms_to_dcat_ap(shapes: str, tmp_path: Path) -> None:
    """https://semiceu.github.io/DCAT-AP/releases/3.0.1/#validation-of-dcat-ap."""
    graph, *_ = described(tmp_path)
    constraints = rdflib.Graph().parse(suite_path("dcat-ap-3.0.1") / shapes)
    conforms, _, report = pyshacl.validate(graph, shacl_graph=constraints)
    assert conforms, report
