"""What is wrong with records that break a schema, as archivists read it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from lod_archive.publish.profiles.judging import judge_of
from lod_archive.vocab.formats import Format

if TYPE_CHECKING:
    from pathlib import Path

XML = Format("XML", "application/xml", "xml")
JSON = Format("JSON", "application/json", "json")
XSD = """
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://a.example/"
    xmlns="http://a.example/" elementFormDefault="qualified">
  <xs:simpleType name="some">
    <xs:restriction base="xs:token"><xs:minLength value="1"/></xs:restriction>
  </xs:simpleType>
  <xs:simpleType name="code">
    <xs:restriction base="xs:string"><xs:pattern value="[a-z]{2}"/></xs:restriction>
  </xs:simpleType>
  <xs:element name="record">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="title" type="some"/>
        <xs:element name="code" type="code" minOccurs="0"/>
        <xs:element name="year" type="xs:gYear" minOccurs="0"/>
      </xs:sequence>
      <xs:attribute name="id" use="required"/>
      <xs:attribute name="kind" type="code"/>
    </xs:complexType>
  </xs:element>
</xs:schema>
"""
SCHEMA = {
    "type": "object",
    "required": ["title"],
    "additionalProperties": False,
    "properties": {
        "title": {"type": "string", "pattern": "\\S"},
        "code": {"type": "string", "pattern": "^[a-z]{2}$"},
        "kind": {"enum": ["book", "film"]},
        "parts": {"type": "array", "minItems": 1, "maxItems": 2, "items": {"type": "integer"}},
        "when": {"type": ["object", "null"], "minProperties": 1},
        "number": {"type": "number"},
    },
}


def said_of_xml(folder: Path, attributes: str, content: str) -> str | None:
    (folder / "schema.xsd").write_text(XSD, "utf-8")
    judge = judge_of(folder, XML)
    assert judge is not None
    return judge(f'<record xmlns="http://a.example/" {attributes}>{content}</record>'.encode())


def said_of_json(folder: Path, content: bytes) -> str | None:
    (folder / "schema.json").write_text(json.dumps(SCHEMA), "utf-8")
    judge = judge_of(folder, JSON)
    assert judge is not None
    return judge(content)


@pytest.mark.parametrize(
    ("attributes", "content", "said"),
    [
        ('id="1"', "<title>T</title><code>ab</code>", None),
        ('id="1"', "<title> </title>", "“title” is empty"),
        ('id="1"', "<title>T</title><code>\u00a0</code>", "“code” is empty"),
        (
            'id="1"',
            "<title>T</title><code>{http://b.example/}'x'</code>",
            "“code” is “{http://b.example/}'x'”, which is not allowed there",
        ),
        (
            'id="1" kind="{}"',
            "<title>T</title>",
            "the attribute “kind” of “record” is “{}”, which is not allowed there",
        ),
        (
            'id="1"',
            "<title>T</title><year>then</year>",
            "“year” is “then”, which is not allowed there",
        ),
        ('id="1"', "", "“record” lacks an element; expected: title"),
        ("", "<title>T</title>", "“record” lacks the attribute “id”"),
        ('id="1" x="y"', "<title>T</title>", "the attribute “x” of “record” must not be there"),
        (
            'id="1"',
            "<title>T</title><x/>",
            "“x” does not belong there; expected: code, year",
        ),
        ('id="1"', "T", "“record” holds something that does not belong there"),
    ],
)
def test_what_is_wrong_in_xml_is_told_in_plain_words(
    tmp_path: Path, attributes: str, content: str, said: str | None
) -> None:
    assert said_of_xml(tmp_path, attributes, content) == said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"title": "T"}, None),
        ([], "it is [], but must be an object"),
        ({}, "it lacks “title”"),
        ({"title": "T", "x": 1, "y": 2}, "it must not have “x”, “y”"),
        ({"title": "\u00a0"}, "“title” is empty"),
        ({"title": 1.5}, "“title” is 1.5, but must be a text"),
        ({"title": "T", "code": "{abc}"}, "“code” is “{abc}”, which is not allowed there"),
        ({"title": "T", "kind": "song"}, "“kind” is “song”, which is not allowed there"),
        ({"title": "T", "parts": []}, "“parts” is empty"),
        ({"title": "T", "parts": [1, "2"]}, "“parts[1]” is “2”, but must be a whole number"),
        ({"title": "T", "when": {}}, "“when” is empty"),
        ({"title": "T", "when": "then"}, "“when” is “then”, but must be an object or nothing"),
    ],
)
def test_what_is_wrong_in_json_is_told_in_plain_words(
    tmp_path: Path, content: object, said: str | None
) -> None:
    assert said_of_json(tmp_path, json.dumps(content).encode()) == said


def test_long_values_are_shortened_alike(tmp_path: Path) -> None:
    long = "x" * 1_000
    shown = f"“code” is “{'x' * 199}…”, which is not allowed there"
    assert said_of_xml(tmp_path, 'id="1"', f"<title>T</title><code>{long}</code>") == shown
    assert said_of_json(tmp_path, json.dumps({"title": "T", "code": long}).encode()) == shown


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b'{"title": "T", "number": NaN}', b'{"number": -Infinity}', b'{"title": "\xff"}'],
)
def test_what_is_no_json_is_not_readable(tmp_path: Path, content: bytes) -> None:
    assert str(said_of_json(tmp_path, content)).startswith("the JSON is not readable: ")


@pytest.mark.parametrize("content", [b"", b"<", b"<x>\xff</x>", b"<x>&y;</x>"])
def test_what_is_no_xml_is_not_readable(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "schema.xsd").write_text(XSD, "utf-8")
    judge = judge_of(tmp_path, XML)
    assert judge is not None
    assert str(judge(content)).startswith("the XML is not readable: ")
