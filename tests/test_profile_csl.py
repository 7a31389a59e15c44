"""References in CSL-JSON, BibLaTeX and RIS, judged by their schema and by others' readers."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import warnings
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from jsonschema import Draft7Validator

from lod_archive.errors import ArchiveErrors
from lod_archive.publish.bibtex import key
from lod_archive.publish.profiles import find_profile
from lod_archive.publish.profiles.csl.dates import biblatex_date, csl_date
from lod_archive.publish.profiles.csl.names import Name
from lod_archive.publish.profiles.csl.reference import Passage, Reference
from lod_archive.publish.profiles.csl.serialiser import csl
from lod_archive.publish.profiles.judging import judge_of
from lod_archive.publish.profiles.losses import Losses
from tests.exports import Export, exported, source_of
from tests.suites import suite_path
from tests.tools import miss

if TYPE_CHECKING:
    from pathlib import Path

PREFIXES = """
PREFIX arc: <https://w3id.org/lod-archive/ontology#>
PREFIX bibo: <http://purl.org/ontology/bibo/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX edtf: <http://id.loc.gov/datatypes/edtf/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX schema: <https://schema.org/>
"""
ODD = f"""{PREFIXES}
GRAPH <doc/work/x> {{
  <doc/work/x> foaf:primaryTopic <work/x> ; dcterms:source "data/works/x.yaml" .
  <work/x> a schema:CreativeWork ;
    schema:name "Уголь {{&}} 100 % $5 #1 a_b ~ ^ \\\\ \\u0007\\nER  - \\ttwo"@ru , "採炭"@ja ;
    schema:inLanguage "ru" ;
    schema:author <person/a> , <person/b> , <body/c> , <person/d> ;
    schema:publisher <body/c> ;
    schema:description "{"Сталь и уголь. " * 700}"@ru ;
    schema:dateCreated "{{1935,1936}}"^^edtf:EDTF ;
    schema:url <https://a.example/x?q=1%25&r=_> .
  <person/a> schema:name "Анна Д. Иванова"@ru , "Anna Ivanova"@en , "Anna Ivanova"@ru-Latn-alalc97 ;
    schema:givenName "Анна"@ru ; schema:familyName "Иванова"@ru .
  <person/b> schema:name "بن سينا"@ar .
  <body/c> schema:name "Coal, Iron and Steel"@en .
  <person/d> schema:familyName "Rock and Roll, Jr."@en ; schema:givenName "{{Max}}"@en .
}}"""
CLAIM = f"""{PREFIXES}
GRAPH <doc/claim/c> {{
  <doc/claim/c> foaf:primaryTopic <claim/c> ; dcterms:source "data/claims/c.yaml" .
  <claim/c> a arc:Claim ; dcterms:source <source/s> ; arc:stance arc:alleged ;
    arc:paraphrase "He wrecked the pump."@en ; arc:passage <claim/c#passage> .
  <claim/c#passage> oa:start 10 ; oa:end 25 ; oa:exact "wrecked\\nthe pump" .
}}
GRAPH <doc/source/s> {{
  <doc/source/s> foaf:primaryTopic <source/s> ; dcterms:source "data/sources/s.yaml" .
  <source/s> a bibo:Document ; dcterms:type bibo:Book ; schema:name "The Pit"@en ;
    dcterms:issued "1936~"^^edtf:EDTF ; schema:isbn "9780521345484" ; schema:author <person/a> .
  <person/a> schema:name "Ann Lee"@en ; schema:givenName "Ann"@en ; schema:familyName "Lee"@en .
}}"""
WHOLE = Reference(
    iri="https://example.org/claim/c",
    key="claim/c",
    kind="chapter",
    title="[He wrecked the pump.]",
    language="en",
    authors=(Name("Ann Lee", "Lee", "Ann"),),
    composers=(Name("Choir"),),
    contributors=(Name("Bo Roe", "Roe"),),
    issued="1936~",
    container="The Pit",
    is_in_periodical=True,
    pages="12–15",
    publisher="Press",
    genre="claim, alleged",
    isbn="9780521345484",
    issn="0317-8471",
    doi="10.1000/182",
    url="https://example.org/claim/c",
    note="Claim of this source (alleged)",
    abstract="On a pump.",
    keywords=("Coal", "Steel"),
    passage=Passage("alleged", "12–15", 10, 25, "wrecked the pump"),
)
"""A reference that says all that a reference can say."""
RIS_LINE = re.compile(r"[A-Z][A-Z0-9]  - .*")


def items(export: Export) -> list[dict[str, Any]]:
    """The items of CSL-JSON, by their keys."""
    found = json.loads(export.content)
    assert isinstance(found, list)
    return found


def item(name: str, export: Export | None = None) -> dict[str, Any]:
    """The item of one record of the reference archive, unless said otherwise."""
    return next(each for each in items(export or exported("csl")) if each["citation-key"] == name)


def entry(name: str) -> dict[str, str]:
    """The fields of one entry of the reference archive in BibTeX, as another program reads them."""
    library = parse_string(exported("csl", "bib").content.decode())
    return {field.key: field.value for field in library.entries_dict[name].fields}


def test_csl_json_is_valid_against_its_schema() -> None:
    schema = json.loads((suite_path("csl") / "csl-data.json").read_text("utf-8"))
    validator = Draft7Validator(schema)
    for content in (exported("csl"), exported("csl", source=source_of(ODD))):
        assert [error.message for error in validator.iter_errors(items(content))] == []


def test_our_schema_knows_every_key_that_can_be_written() -> None:
    assert [field.name for field in fields(WHOLE) if not getattr(WHOLE, field.name)] == []
    profile = find_profile("csl")
    schema = json.loads((profile.folder / "schema.json").read_text("utf-8"))
    judge = judge_of(profile.folder, profile.output("json").format)
    content = csl(WHOLE, Losses())
    assert judge is not None
    assert judge(content) is None
    written = json.loads(content)
    assert written.keys() == schema["properties"].keys()
    assert written["custom"].keys() == schema["properties"]["custom"]["properties"].keys()


def test_every_item_is_rendered_by_a_citation_processor() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own, of regular expressions and of open files
        from citeproc import (  # noqa: PLC0415 it warns when it is imported
            Citation,
            CitationItem,
            CitationStylesBibliography,
            CitationStylesStyle,
            formatter,
        )
        from citeproc.source.json import CiteProcJSON  # noqa: PLC0415

        found = items(exported("csl"))
        source = CiteProcJSON(found)
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = CitationStylesBibliography(style, source, formatter.plain)
        for each in found:
            bibliography.register(Citation([CitationItem(each["id"])]))
        texts = [str(text) for text in bibliography.bibliography()]
    assert len(texts) == len(found) == exported("csl").records
    (book,) = [
        text
        for text in texts
        if "Politics of Productivity" in text and "(1988)" in text and "[" not in text
    ]
    assert book.startswith("Siegelbaum, L.H.")
    assert any("Жить стало лучше" in text for text in texts)


def test_bibtex_is_read_by_another_program_and_keys_are_unique() -> None:
    library = parse_string(exported("csl", "bib").content.decode())
    assert library.failed_blocks == []
    assert len(library.entries_dict) == exported("csl", "bib").records
    assert set(library.entries_dict) == {key(e["citation-key"]) for e in items(exported("csl"))}


def test_biber_reads_every_entry_with_nothing_to_say_but_what_the_archive_does_not_know(
    tmp_path: Path,
) -> None:
    """It judges dates and names; fields beyond those of a type are for reference managers."""
    biber = shutil.which("biber")
    if not biber:
        miss("biber", "sh scripts/debian biber")
    (tmp_path / "in.bib").write_bytes(exported("csl", "bib").content)
    command = [biber, "--tool", "--validate-datamodel", "--output-file=out.bib", "in.bib"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True, text=True)
    said = [line for line in done.stdout.splitlines() if line.startswith(("WARN", "ERROR"))]
    assert [s for s in said if not re.search(r"Missing mandatory field|Invalid field", s)] == []
    read = (tmp_path / "out.bib").read_text("utf-8")
    assert len(re.findall(r"^@", read, re.MULTILINE)) == exported("csl", "bib").records


def test_ris_is_read_by_another_program_and_keeps_its_grammar() -> None:
    export = exported("csl", "ris")
    records = rispy.loads(export.content.decode())
    assert len(records) == export.records
    lines = export.content.decode().split("\r\n")
    assert [line for line in lines if line and not RIS_LINE.fullmatch(line)] == []
    tags = [line[:2] for line in lines if line]
    assert tags.count("TY") == tags.count("ER") == export.records
    assert tags[0] == "TY"
    assert tags[-1] == "ER"


def test_everything_citable_of_the_archive_is_cited() -> None:
    kinds = {each["type"] for each in items(exported("csl"))}
    assert {"book", "chapter", "periodical", "collection", "song", "webpage", "document"} <= kinds
    book = item("source/siegelbaum-1988")
    assert book["author"] == [{"family": "Siegelbaum", "given": "Lewis H."}]
    assert book["issued"] == {"date-parts": [[1988]]}
    assert book["ISBN"] == "9780521345484"


def test_names_are_in_the_language_of_the_record_and_cyrillic_stays() -> None:
    song = item("work/song")
    assert song["title"] == "Жить стало лучше (песня)"
    assert [name["family"] for name in song["composer"]] == ["Александров"]
    assert entry("work:song")["author"] == "Лебедев-Кумач, В. И. and Александров, А. В."
    assert entry("work:speeches")["author"] == "{Leading Stakhanovites at the conference}"


def test_a_claim_is_cited_as_a_part_of_its_source_and_never_as_a_fact() -> None:
    claim = item("claim/c", exported("csl", source=source_of(CLAIM)))
    assert claim["type"] == "chapter"
    assert claim["title"] == "[He wrecked the pump.]"
    assert claim["container-title"] == "The Pit"
    assert claim["author"] == [{"family": "Lee", "given": "Ann"}]
    assert claim["issued"] == {"date-parts": [[1936]], "circa": True}
    assert claim["locator"] == "10–25"
    assert claim["URL"] == claim["id"] == "https://example.org/claim/c"
    assert claim["note"] == (
        "Claim of this source (alleged), characters 10–25 of its text: “wrecked the pump”"
    )
    assert claim["custom"]["edtf"] == "1936~"
    for form in ("bib", "ris"):
        assert b"(alleged), characters 10" in exported("csl", form, source_of(CLAIM)).content


@pytest.mark.parametrize(
    ("pages", "note", "bibtex", "ris"),
    [
        ("12", "p. 12", "12", {"start_page": "12"}),
        ("12–15", "pp. 12–15", "12--15", {"start_page": "12", "end_page": "15"}),
        ("xii-xv", "pp. xii–xv", "xii--xv", {"start_page": "xii", "end_page": "xv"}),
        ("3, 45-67", "pp. 3, 45–67", "3, 45--67", {"start_page": "3, 45-67"}),
        ("12, 15–17", "pp. 12, 15–17", "12, 15--17", {"start_page": "12, 15–17"}),
    ],
)
def test_the_pages_of_a_claim_stand_where_each_form_has_them(
    pages: str, note: str, bibtex: str, ris: dict[str, str]
) -> None:
    said = f'<claim/c> schema:pagination "{pages}" ; a arc:Claim ;'
    source = source_of(CLAIM.replace("<claim/c> a arc:Claim ;", said))
    claim = item("claim/c", exported("csl", source=source))
    assert claim["page"] == claim["locator"] == pages
    start = f"Claim of this source (alleged), {note}, characters 10–25 of its text: "
    assert claim["note"].startswith(start)
    library = parse_string(exported("csl", "bib", source).content.decode())
    fields = library.entries_dict["claim:c"].fields_dict
    assert fields["pages"].value == bibtex
    records = rispy.loads(exported("csl", "ris", source).content.decode())
    (found,) = (each for each in records if each["id"] == "claim/c")
    assert {key: found[key] for key in ("start_page", "end_page") if key in found} == ris
    assert "page" not in item("source/s", exported("csl", source=source))


def test_a_claim_does_not_stand_on_all_pages_that_its_source_has_in_a_book() -> None:
    trig = CLAIM.replace("a bibo:Document ;", 'a bibo:Document ; schema:pagination "1–99" ;')
    found = exported("csl", source=source_of(trig))
    assert "page" not in item("claim/c", found)
    assert item("source/s", found)["page"] == "1–99"


def test_odd_texts_break_no_form() -> None:
    odd = source_of(ODD)
    (found,) = items(exported("csl", source=odd))
    title = "Уголь {&} 100 % $5 #1 a_b ~ ^ \\ ER - two"
    assert found["title"] == title
    assert [n.get("family") or n["literal"] for n in found["author"]] == [
        "Coal, Iron and Steel",
        "Rock and Roll, Jr.",
        "Иванова",
        "بن سينا",
    ]
    assert found["author"][2]["given"] == "Анна Д."
    assert found["issued"] == {"literal": "{1935,1936}"}
    library = parse_string(exported("csl", "bib", odd).content.decode())
    assert library.failed_blocks == []
    (parsed,) = library.entries
    fields = {field.key: field.value for field in parsed.fields}
    assert fields["author"] == (
        r"{Coal, Iron and Steel} and {Rock and Roll, Jr.}, \{Max\} "
        "and Иванова, Анна Д. and {بن سينا}"
    )
    assert fields["title"] == (
        r"Уголь \{\&\} 100 \% \$5 \#1 a\_b \textasciitilde{} \textasciicircum{} "
        r"\textbackslash{} ER - two"
    )
    assert fields["url"] == "https://a.example/x?q=1%25&r=_"
    assert fields["note"] == r"Date in EDTF: \{1935,1936\}"
    (record,) = rispy.loads(exported("csl", "ris", odd).content.decode())
    assert record["title"] == title
    assert len(record["abstract"]) > 10_000
    losses = {loss.what for loss in exported("csl", "ris", odd).losses}
    assert "names of bodies with commas, which RIS takes for parts of a person's name" in losses
    assert "names in other languages and scripts than the record's own" in losses


@pytest.mark.parametrize(
    ("trig", "problem"),
    [
        (
            CLAIM.replace("dcterms:source <source/s> ;", ""),
            "data/claims/c.yaml: claim/c, as csl: is cited as a part of its source: "
            "give the claim one source",
        ),
        (
            CLAIM.replace('arc:paraphrase "He wrecked the pump."@en ;', ""),
            "data/claims/c.yaml: claim/c, as csl: has no title; give the record a name, "
            "or the claim a paraphrase",
        ),
        (
            CLAIM.replace('"The Pit"@en', '"\\u0001 "@en'),
            "data/sources/s.yaml: source/s, as csl: has a title without a letter in it",
        ),
    ],
)
def test_what_cannot_be_cited_is_told_with_its_place(trig: str, problem: str) -> None:
    with pytest.raises(ArchiveErrors) as caught:
        exported("csl", source=source_of(trig))
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("edtf", "csl", "biblatex"),
    [
        ("1935", {"date-parts": [[1935]]}, "1935"),
        ("1935-08?", {"date-parts": [[1935, 8]], "circa": True}, "1935-08?"),
        ("1934-10/1935~", {"date-parts": [[1934, 10], [1935]], "circa": True}, "1934-10/1935~"),
        ("1935-24", {"date-parts": [[1935]], "season": 4}, "1935-24"),
        ("1935-23/1936-21", {"literal": "1935-23/1936-21"}, "1935-23/1936-21"),
        ("1935-XX", {"literal": "1935-XX"}, "1935-XX"),
        ("../1936", {"literal": "../1936"}, "../1936"),
        ("0000", {"date-parts": [[-1]]}, "0000"),
        ("Y-17E7", {"literal": "Y-17E7"}, None),
        ("[1935..1937]", {"literal": "[1935..1937]"}, None),
        ("1935-08-31T23:30:00Z", {"date-parts": [[1935, 8, 31]]}, None),
    ],
)
def test_dates(edtf: str, csl: dict[str, object], biblatex: str | None) -> None:
    assert csl_date(edtf) == csl
    assert biblatex_date(edtf) == biblatex
