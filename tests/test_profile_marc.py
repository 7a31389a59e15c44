"""MARC 21, judged by the schema of MARCXML, by yaz, MARC::Lint and pymarc, and by hand."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import IO

import pymarc
import pytest
from lxml import etree

from lod_archive.errors import ArchiveErrors
from lod_archive.publish.profiles import export, export_records, find_profile
from lod_archive.publish.profiles.marc.codes import language_code
from lod_archive.publish.profiles.marc.serialiser import MARCXML
from lod_archive.vocab.namespaces import CRM
from tests.exports import BASE, Export, exported, source_of
from tests.suites import suite_path
from tests.tools import miss

FORMS = ("bibliographic", "authority")
LINT = """
use strict; use warnings; use MARC::Batch; use MARC::Lint;
my ($lint, $batch, $count) = (MARC::Lint->new, MARC::Batch->new('USMARC', $ARGV[0]), 0);
while (my $record = $batch->next) {
  $lint->check_record($record);
  print $record->field('001')->data, ": $_\\n" for ($lint->warnings, $record->warnings);
  $count++;
}
print "$count records\\n";
"""
CODES = """
use MARC::Lint::CodeData;
print join ' ', grep { length $_ == 3 && /\\S/ } sort keys %MARC::Lint::CodeData::LanguageCodes;
"""
PREFIXES = """
PREFIX arc: <https://w3id.org/lod-archive/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX edtf: <http://id.loc.gov/datatypes/edtf/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX p: <https://example.org/prop/>
PREFIX pq: <https://example.org/prop/qualifier/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX ps: <https://example.org/prop/statement/>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX wikibase: <http://wikiba.se/ontology#>
"""


def graph(*records: str) -> str:
    """Records in Turtle, each beginning with its id in angle brackets, with their documents."""
    made = []
    for each in records:
        name = each.partition("<")[2].partition(">")[0]
        made.append(
            f"GRAPH <doc/{name}> {{ <doc/{name}> foaf:primaryTopic <{name}> ; "
            f'dcterms:source "data/{name}.yaml" . {each} }}'
        )
    return PREFIXES + "\n".join(made)


def read(content: bytes) -> Iterator[pymarc.Record]:
    """The records of a file in ISO 2709."""
    for record in pymarc.MARCReader(io.BytesIO(content)):
        assert record is not None
        yield record


def records(*turtle: str) -> dict[str, pymarc.Record]:
    """What becomes of records, by their ids."""
    content = exported("marc", "mrc", source_of(graph(*turtle))).content
    return {record["001"].data or "": record for record in read(content)}


def fields(record: pymarc.Record, *tags: str) -> list[str]:
    """Fields as text: tag, indicators, subfields."""
    return [str(field).removeprefix("=") for field in record.get_fields(*tags)]


@cache
def reference(extension: str) -> Export:
    """The reference archive, in one form."""
    return exported("marc", extension)


@cache
def perl(script: str, *arguments: str) -> str:
    """What a script in Perl prints; the test is missed if MARC::Lint is not there."""
    program = shutil.which("perl")
    known = program and subprocess.run(
        [program, "-MMARC::Lint", "-MMARC::Batch", "-e", "1"], capture_output=True, check=False
    )
    if not program or not known or known.returncode:
        miss("MARC::Lint", "sh scripts/debian libmarc-lint-perl libmarc-record-perl")
    command = [program, "-C", "-e", script, *arguments]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


@pytest.fixture
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place for a file."""
    return tmp_path_factory.mktemp("marc") / "records.mrc"


def test_marcxml_is_valid_by_its_schema() -> None:
    schema = etree.XMLSchema(etree.parse(suite_path("oai-pmh") / "MARC21slim.xsd"))
    schema.assertValid(etree.fromstring(reference("xml").content))


@pytest.mark.parametrize("form", FORMS)
def test_yaz_reads_every_record_without_complaint(form: str, file: Path) -> None:
    if not shutil.which("yaz-marcdump"):
        miss("yaz-marcdump", "sh scripts/debian yaz")
    file.write_bytes(reference(f"{form}.mrc").content)
    command = ["yaz-marcdump", "-f", "utf-8", "-t", "utf-8", "-o", "marcxml", str(file)]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stderr == b""
    assert b"<!--" not in done.stdout
    assert done.stdout.count(b"<record") == reference(f"{form}.mrc").records


def test_lint_has_nothing_to_say_of_bibliographic_records(file: Path) -> None:
    export_ = reference("bibliographic.mrc")
    file.write_bytes(export_.content)
    assert perl(LINT, str(file)) == f"{export_.records} records\n"


@pytest.mark.parametrize("form", FORMS)
def test_both_syntaxes_have_the_same_records(form: str) -> None:
    binary = list(read(reference(f"{form}.mrc").content))
    parse: Callable[[IO[bytes]], list[pymarc.Record]] = pymarc.parse_xml_to_array
    xml = parse(io.BytesIO(reference(f"{form}.xml").content))
    assert len(binary) == reference(f"{form}.mrc").records > 0
    assert [one.as_dict()["fields"] for one in binary] == [one.as_dict()["fields"] for one in xml]


def test_both_kinds_together_are_all() -> None:
    assert reference("mrc").records == sum(reference(f"{form}.mrc").records for form in FORMS)


def test_every_record_has_one_heading_and_its_fields_in_order() -> None:
    for record in read(reference("mrc").content):
        tags = [field.tag for field in record.fields]
        assert tags == sorted(tags)
        assert len(record["008"].data or "") == 40
        heads = [tag for tag in tags if tag in ("100", "110", "147", "150", "151")]
        assert len(heads) == 1 if str(record.leader)[6] == "z" else tags.count("245") == 1


def test_every_field_880_leads_to_its_field_and_back() -> None:
    alternates = 0
    for record in read(reference("mrc").content):
        for field in record.get_fields("880"):
            tag, _, rest = (field["6"] or "").partition("-")
            linked = [one for one in record.get_fields(tag) if one.get("6") == f"880-{rest[:2]}"]
            assert len(linked) == (rest[:2] != "00")
            assert rest.endswith("/(N")
            alternates += 1
    assert alternates


def test_the_languages_are_those_of_the_code_list() -> None:
    known = set(perl(CODES).split())
    assert all(language_code(code) in known for code in ("en", "ru", "uk", "de", "cs", "zh", "grc"))
    assert [code for code in known if len(code) == 3 and language_code(code) != code] == []


CLASSES = [
    *("schema:Person", "schema:Organization", "foaf:Group", "schema:Place", "schema:Event"),
    *("skos:Concept", "schema:ScholarlyArticle", "schema:MediaObject", "schema:CreativeWork"),
    *("schema:Periodical", "schema:Collection"),
]
LISTED = re.search(r"IN \((.*?)\)", find_profile("marc").construct, re.DOTALL)
VALUES = {
    '"Text"@en': (
        *("schema:name", "skos:prefLabel", "schema:alternateName", "arc:officialName"),
        *("schema:givenName", "schema:familyName", "skos:altLabel", "skos:hiddenLabel"),
        *("schema:description", "skos:definition", "skos:scopeNote", "skos:note"),
        *("skos:editorialNote", "schema:position", "schema:inLanguage", "schema:encodingFormat"),
        *("dcterms:bibliographicCitation", "schema:isbn", "schema:issn", "schema:pagination"),
    ),
    '"1936-05-01"^^edtf:EDTF': (
        *("dcterms:date", "dcterms:issued", "schema:dateCreated", "schema:birthDate"),
        *("schema:deathDate", "schema:foundingDate", "schema:dissolutionDate"),
        "schema:temporalCoverage",
    ),
    "<https://viaf.org/viaf/1>": ("schema:sameAs", "skos:exactMatch"),
    "<https://a.example/x>": ("schema:url", "foaf:homepage"),
    "<x/a#geo>": ("schema:geo",),
    "<x/a#code>": ("schema:identifier",),
}
"""Values of properties that are no links with other records."""
SAID = {name: value for value, names in VALUES.items() for name in names}
BESIDE = """
<t/t> a skos:Concept ; skos:prefLabel "Mining"@en .
<x/a#geo> schema:latitude "48.5" ; schema:longitude "38.5" .
<x/a#code> schema:propertyID "DDC" ; schema:value "1"
"""


@pytest.mark.parametrize("of_class", CLASSES)
def test_no_value_is_left_out_without_being_counted(of_class: str) -> None:
    assert LISTED

    def made(more: str) -> tuple[bytes, list[tuple[str, int]]]:
        record = f'<x/a> a {of_class} ; schema:name "Main"@en {more} . {BESIDE}'
        turtle = graph(record).replace(PREFIXES, f"{PREFIXES}\nPREFIX crm: <{CRM}>")
        found = exported("marc", "xml", source_of(turtle))
        return found.content, [(each.what, each.values) for each in found.losses]

    plain = made("")
    for name in (each.strip() for each in LISTED[1].split(",")):
        value = SAID.get(name, "<t/t>")
        if name != "rdf:type":
            assert made(f"; {name} {value}") != plain, name


KEPT = "GRAPH <doc/dataset> { <dataset> %s }"
HELD = """
<essay/x> a schema:ScholarlyArticle ; schema:name "X"@en ; dcterms:isPartOf <collection/y> .
<collection/y> schema:name "Y"@en
"""


@pytest.mark.parametrize(
    ("dataset", "expected"),
    [
        (
            'arc:marcOrganization "XX-Abc" ; dcterms:publisher <organization/z>',
            [
                "003  XX-Abc",
                "035  \\\\$a(XX-Abc)essay/x",
                "040  \\\\$aXX-Abc$beng$cXX-Abc",
                "773  0\\$tY$w(XX-Abc)collection/y",
            ],
        ),
        (
            'dcterms:publisher <organization/z> . <organization/z> schema:name "Museum"@en',
            ["040  \\\\$aMuseum$beng$cMuseum", "773  0\\$tY$wcollection/y"],
        ),
        (
            'dcterms:title "A dataset"@en',
            ["040  \\\\$aexample.org$beng$cexample.org", "773  0\\$tY$wcollection/y"],
        ),
    ],
)
def test_whose_a_record_is_is_told_by_code_where_the_archive_has_one(
    dataset: str, expected: list[str]
) -> None:
    made = exported("marc", "mrc", source_of(graph(HELD) + KEPT % dataset))
    (record,) = read(made.content)
    assert fields(record, "003", "035", "040", "773") == expected
    said = [each.values for each in made.losses if "marc_organization in archive.toml" in each.what]
    assert said == ([] if len(expected) == 4 else [1])


def test_every_record_has_a_number_of_its_own() -> None:
    root = etree.fromstring(reference("xml").content)
    ids = root.findall(f"{{{MARCXML}}}record/{{{MARCXML}}}controlfield[@tag='001']")
    assert len({each.text for each in ids}) == reference("xml").records


ESSAY = """<essay/x> a schema:ScholarlyArticle ;
  schema:name "The day"@en , "День"@ru , "Denʹ"@ru-Latn-alalc97 ; schema:inLanguage "ru" ;
  schema:author <person/x> ; schema:about <event/x> ; dcterms:issued "1936"^^edtf:EDTF ;
  dcterms:isPartOf <periodical/x> ."""
PERSON = """<person/x> a schema:Person ;
  schema:name "Aleksei Stakhanov"@en , "Алексей Стаханов"@ru ;
  schema:familyName "Stakhanov"@en , "Стаханов"@ru ; schema:birthDate "1906-01-03"^^edtf:EDTF ;
  schema:deathDate "1977~"^^edtf:EDTF ; schema:sameAs <http://viaf.org/viaf/1> ;
  p:birthDate <person/x#b> .
  <person/x#b> a wikibase:Statement , wikibase:BestRank ; prov:wasDerivedFrom <essay/c1> ."""
CLAIM = """<essay/c1> a arc:Claim ; dcterms:source <essay/x> ; arc:stance arc:alleged ;
  arc:paraphrase "He was born in 1906."@en ."""
EVENT = """<event/x> a schema:Event ; schema:name "Strike"@en ;
  dcterms:date "1935-08~/1935-09"^^edtf:EDTF ."""
PERIODICAL = (
    '<periodical/x> a schema:Periodical ; schema:name "Pravda"@en ; schema:issn "0233-4275" .'
)
SMALL = (ESSAY, PERSON, CLAIM, EVENT, PERIODICAL)


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ("essay/x", "245  10$6880-02$aDenʹ /$cAleksei Stakhanov."),
        ("essay/x", "880  10$6245-02/(N$aДень."),
        ("essay/x", "246  3\\$aThe day"),
        (
            "essay/x",
            "100  1\\$6880-01$aStakhanov, Aleksei$d1906-1977$eauthor$0https://example.org/person/x"
            "$1http://viaf.org/viaf/1$4aut",
        ),
        ("essay/x", "880  1\\$6100-01/(N$aСтаханов, Алексей$d1906-1977$eauthor$4aut"),
        ("essay/x", "647  \\4$aStrike$d1935$0https://example.org/event/x"),
        ("essay/x", "773  0\\$tPravda$x0233-4275$wperiodical/x"),
        ("essay/x", "264  \\1$c1936"),
        ("essay/x", "856  42$3Linked data$uhttps://example.org/essay/x"),
        ("essay/x", "008  000000s1936\\\\\\\\xx\\|||||||||||||||||rus|d"),
        ("periodical/x", "022  \\\\$a0233-4275"),
        ("person/x", "100  1\\$aStakhanov, Aleksei$d1906-1977"),
        ("person/x", "400  1\\$aСтаханов, Алексей$d1906-1977"),
        ("person/x", "046  \\\\$f19060103"),
        ("person/x", "046  \\\\$g1977~$2edtf"),
        ("person/x", "024  7\\$a1$2viaf"),
        ("person/x", "670  \\\\$aThe day$b[alleged] He was born in 1906."),
        ("event/x", "046  \\\\$s1935-08~$t1935-09$2edtf"),
    ],
)
def test_what_becomes_of_a_value(record: str, expected: str) -> None:
    assert expected in fields(records(*SMALL)[record], expected[:3])


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ('arc:paraphrase "He was born."@en', "$bp. 12–15 ([alleged] He was born.)"),
        ("schema:about <person/x>", "$bp. 12–15"),
    ],
)
def test_a_source_is_cited_with_the_pages_on_which_it_says_so(said: str, found: str) -> None:
    claim = f"""<essay/c1> a arc:Claim ; dcterms:source <essay/x> ; arc:stance arc:alleged ;
        schema:pagination "12–15" ; {said} ."""
    made = records(ESSAY, PERSON, claim)["person/x"]
    assert f"670  \\\\$aThe day{found}" in fields(made, "670")


@pytest.mark.parametrize(
    ("said", "expected", "lost"),
    [
        (
            "dcterms:isPartOf <periodical/x>",
            "773  0\\$tPravda$gp. 12–15$x0233-4275$wperiodical/x",
            0,
        ),
        (
            "dcterms:isPartOf <periodical/x> ; schema:position 3",
            "773  0\\$tPravda$g3, p. 12–15$x0233-4275$wperiodical/x",
            0,
        ),
        ("schema:isBasedOn <periodical/x>", None, 1),
    ],
)
def test_pages_of_a_part_stand_with_its_host(said: str, expected: str | None, lost: int) -> None:
    essay = f"""<essay/x> a schema:ScholarlyArticle ; schema:name "The day"@en ;
        schema:pagination "12–15" ; {said} ."""
    found = fields(records(essay, PERIODICAL)["essay/x"], "773")
    assert found == ([expected] if expected else [])
    losses = exported("marc", "mrc", source_of(graph(essay, PERIODICAL))).losses
    assert sum(loss.values for loss in losses if loss.what.startswith("schema:pagination")) == lost


@pytest.mark.parametrize(
    ("facts", "leader"),
    [
        ("a schema:ScholarlyArticle", "am"),
        ("a schema:ScholarlyArticle ; dcterms:isPartOf <periodical/x>", "ab"),
        ("a schema:ScholarlyArticle ; dcterms:isPartOf <collection/x>", "aa"),
        ("a schema:Periodical", "as"),
        ("a schema:Collection", "pc"),
        ('a schema:CreativeWork ; schema:inLanguage "en"', "am"),
        ("a schema:CreativeWork", "pm"),
        ('a schema:MediaObject ; schema:encodingFormat "video/mp4"', "gm"),
        ("a schema:MediaObject , schema:ImageObject", "km"),
        ("a schema:MediaObject , schema:AudioObject", "im"),
        ("a schema:MediaObject , schema:AudioObject ; schema:composer <person/x>", "jm"),
    ],
)
def test_type_and_level_are_told_by_what_the_archive_knows(facts: str, leader: str) -> None:
    found = records(f'<work/x> {facts} ; schema:name "x"@en .', PERIODICAL, PERSON)
    assert str(found["work/x"].leader)[6:8] == leader


@pytest.mark.parametrize(
    ("name", "tag", "expected"),
    [
        ('"Стачка"@ru', "245", "245  00$aСтачка."),
        ('"Strike"@en , "שביתה"@he', "880", "880  3\\$6246-00/(2/r$aשביתה"),
        ('"Strike"@en , "罷工"@zh', "880", "880  3\\$6246-00/$1$a罷工"),
        ('"The\\n\\n\\u000Bstrike\\n  of 1935"@en', "245", "245  04$aThe strike of 1935."),
        ('"Q\\u001Eb\\u001Fc\\u001D"@en', "245", "245  00$aQ b c."),
        ('"Strike!"@x-none', "245", "245  00$aStrike!."),
        ('"<&>"', "245", "245  00$a<&>."),
    ],
)
def test_odd_names(name: str, tag: str, expected: str) -> None:
    found = records(f"<work/x> a schema:CreativeWork ; schema:name {name} .")
    assert expected in fields(found["work/x"], tag)


@pytest.mark.parametrize("blank", [" ", "\\u00a0", "\\u200b"])
def test_the_heading_is_made_of_names_that_can_be_seen(blank: str) -> None:
    found = records(
        f'<person/x> a schema:Person ; schema:name "Иванова Анна"@ru ; '
        f'schema:familyName "{blank}"@ru .',
        f'<work/y> a schema:CreativeWork ; schema:name "{blank}"@en , "Стачка"@ru ; '
        f'schema:author <person/z> . <person/z> a schema:Person ; schema:name "{blank}"@en .',
    )
    assert fields(found["person/x"], "100") == ["100  0\\$aИванова Анна"]
    assert fields(found["work/y"], "100", "245", "700") == ["245  00$aСтачка."]


@pytest.mark.parametrize(
    ("record", "extension", "problem"),
    [
        ("<work/x> a schema:CreativeWork .", "xml", "work/x, as marc: has no name"),
        ("<person/x> a schema:Person .", "mrc", "person/x, as marc: has no name"),
        (
            '<person/x> a schema:Person ; schema:name "\\u00a0"@en ; schema:birthDate "1900" .',
            "authority.xml",
            "person/x, as marc: has no name for field 245 or 1XX",
        ),
        (
            '<work/x> a schema:CreativeWork ; schema:name "\\u200b"@en .',
            "xml",
            "work/x, as marc: has no name for field 245 or 1XX",
        ),
        (
            '<person/x> a schema:Person ; schema:name "X"@en ; schema:alternateName "\\u00a0"@en .',
            "xml",
            "person/x, as marc: has a name with nothing in it that can be seen",
        ),
        (
            f'<work/x> a schema:CreativeWork ; schema:name "{"ы" * 5_000}"@ru .',
            "mrc",
            "field 245 is 10,006 bytes long; ISO 2709 holds 9,999",
        ),
        (
            '<work/x> a schema:CreativeWork ; schema:name "x"@en ; schema:description '
            + " , ".join(f'"{number}{"y" * 9_000}"@en' for number in range(12))
            + " .",
            "mrc",
            "bytes long; ISO 2709 holds 99,999",
        ),
    ],
)
def test_what_cannot_be_written_is_told_with_place_and_remedy(
    record: str, extension: str, problem: str
) -> None:
    profile = find_profile("marc")
    with pytest.raises(ArchiveErrors) as caught:
        export(profile, source_of(graph(record)), profile.output(extension), io.BytesIO())
    assert problem in str(caught.value)
    assert ".yaml" in str(caught.value)
    assert "Hint: " in str(caught.value)


def test_marcxml_holds_what_iso_2709_cannot() -> None:
    record = f'<work/x> a schema:CreativeWork ; schema:name "{"ы" * 5_000}"@ru .'
    assert "ы" * 5_000 in exported("marc", "xml", source_of(graph(record))).content.decode()


def test_characters_outside_marc8_are_told_with_an_example() -> None:
    record = '<work/x> a schema:CreativeWork ; schema:name "Ստախանով"@hy .'
    losses = exported("marc", "mrc", source_of(graph(record))).losses
    told = [loss for loss in losses if "MARC-8" in loss.what]
    assert [loss.example for loss in told] == ["work/x"]


def test_one_record_is_an_element_with_its_own_namespace() -> None:
    profile, file = find_profile("marc"), io.BytesIO()
    source = source_of(graph(*SMALL))
    output = profile.output("xml")
    assert export_records(profile, source, output, [f"{BASE}person/x"], file) == 1
    element = file.getvalue().removeprefix(output.head).removesuffix(output.tail)
    assert etree.fromstring(element).tag == f"{{{MARCXML}}}record"
