"""QuickStatements: commands there and back, by confidence, and never on a guessed number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lod_archive.archive import ArchiveFolder
from lod_archive.errors import ArchiveErrors, PublicationError
from lod_archive.graph.wikidata import DATATYPES, read_matches
from lod_archive.pipeline import Archive
from lod_archive.publish.profiles.quickstatements.commands import (
    CREATE,
    LAST,
    Command,
    plain,
    read_value,
    written,
)
from lod_archive.publish.profiles.quickstatements.lines import as_lines
from lod_archive.publish.profiles.quickstatements.reader import read_lines, read_table
from lod_archive.publish.profiles.quickstatements.table import as_table, rows_of
from lod_archive.publish.profiles.wikibase.datatypes import EARTH, VALUE_TYPES
from lod_archive.query import Source
from lod_archive.query.tasks import wanted_matches
from tests.exports import BASE, Export, exported, reference_source, source_of
from tests.records import make_archive
from tests.test_cli import run
from tests.wikibase import VALUES, languages, texts

PREFIXES = f"""
PREFIX arc: <https://w3id.org/lod-archive/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX edtf: <http://id.loc.gov/datatypes/edtf/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX p: <{BASE}prop/>
PREFIX pq: <{BASE}prop/qualifier/>
PREFIX pr: <{BASE}prop/reference/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX ps: <{BASE}prop/statement/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX wikibase: <http://wikiba.se/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
DEFINED = """
arc:alleged arc:isAssertion false .
wd:P585 rdfs:label "point in time"@en ; dcterms:type "time" .
wd:P276 rdfs:label "location"@en ; dcterms:type "wikibase-item" .
wd:P854 rdfs:label "reference URL"@en ; dcterms:type "url" .
wd:P1319 rdfs:label "earliest date"@en ; dcterms:type "time" .
wd:P1326 rdfs:label "latest date"@en ; dcterms:type "time" .
wd:P580 rdfs:label "start time"@en ; dcterms:type "time" .
wd:P582 rdfs:label "end time"@en ; dcterms:type "time" .
pq:earliest skos:closeMatch wd:P1319 .
pq:latest skos:closeMatch wd:P1326 .
pq:start skos:closeMatch wd:P580 .
pq:end skos:closeMatch wd:P582 .
pq:date skos:closeMatch wd:P585 .
pq:place skos:closeMatch wd:P276 .
pr:url skos:closeMatch wd:P854 .
<property/date> a wikibase:Property ; wikibase:directClaim dcterms:date ; rdfs:label "date"@en ;
    wikibase:claim p:date ; skos:closeMatch wd:P585 .
<property/place> a wikibase:Property ; wikibase:directClaim schema:location ;
    wikibase:claim p:place ; rdfs:label "place"@en ; skos:closeMatch wd:P276 .
<property/quota> a wikibase:Property ; wikibase:directClaim arc:quota ; rdfs:label "quota"@en ;
    wikibase:claim p:quota ; skos:editorialNote "a property for what was required"@en .
<doc/p> foaf:primaryTopic <place/mine> .
<place/mine> a schema:Place ; schema:name "Mine"@en .
<gazette/c1> a arc:Claim ; dcterms:source <source/gazette> ; arc:stance arc:asserted .
<gazette/c2> a arc:Claim ; dcterms:source <source/gazette> ; arc:stance arc:alleged .
<gazette/c3> a arc:Claim ; dcterms:source <source/gazette> ; arc:stance arc:asserted ;
    arc:conflictsWith <gazette/c1> .
<gazette/c4> a arc:Claim ; dcterms:source <source/gazette> ; arc:stance arc:asserted .
<source/gazette> schema:url <https://gazette.example/7> .
"""
LINKED = "schema:sameAs wd:Q42 . "
DATE_OF = """<event/x> p:date <event/x#a> .
<event/x#a> a wikibase:Statement ; wikibase:rank wikibase:NormalRank ; """


def export_of(said: str, batch: str = "sure.tsv") -> Export:
    """A batch of the commands for an event of which more is said."""
    trig = f"""{PREFIXES} {DEFINED} GRAPH <doc/x> {{
        <doc/x> foaf:primaryTopic <event/x> ; dcterms:source "data/x.yaml" .
        <event/x> a schema:Event ; schema:name "Strike"@en ; {said} }}"""
    return exported("quickstatements", batch, source_of(trig))


def commands_of(said: str, batch: str = "sure.tsv") -> list[Command]:
    return list(read_lines(export_of(said, batch).content.decode()))


numbers = st.integers(1, 99_999)
quoted = texts.map(plain).filter(bool).map(lambda text: f'"{text}"')
values = st.one_of(
    quoted,
    *(
        VALUES[datatype].map(partial(written, datatype))
        for datatype in ("wikibase-item", "time", "globe-coordinate", "monolingualtext", "quantity")
    ),
).map(lambda word: word or "somevalue")
pairs = st.lists(st.tuples(numbers.map(lambda n: f"P{n}"), values), min_size=1, max_size=3)


@st.composite
def commands(draw: st.DrawFn, item: str | None = None) -> Command:
    """A statement of an item, with qualifiers and references."""
    return Command(
        item or f"Q{draw(numbers)}",
        f"P{draw(numbers)}",
        draw(values),
        tuple(draw(pairs)) if draw(st.booleans()) else (),
        tuple(tuple(each) for each in draw(st.lists(pairs, max_size=3))),
    )


@st.composite
def creations(draw: st.DrawFn) -> list[Command]:
    """What makes an item."""
    labels = draw(st.sets(languages, min_size=1))
    terms = [Command(LAST, f"L{language}", draw(quoted)) for language in sorted(labels)]
    return [Command(CREATE), *terms, *draw(st.lists(commands(LAST), max_size=3))]


@settings(max_examples=150, deadline=None)
@given(st.lists(commands() | st.just(Command(CREATE)), max_size=5))
def test_every_line_is_read_back(written_: list[Command]) -> None:
    assert list(read_lines(as_lines(written_))) == written_


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(commands("Q1"), min_size=1, max_size=3) | creations(), max_size=3))
def test_every_row_of_a_table_is_read_back(items: list[list[Command]]) -> None:
    rows = [row for item in items for row in rows_of(item)]
    found = sorted(map(repr, read_table(as_table(rows))))
    assert found == sorted(repr(each) for item in items for one in item for each in split(one))


def split(command: Command) -> list[Command]:
    """The same statement once for each of its sources, as a table has it."""
    if not command.references:
        return [command]
    return [
        Command(command.item, command.name, command.value, command.qualifiers, (reference,))
        for reference in command.references
    ]


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_every_value_means_what_it_meant(data: Any) -> None:
    datatypes = ["time", "globe-coordinate", "monolingualtext", "quantity"]
    datatype = data.draw(st.sampled_from(datatypes))
    value = data.draw(VALUES[datatype].filter(lambda each: written(datatype, each) is not None))
    kind, read = read_value(str(written(datatype, value)))
    assert kind == datatype
    assert isinstance(read, dict)
    expected = {key: value[key] for key in read}
    if datatype == "monolingualtext":
        expected["text"] = plain(expected["text"])
    assert read == expected


@pytest.mark.parametrize("batch", ["sure", "disputed", "unsourced", "create"])
def test_every_command_of_the_reference_archive_is_read_back(batch: str) -> None:
    lines = exported("quickstatements", f"{batch}.tsv").content.decode()
    found = list(read_lines(lines))
    assert as_lines(found) == lines
    table = list(read_table(exported("quickstatements", f"{batch}.csv").content.decode()))
    assert {repr(each) for each in table} == {repr(each) for one in found for each in split(one)}


def test_a_record_without_a_link_is_not_touched() -> None:
    assert commands_of('dcterms:date "1935"^^edtf:EDTF .', "unsourced.tsv") == []


OTHER = """. <doc/y> foaf:primaryTopic <event/y> . <event/y> a schema:Event ;
    schema:name "Lockout"@en ; dcterms:date "1935"^^edtf:EDTF ; """


@pytest.mark.parametrize(
    "links",
    [
        "schema:sameAs wd:Q42 ; skos:exactMatch wd:Q43",
        "schema:sameAs wd:Q42 ; owl:sameAs <https://www.wikidata.org/wiki/Q42>",
        "schema:sameAs <https://www.wikidata.org/wiki/Q42>",
        "schema:sameAs <http://www.wikidata.org/entity/Q42/x>",
        "schema:sameAs <http://www.wikidata.org/entity/P42>",
        f"schema:sameAs wd:Q42 {OTHER} skos:exactMatch wd:Q42",
    ],
)
@pytest.mark.parametrize("batch", ["unsourced.tsv", "create.tsv", "create.csv"])
def test_a_record_that_is_not_one_item_alone_is_neither_touched_nor_created_again(
    links: str, batch: str
) -> None:
    done = export_of(f'dcterms:date "1935"^^edtf:EDTF ; {links} .', batch)
    assert b"1935" not in done.content
    assert "Strike" not in done.content.decode()
    assert {loss.what for loss in done.losses} == {
        "records whose links to Wikidata are not to one item that is theirs alone"
    }


def test_an_item_is_created_only_in_the_batch_for_that() -> None:
    said = 'dcterms:date "1935"^^edtf:EDTF .'
    created = commands_of(said, "create.tsv")
    assert Command(CREATE) in created
    assert Command(LAST, "Len", '"Strike"') in created
    assert not any(command.item == CREATE for command in commands_of(said, "sure.tsv"))


@pytest.mark.parametrize(
    ("claim", "batch"),
    [
        ("<gazette/c1>", "disputed"),
        ("<gazette/c2>", "disputed"),
        ("<gazette/c3>", "disputed"),
        ("<gazette/c4>", "sure"),
    ],
)
def test_statements_are_in_the_batch_of_their_confidence(claim: str, batch: str) -> None:
    said = f"""{LINKED} {DATE_OF} ps:date "1935-08-31"^^edtf:EDTF ; prov:wasDerivedFrom {claim} ."""
    for each in ("sure", "disputed", "unsourced"):
        assert len(commands_of(said, f"{each}.tsv")) == (each == batch)
    (command,) = commands_of(said, f"{batch}.tsv")
    source = (("P854", '"https://gazette.example/7"'),)
    assert command == Command("Q42", "P585", "+1935-08-31T00:00:00Z/11", (), (source,))


PAGES = """pr:pages skos:closeMatch wd:P304 .
    wd:P304 rdfs:label "page(s)"@en ; dcterms:type "string" . """


@pytest.mark.parametrize("form", ["tsv", "csv"])
@pytest.mark.parametrize("pages", ["12", "12–15", "xii"])
def test_a_reference_says_the_pages_and_they_are_read_back(pages: str, form: str) -> None:
    said = f"""{LINKED} {DATE_OF} ps:date "1935"^^edtf:EDTF ; prov:wasDerivedFrom <gazette/c4> .
        <gazette/c4> schema:pagination "{pages}" . {PAGES}"""
    content = export_of(said, f"sure.{form}").content.decode()
    assert "S304" in content
    (command,) = read_lines(content) if form == "tsv" else read_table(content)
    source = (("P304", f'"{pages}"'), ("P854", '"https://gazette.example/7"'))
    assert command.references == (source,)


def test_pages_of_a_source_that_cannot_be_named_there_are_counted() -> None:
    said = f"""{LINKED} {DATE_OF} ps:date "1935"^^edtf:EDTF ; prov:wasDerivedFrom <book/c1> .
        <book/c1> a arc:Claim ; dcterms:source <source/book> ; arc:stance arc:asserted ;
            schema:pagination "12" . {PAGES}"""
    done = export_of(said)
    (command,) = read_lines(done.content.decode())
    assert command.references == ((("P854", f'"{BASE}event/x"'),),)
    (lost,) = (loss for loss in done.losses if "pages" in loss.what)
    assert lost.values == 1


def test_what_has_no_source_has_the_archive_as_its_source() -> None:
    (command,) = commands_of(
        f'{LINKED} <event/x> dcterms:date "1935"^^edtf:EDTF .', "unsourced.tsv"
    )
    assert command.references == ((("P854", f'"{BASE}event/x"'),),)


def test_a_julian_date_says_so() -> None:
    said = f"""{LINKED} {DATE_OF} ps:date "1906-01-03"^^edtf:EDTF ; arc:calendar arc:julian ;
        arc:stated "1905-12-21" ; prov:wasDerivedFrom <gazette/c4> ."""
    (command,) = commands_of(said)
    assert command.value == "+1905-12-21T00:00:00Z/11/J"


def test_an_item_without_a_link_is_not_a_value() -> None:
    done = export_of(f"{LINKED} <event/x> schema:location <place/mine> .", "unsourced.tsv")
    assert done.content == b""
    assert any("no item for" in loss.what for loss in done.losses)


def test_a_text_in_a_language_that_wikidata_does_not_have_is_counted() -> None:
    said = f"""{LINKED} <event/x> arc:officialName "Стачка"@ru , "Stachka"@ru-Latn-alalc97 .
        wd:P1448 rdfs:label "official name"@en ; dcterms:type "monolingualtext" .
        <property/officialName> a wikibase:Property ; wikibase:directClaim arc:officialName ;
            rdfs:label "officialName"@en ; skos:closeMatch wd:P1448 ."""
    done = export_of(said, "unsourced.tsv")
    (command,) = read_lines(done.content.decode())
    assert command.value == 'ru:"Стачка"'
    assert any("in another form" in loss.what for loss in done.losses)


def test_statements_without_a_number_wait_and_are_counted_and_named() -> None:
    said = f"{LINKED} <event/x> arc:quota 7 ."
    done = export_of(said, "unsourced.tsv")
    assert done.content == b""
    (waiting,) = (loss for loss in done.losses if "wait" in loss.what)
    assert waiting.values == 1


def test_what_is_wanted_for_linked_records_is_to_be_done() -> None:
    wanted = {
        subject.thing.text: subject
        for subject in wanted_matches(reference_source())
        if subject.thing
    }
    assert "broader" in wanted
    assert "find its number at Wikidata" in wanted["broader"].tasks[0].task.text
    assert "quota" not in wanted  # no record with a link has one


def test_every_number_of_the_table_has_its_evidence() -> None:
    table = read_matches()
    for section in fields(table):
        for match in getattr(table, section.name).values():
            assert match.missing if match.number is None else match.evidence and match.label


def test_the_table_has_the_datatypes_that_values_have() -> None:
    assert set(DATATYPES) == set(VALUE_TYPES)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "properties:\n  a: {number: P1, label: x, datatype: time}\n",
            "-properties.yaml:2:3: “a” has a number without evidence",
        ),
        ("properties:\n  a: {number: null}\n", "“a” has neither a number nor a gap"),
        (
            "properties:\n  a: {number: 12, label: x, evidence: e}\n",
            "“a” has the number 12, which is none",
        ),
        ("propertys: {}\n", "did you mean “properties”?"),
        ("properties: [a]\n", "ontology/wikidata-properties.yaml:1:1: “properties” is no mapping"),
        ("evidence: page\n", "-properties.yaml:1:1: “evidence” is no mapping"),
        ("evidence: {e: [p]}\n", "what “evidence” names are texts"),
        (
            "evidence: {p: x}\nproperties:\n  a: {number: P1, label: x, evidence: [p]}\n",
            "-properties.yaml:3:3: “a” has evidence: ['p'], which is no text",
        ),
        ("properties:\n  a: \x07\n", "not YAML: unacceptable character"),
        ("properties:\n  a: {number: Q5, label: x}\n", "“a” has the number 'Q5', which is none"),
        ("classes:\n  Person: {number: P5, label: x}\n", "“Person” has the number 'P5'"),
        (
            "properties:\n  a: {number: P1, label: x, datatype: tiem}\n",
            "“a” has the datatype 'tiem', which is none",
        ),
        (
            "languages:\n  no: {number: Q1, label: x}\n",
            ":1:1: “False” is no text\n  Hint: write the key in quotation marks",
        ),
        ("units:\n  tonne: {number: P5, label: x}\n", "“tonne” has the number 'P5', which is none"),
        ("languages:\n  rus: {number: Q1, label: x}\n", "“rus” is no code of a language"),
        ("languages:\n  ru: {number: P1, label: x}\n", "“ru” has the number 'P1', which is none"),
        ("[" * 9999, "not YAML"),
        ("properties: [\n", "ontology/wikidata-properties.yaml:2:1: not YAML"),
    ],
)
def test_a_table_that_is_not_right_is_told(tmp_path: Any, text: str, problem: str) -> None:
    (tmp_path / "ontology").mkdir()
    (tmp_path / "archive.toml").write_text('base = "https://example.org/"\ntitle = { en = "x" }\n')
    (tmp_path / "ontology" / "wikidata-properties.yaml").write_text(text)
    with pytest.raises(ArchiveErrors) as caught:
        read_matches(ArchiveFolder.open(tmp_path))
    assert problem in str(caught.value)


def test_an_archive_has_rows_of_its_own(tmp_path: Any) -> None:
    (tmp_path / "ontology").mkdir()
    (tmp_path / "archive.toml").write_text('base = "https://example.org/"\ntitle = { en = "x" }\n')
    (tmp_path / "ontology" / "wikidata-properties.yaml").write_text(
        "evidence: {e: a page}\nproperties:\n"
        "  quota: {number: P1, label: x, datatype: time, evidence: e}\n"
    )
    table = read_matches(ArchiveFolder.open(tmp_path)).properties
    assert table["quota"].number == "P1"
    assert table["birthDate"].number == "P569"


OWN_TABLE = """
evidence: {e: a page}
properties:
  issn: {number: P7, label: number, datatype: external-id, evidence: e}
qualifiers:
  date: {number: P2, label: when, datatype: time, evidence: e}
references:
  url: {number: P3, label: address, datatype: url, evidence: e}
  exact: {number: null, missing: where words are quoted}
classes:
  Periodical: {number: Q4, label: periodical, evidence: e}
languages:
  "no": {number: Q6, label: Norwegian, evidence: e}
"""
OWN_RECORDS = """
- id: periodical/pravda
  type: Periodical
  name: {en: Pravda}
  sameAs: http://www.wikidata.org/entity/Q1
  issn: 0233-4275
  inLanguage: [ru, "no", und]
  statements:
    - property: homepage
      value: https://pravda.example/
      qualifiers: {date: 1935-08-31}
      claim: gazette/c1
- {id: periodical/other, type: Periodical, name: {en: Other}}
- id: source/article
  type: Source
  name: {en: Article}
  sameAs: http://www.wikidata.org/entity/Q9
  pages: 12–15
- {id: source/gazette, type: Source, name: {en: X}, url: "https://gazette.example/"}
"""
OWN_CLAIM = "{id: gazette/c1, type: Claim, source: source/gazette, exact: words, stance: asserted}"


@pytest.fixture(scope="module")
def own_words(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Source]:
    """An archive with rows of its own for a property, a qualifier, parts of references, a class."""
    files = {
        "ontology/wikidata-properties.yaml": OWN_TABLE,
        "data/all.yaml": OWN_RECORDS,
        "data/claims/gazette.yaml": OWN_CLAIM,
    }
    folder = make_archive(tmp_path_factory.mktemp("own"), files)
    with Archive.open(folder.root).source() as source:
        yield source


@pytest.mark.parametrize(
    ("batch", "command"),
    [
        (
            "unsourced",
            Command("Q1", "P7", '"0233-4275"', (), ((("P3", f'"{BASE}periodical/pravda"'),),)),
        ),
        (
            "sure",
            Command(
                *("Q1", "P856", '"https://pravda.example/"'),
                (("P2", "+1935-08-31T00:00:00Z/11"),),
                ((("P3", '"https://gazette.example/"'),),),
            ),
        ),
        *(
            (
                "unsourced",
                Command("Q1", "P407", item, (), ((("P3", f'"{BASE}periodical/pravda"'),),)),
            )
            for item in ("Q6", "Q7737")
        ),
        (
            "unsourced",
            Command("Q9", "P304", '"12–15"', (), ((("P3", f'"{BASE}source/article"'),),)),
        ),
        ("create", Command(LAST, "P31", "Q4")),
    ],
)
def test_rows_of_an_archives_own_are_what_commands_are_made_by(
    own_words: Source, batch: str, command: Command
) -> None:
    done = exported("quickstatements", f"{batch}.tsv", own_words)
    assert command in list(read_lines(done.content.decode()))


UNITS = """
evidence: {e: a page}
properties:
  quota: {number: P8, label: amount required, datatype: quantity, evidence: e}
units:
  metre: {number: Q11573, label: metre, evidence: e}
  wagon: {number: null, missing: how much a wagon held}
"""
OWN_UNITS = """
@prefix my: <https://example.org/unit/> .
@prefix qudt: <http://qudt.org/schema/qudt/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
my:metre a qudt:Unit ; rdfs:label "metre"@en .
my:wagon a qudt:Unit ; rdfs:label "wagon"@en .
my:basket a qudt:Unit ; rdfs:label "basket"@en .
"""
OWN_CONTEXT = """{"@context": {
  "metre": "https://example.org/unit/metre",
  "wagon": "https://example.org/unit/wagon",
  "basket": "https://example.org/unit/basket"
}}"""
MEASURED = """
- id: event/shift
  type: Event
  name: {en: Shift}
  sameAs: http://www.wikidata.org/entity/Q1
  statements:
    - %s
- {id: source/gazette, type: Source, name: {en: X}, url: "https://gazette.example/"}
"""
AMOUNTS = {
    "tonne": "7",
    "hour": "1.5",
    "year": "2",
    "kilometre": "3",
    "percent": "387",
    "one": "-14",
    "metre": "40",
    "wagon": "5",
    "basket": "6",
}
MEASURES = {
    "ontology/wikidata-properties.yaml": UNITS,
    "ontology/units.ttl": OWN_UNITS,
    "ontology/context.jsonld": OWN_CONTEXT,
    "data/claims/gazette.yaml": OWN_CLAIM,
}


def measured_archive(folder: Path, statements: Iterable[str]) -> ArchiveFolder:
    said = MEASURED % "\n    - ".join(statements)
    return make_archive(folder, MEASURES | {"data/all.yaml": said})


@pytest.fixture(scope="module")
def measuring(tmp_path_factory: pytest.TempPathFactory) -> ArchiveFolder:
    """An archive with amounts in units of all kinds: built-in, its own, and of unknown number."""
    statements = [
        f"{{property: quota, value: {{amount: {amount}, unit: {unit}}}, claim: gazette/c1}}"
        for unit, amount in AMOUNTS.items()
    ]
    return measured_archive(tmp_path_factory.mktemp("measured"), statements)


@pytest.fixture(scope="module")
def measured(measuring: ArchiveFolder) -> Iterator[Source]:
    with Archive.open(measuring.root).source() as source:
        yield source


@pytest.mark.parametrize("form", ["tsv", "csv"])
def test_amounts_have_the_items_of_their_units_and_are_read_back(
    measured: Source, form: str
) -> None:
    done = exported("quickstatements", f"sure.{form}", measured)
    content = done.content.decode()
    found = list(read_lines(content) if form == "tsv" else read_table(content))
    amounts = {
        "7U191118": ("+7", "http://www.wikidata.org/entity/Q191118"),
        "1.5U25235": ("+1.5", "http://www.wikidata.org/entity/Q25235"),
        "2U577": ("+2", "http://www.wikidata.org/entity/Q577"),
        "3U828224": ("+3", "http://www.wikidata.org/entity/Q828224"),
        "387U11229": ("+387", "http://www.wikidata.org/entity/Q11229"),
        "-14": ("-14", "1"),
        "40U11573": ("+40", "http://www.wikidata.org/entity/Q11573"),
    }
    assert {each.value for each in found} == set(amounts)
    for each in found:
        amount, unit = amounts[each.value]
        assert read_value(each.value) == ("quantity", {"amount": amount, "unit": unit})
    (waiting,) = (loss for loss in done.losses if "units" in loss.what)
    assert waiting.values == 2


def test_units_whose_item_is_not_known_are_to_be_done(measured: Source) -> None:
    wanted = {
        each.thing.text: each.tasks[0].task.text for each in wanted_matches(measured) if each.thing
    }
    assert wanted == {
        "wagon": "find its number at Wikidata: how much a wagon held",
        "basket": "find its number at Wikidata: the item for this unit",
    }


@pytest.mark.parametrize(
    ("said", "waiting"),
    [
        (["{property: quota, value: {amount: 5, unit: wagon}, claim: gazette/c1}"],
         "1 statement waits for a unit"),
        (["{property: attendance, value: {amount: 7, unit: one}, claim: gazette/c1}"],
         "1 statement waits for a property"),
        (["{property: attendance, value: {amount: 7, unit: one}, claim: gazette/c1}",
          "{property: quota, value: {amount: 5, unit: wagon}, claim: gazette/c1}",
          "{property: quota, value: {amount: 6, unit: basket}, claim: gazette/c1}"],
         "1 statement waits for a property, 2 statements wait for a unit"),
    ],
)  # fmt: skip
def test_an_export_says_how_many_statements_wait_and_what_for(
    tmp_path: Path, said: list[str], waiting: str
) -> None:
    folder = measured_archive(tmp_path, said)
    result = run("export", "quickstatements", folder.root, "--output", tmp_path / "sure.tsv")
    assert f"; {waiting}: lod-archive todo\n" in result.stderr


def test_units_without_a_row_are_a_task_each(measuring: ArchiveFolder) -> None:
    assert run("todo", measuring.root).stdout.splitlines()[-1] == "2 open tasks about 2 things"


@pytest.mark.parametrize("unit", ["Q", "Q0", "Qx", "Qx\tP1\t", "Q1\tP1", "Q1\n", "Q１"])
def test_what_only_begins_like_an_item_is_no_unit(unit: str) -> None:
    amount = {"amount": "+10", "unit": f"http://www.wikidata.org/entity/{unit}"}
    assert written("quantity", amount) is None


@pytest.mark.parametrize(
    ("word", "unit", "bounds"),
    [
        ("10", "1", None),
        ("10U11573", "http://www.wikidata.org/entity/Q11573", None),
        ("-10[-12.5,-7.5]", "1", ("-12.5", "-7.5")),
        ("0[-5,5]U11573", "http://www.wikidata.org/entity/Q11573", ("-5", "+5")),
    ],
)
def test_an_amount_has_bounds_before_its_unit(
    word: str, unit: str, bounds: tuple[str, str] | None
) -> None:
    kind, value = read_value(word)
    assert isinstance(value, dict)
    assert (kind, value["unit"]) == ("quantity", unit)
    assert (value.get("lowerBound"), value.get("upperBound")) == (bounds or (None, None))
    assert written(kind, value) == word


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("Q1\tP31\t10U", "“10U” is no value"),
        ("Q1\tP31\t10U0", "“10U0” is no value"),
        ("Q1\tP31", "commands:1: a command is an item"),
        ("X1\tP31\tQ5", "“X1” is neither an item"),
        ("Q1\tpp\tQ5", "“pp” is neither a property"),
        ("Q1\tP31\tQ5\tR1\tQ5", "“R1” is neither a qualifier nor a reference"),
        ("Q1\tP31\tsomething", "“something” is no value"),
    ],
)
def test_a_line_that_is_no_command_is_told(line: str, problem: str) -> None:
    with pytest.raises(PublicationError) as caught:
        list(read_lines(line))
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ("1935~", []),
        ("1935-08-31?", []),
        ("1931/1938", []),
        ("{1931,1938}", []),
        ("[1931..1938]", [("+1930-00-00T00:00:00Z/8", "+1931-01-01", "+1938-12-31")]),
        ("193X", [("+1930-00-00T00:00:00Z/8", "+1930-01-01", "+1939-12-31")]),
    ],
)
def test_a_date_is_never_said_with_more_certainty_than_it_has(
    text: str, commands: list[tuple[str, str, str]]
) -> None:
    said = f"""{LINKED} {DATE_OF} ps:date "{text}"^^edtf:EDTF ; prov:wasDerivedFrom <gazette/c4> ;
        arc:earliest "1900-01-01"^^xsd:date ; arc:latest "1999-12-31"^^xsd:date ."""
    done = export_of(said)
    assert list(read_lines(done.content.decode())) == [
        Command(
            "Q42",
            "P585",
            value,
            (("P1319", f"{first}T00:00:00Z/11"), ("P1326", f"{last}T00:00:00Z/11")),
            ((("P854", '"https://gazette.example/7"'),),),
        )
        for value, first, last in commands
    ]
    assert bool(commands) != any("in doubt" in loss.what for loss in done.losses)


@pytest.mark.parametrize(
    ("text", "qualifiers", "lost"),
    [
        ("1927/1935-08", ["P580 +1927-00-00T00:00:00Z/9", "P582 +1935-08-00T00:00:00Z/10"], 0),
        ("1927/..", ["P580 +1927-00-00T00:00:00Z/9"], 0),
        ("1927/1935~", ["P580 +1927-00-00T00:00:00Z/9"], 1),
        ("1927~", [], 1),
        ("[1927,1928]", ["P1319 +1927-01-01T00:00:00Z/11", "P1326 +1928-12-31T00:00:00Z/11"], 0),
    ],
)
def test_a_qualifying_date_is_start_and_end_or_bounds_or_counted(
    text: str, qualifiers: list[str], lost: int
) -> None:
    said = f"""{LINKED} {DATE_OF} ps:date "1935"^^edtf:EDTF ; pq:date "{text}"^^edtf:EDTF ;
        prov:wasDerivedFrom <gazette/c4> ."""
    done = export_of(said)
    (command,) = read_lines(done.content.decode())
    assert [" ".join(pair) for pair in command.qualifiers] == qualifiers
    assert sum(loss.values for loss in done.losses if "qualifiers" in loss.what) == lost


def test_a_new_item_has_its_aliases_and_what_it_lacks_is_counted() -> None:
    said = f"""schema:alternateName "Walkout"@en, "Stoppage"@en . {DATE_OF}
        ps:date "1935"^^edtf:EDTF ; prov:wasDerivedFrom <gazette/c2> ."""
    done = export_of(said, "create.tsv")
    found = list(read_lines(done.content.decode()))
    assert Command(LAST, "Aen", '"Walkout"') in found
    assert Command(LAST, "Aen", '"Stoppage"') in found
    assert not any(command.name == "P585" for command in found)
    assert any("disagree" in loss.what and loss.values == 1 for loss in done.losses)


def test_a_position_is_written_without_exponents() -> None:
    word = written("globe-coordinate", {"latitude": 51.5, "longitude": -5e-05})
    assert word == "@51.5/-0.00005"
    assert read_value(word)[1] == {"latitude": 51.5, "longitude": -5e-05, "globe": EARTH}


@pytest.mark.parametrize("table", ["qid,P31\n\n", "qid,P31\nQ1\n", "qid,P31\nQ1,Q5,Q6\n"])
def test_a_row_that_does_not_fit_its_header_is_told(table: str) -> None:
    with pytest.raises(
        PublicationError, match=r"commands:2: a row of \d cells below a header of 2"
    ):
        list(read_table(table))
