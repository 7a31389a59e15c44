"""Tags get their case back, and nothing else changes, whatever the text around them looks like."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lod_archive.publish import serialization
from lod_archive.publish.blocks import BlockWriter
from lod_archive.publish.language_tags import restore
from lod_archive.vocab import formats, languages
from lod_archive.vocab.formats import DUMP_FORMATS, Format
from lod_archive.vocab.namespaces import PREFIXES
from tests.publications import BASE, canonical, union

if TYPE_CHECKING:
    from collections.abc import Iterator

TAGS = ("en", "ru", "ru-latn", "ru-latn-alalc97", "en-gb", "zh-hant-tw", "en-x-us", "de-1996")
FRAGMENTS = (
    '"', "\\", '\\"', '"@ru-latn', '"@en-gb .', '"@language":"ru-latn"', ' xml:lang="ru-latn"',
    "<", "</", "<//", ">", "&", "\n", "\r", "\t", " ", ".", ",", "{", "}", "[", "]", "_:b", "]]>",
    ']},{"@id":"', "@prefix a: <b:> .", "ж", "\u2028", "\U0001f6a9", "'", '"""', "^^<a:b>",
)  # fmt: skip
IN_XML = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
TEXT = st.lists(st.sampled_from(FRAGMENTS) | st.text(IN_XML, max_size=5), max_size=8).map("".join)
LITERALS = st.lists(st.tuples(TEXT, st.sampled_from(TAGS)), min_size=1, max_size=6)
ALL_FORMATS = pytest.mark.parametrize("written_in", DUMP_FORMATS, ids=lambda known: known.name)


def quads(literals: list[tuple[str, str]], graph: str = "doc/event/x") -> list[ox.Quad]:
    terms = ox.NamedNode(BASE + "event/x"), ox.NamedNode("https://schema.org/name")
    name = ox.NamedNode(BASE + graph) if graph else ox.DefaultGraph()
    return [ox.Quad(*terms, ox.Literal(text, language=tag), name) for text, tag in literals]


def written(literals: list[tuple[str, str]], written_in: Format) -> bytes:
    return serialization.to_bytes(quads(literals), written_in, prefixes=PREFIXES, base=BASE)


def tags_in(text: str, written_in: Format) -> list[str]:
    """The tags as they stand in a text, found without the code under test."""
    if written_in is formats.JSON_LD:
        return sorted(json_tags(json.loads(text)))
    if written_in is formats.RDF_XML:
        key = "{http://www.w3.org/XML/1998/namespace}lang"
        nodes = ElementTree.fromstring(text).iter()
        return sorted(node.attrib[key] for node in nodes if key in node.attrib)
    return sorted(re.findall(r"\$@([A-Za-z0-9-]+)", re.sub(r'"(?:[^"\\]|\\.)*"', "$", text)))


def json_tags(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from json_tags(item)
    if isinstance(value, dict):
        if "@language" in value:
            yield value["@language"]
        for item in value.values():
            yield from json_tags(item)


@ALL_FORMATS
@given(literals=LITERALS)
@settings(max_examples=150, deadline=None)
def test_what_is_written_says_the_same_as_the_quads(
    literals: list[tuple[str, str]], written_in: Format
) -> None:
    expected = canonical(ox.Dataset(quads(literals, graph="")))
    assert union(written(literals, written_in), written_in) == expected


@ALL_FORMATS
@given(literals=LITERALS)
@settings(max_examples=150, deadline=None)
def test_every_tag_is_written_in_its_recommended_case(
    literals: list[tuple[str, str]], written_in: Format
) -> None:
    expected = sorted(languages.cased(tag) for _, tag in literals)
    assert tags_in(written(literals, written_in).decode(), written_in) == expected


@given(literals=LITERALS)
@settings(max_examples=100, deadline=None)
def test_every_character_survives_an_independent_xml_parser(
    literals: list[tuple[str, str]],
) -> None:
    root = ElementTree.fromstring(written(literals, formats.RDF_XML))
    read = sorted(node.text or "" for node in root[0])
    assert read == sorted(text for text, _ in literals)


@ALL_FORMATS
@given(literals=LITERALS, size=st.integers(1, 200))
@settings(max_examples=60, deadline=None)
def test_where_the_output_is_cut_into_blocks_makes_no_difference(
    literals: list[tuple[str, str]], size: int, written_in: Format
) -> None:
    triples = [quad.triple for quad in quads(literals)]
    lower = ox.serialize(triples, format=serialization.rdf_format(written_in)) or b""
    blocks: list[bytes] = []
    writer = BlockWriter(
        lambda block: blocks.append(restore(block, written_in)),
        cut=serialization.CUTS.get(written_in, b"\n"),
        size=size,
    )
    for start in range(0, len(lower), 7):
        writer.write(lower[start : start + 7])
    writer.finish()
    assert b"".join(blocks) == restore(lower, written_in)


def test_a_long_output_is_restored_throughout() -> None:
    """Over 2 MB, so that blocks end in the middle of everything."""
    many = [(f'"@ru-latn {number}\\' * 20, "ru-latn") for number in range(8_000)]
    for written_in in DUMP_FORMATS:
        text = written(many, written_in)
        assert set(tags_in(text.decode(), written_in)) == {"ru-Latn"}
