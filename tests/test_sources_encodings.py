"""Bytes that are text in another encoding, or no text at all."""

import codecs
from pathlib import Path

import pytest

from lod_archive.errors import ArchiveErrors
from lod_archive.sources import read_chunks
from tests.test_sources_files import archive_with, read

YAML = "# Стаханов\r\nid: event/смена\r\nname: 'один\r\n  два'\r\ntext: |\r\n  три\r\n"
JSON = '{"id": "event/смена",\r\n "name": "один два", "text": "три\\n"}\r\n'
DATA = {"id": "event/смена", "name": "один два", "text": "три\n"}
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(("name", "text"), [("x.yaml", YAML), ("x.json", JSON)])
def test_unicode_encodings_are_recognised(
    name: str, text: str, encoding: str, tmp_path: Path
) -> None:
    [record] = read(archive_with(tmp_path, {name: text.encode(encoding)}))
    assert record.data == DATA
    assert record.line == (2 if name == "x.yaml" else 1)
    assert record.locate(["name"]).line == (3 if name == "x.yaml" else 2)


@pytest.mark.parametrize("bom", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_a_bom_decides_even_without_any_ascii(bom: bytes, tmp_path: Path) -> None:
    encoding = "utf-16-le" if bom == codecs.BOM_UTF16_LE else "utf-16-be"
    [record] = read(archive_with(tmp_path, {"x.yaml": bom + "ключ: слово".encode(encoding)}))
    assert record.data == {"ключ": "слово"}


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("x.yaml", b"id: a\nname: \xd1\xf2\xe0\n", "x.yaml:2:7: the byte 0xD1 is not UTF-8"),
        ("x.json", b'{"id": "a",\n "n": "\xff"}', "x.json:2:8: the byte 0xFF is not UTF-8"),
        ("x.jsonl", b'{"id": "a"}\n{"n": "\xff"}', "x.jsonl:2:8: the byte 0xFF is not UTF-8"),
        ("x.yaml", b"\xff\xfea\x00b", "x.yaml:1:2: the byte 0x62 is not UTF-16"),
        ("x.yaml", b"id: a\nname: b\0c\n", "x.yaml:2:8: the character U+0000 (NUL)"),
        ("x.yaml", b"id: a\x1b[0m\n", "x.yaml:1:6: the character U+001B (escape)"),
        ("x.json", b'{"id": "a\0"}', "x.json:1:10: the character U+0000 (NUL)"),
        ("x.json", b'{"id": "\xef\xbf\xbf"}', "x.json:1:8: the character U+FFFF"),
        ("x.jsonl", b'{"id": "\xef\xbf\xbe"}', "x.jsonl:1:8: the character U+FFFE"),
        ("x.jsonl", "{}\n".encode("utf-16"), "x.jsonl: JSON Lines are UTF-8"),
        ("x.jsonl", b'{}\n\xef\xbb\xbf{"id": "a"}', "x.jsonl:2:1: the character U+FEFF"),
    ],
)
def test_what_is_no_text_is_an_error_with_its_place(
    name: str, content: bytes, expected: str, tmp_path: Path
) -> None:
    [chunk] = read_chunks(archive_with(tmp_path, {name: content}))
    with pytest.raises(ArchiveErrors) as caught:
        chunk.records()
    assert f"data/{expected}" in str(caught.value)
    assert "Hint: " in str(caught.value)


def test_every_line_with_a_control_character_is_shown(tmp_path: Path) -> None:
    [chunk] = read_chunks(archive_with(tmp_path, {"x.yaml": "a: \x01\nb: \x02\nc: d\n"}))
    with pytest.raises(ArchiveErrors) as caught:
        chunk.records()
    assert [error.at and error.at.line for error in caught.value.errors] == [1, 2]


def test_json_lines_may_begin_with_a_bom(tmp_path: Path) -> None:
    archive = archive_with(tmp_path, {"x.jsonl": codecs.BOM_UTF8 + b'{"id": "a"}\n'})
    [record] = read(archive)
    assert record.data == {"id": "a"}
    assert str(record.locate(["id"])) == "data/x.jsonl:1:8"
