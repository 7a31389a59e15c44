"""OAI-PMH, request by request, on a publication with a history; its schema judges the answers."""

from __future__ import annotations

import asyncio
import base64
import json
import shutil
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

import httpx
import pytest
from lxml import etree

from lod_archive.pipeline import Archive
from lod_archive.publish import Publication, exports
from lod_archive.publish.places import Places
from lod_archive.publish.profiles import profiles
from lod_archive.server.oai import app as oai_app
from lod_archive.server.oai.repository import FORMATS, Repository
from lod_archive.server.oai.requests import Selection
from lod_archive.server.oai.responses import answer
from lod_archive.server.oai.tokens import Position, to_token
from lod_archive.store import EmbeddedStore
from tests.reference import ROOT
from tests.suites import suite_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 12, 1, tzinfo=UTC)
OAI = "{http://www.openarchives.org/OAI/2.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"
UNKNOWN_TO_SCHEMA = ("edm", "bibframe", "rdf")
"""Formats that the schema of the protocol does not have: EDM has its own, RDF has none."""
HARVESTED = {"oai_dc": 356, "rdf": 356, "marc21": 289, "marcxml": 289, "edm": 20, "bibframe": 110}
"""How many records the reference archive has in each format."""
OAI_DC = '<dc xmlns="http://www.openarchives.org/OAI/2.0/oai_dc/"/>'
RECORDS = """
- id: event/march
  type: Event
  name: {en: March, ru: Марш}
  statements: [{property: date, value: 1936-03, claim: c/one}]
- {id: event/rally, type: Event, name: {en: A rally & more}, about: topic/work}
- {id: event/gone, type: Event, name: {en: Gone soon}, about: topic/work}
- {id: topic/work, type: Topic, prefLabel: {en: Work}, inScheme: scheme/topics}
- {id: scheme/topics, type: ConceptScheme, prefLabel: {en: Topics}}
- {id: source/paper, type: Source, name: {en: A newspaper}, citation: "Newspaper, 1936"}
"""
CLAIM = """
id: c/one
type: Claim
source: source/paper
stance: asserted
paraphrase: {en: There was a march.}
"""
MINER = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://example.org/terms#Miner> a owl:Class ; rdfs:label "miner"@en ;
  rdfs:comment "Who works in a mine."@en ; rdfs:subClassOf <https://schema.org/Person> .
"""
DAYS = {"first": 1764331200, "second": 1764417600}  # 28 and 29 November 2025


def empty_archive(folder: Path) -> Path:
    """An archive without records."""
    shutil.copy(ROOT / "tests" / "archives" / "strike" / "archive.toml", folder)
    (folder / "data").mkdir()
    return folder


def build(archive: Path, day: str) -> Publication:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(DAYS[day]))
        return Archive.open(archive).build().publication


@pytest.fixture(scope="module")
def publication(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """Built twice: on the second day one event has another name, and one is gone."""
    archive = tmp_path_factory.mktemp("oai")
    (empty_archive(archive) / "data" / "claims").mkdir()
    (archive / "data" / "claims" / "paper.yaml").write_text(CLAIM, "utf-8")
    records = archive / "data" / "records.yaml"
    records.write_text(RECORDS, "utf-8")
    build(archive, "first")
    lines = [line for line in RECORDS.splitlines() if "event/gone" not in line]
    records.write_text("\n".join(lines).replace("A rally", "A large rally"), "utf-8")
    return build(archive, "second")


@pytest.fixture(scope="module")
def repository(publication: Publication) -> Iterator[Repository]:
    opened = Repository(publication)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(suite_path("oai-pmh") / "all.xsd"))


def ask(repository: Repository, query: str, page_size: int = 100) -> etree._Element:
    pairs = [tuple(pair.split("=", 1)) for pair in query.split("&") if pair]
    return etree.fromstring(answer(repository, pairs, NOW, page_size))  # type: ignore[arg-type]


def error_of(found: etree._Element) -> str | None:
    """The code of the error in an answer that has one."""
    error = found.find(f"{OAI}error")
    assert error is not None
    return error.get("code")


def identifiers(found: etree._Element) -> list[str]:
    return [str(each.text).rpartition("strike/")[2] for each in found.iter(f"{OAI}identifier")]


def harvested(repository: Repository, query: str, page_size: int) -> list[etree._Element]:
    pages = [ask(repository, query, page_size)]
    verb = query.partition("&")[0]
    while token := pages[-1].findtext(f".//{OAI}resumptionToken"):
        pages.append(ask(repository, f"{verb}&resumptionToken={token}", page_size))
    return pages


ERRORS = [
    ("", "badVerb"),
    ("verb=Nonsense", "badVerb"),
    ("verb=Identify&verb=Identify", "badVerb"),
    ("verb=Identify&set=x", "badArgument"),
    ("verb=ListRecords", "badArgument"),
    ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=rdf", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&from=2025-13-01", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&from=28.11.2025", "badArgument"),
    (
        "verb=ListRecords&metadataPrefix=oai_dc&from=2025-11-28&until=2025-11-28T00:00:00Z",
        "badArgument",
    ),
    ("verb=ListRecords&metadataPrefix=oai_dc&from=2025-11-29&until=2025-11-28", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&set=a%20b", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&from=", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&set=", "badArgument"),
    ("verb=ListRecords&metadataPrefix=", "badArgument"),
    ("verb=ListRecords&metadataPrefix=é", "badArgument"),
    ("verb=GetRecord&metadataPrefix=oai_dc&identifier=a b", "badArgument"),
    ("verb=ListRecords&resumptionToken=x", "badResumptionToken"),
    ("verb=ListRecords&resumptionToken=😀", "badArgument"),
    ("verb=ListRecords&resumptionToken=W10", "badResumptionToken"),
    ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
    ("verb=ListRecords&metadataPrefix=mods", "cannotDisseminateFormat"),
    (
        "verb=GetRecord&metadataPrefix=mods&identifier=https://example.org/strike/event/march",
        "cannotDisseminateFormat",
    ),
    ("verb=GetRecord&metadataPrefix=oai_dc&identifier=nothing", "idDoesNotExist"),
    ("verb=ListMetadataFormats&identifier=oai:example.org:strike/event/none", "idDoesNotExist"),
    ("verb=ListMetadataFormats&identifier=oai:example.org:strike/event/gone", "noMetadataFormats"),
    ("verb=ListRecords&metadataPrefix=oai_dc&until=2001-01-01", "noRecordsMatch"),
    ("verb=ListIdentifiers&metadataPrefix=oai_dc&set=topic:nothing", "noRecordsMatch"),
]


@pytest.mark.parametrize(("query", "code"), ERRORS)
def test_an_error_is_the_protocols_own(
    repository: Repository, schema: etree.XMLSchema, query: str, code: str
) -> None:
    found = ask(repository, query)
    schema.assertValid(found)
    assert error_of(found) == code
    request = found.find(f"{OAI}request")
    assert request is not None
    assert bool(request.attrib) == (code not in ("badVerb", "badArgument"))


@pytest.mark.parametrize(
    "query",
    [
        "verb=Identify",
        "verb=ListMetadataFormats",
        "verb=ListMetadataFormats&identifier=oai:example.org:strike/event/march",
        "verb=ListSets",
        "verb=ListIdentifiers&metadataPrefix=oai_dc",
        "verb=ListRecords&metadataPrefix=oai_dc",
        "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:example.org:strike/event/march",
        "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:example.org:strike/event/gone",
    ],
)
def test_every_answer_is_what_the_schema_says(
    repository: Repository, schema: etree.XMLSchema, query: str
) -> None:
    found = ask(repository, query)
    schema.assertValid(found)
    assert found.find(f"{OAI}error") is None


def test_identify_says_what_is_kept(repository: Repository) -> None:
    found = ask(repository, "verb=Identify")
    said = {str(each.tag).removeprefix(OAI): each.text for each in found.iter()}
    assert said["baseURL"] == "https://example.org/strike/oai"
    assert said["deletedRecord"] == "persistent"
    assert said["granularity"] == "YYYY-MM-DDThh:mm:ssZ"
    assert said["earliestDatestamp"] == "2025-11-28T12:00:00Z"
    assert said["adminEmail"] == "postmaster@example.org"


def test_stamps_are_of_the_last_change_and_the_deleted_stay(repository: Repository) -> None:
    found = ask(repository, "verb=ListIdentifiers&metadataPrefix=oai_dc")
    told = {
        str(header.findtext(f"{OAI}identifier")).rpartition("strike/")[2]: (
            str(header.findtext(f"{OAI}datestamp"))[:10],
            header.get("status"),
        )
        for header in found.iter(f"{OAI}header")
    }
    assert told == {
        "event/gone": ("2025-11-29", "deleted"),
        "event/march": ("2025-11-28", None),
        "event/rally": ("2025-11-29", None),
        "source/paper": ("2025-11-28", None),
        "topic/work": ("2025-11-28", None),
    }


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        ("from=2025-11-29", {"event/gone", "event/rally"}),
        ("until=2025-11-28", {"event/march", "source/paper", "topic/work"}),
        ("from=2025-11-28T12:00:00Z&until=2025-11-28T12:00:00Z",
         {"event/march", "source/paper", "topic/work"}),
        ("from=2025-11-29T12:00:00Z", {"event/gone", "event/rally"}),
        ("set=topic", {"event/gone", "event/rally"}),
        ("set=topic:topic.work", {"event/gone", "event/rally"}),
        ("set=topic:topic.work&until=2025-11-29", {"event/gone", "event/rally"}),
        ("set=year:1936", {"event/march"}),
    ],
)  # fmt: skip
def test_a_selection_is_by_date_and_set(
    repository: Repository, selection: str, expected: set[str]
) -> None:
    found = ask(repository, f"verb=ListIdentifiers&metadataPrefix=oai_dc&{selection}")
    assert set(identifiers(found)) == expected


@pytest.mark.parametrize("verb", ["ListRecords", "ListIdentifiers"])
@pytest.mark.parametrize("page_size", [1, 2, 3, 5, 100])
def test_pages_have_every_item_once_and_say_how_many_there_are(
    repository: Repository, schema: etree.XMLSchema, verb: str, page_size: int
) -> None:
    pages = harvested(repository, f"verb={verb}&metadataPrefix=oai_dc", page_size)
    for page in pages:
        schema.assertValid(page)
    names = [name for page in pages for name in identifiers(page)]
    assert len(names) == len(set(names)) == 5
    tokens = [page.find(f".//{OAI}resumptionToken") for page in pages]
    if len(pages) == 1:
        assert tokens == [None]
        return
    told = [
        (each.get("completeListSize"), each.get("cursor")) for each in tokens if each is not None
    ]
    assert told == [("5", str(number * page_size)) for number in range(len(pages))]
    assert not (tokens[-1] is not None and tokens[-1].text)


def test_a_token_goes_on_where_it_was_after_a_new_build_and_a_restart(
    publication: Publication, repository: Repository
) -> None:
    first = ask(repository, "verb=ListRecords&metadataPrefix=oai_dc", 2)
    token = first.findtext(f".//{OAI}resumptionToken")
    restarted = Repository(publication)
    rest = ask(restarted, f"verb=ListRecords&resumptionToken={token}")
    restarted.close()
    assert not set(identifiers(first)) & set(identifiers(rest))
    assert len(identifiers(first)) + len(identifiers(rest)) == 5


@pytest.mark.parametrize(
    "position",
    [
        Position("ListIdentifiers", Selection("oai_dc")),
        Position("ListRecords", Selection("oai_dc"), ("2030-01-01T00:00:00Z", "x"), 5),
        Position("ListRecords", Selection("oai_dc"), delivered=-1),
        Position("ListRecords", Selection("oai_dc", set_spec="topic:removed"), delivered=1),
    ],
)
def test_a_token_that_leads_nowhere_is_told(repository: Repository, position: Position) -> None:
    found = ask(repository, f"verb=ListRecords&resumptionToken={to_token(position)}")
    assert error_of(found) == "badResumptionToken"


def test_a_record_is_what_its_profile_says(repository: Repository) -> None:
    found = ask(
        repository,
        "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:example.org:strike/event/rally",
    )
    assert [each.text for each in found.iter(f"{DC}title")] == ["A large rally & more"]
    assert [each.text for each in found.iter(f"{DC}subject")] == ["Work"]


def test_a_record_that_leaves_a_format_is_told_as_deleted_there(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    archive = empty_archive(tmp_path_factory.mktemp("leaving"))
    record = archive / "data" / "record.yaml"
    record.write_text("{id: thing/one, type: Event, name: {en: One}}", "utf-8")
    build(archive, "first")
    record.write_text("{id: thing/one, type: ConceptScheme, prefLabel: {en: One}}", "utf-8")
    opened = Repository(build(archive, "second"))
    found = ask(opened, "verb=ListRecords&metadataPrefix=oai_dc&from=2025-11-29")
    opened.close()
    assert [header.get("status") for header in found.iter(f"{OAI}header")] == ["deleted"]


def test_a_token_is_gone_on_with_after_a_build_that_changes_something(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    archive = empty_archive(tmp_path_factory.mktemp("changing"))
    records = archive / "data" / "records.yaml"
    lines = [f"- {{id: event/e{n}, type: Event, name: {{en: Event {n}}}}}\n" for n in range(6)]
    records.write_text("".join(lines), "utf-8")
    before = Repository(build(archive, "first"))
    first = ask(before, "verb=ListRecords&metadataPrefix=oai_dc", 2)
    before.close()
    token = first.findtext(f".//{OAI}resumptionToken")
    records.write_text("".join(lines).replace("Event 0", "Changed"), "utf-8")
    after = Repository(build(archive, "second"))
    rest = ask(after, f"verb=ListRecords&resumptionToken={token}")
    after.close()
    assert identifiers(first) == ["event/e0", "event/e1"]
    assert identifiers(rest) == ["event/e2", "event/e3", "event/e4", "event/e5", "event/e0"]


def test_what_is_harvested_is_what_the_log_of_changes_tells_of() -> None:
    assert {each.profile for each in FORMATS if each.profile} == {*exports.HARVESTED}


def test_rdf_is_the_document(publication: Publication, repository: Repository) -> None:
    found = ask(
        repository,
        "verb=GetRecord&metadataPrefix=rdf&identifier=oai:example.org:strike/event/rally",
    )
    metadata = found.find(f".//{OAI}metadata")
    assert metadata is not None
    path = publication.root / "doc" / "event" / "rally.rdf"
    expected = etree.tostring(etree.parse(path).getroot(), method="c14n2")
    assert etree.tostring(metadata[0], method="c14n2").strip() == expected.strip()


def test_sets_have_the_names_of_what_they_are_about(repository: Repository) -> None:
    found = ask(repository, "verb=ListSets")
    told = {
        each.findtext(f"{OAI}setSpec"): each.findtext(f"{OAI}setName")
        for each in found.iter(f"{OAI}set")
    }
    assert told == {
        "kind": "Kinds of MARC records",
        "kind:authority": "Authority records",
        "topic": "What records are about",
        "topic:topic.work": "Work",
        "year": "Years that records are dated to",
        "year:1936": "1936",
    }


def test_a_publication_that_is_replaced_while_it_is_opened_is_not_harvested(
    publication: Publication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store opens by its name, the files by their folder: they must be of one build."""
    one = tmp_path / "one"
    shutil.copytree(publication.root, one)
    opened = EmbeddedStore.open

    def replaced(path: Path) -> EmbeddedStore:
        one.rename(tmp_path / "old")
        shutil.copytree(publication.root, one)
        return opened(path)

    monkeypatch.setattr(EmbeddedStore, "open", replaced)
    with pytest.raises(FileNotFoundError):
        Repository(Publication.open(one))


def test_an_archive_without_sets_says_so(
    tmp_path_factory: pytest.TempPathFactory, schema: etree.XMLSchema
) -> None:
    archive = empty_archive(tmp_path_factory.mktemp("setless"))
    paper = '{id: source/paper, type: Source, name: {en: Paper}, citation: "Paper, no. 1, 1936"}'
    (archive / "data" / "paper.yaml").write_text(paper, "utf-8")
    opened = Repository(build(archive, "first"))
    found = ask(opened, "verb=ListSets")
    opened.close()
    schema.assertValid(found)
    assert error_of(found) == "noSetHierarchy"


def test_records_of_a_class_below_are_in_the_set_of_their_kind(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    archive = empty_archive(tmp_path_factory.mktemp("own"))
    (archive / "ontology").mkdir()
    context = {"@context": {"Miner": "https://example.org/terms#Miner"}}
    (archive / "ontology" / "context.jsonld").write_text(json.dumps(context), "utf-8")
    (archive / "ontology" / "terms.ttl").write_text(MINER, "utf-8")
    person = "{id: person/ann, type: Miner, name: {en: Ann}}"
    (archive / "data" / "ann.yaml").write_text(person, "utf-8")
    opened = Repository(build(archive, "first"))
    found = ask(opened, "verb=ListIdentifiers&metadataPrefix=marc21&set=kind:authority")
    opened.close()
    assert identifiers(found) == ["person/ann"]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "<&\"'>",
            "\x00\x0b",
            "é",
            "\ufffd",
            "x" * 10_000,
            "",
            " ",
            "%",
            "a%zz",
            "[",
            "a]",
            "::",
            "1:x",
        ),
        *("#a#b", "http://[", "http://a:b", "http://a:99999/", "//", "//a//b", "http:////", "a//b"),
        *(
            "oai:x:a/b",
            "oai:x:a%2Fb",
            "http://a:80/b?c#d",
            "a/b:c",
            "?",
            "#",
            "x:",
            "http:",
            "\\^`{|}",
        ),
    ],
)
def test_odd_arguments_are_told_in_an_answer_that_is_valid(
    repository: Repository, schema: etree.XMLSchema, text: str
) -> None:
    pairs = [("verb", "GetRecord"), ("metadataPrefix", "oai_dc"), ("identifier", text)]
    found = etree.fromstring(answer(repository, pairs, NOW, 10))
    schema.assertValid(found)
    assert error_of(found) in ("idDoesNotExist", "badArgument")


@pytest.mark.parametrize(
    "content",
    [
        ["ListRecords", ["oai_dc", "", "", ""], {}, 0],
        ["ListRecords", ["oai_dc", "", "", ""], ["", ""], True],
        ["ListRecords", ["oai_dc", "", "", ""], ["", ""], -1],
        ["ListRecords", ["oai_dc", "", "", ""], ["", ""], 10**4300 - 1],
        ["ListRecords", ["oai_dc", "", "", ""], ["", 1], 0],
        ["ListRecords", ["oai_dc", "", "", "", ""], ["", ""], 0],
        ["ListRecords", {}, ["", ""], 0],
        [],
        5,
    ],
)
def test_a_token_of_another_shape_is_told(repository: Repository, content: object) -> None:
    text = json.dumps(content, separators=(",", ":"))
    token = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
    found = ask(repository, f"verb=ListRecords&resumptionToken={token}")
    assert error_of(found) == "badResumptionToken"


def test_a_token_of_a_format_that_is_gone_is_told(repository: Repository) -> None:
    token = to_token(Position("ListRecords", Selection("mods")))
    found = ask(repository, f"verb=ListRecords&resumptionToken={token}")
    assert error_of(found) == "cannotDisseminateFormat"


def test_who_cannot_wait_for_a_turn_is_told_to_come_back(
    publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn = threading.Event()

    def slowly(*_: object) -> bytes:
        turn.wait()
        return b""

    async def statuses() -> list[int]:
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
            asked = [asyncio.create_task(client.get("/oai")) for _ in range(6)]
            refused, _ = await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
            turn.set()
            assert {each.result().headers["retry-after"] for each in refused} == {"5"}
            return sorted(each.status_code for each in await asyncio.gather(*asked))

    monkeypatch.setattr(oai_app, "answer", slowly)
    monkeypatch.setattr(oai_app, "_WAITING", 3)
    oai = oai_app.Oai(publication)
    transport = httpx.ASGITransport(cast("Any", oai))
    try:
        assert asyncio.run(statuses()) == [200] * 5 + [503]
    finally:
        oai.close()


@pytest.fixture(scope="module")
def reference(reference_publication: Path) -> Iterator[Repository]:
    opened = Repository(Publication.open(reference_publication))
    yield opened
    opened.close()


def test_formats_that_are_harvested_are_those_whose_records_are_found_in_exports() -> None:
    harvested = {
        (profile.name, output.extension)
        for profile in profiles().values()
        for output in profile.outputs
        if output.is_harvested
    }
    assert harvested == {(each.profile, each.extension) for each in FORMATS if each.profile}


@pytest.mark.parametrize("prefix", ["oai_dc", "marc21", "edm", "bibframe"])
def test_records_that_stand_in_an_export_are_those_that_would_be_made(
    reference: Repository, prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = reference.records(prefix, reference.items)
    assert len(taken) == HARVESTED[prefix]
    monkeypatch.setattr(reference, "_places", Places(b""))
    assert reference.records(prefix, reference.items) == taken


@pytest.mark.parametrize("prefix", [each.prefix for each in FORMATS])
def test_the_reference_archive_is_harvested_in_every_format(
    reference: Repository, schema: etree.XMLSchema, prefix: str
) -> None:
    pages = harvested(reference, f"verb=ListRecords&metadataPrefix={prefix}", 100)
    edm = etree.XMLSchema(etree.parse(suite_path("edm") / "EDM.xsd"))
    found = 0
    for page in pages:
        for metadata in page.iter(f"{OAI}metadata"):
            found += 1
            if prefix == "edm":
                edm.assertValid(metadata[0])
            if prefix in UNKNOWN_TO_SCHEMA:
                metadata[:] = [etree.fromstring(OAI_DC)]
        schema.assertValid(page)
    listed = harvested(reference, f"verb=ListIdentifiers&metadataPrefix={prefix}", 100)
    headers = [header for page in listed for header in page.iter(f"{OAI}header")]
    assert found == sum(header.get("status") is None for header in headers)
    assert found == HARVESTED[prefix]
