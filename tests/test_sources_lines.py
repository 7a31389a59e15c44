"""JSON Lines: read in batches, in little memory, each line by itself."""

import gzip
import hashlib
import pickle
import tracemalloc
from pathlib import Path

import pytest

from lod_archive.archive import ArchiveFolder
from lod_archive.errors import ArchiveErrors
from lod_archive.sources import read_chunks
from lod_archive.sources.content import MAX_LINE
from tests.test_sources_files import archive_with, read

LINES = [f'{{"id": "event/e{number}", "name": {{"en": "Смена"}}}}\n' for number in range(25)]


def test_lines_come_in_batches_that_add_up(tmp_path: Path) -> None:
    archive = archive_with(tmp_path, {"x.jsonl": "\n" + "".join(LINES)})
    chunks = list(read_chunks(archive, size=10))
    assert [chunk.line for chunk in chunks] == [1, 11, 21]
    assert [chunk.index for chunk in chunks] == [0, 9, 19]
    whole = (tmp_path / "data/x.jsonl").read_bytes()
    assert b"".join(chunk.raw for chunk in chunks) == whole
    assert [chunk.digest for chunk in chunks] == [
        hashlib.sha256(chunk.raw).hexdigest() for chunk in chunks
    ]
    records = [record for chunk in chunks for record in chunk.records()]
    assert [record.index for record in records] == list(range(25))
    assert [record.line for record in records] == list(range(2, 27))
    assert all(whole[record.offset :].startswith(b'{"id"') for record in records)


def test_a_chunk_can_go_to_another_process(tmp_path: Path) -> None:
    [chunk] = read_chunks(archive_with(tmp_path, {"x.jsonl": "".join(LINES)}))
    copy = pickle.loads(pickle.dumps(chunk))
    assert copy == chunk
    assert str(copy.records()[3].locate(["name", "en"])) == "data/x.jsonl:4:35"
    assert copy.records() == chunk.records()


def test_compressed_lines_are_read_alike(tmp_path: Path) -> None:
    archive = archive_with(tmp_path, {"x.jsonl.gz": gzip.compress("".join(LINES).encode())})
    records = read(archive)
    assert [record.data["id"] for record in records] == [f"event/e{i}" for i in range(25)]
    assert str(records[3].locate(["name"])) == "data/x.jsonl.gz:4"


@pytest.mark.parametrize(
    "content",
    [b"no gzip at all", gzip.compress(b'{"a": "b"}\n' * 99)[:-12]],
    ids=["never compressed", "cut"],
)
def test_a_damaged_compressed_file_is_an_error(content: bytes, tmp_path: Path) -> None:
    archive = archive_with(tmp_path, {"x.jsonl.gz": content})
    with pytest.raises(ArchiveErrors, match="cannot read it"):
        read(archive)


def test_too_long_a_line_is_an_error_and_reading_goes_on(tmp_path: Path) -> None:
    archive = archive_with(tmp_path, {"x.jsonl": '{"id": "a"}\n'})
    with (tmp_path / "data/x.jsonl").open("ab") as file:
        file.write(b'{"id": "')
        for _ in range(5):
            file.write(b"x" * (MAX_LINE // 4))
        file.write(b'"}\n{"id": "b"}\n')
    first, second = read_chunks(archive)
    with pytest.raises(ArchiveErrors) as caught:
        first.records()
    assert "data/x.jsonl:2: the line is longer than 16 MB" in str(caught.value)
    [record] = second.records()
    assert (record.data, record.index, record.line) == ({"id": "b"}, 2, 3)
    assert str(record.locate(["id"])) == "data/x.jsonl:3:8"


def test_a_line_without_end_does_not_fill_memory(tmp_path: Path) -> None:
    archive = archive_with(tmp_path, {"x.jsonl": ""})
    with (tmp_path / "data/x.jsonl").open("wb") as file:
        file.truncate(20 * MAX_LINE)
    tracemalloc.start()
    try:
        chunks = list(read_chunks(archive))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(chunks) == 1
    assert peak < 4 * MAX_LINE


def test_chunks_are_bounded_in_bytes_too(tmp_path: Path) -> None:
    line = b'{"text": "' + b"x" * (MAX_LINE // 2) + b'"}\n'
    archive = archive_with(tmp_path, {"x.jsonl": line * 5})
    assert [len(chunk.records()) for chunk in read_chunks(archive)] == [2, 2, 1]


def test_memory_does_not_grow_with_the_number_of_records(tmp_path: Path) -> None:
    few = archive_with(tmp_path / "few", {"x.jsonl": "".join(LINES) * 80})
    many = archive_with(tmp_path / "many", {"x.jsonl": "".join(LINES) * 800})
    assert peak_of_reading(many) < peak_of_reading(few) * 1.2


def peak_of_reading(archive: ArchiveFolder) -> int:
    tracemalloc.start()
    try:
        for chunk in read_chunks(archive, size=500):
            chunk.records()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_thousand_bad_lines_are_a_thousand_errors(tmp_path: Path) -> None:
    [chunk] = read_chunks(archive_with(tmp_path, {"x.jsonl": '{"id": "a",}\n' * 1000}))
    with pytest.raises(ArchiveErrors) as caught:
        chunk.records()
    assert len(caught.value.errors) == 1000
