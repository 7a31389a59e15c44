"""HTML pages: what they show, that hostile texts stay texts, and that everybody can read them."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path

import pyoxigraph as ox
import pytest

from lod_archive.publish.documents import Document, Documents
from lod_archive.publish.pages import writing as pages_writing
from lod_archive.publish.pages.entity import Portrait
from lod_archive.publish.pages.index import Claim, Index
from lod_archive.publish.pages.map_labels import label
from lod_archive.publish.pages.places_map import Located, draw
from lod_archive.publish.pages.record_pages import RecordPages
from lod_archive.publish.pages.renderer import Renderer
from lod_archive.publish.pages.site import write_site
from lod_archive.publish.pages.timeline import Dated, Line
from lod_archive.publish.pages.topics import tree
from lod_archive.publish.pages.views import Whole
from lod_archive.publish.shapes import write_shapes
from lod_archive.publish.statistics import LinkCount, Statistics
from lod_archive.store import EmbeddedStore
from lod_archive.vocab.namespaces import ARC, RDF, SCHEMA
from tests.publications import BASE, SETTINGS

HOSTILE = "</script><script>document.title='hurt'</script>\"'><img src=x onerror=alert(1)>"
ALLOWED = {"application/ld+json"}
PAGES = ("doc/event/strike", "doc/source/essay", "index", "list/event", "404")


class Elements(HTMLParser):
    """The elements of a page, and the text in each script."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.scripts: list[str] = []
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        is_script = self.cdata_elem == "script"
        (self.scripts if is_script else self.texts).append(data)


def written(folder: Path, name: str = "The strike", link: str = "https://e.org/") -> Path:
    """The pages of an event on whose date two claims of one essay disagree."""
    text = json.dumps(name)
    prefixes = f"""@base <{BASE}> . @prefix s: <https://schema.org/> .
        @prefix p: <{BASE}prop/> . @prefix ps: <{BASE}prop/statement/> .
        @prefix w: <http://wikiba.se/ontology#> . @prefix prov: <http://www.w3.org/ns/prov#> .
        @prefix arc: <https://w3id.org/lod-archive/ontology#> .
        @prefix oa: <http://www.w3.org/ns/oa#> . @prefix d: <http://purl.org/dc/terms/> ."""
    records = {
        "event/strike": f"""a s:Event ; s:name {text}@en, {text}@ru ; s:description {text}@en ;
            s:url <{link}> ; p:date <event/strike#a>, <event/strike#b> .
            <event/strike#a> ps:date "1912-01" ; w:rank w:NormalRank ;
              prov:wasDerivedFrom <essay/a> .
            <event/strike#b> ps:date "1912-02" ; w:rank w:PreferredRank ;
              prov:wasDerivedFrom <essay/b> ; arc:verbatim "or February"@en .""",
        "source/essay": f"a s:Article ; s:name {text}@en .",
        "essay/a": f"""a arc:Claim ; d:source <source/essay> ; arc:stance arc:hedged ;
            arc:conflictsWith <essay/b> ; arc:paraphrase {text}@en ; s:pagination "12" ;
            arc:passage <essay/a#p> .
            <essay/a#p> oa:start 239 ; oa:end 372 ; oa:exact "in January" .""",
        "essay/b": f"""a arc:Claim ; d:source <source/essay> ; arc:stance arc:alleged ;
            s:about <event/strike> ; arc:paraphrase {text}@en ; s:pagination "14–15" .""",
    }
    index, graphs, store = Index(BASE), {}, EmbeddedStore.in_memory()
    for record, turtle in records.items():
        whole = f"{prefixes} <doc/{record}> d:isPartOf <dataset> . <{record}> {turtle}"
        graphs[record] = list(ox.parse(whole, ox.RdfFormat.TURTLE))
        index.add(graphs[record])
        store.oxigraph.extend(graphs[record])
    documents = Documents(folder, BASE)
    with pages_writing.writing(folder, SETTINGS, index) as pages:
        for record, quads in graphs.items():
            documents.write(Document(record, quads, {"name": name}))
            pages.write(record)
    write_site(Renderer(folder, SETTINGS, index), store, Whole("0" * 64, "2026-11"))
    return folder


@pytest.mark.parametrize("root", ["", "ru/"])
@pytest.mark.parametrize("page", PAGES)
def test_hostile_texts_make_no_element_and_no_attribute(
    tmp_path: Path, root: str, page: str
) -> None:
    written(tmp_path, HOSTILE, "javascript:alert(1)")
    elements = Elements(tmp_path / f"{root}{page}.html").found
    scripts = [attrs for tag, attrs in elements if tag == "script" and "src" not in attrs]
    assert all(attrs.get("type") in ALLOWED for attrs in scripts)
    sources = {attrs["src"] for tag, attrs in elements if tag == "script" and "src" in attrs}
    assert {(source or "").lstrip("./") for source in sources} <= {"static/cite.js"}
    assert "img" not in {tag for tag, _ in elements}
    for _, attrs in elements:
        assert not [name for name in attrs if name.startswith("on") or name == "style"]
        assert not (attrs.get("href") or "").startswith("javascript:")


def test_hostile_texts_are_shown_as_written(tmp_path: Path) -> None:
    page = Elements(written(tmp_path, HOSTILE) / "doc/event/strike.html")
    assert HOSTILE in page.texts
    assert json.loads("".join(page.scripts))["name"] == HOSTILE


def test_conflicting_values_stand_side_by_side_with_stance_passage_and_rank(
    tmp_path: Path,
) -> None:
    shown = "".join(Elements(written(tmp_path) / "doc/event/strike.html").texts)
    first, second = shown.index("1912-01"), shown.index("1912-02")
    assert "hedged" in shown[first:second]
    assert "239–372" in shown[first:second]
    assert "alleged" in shown[second:]
    assert "preferred" in shown[second:]


def test_claims_of_a_source_come_in_the_order_of_its_pages_and_of_its_text() -> None:
    shuffled = [
        Claim(pages="40"),
        Claim(pages="12", start="90", end="99"),
        Claim(start="30", end="39"),
        Claim(pages="xii", start="10", end="20"),
        Claim(),
        Claim(pages="12"),
        Claim(pages="ix"),
        Claim(start="4", end="9"),
        Claim(pages="12–15", start="80", end="85"),
        Claim(pages="2–30"),
    ]
    found = sorted(shuffled, key=lambda claim: claim.position)
    assert [(claim.pages, claim.start) for claim in found] == [
        ("", ""),
        ("", "4"),
        ("", "30"),
        ("ix", ""),
        ("xii", "10"),
        ("2–30", ""),
        ("12", ""),
        ("12–15", "80"),
        ("12", "90"),
        ("40", ""),
    ]


@pytest.mark.parametrize(
    ("root", "one", "several"),
    [("", "p. 12 · characters 239–372", "pp. 14–15"), ("ru/", "с. 12 · знаки 239–372", "с. 14–15")],
)
@pytest.mark.parametrize(
    "page", ["doc/event/strike", "doc/source/essay", "view/claims/source/source/essay"]
)
def test_claims_stand_on_the_pages_of_their_source(
    tmp_path: Path, page: str, root: str, one: str, several: str
) -> None:
    shown = "".join(Elements(written(tmp_path) / f"{root}{page}.html").texts)
    assert f" · {one}" in shown
    assert f" · {several}" in shown


def test_properties_are_called_as_the_vocabulary_names_them(tmp_path: Path) -> None:
    index = Index(BASE)
    turtle = f"""@prefix s: <https://schema.org/> . @prefix w: <http://wikiba.se/ontology#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @base <{BASE}> .
        <property/agent> w:directClaim s:agent ; w:claim <prop/agent> ; rdfs:label "agent"@en .
        s:agent rdfs:label "who did it"@en , "кто"@ru ."""
    index.add([*ox.parse(turtle, ox.RdfFormat.TURTLE)])
    for predicate in (SCHEMA.agent, f"{BASE}prop/agent"):
        names = [index.property_name(predicate, language).text for language in ("en", "ru")]
        assert names == ["who did it", "кто"]


@pytest.mark.parametrize("page", ["doc/source/essay", "view/claims/source/source/essay"])
def test_claims_show_the_words_of_their_source(tmp_path: Path, page: str) -> None:
    """Those of the passage, and those that a statement quotes."""
    shown = Elements(written(tmp_path) / f"{page}.html").texts
    assert {"in January", "or February"} <= set(shown)


def test_statements_show_the_words_of_each_claim_once(tmp_path: Path) -> None:
    shown = Elements(written(tmp_path) / "doc/event/strike.html").texts
    assert (shown.count("in January"), shown.count("or February")) == (1, 1)


MEASURED = f"""@base <{BASE}> . @prefix s: <https://schema.org/> .
    @prefix p: <{BASE}prop/> . @prefix ps: <{BASE}prop/statement/> .
    @prefix w: <http://wikiba.se/ontology#> . @prefix unit: <http://qudt.org/vocab/unit/> .
    @prefix arc: <{ARC}> . @prefix e: <http://id.loc.gov/datatypes/edtf/> .
    <place/pit> s:geo <place/pit#geo> ; s:size <place/pit#size> , <place/pit#count> ;
      s:sameAs <https://sws.geonames.org/691705/> ; p:date <place/pit#date> .
    <place/pit#geo> a s:GeoCoordinates ; s:latitude 48.6 ; s:longitude 38.6 ;
      arc:uncertainty <place/pit#near> .
    <place/pit#near> s:value "2" ; s:unitCode unit:KiloM .
    <place/pit#size> s:value "102" ; s:unitCode unit:TONNE .
    <place/pit#count> s:value "3" ; s:unitCode unit:UNITLESS .
    <place/pit#date> w:rank w:NormalRank ; ps:date "1906-01-03"^^e:EDTF ;
      arc:stated "1905-12-21" ; arc:calendar arc:julian .
    unit:KiloM s:name "kilometre"@en . unit:TONNE s:name "tonne"@en .
    arc:julian s:name "Julian calendar"@en . arc:stated s:name "as stated"@en ."""


def test_values_are_said_in_words() -> None:
    """Positions, quantities, pages elsewhere, and dates in the calendar of their source."""
    quads = list(ox.parse(MEASURED, ox.RdfFormat.TURTLE))
    index = Index(BASE)
    index.add(quads)
    statements = [
        statement
        for fact in Portrait(f"{BASE}place/pit", quads, index).facts("en")
        for statement in fact.statements
    ]
    assert [each.values[0].text.text for each in statements] == [
        "48.6° N, 38.6° E ± 2 kilometres",
        "102 tonnes",
        "3",
        "sws.geonames.org/691705",
        "3 January 1906",
    ]
    (stated,) = statements[-1].qualifiers
    said = [each.values[0].text.text for each in stated.statements]
    assert (stated.label.text, said) == ("as stated", ["21 December 1905", "Julian calendar"])


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ('d:date "1935"^^e:EDTF ; arc:earliest "1935-01-01" ; arc:latest "1935-12-31"', (500, 249)),
        ('s:birthDate "1934"^^e:EDTF ; s:deathDate "1936"^^e:EDTF', (250, 749)),
        ('s:dateCreated "1933"^^e:EDTF', (0, 249)),
        ('s:birthDate "1850"^^e:EDTF', None),
        ('s:name "undated"', None),
    ],
)
def test_a_page_shows_where_its_thing_lies_in_time(said: str, place: tuple[int, int]) -> None:
    turtle = f"""@base <{BASE}> . @prefix s: <https://schema.org/> . @prefix arc: <{ARC}> .
        @prefix d: <http://purl.org/dc/terms/> . @prefix e: <http://id.loc.gov/datatypes/edtf/> .
        <a> {said} . <b> arc:earliest "1933-01-01" ; arc:latest "1936-12-31" ."""
    quads = list(ox.parse(turtle, ox.RdfFormat.TURTLE))
    index = Index(BASE)
    index.add(quads)
    bar = Portrait(f"{BASE}a", quads, index).position()
    assert (bar and (bar.x, bar.width)) == place


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("doc/source/essay", "conflicts with:"),
        ("view/claims/conflicts", "conflicts with:"),
        ("doc/essay/a", "conflicts with"),
    ],
)
def test_what_conflicts_is_said_with_its_source(tmp_path: Path, page: str, said: str) -> None:
    shown = written(tmp_path) / f"{page}.html"
    after = shown.read_text("utf-8").partition(said)[2]
    assert 'doc/source/essay.html"' in after


def test_claims_that_link_to_a_page_stand_there_with_their_source_and_once(
    tmp_path: Path,
) -> None:
    folder = written(tmp_path)
    links_here = (
        (folder / "doc/event/strike.html").read_text("utf-8").partition("What links here")[2]
    )
    assert 'essay/b.html"' in links_here
    assert 'source/essay.html"' in links_here
    source = (folder / "doc/source/essay.html").read_text("utf-8")
    assert source.count('doc/essay/b.html">') == 2  # what it claims, and what that conflicts with
    assert "What links here" not in source


def test_first_page_names_disagreements(tmp_path: Path) -> None:
    turtle = f"""@base <{BASE}> . @prefix s: <https://schema.org/> . @prefix arc: <{ARC}> .
        @prefix d: <http://purl.org/dc/terms/> . <doc/dispute/date> d:isPartOf <dataset> .
        <dispute/date> a arc:Disagreement ; s:name "The date"@en ; s:about <essay/a> .
        <essay/a> a arc:Claim ; d:source <source/essay> ; arc:stance arc:hedged ;
          arc:paraphrase "In January."@en ."""
    quads = list(ox.parse(turtle, ox.RdfFormat.TURTLE))
    index = Index(BASE)
    index.add(quads)
    renderer = Renderer(tmp_path, SETTINGS, index)
    write_site(renderer, EmbeddedStore.in_memory(), Whole("0" * 64))
    first = Elements(tmp_path / "index.html")
    assert "Where sources disagree" in first.texts
    assert "doc/dispute/date.html" in [attrs.get("href") for _, attrs in first.found]
    (fact,) = Portrait(f"{BASE}dispute/date", quads, index).facts("en")
    assert fact.statements[0].values[0].iri in index.claims


def test_an_essay_lists_its_claims_with_what_conflicts(tmp_path: Path) -> None:
    elements = Elements(written(tmp_path) / "ru/doc/source/essay.html")
    assert "противоречит: " in " ".join(elements.texts)
    links = [attrs["href"] for _, attrs in elements.found if "href" in attrs]
    assert {f"../../../ru/doc/essay/{one}.html" for one in "ab"} <= set(links)


@pytest.mark.parametrize("root", ["", "ru/"])
@pytest.mark.parametrize("page", PAGES[:-1])
def test_every_relative_link_leads_to_a_file(tmp_path: Path, root: str, page: str) -> None:
    written(tmp_path)
    own = tmp_path / f"{root}{page}.html"
    for _, attrs in Elements(own).found:
        link = attrs.get("href") or ""
        if not link.startswith("https:") and link.endswith((".html", ".css")):
            assert (own.parent / link).is_file(), link


def test_pages_are_the_same_bytes_each_time(tmp_path: Path) -> None:
    one, two = written(tmp_path / "one"), written(tmp_path / "two")
    for file in one.rglob("*.html"):
        assert file.read_bytes() == (two / file.relative_to(one)).read_bytes()


def test_the_dataset_counts_its_links_by_their_targets(tmp_path: Path) -> None:
    links = (LinkCount(SCHEMA.sameAs, "https://viaf.org/viaf/", 7),)
    statistics = Statistics(100, 9, 20, 30, (), (), links)
    whole = Whole("0" * 64, None, statistics)
    write_site(Renderer(tmp_path, SETTINGS, Index(BASE)), EmbeddedStore.in_memory(), whole)
    texts = Elements(tmp_path / "doc/dataset.html").texts
    at = texts.index("https://viaf.org/viaf/")
    assert texts[at + 1 : at + 3] == ["sameAs", "7"]


@pytest.mark.parametrize(("root", "said"), [("", "A stance says"), ("ru/", "Позиция говорит")])
def test_about_says_how_to_read_stances(tmp_path: Path, root: str, said: str) -> None:
    shown = "".join(Elements(written(tmp_path) / f"{root}view/about.html").texts)
    assert said in shown


@pytest.mark.parametrize(
    ("root", "said"),
    [("", "“The strike” [data set], version"), ("ru/", "[набор данных], версия")],
)
def test_the_dataset_says_its_version_and_hash(tmp_path: Path, root: str, said: str) -> None:
    shown = "".join(Elements(written(tmp_path) / f"{root}doc/dataset.html").texts)
    assert f"{said} 2026-11. {BASE}dataset. SHA-256 (RDFC-1.0): {'0' * 64}" in shown


def test_years_of_the_first_page_lead_to_their_place_in_a_long_timeline(tmp_path: Path) -> None:
    """Also where an event has no beginning, and where years have four digits or a sign."""
    days = ["-0043-03-15", *["1935-08-31"] * 250, "1936-01-01"]
    xsd, arc = "http://www.w3.org/2001/XMLSchema#", "https://w3id.org/lod-archive/ontology#"
    events = "".join(
        f"""<event/{number}> a s:Event ; s:about <topic/work> ; arc:earliest "{day}"^^x:date ."""
        for number, day in enumerate(days)
    )
    turtle = f"""@base <{BASE}> . @prefix s: <https://schema.org/> . @prefix x: <{xsd}> .
        @prefix arc: <{arc}> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <topic/work> a skos:Concept . {events}
        <event/open> a s:Event ; s:about <topic/work> ; arc:latest "1990-01-01"^^x:date ."""
    store = EmbeddedStore.in_memory()
    store.oxigraph.extend(ox.parse(turtle, ox.RdfFormat.TURTLE))
    write_site(Renderer(tmp_path, SETTINGS, Index(BASE)), store, Whole("0" * 64))
    links = [str(attrs.get("href")) for _, attrs in Elements(tmp_path / "index.html").found]
    years = [link for link in links if "timeline" in link and "#" in link]
    assert [year.partition("#y")[2] for year in years] == ["-43", "1935", "1936"]
    for year in years:
        page, _, fragment = year.partition("#")
        ids = [attrs.get("id") for _, attrs in Elements(tmp_path / page).found]
        assert ids.count(fragment) == 1, year


def test_the_first_page_has_sections_by_class_and_collections_by_name(tmp_path: Path) -> None:
    turtle = f"""@base <{BASE}> . @prefix s: <https://schema.org/> .
        <media/film> a s:VideoObject ; s:name "The film"@en .
        <media/sheet> a s:MediaObject ; s:name "The sheet"@en .
        <collection/films> a s:Collection ; s:name "Films of 1936"@en ."""
    index = Index(BASE)
    index.add([*ox.parse(turtle, ox.RdfFormat.TURTLE)])
    index.entities |= {BASE + each for each in ("media/film", "media/sheet", "collection/films")}
    write_site(Renderer(tmp_path, SETTINGS, index), EmbeddedStore.in_memory(), Whole("0" * 64))
    shown = Elements(tmp_path / "index.html").texts
    assert {"Video", "The film", "Media", "media", "Films of 1936"} <= set(shown)
    assert not {"Images", "Music", "Texts", "The sheet", "collections"} & set(shown)
    assert "The film" in Elements(tmp_path / "view/video.html").texts


def test_the_timeline_has_lives_and_what_else_is_dated(tmp_path: Path) -> None:
    turtle = f"""@base <{BASE}> . @prefix s: <https://schema.org/> .
        @prefix d: <http://purl.org/dc/terms/> . @prefix arc: <{ARC}> .
        @prefix e: <http://id.loc.gov/datatypes/edtf/> .
        <person/a> a s:Person ; s:birthDate "1906~"^^e:EDTF ; s:deathDate "1977-11-05"^^e:EDTF .
        <person/b> a s:Person ; s:birthDate "1905"^^e:EDTF .
        <person/c> a s:Person ; s:birthDate "1902"^^e:EDTF , "1901"^^e:EDTF .
        <work/a> s:dateCreated "1936"^^e:EDTF . <event/a> a s:Event ; d:date "1935"^^e:EDTF .
        <essay/c01> a arc:Claim ; s:temporalCoverage "1935"^^e:EDTF ."""
    store = EmbeddedStore.in_memory()
    store.oxigraph.extend(ox.parse(turtle, ox.RdfFormat.TURTLE))
    write_site(Renderer(tmp_path, SETTINGS, Index(BASE)), store, Whole("0" * 64))
    lives = Elements(tmp_path / "view/timeline/lives.html")
    shown = [text for text in lives.texts if text.strip()]
    said = ["1 January 1901 – …", "from 1905, end unknown", "about 1906 – 5 November 1977"]
    assert [text for text in shown if text in said] == said
    drawn = [attrs["class"] for name, attrs in lives.found if name == "rect"]
    assert drawn == ["vague fading", "exact fading", "vague"]
    parts = {file.name for file in (tmp_path / "view/timeline").iterdir()}
    assert parts == {"lives.html", "works.html"}


def test_topics_count_what_is_about_narrower_ones_once(tmp_path: Path) -> None:
    turtle = f"""@base <{BASE}> . @prefix s: <https://schema.org/> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <topic/work> a skos:Concept ; skos:inScheme <scheme/a> .
        <topic/mining> a skos:Concept ; skos:inScheme <scheme/a> ; skos:broader <topic/work> .
        <event/a> s:about <topic/work> , <topic/mining> . <event/b> s:about <topic/mining> ."""
    store = EmbeddedStore.in_memory()
    store.oxigraph.extend(ox.parse(turtle, ox.RdfFormat.TURTLE))
    write_site(Renderer(tmp_path, SETTINGS, Index(BASE)), store, Whole("0" * 64))
    shown = Elements(tmp_path / "view/topics.html").texts
    assert [text for text in shown if text[:1].isdigit()] == ["1 · 2 with narrower ones", "2"]


def test_shapes_have_a_document_and_a_page(tmp_path: Path) -> None:
    turtle = f"""@base <{BASE}> . @prefix sh: <http://www.w3.org/ns/shacl#> .
        @prefix s: <https://schema.org/> . @prefix : <shapes#> .
        :Pit a sh:NodeShape ; sh:targetClass s:Place ; sh:property :Pit-name .
        :Pit-name a sh:PropertyShape ; sh:path [ sh:alternativePath ( s:name s:legalName ) ] ;
            sh:minCount 1 ; sh:severity sh:Warning ;
            sh:message "A pit has a name."@en , "У шахты есть название."@ru ."""
    (tmp_path / "pit.ttl").write_text(turtle, "utf-8")
    write_shapes(tmp_path, [tmp_path / "pit.ttl"], BASE)
    write_site(
        Renderer(tmp_path, SETTINGS, Index(BASE)), EmbeddedStore.in_memory(), Whole("0" * 64)
    )
    for root, message in (("", "A pit has a name."), ("ru/", "У шахты есть название.")):
        page = Elements(tmp_path / f"{root}doc/shapes.html")
        said = {f"{BASE}shapes#Pit", "schema:name | schema:legalName", message}
        assert said <= {text.strip() for text in page.texts}
        assert {"Pit", "Pit-name"} <= {attrs.get("id") for _, attrs in page.found}
    documents = [
        ox.Dataset(ox.parse((tmp_path / f"doc/shapes.{form.file_extension}").read_bytes(), form))
        for form in (ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES, ox.RdfFormat.RDF_XML)
    ]
    for dataset in documents:
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert documents[0] == documents[1] == documents[2]


def test_many_records_have_the_same_pages_by_several_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = written(tmp_path / "alone")
    monkeypatch.setattr(pages_writing, "_WORTH_IT", 1)
    others = written(tmp_path / "others")
    for file in alone.rglob("*.html"):
        assert file.read_bytes() == (others / file.relative_to(alone)).read_bytes(), file


def test_a_process_that_fails_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages_writing, "_WORTH_IT", 0)
    with (
        pytest.raises(RuntimeError, match="has ended: see above"),
        pages_writing.writing(tmp_path, SETTINGS, Index(BASE)) as writer,
    ):
        writer.write("event/a", pages_writing.Draft(b"", b"no JSON"))


def test_a_process_that_cannot_write_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages_writing, "_WORTH_IT", 0)
    with (
        pytest.raises(FileNotFoundError, match="event/nothing"),
        pages_writing.writing(tmp_path, SETTINGS, Index(BASE)) as writer,
    ):
        writer.write("event/nothing")


def test_a_process_that_cannot_write_says_why_to_who_goes_on_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_more_than_a_pipe_holds() -> None:
        with pages_writing.writing(tmp_path, SETTINGS, Index(BASE)) as writer:
            for _ in range(100_000):
                writer.write("event/nothing")

    monkeypatch.setattr(pages_writing, "_WORTH_IT", 0)
    with pytest.raises(FileNotFoundError, match="event/nothing"):
        write_more_than_a_pipe_holds()


def test_topics_with_many_above_them_and_deep_ones_are_no_trouble() -> None:
    ladder = [(f"t{n}", f"t{m}", 1) for n in range(2, 400) for m in (n - 1, n - 2)]
    found = tree([("t0", "", 1), ("t1", "", 1), *ladder])
    assert {branch.iri for branch in found} >= {"t0", "t1"}
    chain = tree([("c0", "", 1), *((f"c{n}", f"c{n - 1}", 1) for n in range(1, 3000))])
    waiting, shown = [*chain], set()
    while waiting:
        branch = waiting.pop()
        shown.add(branch.iri)
        waiting += branch.narrower
    assert len(shown) == 3000


def test_dates_before_christ_and_far_ahead_have_a_place() -> None:
    ancient = Dated("a", "-0043-03-15", "-0043-03-15", "-0043-03-15")
    line = Line.of([ancient, Dated("b", "17000-01-01", "")])
    assert [bar.dated.year for bar in line.bars] == ["-43", "17000"]
    assert line.bars[0].x < line.bars[1].x


def test_names_on_a_map_do_not_lie_over_one_another() -> None:
    places = [Located(f"p{n}", (38 + n % 10 * 0.2, 48 + n // 10 * 0.2), False) for n in range(100)]
    marks = label(draw(places, []), [f"Settlement {n}" for n in range(100)])
    named = [(mark.label, f"Settlement {n}") for n, mark in enumerate(marks) if mark.label]
    assert 10 < len(named) < 100
    boxes = []
    for (x, y, anchor), name in named:
        left = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * 7 * len(name)
        boxes.append((left, left + 7 * len(name), y - 11, y + 3))
    for one, other in combinations(boxes, 2):
        is_beside = one[1] <= other[0] or other[1] <= one[0]
        assert is_beside or one[3] <= other[2] or other[3] <= one[2]


@pytest.mark.parametrize(("uncertainty", "drawn"), [(False, "exact"), (True, "vague")])
def test_a_record_has_a_map_of_the_places_it_is_linked_with(
    tmp_path: Path, uncertainty: bool, drawn: str
) -> None:
    strike, pit, geo = (ox.NamedNode(BASE + each) for each in ("event/a", "place/b", "place/b#geo"))
    triples: list[tuple[ox.NamedNode, str, ox.NamedNode | ox.Literal]] = [
        (strike, SCHEMA.location, pit),
        (pit, RDF.type, ox.NamedNode(SCHEMA.Place)),
        (pit, SCHEMA.geo, geo),
        (geo, SCHEMA.latitude, ox.Literal("48.6")),
        (geo, SCHEMA.longitude, ox.Literal("38.6")),
    ]
    if uncertainty:
        triples.append((geo, ARC.uncertainty, ox.NamedNode(geo.value + "-uncertainty")))
    for each in ("event/a", "place/b"):
        document = ox.NamedNode(f"{BASE}doc/{each}")
        triples.append((document, SCHEMA.about, ox.NamedNode(BASE + each)))
    quads = [ox.Quad(one, ox.NamedNode(link), other) for one, link, other in triples]
    index = Index(BASE)
    index.add(quads)
    record = Document("event/a", quads, {})
    Documents(tmp_path, BASE).write(record)
    RecordPages(tmp_path, SETTINGS, index).write(record)
    found = Elements(tmp_path / "doc/event/a.html").found
    assert ("a", {"href": "../../view/places.html#place-b"}) in found
    assert drawn in {attrs.get("class") for name, attrs in found if name == "circle"}
