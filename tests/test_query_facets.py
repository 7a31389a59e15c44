"""Facets count what they lead to, and each view of them is a query that stands by itself."""

from __future__ import annotations

import re
from typing import Final

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod_archive.errors import QueryError
from lod_archive.query import Prologue, Rows, Source, run
from lod_archive.query.facets import (
    FACETS,
    MOST_VALUES,
    PAGE_SIZE,
    Choice,
    Selection,
    count_query,
    facet_query,
    names_query,
    results_query,
)
from lod_archive.store import EmbeddedStore

BASE: Final = "https://example.org/"
PROLOGUE: Final = Prologue(BASE)
RECORDS: Final = """
<event/strike> a schema:Event ; schema:name "strike"@en , "забастовка"@ru ;
  schema:about <topic/work> ; schema:location <place/pit> ;
  p:date <event/strike#1> , <event/strike#2> , <event/strike#3> .
<event/strike#1> a wikibase:Statement , wikibase:BestRank ;
  arc:earliest "1929-12-30"^^xsd:date ; arc:latest "1930-01-02"^^xsd:date ;
  prov:wasDerivedFrom <essay/c1> .
<event/strike#2> a wikibase:Statement ;
  arc:earliest "1950-01-01"^^xsd:date ; arc:latest "1950-01-01"^^xsd:date ;
  prov:wasDerivedFrom <essay/c2> .
<event/strike#3> a wikibase:Statement , wikibase:BestRank ; arc:latest "1971-01-01"^^xsd:date .
<event/rally> a schema:Event , schema:SocialEvent ; schema:name "a rally"@en ;
  dcterms:subject <topic/work> , "a word" ;
  arc:earliest "1935-01-01"^^xsd:date .
<event/vague> a schema:Event ;
  arc:earliest "1500-01-01"^^xsd:date ; arc:latest "1999-12-31"^^xsd:date .
<event/century> a schema:Event ;
  arc:earliest "1800-01-01"^^xsd:date ; arc:latest "1899-12-31"^^xsd:date .
<event/ides> a schema:Event ;
  arc:earliest "-0043-03-15"^^xsd:date ; arc:latest "-0043-03-15"^^xsd:date .
<person/miner> a schema:Person ; schema:name "miner"@en ; schema:birthPlace <place/pit> .
<place/pit> a schema:Place ; schema:name "pit"@en ; schema:containedInPlace <place/basin> .
<place/basin> a schema:Place ; schema:name "basin"@en .
<topic/work> a skos:Concept ; skos:prefLabel "work"@en .
<essay/c1> a arc:Claim ; dcterms:source <source/paper> ; arc:stance arc:asserted ;
  schema:about <topic/work> ; arc:paraphrase "They struck."@en .
<essay/c2> a arc:Claim ; dcterms:source <source/memoir> ; arc:stance arc:alleged .
"""
OTHERS: Final = """
<dataset> a dcat:Dataset . <doc/dataset> a foaf:Document ; foaf:primaryTopic <dataset> .
<elsewhere> a schema:Event ; schema:about <topic/work> .
"""


@pytest.fixture(scope="module")
def archive() -> Source:
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PROLOGUE.prefixes.items())
    records = {
        line.split()[0].strip("<>")
        for line in RECORDS.splitlines()
        if line.startswith("<") and "#" not in line.split()[0]
    }
    documents = "".join(
        f"<doc/{each}> a foaf:Document ; foaf:primaryTopic <{each}> ; "
        "dcterms:isPartOf <dataset> .\n"
        for each in records
    )
    store = EmbeddedStore.in_memory()
    text = prefixes + RECORDS + OTHERS + documents
    store.oxigraph.load(text.encode(), ox.RdfFormat.TURTLE, base_iri=BASE)
    return Source(store, PROLOGUE)


def rows(source: Source, sparql: str) -> Rows:
    """The answer of a store that knows none of the archive's prefixes."""
    found = run(Source(source.store), sparql)
    assert isinstance(found, Rows)
    return found


def counts(asked: Source, facet: str, **chosen: list[str]) -> dict[str, int]:
    found = rows(asked, facet_query(Selection.read(chosen, PROLOGUE), FACETS[facet]))
    pairs = [tuple(term for term in row if term is not None) for row in found.rows]
    return {PROLOGUE.shorten(str(value.value)): int(count.value) for value, count in pairs}  # type: ignore[union-attr]


def selected(asked: Source, **chosen: list[str]) -> list[str]:
    found = rows(asked, results_query(Selection.read(chosen, PROLOGUE), 1))
    return [
        PROLOGUE.shorten(row[0].value) for row in found.rows if isinstance(row[0], ox.NamedNode)
    ]


@pytest.mark.parametrize(
    ("facet", "expected"),
    [
        (
            "type",
            {
                "schema:Event": 5,
                "schema:SocialEvent": 1,
                "schema:Person": 1,
                "schema:Place": 2,
                "skos:Concept": 1,
                "arc:Claim": 2,
            },
        ),
        ("subject", {"topic/work": 3}),
        ("place", {"place/pit": 2, "place/basin": 1}),
        ("source", {"source/paper": 2, "source/memoir": 2}),
        ("stance", {"arc:asserted": 2, "arc:alleged": 2}),
    ],
)
def test_values_and_their_counts_come_from_the_records(
    archive: Source, facet: str, expected: dict[str, int]
) -> None:
    assert counts(archive, facet) == expected


def test_an_uncertain_date_counts_in_every_decade_it_may_lie_in(archive: Source) -> None:
    century = {str(year): 1 for year in range(1800, 1900, 10)}
    assert counts(archive, "decade") == century | {
        "-50": 1,
        "1920": 1,
        "1930": 2,  # the strike's best date, and an open one
        "1970": 1,
    }  # not 1950, which is not the best; nor any decade of five centuries


@pytest.mark.parametrize(
    ("decade", "expected"),
    [
        ("1920", ["event/strike"]),
        ("1930", ["event/rally", "event/strike"]),
        ("1950", []),
        ("1970", ["event/strike"]),
        ("1890", ["event/century"]),
        ("1900", []),
        ("-50", ["event/ides"]),
    ],
)
def test_a_decade_leads_to_what_it_counts(
    archive: Source, decade: str, expected: list[str]
) -> None:
    assert selected(archive, decade=[decade]) == expected


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"type": ["schema:Event"], "subject": ["topic/work"]}, ["event/rally", "event/strike"]),
        ({"type": ["schema:Person", "schema:Place"], "place": ["place/pit"]}, ["person/miner"]),
        ({"type": ["schema:Person", "schema:SocialEvent"]}, ["event/rally", "person/miner"]),
        ({"stance": ["arc:alleged"], "decade": ["1930"]}, ["event/strike"]),
        ({"source": ["source/paper"], "type": ["arc:Claim"]}, ["essay/c1"]),
        ({"source": ["source/nobody"]}, []),
    ],
)
def test_values_of_one_facet_are_alternatives_and_facets_narrow_down(
    archive: Source, chosen: dict[str, list[str]], expected: list[str]
) -> None:
    assert sorted(selected(archive, **chosen)) == expected


def test_choosing_a_value_leaves_the_others_of_its_facet_to_choose(archive: Source) -> None:
    assert counts(archive, "type", type=["schema:Event"]) == counts(archive, "type")
    assert counts(archive, "subject", type=["schema:Event"]) == {"topic/work": 2}


def test_results_come_by_name_and_those_without_one_last(archive: Source) -> None:
    names = selected(archive, type=["schema:Event"])
    assert names[:2] == ["event/rally", "event/strike"]
    assert names[2:] == ["event/century", "event/ides", "event/vague"]


def every_choice(source: Source) -> list[tuple[str, Choice, int]]:
    found: list[tuple[str, Choice, int]] = []
    for facet in FACETS.values():
        for value, count in rows(source, facet_query(Selection(), facet)).rows:
            assert isinstance(count, ox.Literal)
            if isinstance(value, ox.Literal):
                found.append((facet.name, int(value.value), int(count.value)))
            elif isinstance(value, ox.NamedNode):
                found.append((facet.name, value, int(count.value)))
    return found


def test_every_count_is_the_number_of_results_that_it_leads_to(
    reference_archive: Source,
) -> None:
    for name, value, count in every_choice(reference_archive):
        selection = Selection().having(FACETS[name], value)
        (total,) = rows(reference_archive, count_query(selection)).rows[0]
        assert isinstance(total, ox.Literal)
        assert int(total.value) == count, (name, value)


def test_pages_hold_every_record_once(reference_archive: Source) -> None:
    (total,) = rows(reference_archive, count_query(Selection())).rows[0]
    assert isinstance(total, ox.Literal)
    things: list[object] = []
    page = 1
    while found := rows(reference_archive, results_query(Selection(), page)).rows:
        assert len(found) <= PAGE_SIZE
        things += [row[0] for row in found]
        page += 1
    assert len(things) == len(set(things)) == int(total.value)


def test_the_reference_archive_has_values_of_every_facet(reference_archive: Source) -> None:
    choices = every_choice(reference_archive)
    for name in FACETS:
        assert 2 <= sum(facet == name for facet, *_ in choices) <= MOST_VALUES, name


@pytest.mark.parametrize(
    ("facet", "text"),
    [
        ("type", "schema:Event> . ?x ?y ?z } #"),
        ("type", "https://example.org/a b"),
        ("type", "https://example.org/{}"),
        ("type", "https://example.org/\\u003e"),
        ("type", "https://example.org/\n"),
        ("type", "https://example.org/\x00"),
        ("type", "javascript:alert(1)"),
        ("subject", ""),
        ("place", "nowhere:pit"),
        ("source", "_:b0"),
        ("stance", '"asserted"'),
        ("decade", "1935"),
        ("decade", "1930 || true"),
        ("decade", "1930)"),
        ("decade", "10000"),
        ("decade", "１９３０"),
        ("decade", "1e3"),
        ("decade", ""),
    ],
)
def test_what_cannot_be_a_value_is_refused(facet: str, text: str) -> None:
    with pytest.raises(QueryError) as caught:
        Selection.read({facet: [text]}, PROLOGUE)
    assert caught.value.hint


@given(
    st.lists(st.tuples(st.sampled_from(sorted(FACETS)), st.text(max_size=30)), max_size=3),
    st.sampled_from(sorted(FACETS)),
)
def test_whatever_is_accepted_makes_a_query_of_the_same_shape(
    archive: Source, wanted: list[tuple[str, str]], facet: str
) -> None:
    """What a reader sends stands in the query only as an IRI or a number."""
    try:
        selection = Selection.read(
            {name: [f"{BASE}{text}" if name != "decade" else text] for name, text in wanted},
            PROLOGUE,
        )
    except QueryError:
        return
    for sparql in (facet_query(selection, FACETS[facet]), results_query(selection, 1)):
        assert sparql.count("{") == sparql.count("}")
        assert isinstance(rows(archive, sparql), Rows)


@pytest.mark.parametrize("language", ["en', 'x", "", 'en" || true', "en us"])
def test_a_language_is_a_tag(language: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(language))):
        results_query(Selection(), 1, language=language)


@pytest.mark.parametrize("page", [0, -1])
def test_pages_are_counted_from_one(page: int) -> None:
    with pytest.raises(ValueError, match=str(page)):
        results_query(Selection(), page)


def test_values_are_added_and_removed_in_the_order_of_the_facets() -> None:
    event, work = ox.NamedNode(BASE + "e"), ox.NamedNode(BASE + "w")
    both = Selection().having(FACETS["subject"], work).having(FACETS["type"], event)
    assert both == Selection().having(FACETS["type"], event).having(FACETS["subject"], work)
    assert both.having(FACETS["type"], event) == both
    assert both.without(FACETS["type"], event) == Selection().having(FACETS["subject"], work)


def test_names_are_found_in_every_language(archive: Source) -> None:
    found = rows(archive, names_query([ox.NamedNode(BASE + "event/strike")]))
    assert {row[1].value for row in found.rows if isinstance(row[1], ox.Literal)} == {
        "strike",
        "забастовка",
    }
