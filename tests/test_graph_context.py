"""The merged context: what its terms mean to us is what they mean to a JSON-LD processor."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from lod_archive.archive import ArchiveFolder
from lod_archive.errors import ArchiveError, ArchiveErrors
from lod_archive.graph import Context, Model
from tests.records import BASE, make_archive

if TYPE_CHECKING:
    from pathlib import Path

BUILT_IN = Context.load(ArchiveFolder.open("tests/archives/strike"))


def own(folder: Path, **definitions: object) -> ArchiveFolder:
    return make_archive(folder, {"ontology/own.jsonld": json.dumps({"@context": definitions})})


@pytest.mark.parametrize("key", sorted(BUILT_IN.terms))
def test_terms_mean_the_same_to_a_json_ld_processor(key: str) -> None:
    term = BUILT_IN.terms[key]
    context = dict(BUILT_IN.definitions)
    node = {"@id": "a/b", key: "x"} if term.is_property else {"@id": "a/b", "@type": key}
    text = json.dumps({"@context": context, **node})
    (quad,) = ox.parse(text, ox.RdfFormat.JSON_LD)
    assert (quad.predicate if term.is_property else quad.object) == ox.NamedNode(term.iri)


@pytest.mark.parametrize("key", sorted(k for k, term in BUILT_IN.terms.items() if term.is_property))
def test_statement_predicates_have_the_coercion_of_their_property(key: str) -> None:
    for prefix in ("ps", "pq"):
        node = {"@id": "a/b", key: "x", f"{prefix}:{key}": "x"}
        text = json.dumps({"@context": dict(BUILT_IN.definitions), **node})
        direct, qualified = ox.parse(text, ox.RdfFormat.JSON_LD)
        assert direct.object == qualified.object
        assert qualified.predicate.value == f"{BUILT_IN.prefixes[prefix]}{key}"


def test_the_published_context_has_no_base() -> None:
    published = json.loads(BUILT_IN.published())["@context"]
    assert "@base" not in published
    assert published["@language"] == "en"
    assert published["ps:date"] == {"@id": "ps:date", "@type": "edtf:EDTF"}


def test_later_contexts_win(tmp_path: Path) -> None:
    archive = own(tmp_path, name={"@id": "https://example.com/name"})
    assert Context.load(archive).terms["name"].iri == "https://example.com/name"


ENGINE_KEYS = """
id type Statement Claim stance claim rank preferred normal deprecated evidence calendar julian
verbatim derivation derivedFrom earliest latest stated prov dcterms
"""


@pytest.mark.parametrize("key", ENGINE_KEYS.split())
def test_keys_of_the_engine_cannot_be_redefined(key: str, tmp_path: Path) -> None:
    with pytest.raises(ArchiveErrors, match="has a fixed meaning") as raised:
        Context.load(own(tmp_path, **{key: {"@id": "https://example.com/x"}}))
    (error,) = raised.value.errors
    assert str(error.at) == "ontology/own.jsonld:1:15"
    assert error.hint == "give your term another name"


def test_keys_of_the_engine_may_be_repeated_as_they_are(tmp_path: Path) -> None:
    same = BUILT_IN.definitions["rank"]
    assert Context.load(own(tmp_path, rank=same)).terms == BUILT_IN.terms


def test_contexts_that_are_no_json_ld_are_refused() -> None:
    context = Context.of({"a": {"@id": "https://e.org/a"}}, base=BASE, language="en")
    broken = Context(BASE, "en", {}, {}, {**context.definitions, "a": {"@id": 5}})
    with pytest.raises(ArchiveError, match="do not fit together"):
        broken.check()


def test_mistakes_of_all_context_files_come_together(tmp_path: Path) -> None:
    files = {
        "ontology/a.jsonld": '{"@context": {"x": 5}}',
        "ontology/b.jsonld": "{",
        "ontology/c.jsonld": '{"@context": {"y": "z"}}',
    }
    with pytest.raises(ArchiveErrors) as raised:
        Context.load(make_archive(tmp_path, files))
    files_at = [error.at.file for error in raised.value.errors if error.at]
    assert files_at == ["ontology/a.jsonld", "ontology/b.jsonld", "ontology/c.jsonld"]


def test_contexts_that_are_not_text_are_refused(tmp_path: Path) -> None:
    archive = make_archive(tmp_path, {})
    (tmp_path / "ontology").mkdir()
    (tmp_path / "ontology" / "own.jsonld").write_bytes(b"\xff")
    with pytest.raises(ArchiveErrors, match=r"ontology/own.jsonld: cannot read it"):
        Context.load(archive)


def test_own_ontology_with_blank_nodes_is_published_with_iris(tmp_path: Path) -> None:
    turtle = """
    @prefix owl: <http://www.w3.org/2002/07/owl#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    <https://example.com/Letter> rdfs:subClassOf
        [ a owl:Restriction ; owl:onProperty <https://example.com/p> ;
          owl:someValuesFrom [ a owl:Class ] ] .
    """
    archive = make_archive(tmp_path, {"ontology/own.ttl": turtle})
    quads = Model.load(archive).ontology
    assert {quad.graph_name for quad in quads} == {ox.NamedNode(f"{BASE}doc/ontology")}
    terms = [term for quad in quads for term in (quad.subject, quad.object)]
    assert not any(isinstance(term, ox.BlankNode) for term in terms)
    minted = {term for term in terms if f"{BASE}doc/ontology#" in str(term)}
    assert len(minted) == 2
    assert Model.load(archive).ontology == quads


def test_ontologies_that_are_not_turtle_have_a_place(tmp_path: Path) -> None:
    archive = make_archive(tmp_path, {"ontology/own.ttl": "<https://e.org/a> a\n  <b c> .\n"})
    with pytest.raises(ArchiveError, match=r"^ontology/own.ttl:2:\d+: not Turtle: "):
        Model.load(archive)


def test_own_stances_say_whether_they_assert(tmp_path: Path) -> None:
    turtle = """
    @prefix arc: <https://w3id.org/lod-archive/ontology#> .
    <https://e.org/sworn> arc:isAssertion true .
    <https://e.org/dreamt> arc:isAssertion false .
    <https://e.org/both> arc:isAssertion true , false .
    """
    assertive = Model.load(make_archive(tmp_path, {"ontology/own.ttl": turtle})).assertive
    assert {iri for iri in assertive if iri.startswith("https://e.org/")} == {"https://e.org/sworn"}


def test_the_digest_changes_with_whatever_changes_triples(tmp_path: Path) -> None:
    plain = Model.load(make_archive(tmp_path / "a", {}))
    same = Model.load(make_archive(tmp_path / "b", {}))
    other = Model.load(own(tmp_path / "c", page={"@id": "https://example.com/page"}))
    assert plain.digest() == same.digest()
    assert (
        len({plain.digest(), other.digest(), plain.with_claims(frozenset({"c/x"})).digest()}) == 3
    )


def test_each_property_has_a_wikibase_node() -> None:
    model = Model.load(ArchiveFolder.open("tests/archives/strike"))
    wikibase = "http://wikiba.se/ontology#"
    node = ox.NamedNode(f"{model.context.base}property/date")
    links = {
        quad.predicate.value.removeprefix(wikibase): quad.object.value
        for quad in model.ontology
        if quad.subject == node and isinstance(quad.object, ox.NamedNode)
    }
    base = model.context.base
    assert links["directClaim"] == "http://purl.org/dc/terms/date"
    assert links["claim"] == f"{base}prop/date"
    assert links["statementProperty"] == f"{base}prop/statement/date"
    assert links["qualifier"] == f"{base}prop/qualifier/date"
