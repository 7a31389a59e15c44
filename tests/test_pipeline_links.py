"""Links that people have decided on, from their files to the publication."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from lod_archive.errors import ArchiveErrors, NonConformance
from lod_archive.pipeline import Archive
from lod_archive.publish.profiles import profiles
from lod_archive.query import Rows
from lod_archive.shacl import Report
from lod_archive.sources.sssom import read_decisions
from tests.mappings import FILE, MOLOTOV, PEOPLE, STALIN, WIKIDATA, linked_archive, mapping_set
from tests.records import make_archive

Q855 = f"{WIKIDATA}Q855"
NODE = f"{STALIN}#exactMatch-www.wikidata.org-entity-Q855"
DECIDED = {
    "author_id": "orcid:0000-0002-1825-0097",
    "confidence": "0.9",
    "comment": "both born in Gori",
    "object_category": "http://xmlns.com/foaf/0.1/Person",
    "other": "begin: 1878|end: 1953",
}


def said_of(archive: Archive, node: str) -> dict[str, set[str]]:
    """What the graph says of a node, by the last part of the property's IRI."""
    answer = archive.query(f"SELECT ?p ?o {{ <{node}> ?p ?o }}")
    assert isinstance(answer, Rows)
    found: dict[str, set[str]] = {}
    for predicate, value in answer.rows:
        assert isinstance(predicate, ox.NamedNode)
        assert isinstance(value, ox.NamedNode | ox.Literal)
        key = predicate.value.removeprefix("https://example.org/").rpartition("#")[2]
        found.setdefault(key.removeprefix("prop/").rpartition("/")[2], set()).add(value.value)
    return found


def test_an_accepted_link_is_a_statement_with_who_decided_and_when(tmp_path: Path) -> None:
    archive = linked_archive(tmp_path, DECIDED)
    assert said_of(archive, STALIN)["exactMatch"] == {Q855, NODE}
    said = said_of(archive, NODE)
    assert said["exactMatch"] == {Q855}
    assert said["evidence"] == {f"{FILE}: decided by Anna Petrova on 2026-11-29"}
    assert said["wasAttributedTo"] == {"https://orcid.org/0000-0002-1825-0097"}
    assert said["author_label"] == {"Anna Petrova"}
    assert said["created"] == {"2026-11-29"}
    assert said["mapping_justification"] == {"https://w3id.org/semapv/vocab/ManualMappingCuration"}
    assert said["confidence"] == {"0.9"}
    assert said["comment"] == {"both born in Gori"}
    assert (said["birthDate"], said["deathDate"]) == ({"1878"}, {"1953"})
    assert said["hasType"] == {"http://xmlns.com/foaf/0.1/Person"}


@pytest.mark.parametrize(
    ("predicate", "key"),
    [
        ("skos:closeMatch", "closeMatch"),
        ("skos:broadMatch", "broadMatch"),
        ("skos:narrowMatch", "narrowMatch"),
        ("skos:relatedMatch", "relatedMatch"),
        ("owl:sameAs", "identicalTo"),
        ("schema:sameAs", "sameAs"),
    ],
)
def test_every_kind_of_link_is_published(predicate: str, key: str, tmp_path: Path) -> None:
    archive = linked_archive(tmp_path, {"predicate_id": predicate})
    node = f"{STALIN}#{key}-www.wikidata.org-entity-Q855"
    assert node in said_of(archive, STALIN)[key]
    assert said_of(archive, node)[key] == {Q855}
    assert archive.validate().conforms


@pytest.mark.parametrize("row", [{"predicate_modifier": "Not"}, {"confidence": "0.0"}])
def test_what_is_rejected_or_unsure_is_not_published(row: dict[str, str], tmp_path: Path) -> None:
    archive = linked_archive(tmp_path, row)
    assert "exactMatch" not in said_of(archive, STALIN)
    built = archive.build()
    assert not (built.publication.root / "links").exists()
    assert "Q855" not in (built.publication.root / "dumps/archive.nq").read_text("utf-8")


UNPUBLISHED = {
    "rejected": {"object_id": "wikidata:Q9000001", "predicate_modifier": "Not"},
    "rejected as nearly the same": {
        "object_id": "wikidata:Q9000002",
        "predicate_id": "skos:closeMatch",
        "predicate_modifier": "Not",
    },
    "unsure": {"object_id": "wikidata:Q9000003", "confidence": "0.0"},
    "a reviewer is unsure": {
        "object_id": "wikidata:Q9000004",
        "reviewer_label": "Boris Ivanov",
        "reviewer_agreement": "0",
    },
}
UNDECIDED = {"object_id": "wikidata:Q9000005", "mapping_justification": "semapv:LexicalMatching"}
OF_CANDIDATES = b"Q900000"
"""What all of them have in their IRIs, and nothing else."""


def outputs_of(root: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of a publication, and what is in those that are packed."""
    for path in filter(Path.is_file, root.rglob("*")):
        name, content = path.relative_to(root).as_posix(), path.read_bytes()
        if path.suffix == ".gz":
            content = gzip.decompress(content)
        yield name, content
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as packed:
                yield from ((f"{name}/{each}", packed.read(each)) for each in packed.namelist())


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> tuple[Archive, dict[str, bytes]]:
    """An archive with an accepted link, others of all kinds, and what it publishes."""
    archive = linked_archive(tmp_path_factory.mktemp("decided"), {}, *UNPUBLISHED.values())
    candidates = archive.root / "candidates/wikidata.sssom.tsv"
    candidates.parent.mkdir()
    candidates.write_text(mapping_set(UNDECIDED), "utf-8")
    return archive, dict(outputs_of(archive.build().publication.root))


def test_no_output_has_what_was_rejected_or_is_unsure_or_undecided(
    decided: tuple[Archive, dict[str, bytes]],
) -> None:
    archive, outputs = decided
    assert [name for name, content in outputs.items() if OF_CANDIDATES in content] == []
    found = archive.query(
        f"""SELECT ?graph ?s ?p ?o {{ GRAPH ?graph {{ ?s ?p ?o }}
        FILTER(CONTAINS(CONCAT(STR(?s), STR(?o)), "{OF_CANDIDATES.decode()}")) }}"""
    )
    assert isinstance(found, Rows)
    assert found.rows == ()


@pytest.mark.parametrize(
    "output",
    [
        *("doc/person/stalin.html", "ru/doc/person/stalin.html", "doc/person/stalin.ttl"),
        *("dumps/archive.nq", "dumps/archive.nq.gz", "links/wikidata.sssom.tsv"),
        *("exports/wikibase.json", "exports/marc.xml", "exports/openrefine.csv"),
    ],
)
def test_outputs_have_what_was_accepted(
    decided: tuple[Archive, dict[str, bytes]], output: str
) -> None:
    assert b"Q855" in decided[1][output]


def test_the_outputs_are_of_every_profile(
    decided: tuple[Archive, dict[str, bytes]],
) -> None:
    exported = {name.split("/")[1].split(".")[0] for name in decided[1] if "exports/" in name}
    assert exported >= set(profiles())


def test_linksets_count_what_was_accepted_and_nothing_else(
    decided: tuple[Archive, dict[str, bytes]],
) -> None:
    described = decided[1]["doc/dataset.nt"].decode()
    linksets = {line for line in described.splitlines() if "void#Linkset" in line}
    assert len(linksets) == 1
    assert "#links-skos.exactMatch-" in min(linksets)


def test_a_link_to_something_that_is_no_person_has_its_years_as_a_date(tmp_path: Path) -> None:
    files = {
        "data/strike.yaml": "id: event/strike\ntype: Event\nname: {en: Strike}\ndate: '1936'\n"
        "description: {en: Miners do not work.}",
        FILE: mapping_set({"subject_id": "archive:event/strike", "other": "begin: 1935|end: 1936"}),
    }
    archive = Archive.open(make_archive(tmp_path, files).root)
    node = "https://example.org/event/strike#exactMatch-www.wikidata.org-entity-Q855"
    said = said_of(archive, node)
    assert said["date"] == {"1935/1936"}
    assert (said["earliest"], said["latest"]) == ({"1935-01-01"}, {"1936-12-31"})


STATED = "id: person/stalin\ntype: Person\nname: {en: Stalin}\ndescription: {en: Leader.}\n"
WITH_EVIDENCE = f"statements: [{{property: exactMatch, value: '{Q855}', evidence: a page}}]"


def test_a_link_that_the_record_states_itself_is_not_said_twice(tmp_path: Path) -> None:
    archive = linked_archive(tmp_path, {}, people=STATED + WITH_EVIDENCE)
    own = f"{STALIN}#exactMatch"
    assert said_of(archive, STALIN)["exactMatch"] == {Q855, own}
    assert said_of(archive, own)["evidence"] == {"a page"}


def test_a_link_that_the_record_only_names_is_said_with_who_decided(tmp_path: Path) -> None:
    archive = linked_archive(tmp_path, {}, people=f"{STATED}exactMatch: {Q855}")
    assert said_of(archive, STALIN)["exactMatch"] == {Q855, NODE}
    assert archive.validate().conforms


@pytest.mark.parametrize(
    "key",
    [
        *("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"),
        *("identicalTo", "sameAs"),
    ],
)
def test_a_link_that_nobody_answers_for_is_not_published(key: str, tmp_path: Path) -> None:
    archive = linked_archive(tmp_path, people=f"{STATED}{key}: {Q855}")
    with pytest.raises(NonConformance):
        archive.build()
    report, other = archive.validate(), archive.validate(engine="pyshacl")
    assert said_by(report) == said_by(other)
    (result,) = report.results
    assert result.message("en").startswith(f"The link {Q855} has no evidence")


def test_the_publication_has_links_their_count_and_who_decided(tmp_path: Path) -> None:
    rejected = {
        "subject_id": "archive:person/molotov",
        "object_id": "wikidata:Q1",
        "predicate_modifier": "Not",
    }
    root = linked_archive(tmp_path, {}, rejected).build().publication.root
    assert (root / "links/wikidata.sssom.tsv").read_text("utf-8") == mapping_set({})
    page = (root / "doc/person/stalin.html").read_text("utf-8")
    assert "link decided on by: Anna Petrova, 29 November 2026" in page
    assert f'href="{Q855}"' in page
    described = {
        (quad.subject.value, quad.predicate.value.rpartition("#")[2], quad.object.value)
        for quad in ox.parse(path=root / "doc/dataset.nt", format=ox.RdfFormat.N_TRIPLES)
        if "links-skos.exactMatch" in str(quad.subject)
        and isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.NamedNode | ox.Literal)
    }
    linkset = "https://example.org/dataset#links-skos.exactMatch-http-www.wikidata.org"
    assert (linkset, "triples", "1") in described
    assert (linkset, "linkPredicate", "http://www.w3.org/2004/02/skos/core#exactMatch") in described


def test_a_decision_builds_only_the_records_that_it_is_about_again(tmp_path: Path) -> None:
    other = "id: person/kaganovich\ntype: Person\nname: {en: Kaganovich}\ndescription: {en: X.}"
    archive = linked_archive(tmp_path)
    (tmp_path / "data/other.yaml").write_text(other, "utf-8")
    assert archive.build().expanded == 3
    assert not archive.build().is_new
    (tmp_path / FILE).parent.mkdir()
    (tmp_path / FILE).write_text(mapping_set({}), "utf-8")
    assert archive.build().expanded == 2
    (tmp_path / FILE).write_text(mapping_set({"predicate_modifier": "Not"}), "utf-8")
    assert archive.build().expanded == 2
    (tmp_path / FILE).write_text(mapping_set({"confidence": "0"}), "utf-8")
    built = archive.build()
    assert (built.is_new, built.expanded) == (True, 0)


@pytest.mark.parametrize("written", ['"person\\/stalin"', "'https://example.org/person/stalin'"])
def test_an_id_in_other_spellings_is_built_again_too(written: str, tmp_path: Path) -> None:
    people = f"id: {written}\ntype: Person\nname: {{en: Stalin}}\ndescription: {{en: X.}}"
    archive = linked_archive(tmp_path, people=people)
    archive.build()
    (tmp_path / FILE).parent.mkdir()
    (tmp_path / FILE).write_text(mapping_set({}), "utf-8")
    assert archive.build().expanded == 1


def test_a_decision_on_an_entity_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    archive = linked_archive(tmp_path, {}, {"subject_id": "archive:person/molotow"})
    with pytest.raises(ArchiveErrors) as caught:
        archive.validate()
    (error,) = caught.value.errors
    assert str(error.at) == f"{FILE}:8:1"
    assert error.message == "no record has the id “person/molotow”"
    assert error.hint == "did you mean “person/molotov”?"


def test_an_author_who_is_not_there_is_told_at_the_row(tmp_path: Path) -> None:
    archive = linked_archive(tmp_path, {"author_id": "archive:person/anna"})
    with pytest.raises(ArchiveErrors) as caught:
        archive.validate()
    (error,) = caught.value.errors
    assert str(error.at) == f"{FILE}:7:1"
    assert error.message == "no record has the id “person/anna”"


OTHERS = """\
- id: organization/mine
  type: Organization
  name: {en: Mine}
  description: {en: A coal mine.}
  statements:
    - {property: foundingDate, value: '1910', evidence: a register}
    - {property: foundingDate, value: 1900~, evidence: a memoir}
- {id: organization/trust, type: Organization, name: {en: Trust}, description: {en: A trust.},
   dissolutionDate: '1934'}
- {id: event/strike, type: Event, name: {en: Strike}, description: {en: Miners do not work.},
   date: 1936-05-01/1936-05-03}
- {id: place/pit, type: Place, name: {en: Pit}, description: {en: A pit.},
   geo: {type: GeoCoordinates, latitude: "48.50", longitude: "038.6",
         uncertainty: {amount: 02, unit: kilometre}}}
"""
"""Numbers among them are written as no store would write them."""
PERSON_THERE, GROUP_THERE = f"{WIKIDATA}Q5", "http://xmlns.com/foaf/0.1/Group"


CONTRADICTIONS: dict[str, tuple[str, dict[str, str], str]] = {
    "Q1": ("person/stalin", {"other": "begin: 1905"}, "1905 is no such date"),
    "Q2": ("person/stalin", {"object_category": GROUP_THERE}, f"another kind, {GROUP_THERE}"),
    "Q3": ("organization/trust", {"other": "end: 1940"}, "1940 is no such date"),
    "Q4": ("organization/trust", {"object_category": PERSON_THERE}, f"kind, {PERSON_THERE}"),
    "Q6": ("event/strike", {"other": "begin: 1938|end: 1939"}, "1938/1939 is no such date"),
    "Q7": ("event/strike", {"other": "end: 1934"}, "/1934 is no such date"),
    "Q8": (
        "person/stalin",
        {"predicate_id": "schema:sameAs", "other": "begin: 1905"},
        "1905 is no such date",
    ),
}
AGREEMENTS: dict[str, tuple[str, dict[str, str]]] = {
    "Q11": ("person/stalin", {"other": "begin: 1878"}),
    "Q12": ("person/stalin", {"other": "begin: 1879"}),
    "Q13": ("person/stalin", {"other": "end: 1953"}),
    "Q14": ("person/stalin", {"other": "description: x", "object_category": PERSON_THERE}),
    "Q15": ("organization/mine", {"other": "begin: 1890"}),
    "Q16": ("organization/trust", {"other": "begin: 1999|end: 1935"}),
    "Q17": ("event/strike", {"other": "begin: 1935|end: 1936"}),
    "Q18": ("event/strike", {"other": "begin: 1937"}),
    "Q19": ("event/strike", {"other": "begin: 1920|end: 1950"}),
    "Q20": ("place/pit", {"other": "begin: 1890"}),
}


@pytest.fixture(scope="module")
def said_of_links(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the archive is told of each link, by its target; the same by both engines."""
    contradictions = {target: said[:2] for target, said in CONTRADICTIONS.items()}
    rows = [
        {**row, "subject_id": f"archive:{entity}", "object_id": f"wikidata:{target}"}
        for target, (entity, row) in (AGREEMENTS | contradictions).items()
    ]
    folder = tmp_path_factory.mktemp("links")
    archive = linked_archive(folder, *rows, people=PEOPLE + OTHERS)
    report, other = archive.validate(), archive.validate(engine="pyshacl")
    assert report.notes == ()  # one engine judged them all
    assert said_by(report) == said_by(other)
    lines = (folder / FILE).read_text("utf-8").splitlines()
    found = {}
    for result in report.results:
        if result.at is not None and result.at.file == FILE and result.at.line is not None:
            assert not result.is_violation
            target = lines[result.at.line - 1].split("\t")[3]
            found[target.removeprefix("wikidata:")] = result.message("en")
    return found


def said_by(report: Report) -> set[tuple[str, str, str]]:
    """What a report says, whichever engine made it."""
    return {(str(each.at), str(each.value), each.message("en")) for each in report.results}


@pytest.mark.parametrize("target", CONTRADICTIONS)
def test_a_link_that_contradicts_the_archive_is_warned_of_at_its_row(
    target: str, said_of_links: dict[str, str]
) -> None:
    assert CONTRADICTIONS[target][-1] in said_of_links[target]


@pytest.mark.parametrize("target", AGREEMENTS)
def test_a_link_that_agrees_or_tells_nothing_new_is_not_warned_of(
    target: str, said_of_links: dict[str, str]
) -> None:
    assert target not in said_of_links


@pytest.mark.parametrize("predicate", ["skos:exactMatch", "owl:sameAs", "schema:sameAs"])
def test_two_entities_cannot_be_the_same_thing_elsewhere(predicate: str, tmp_path: Path) -> None:
    molotov = {"subject_id": "archive:person/molotov", "predicate_id": predicate}
    archive = linked_archive(tmp_path, {}, molotov)
    with pytest.raises(NonConformance):
        archive.build()
    report = archive.validate()
    assert [str(result.at) for result in report.results] == [f"{FILE}:7:1", f"{FILE}:8:1"]
    assert f"the same as this and as {MOLOTOV}" in report.results[0].message("en")


def test_decisions_are_kept_although_nothing_of_them_is_published(tmp_path: Path) -> None:
    archive = linked_archive(tmp_path, {"predicate_modifier": "Not"})
    archive.build()
    assert len(read_decisions(archive)) == 1
