"""What is written of records, judged by our schemas; and these beside the official ones."""

from __future__ import annotations

import io
import json
import logging
import shutil
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from jsonschema import Draft7Validator
from lxml import etree

from lod_archive.errors import ArchiveErrors, NonConformance
from lod_archive.pipeline import Archive
from lod_archive.publish.profiles import (
    export,
    export_forms,
    export_records,
    find_profile,
    profiles,
    written_records,
)
from lod_archive.publish.profiles.judging import judge_of
from lod_archive.publish.profiles.records import records_of
from tests.exports import BASE, reference_source, source_of
from tests.suites import suite_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lod_archive.publish.profiles import Output, Profile
    from lod_archive.publish.profiles.judging import Judge
    from lod_archive.publish.profiles.losses import Losses
    from lod_archive.publish.profiles.view import View
    from lod_archive.query import Source

STRIKE: Final = Path(__file__).parent / "archives" / "strike"
WITH_SCHEMA: Final = ("csl", "dc", "edm", "lpf", "marc")
FORMS: Final = [
    (name, each.extension)
    for name in WITH_SCHEMA
    for each in profiles()[name].outputs
    if each.extension in ("xml", "json")
]
OFFICIAL: Final = {
    "csl": "csl/csl-data.json",
    "dc": "oai-pmh/oai_dc.xsd",
    "edm": "edm/EDM.xsd",
    "marc": "oai-pmh/MARC21slim.xsd",
}
"""The schemas of those who made the formats; the Linked Places Format has none."""
MADE_OF_THE_SAME: Final = [
    (name, each.extension, each.judged_as)
    for name in WITH_SCHEMA
    for each in profiles()[name].outputs
    if each.judged_as
]
RECORD: Final = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX schema: <https://schema.org/>
GRAPH <doc/x> {
  <doc/x> foaf:primaryTopic <x> ; dcterms:source "data/x.yaml" ; dcterms:isPartOf <dataset> .
  <dataset> dcterms:publisher <organization/museum> .
  <organization/museum> schema:name "Museum"@en .
  <x> a schema:Article ; schema:name "Strike"@en ; schema:inLanguage "en" ;
    schema:genre <topic/report> ; dcterms:license <http://rightsstatements.org/vocab/InC/1.0/> ;
    schema:url <https://a.example/x> .
}
"""
PLACES: Final = ("lpf", "authority.mrc")
"""Profiles and forms that essays are not in."""
ODD: Final = """
id: place/shaft
type: Place
name: {en: The shaft}
description: {en: "  "}
"""
"""A description that shapes refuse, and schemas, too."""
UNSHAPED: Final = """
id: work/film
type: Work
name: {en: The film}
inLanguage: en
schema:encodingFormat: "  "
"""
"""A format of spaces, which no shape looks at."""


def judge(name: str, extension: str) -> Judge:
    """The judge of what is written in a form."""
    profile = find_profile(name)
    found = judge_of(profile.folder, profile.output(extension).format)
    assert found is not None
    return found


def official(name: str) -> Callable[[bytes], bool]:
    """Whether the official schema takes a record."""
    path = suite_path(OFFICIAL[name])
    if path.suffix == ".json":
        known = Draft7Validator(json.loads(path.read_text("utf-8")))
        return lambda content: known.is_valid([json.loads(content)])
    schema = etree.XMLSchema(etree.parse(path))
    return lambda content: schema.validate(etree.fromstring(content))


def written(name: str, extension: str) -> dict[str, bytes]:
    """What is written of each record of the reference archive."""
    profile, source = find_profile(name), reference_source()
    return written_records(profile, source, profile.output(extension), records_of(profile, source))


@pytest.mark.parametrize(("name", "extension"), FORMS)
def test_what_the_reference_archive_is_written_as_is_taken_by_our_schema_and_the_official_one(
    name: str, extension: str
) -> None:
    own = judge(name, extension)
    takes = official(name) if name in OFFICIAL else None
    for iri, content in written(name, extension).items():
        assert own(content) is None, iri
        assert takes is None or takes(content), iri


def test_each_profile_of_xml_or_json_that_is_no_rdf_has_a_schema() -> None:
    """BIBFRAME, schema.org and Wikibase are RDF, or the same as RDF; CSV has its own metadata."""
    own = {
        name
        for name, profile in profiles().items()
        if (profile.folder / "schema.xsd").exists() or (profile.folder / "schema.json").exists()
    }
    assert own == {*WITH_SCHEMA}


@pytest.mark.parametrize("name", WITH_SCHEMA)
def test_each_form_of_a_profile_with_a_schema_is_judged_itself_or_by_another(name: str) -> None:
    for output in find_profile(name).outputs:
        if not output.is_description:
            assert judge(name, output.judged_as or output.extension)(b"<x/>"), output.extension


def elements(content: bytes) -> Iterator[bytes]:
    """A record in XML with one thing wrong: an element or attribute missing, double, empty, new."""
    for index, known in enumerate(etree.fromstring(content).iter()):
        for change in (_removed, _doubled, _emptied, _renamed, _with_child, _last):
            broken = etree.fromstring(content)
            if change(list(broken.iter())[index]):
                yield etree.tostring(broken)
        for key in known.attrib:
            for value in ("", "?", "  ", "00", "en us"):
                broken = etree.fromstring(content)
                list(broken.iter())[index].attrib[key] = value
                yield etree.tostring(broken)
            del list(broken.iter())[index].attrib[key]
            yield etree.tostring(broken)


def _removed(node: etree._Element) -> bool:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)
    return parent is not None


def _doubled(node: etree._Element) -> bool:
    if node.getparent() is not None:
        node.addnext(deepcopy(node))
    return node.getparent() is not None


def _last(node: etree._Element) -> bool:
    parent = node.getparent()
    if parent is not None:
        parent.append(node)
    return parent is not None


def _emptied(node: etree._Element) -> bool:
    for child in list(node):
        node.remove(child)
    node.text = None
    return True


def _renamed(node: etree._Element) -> bool:
    node.tag = "{https://example.org/}x"
    return True


def _with_child(node: etree._Element) -> bool:
    node.append(etree.Element("{https://example.org/}x", y="z"))
    return True


def members(content: bytes) -> Iterator[bytes]:
    """A record in JSON with one thing wrong: a member missing, new, or of another kind."""

    def broken(value: Any) -> Iterator[Any]:
        others: tuple[Any, ...] = ("?", 1.5, [], {}, True)
        yield from (other for other in others if type(other) is not type(value))
        if isinstance(value, dict):
            yield {**value, "x": "y"}
            for key in value:
                yield {each: value[each] for each in value if each != key}
                yield from ({**value, key: other} for other in broken(value[key]))
        elif isinstance(value, list):
            yield [*value, *value, *value]
            for index, member in enumerate(value):
                for other in broken(member):
                    yield [*value[:index], other, *value[index + 1 :]]

    return (json.dumps(each).encode() for each in broken(json.loads(content)))


@pytest.mark.parametrize("name", OFFICIAL)
def test_our_schema_refuses_whatever_the_official_one_refuses(name: str) -> None:
    extension = "json" if name == "csl" else "xml"
    own, takes = judge(name, extension), official(name)
    contents = sorted(written(name, extension).values(), key=len)
    refused = 0
    for content in (contents[0], contents[len(contents) // 2], contents[-1]):
        for broken in members(content) if extension == "json" else elements(content):
            if not takes(broken):
                refused += 1
                assert own(broken) is not None, broken.decode()
    assert refused > 100


@pytest.mark.parametrize("tag", ["dataProvider", "provider"])
@pytest.mark.parametrize("text", [" ", "\n\t "])
def test_white_space_is_no_name_of_a_provider_of_europeana(tag: str, text: str) -> None:
    content = next(iter(written("edm", "xml").values()))
    root = etree.fromstring(content)
    next(root.iter(f"{{*}}{tag}")).text = text
    assert judge("edm", "xml")(etree.tostring(root)) is not None


def record_for(name: str, extension: str) -> Source:
    """A record that this form of a profile holds."""
    is_place = name in PLACES or extension in PLACES
    return source_of(RECORD.replace("schema:Article", "schema:Place") if is_place else RECORD)


def breaking(profile: Profile, extension: str, content: bytes) -> Profile:
    """The profile with a serialiser that writes every record as this in one of its forms."""

    def record(view: View, iri: str, losses: Losses) -> bytes:
        return content

    def broken(output: Output) -> Output:
        return replace(output, record=record) if output.extension == extension else output

    return replace(profile, outputs=tuple(map(broken, profile.outputs)))


@pytest.mark.parametrize(("name", "extension"), FORMS)
def test_a_record_that_is_written_wrongly_is_refused_with_its_place(
    name: str, extension: str
) -> None:
    for content in (b"<x/>", b"{}", b"[", b"<", b""):
        profile = breaking(find_profile(name), extension, content)
        with pytest.raises(ArchiveErrors) as caught:
            export(profile, record_for(name, extension), profile.output(extension), io.BytesIO())
        (error,) = caught.value.errors
        assert str(error).startswith(f"data/x.yaml: x, as {name}: would be written as")
        assert "breaks its schema" in error.message
        assert error.hint


def test_what_several_forms_find_wrong_is_told_once() -> None:
    profile, source = find_profile("marc"), source_of(RECORD.replace('"Strike"@en', '" "@en'))
    files = [(output, io.BytesIO()) for output in profile.outputs]
    with pytest.raises(ArchiveErrors) as caught:
        export_forms(profile, source, files)
    assert [error.message for error in caught.value.errors] == [
        "x, as marc: has no name for field 245 or 1XX"
    ]


@pytest.mark.parametrize(("name", "extension", "other"), MADE_OF_THE_SAME)
def test_a_form_without_a_schema_is_judged_by_the_one_that_is_made_of_the_same(
    name: str, extension: str, other: str
) -> None:
    profile = breaking(find_profile(name), other, b"<x/>")
    refused = judge(name, other)(b"<x/>")
    with pytest.raises(ArchiveErrors, match="breaks its schema") as caught:
        export(profile, record_for(name, extension), profile.output(extension), io.BytesIO())
    assert str(refused) in str(caught.value)


def test_a_record_that_two_forms_write_alike_is_written_once() -> None:
    known, written = find_profile("edm"), []
    write = known.output("xml").record
    assert write is not None

    def record(view: View, iri: str, losses: Losses) -> bytes | None:
        written.append(iri)
        return write(view, iri, losses)

    outputs = tuple(replace(output, record=record) for output in known.outputs)
    profile = replace(known, outputs=outputs)
    export(profile, record_for("edm", "zip"), profile.output("zip"), io.BytesIO())
    assert written == [f"{BASE}x"]


@pytest.mark.parametrize(("name", "extension"), FORMS)
def test_what_is_made_when_it_is_asked_for_is_judged_too(
    name: str, extension: str, caplog: pytest.LogCaptureFixture
) -> None:
    whole = find_profile(name)
    profile, source = breaking(whole, extension, b"<x/>"), record_for(name, extension)
    output, records = profile.output(extension), [f"{BASE}x"]
    with caplog.at_level(logging.WARNING):
        assert written_records(whole, source, whole.output(extension), records)
        assert not caplog.messages
        assert written_records(profile, source, output, records) == {}
    (why,) = caplog.messages
    assert why.startswith(f"x cannot be written as {name}: would be written as")
    with pytest.raises(ArchiveErrors, match="breaks its schema"):
        export_records(profile, source, output, records, io.BytesIO())


@pytest.mark.parametrize("name", ["dc", "lpf"])
def test_data_that_the_schema_does_not_take_is_told_with_line_and_column(
    tmp_path: Path, name: str
) -> None:
    archive = _odd(tmp_path / "archive", ODD)
    profile = find_profile(name)
    with archive.source() as source, pytest.raises(ArchiveErrors) as caught:
        export(profile, source, profile.output(), io.BytesIO())
    (error,) = caught.value.errors
    assert str(error).startswith(f"data/odd.yaml:2:1: place/shaft, as {name}: would be written as")
    assert "description" in error.message


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ('name: {en: The shaft, ru: "\\u00a0"}', 27),
        ('description: {en: "  "}', 19),
        ('alternateName: {en: [Shaft, "\\u200b"]}', 29),
    ],
)
def test_a_text_with_nothing_to_see_is_no_valid_record(
    tmp_path: Path, line: str, column: int
) -> None:
    name = "" if line.startswith("name") else "name: {en: The shaft}\n"
    archive = _odd(tmp_path / "archive", f"id: place/shaft\ntype: Place\n{name}{line}\n")
    with pytest.raises(NonConformance) as caught:
        archive.build(tmp_path / "dist")
    place = f"data/odd.yaml:{4 if name else 3}:{column}"
    assert str(caught.value).startswith(place)
    assert "Write the text, or leave it out" in str(caught.value)


def test_an_export_that_breaks_its_schema_is_never_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = _odd(tmp_path / "archive", UNSHAPED)
    with monkeypatch.context() as patched:  # what nobody is told is not looked for
        patched.setattr("lod_archive.diagnosis.places_of", pytest.fail)
        built = archive.build(tmp_path / "dist")
    (notice,) = (each for each in built.notices if "profile dc (Dublin Core)" in each)
    assert "OAI-PMH shows it as deleted" in notice
    assert not (tmp_path / "dist" / "exports" / "dc.xml").exists()
    assert (tmp_path / "dist" / "exports" / "marc.xml").exists()
    named = _odd(tmp_path / "named", UNSHAPED, exports='exports = ["dc"]')
    before = sorted((tmp_path / "dist").rglob("*"))
    with pytest.raises(ArchiveErrors, match=r"data/odd.yaml:2:1: work/film, as dc: would be"):
        named.build(tmp_path / "dist")
    assert sorted((tmp_path / "dist").rglob("*")) == before


def _odd(folder: Path, record: str, exports: str = "") -> Archive:
    """An archive with one more record."""
    shutil.copytree(STRIKE, folder)
    settings = folder / "archive.toml"
    settings.write_text(f"{settings.read_text('utf-8')}\n{exports}\n", "utf-8")
    (folder / "data" / "odd.yaml").write_text(record, "utf-8")
    return Archive.open(folder)
