"""Which files are read, in which order, and what becomes of those that cannot be."""

import hashlib
import os
from pathlib import Path

import pytest

from lod_archive.archive import ArchiveFolder, Settings
from lod_archive.errors import ArchiveErrors, SourceError
from lod_archive.sources import Record, extension_hint, read_chunks, unread_files
from lod_archive.sources.content import MAX_FILE


def archive_with(root: Path, files: dict[str, str | bytes]) -> ArchiveFolder:
    """An archive with these files below data/."""
    (root / "data").mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = root / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return ArchiveFolder(root, Settings(base="https://example.org/", title={"en": "Test"}))


def read(archive: ArchiveFolder) -> list[Record]:
    """All records of an archive."""
    return [record for chunk in read_chunks(archive) for record in chunk.records()]


def names(archive: ArchiveFolder) -> list[str]:
    return [chunk.source.name for chunk in read_chunks(archive)]


def test_claims_come_first_then_all_in_order_of_name(tmp_path: Path) -> None:
    files = ["a.yaml", "claims/z.yml", "claims/b/c.json", "events/x.jsonl", "Z.jsonld"]
    archive = archive_with(tmp_path, dict.fromkeys([*files, "claims.yaml"], "{}"))
    assert names(archive) == [
        "data/claims/b/c.json",
        "data/claims/z.yml",
        "data/Z.jsonld",
        "data/a.yaml",
        "data/claims.yaml",
        "data/events/x.jsonl",
    ]


def test_files_that_are_no_records_are_ignored(tmp_path: Path) -> None:
    ignored = [".hidden.yaml", ".git/x.yaml", "_draft.yaml", "_drafts/x.yaml", "README.yaml"]
    ignored += ["README", "notes.md", "notes.TXT", "LICENSE", "licence.html"]
    archive = archive_with(tmp_path, dict.fromkeys(ignored, "{}"))
    assert names(archive) == []
    assert unread_files(archive) == []


def test_extensions_are_known_in_any_letter_case(tmp_path: Path) -> None:
    assert names(archive_with(tmp_path, {"x.YAML": "{}"})) == ["data/x.YAML"]


def test_unknown_extensions_are_reported(tmp_path: Path) -> None:
    archive = archive_with(tmp_path, {"b.ymal": "", "a/x.docx": "", "ok.yaml": "", "plain": ""})
    unread = unread_files(archive)
    assert [path.relative_to(tmp_path / "data").as_posix() for path in unread] == [
        "a/x.docx",
        "b.ymal",
        "plain",
    ]


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("x.ymal", "“.yaml”"),
        ("x.jsn", "“.json”"),
        ("x.ndjson", ".jsonl"),
        ("x.docx", "out of data/"),
    ],
)
def test_the_hint_for_an_unknown_extension_helps(name: str, part: str) -> None:
    assert part in extension_hint(Path(name))


def test_an_archive_without_data_is_an_error(tmp_path: Path) -> None:
    archive = ArchiveFolder(tmp_path, Settings(base="https://example.org/", title={"en": "x"}))
    with pytest.raises(SourceError, match="no folder “data”") as caught:
        next(read_chunks(archive))
    assert caught.value.hint


def test_a_link_that_leads_back_is_followed_once(tmp_path: Path) -> None:
    archive = archive_with(tmp_path, {"a/x.yaml": "id: event/x"})
    (tmp_path / "data/a/loop").symlink_to(tmp_path / "data", target_is_directory=True)
    assert names(archive) == ["data/a/x.yaml"]


def test_links_to_nothing_and_pipes_are_reported_not_opened(tmp_path: Path) -> None:
    archive = archive_with(tmp_path, {})
    (tmp_path / "data/gone.yaml").symlink_to(tmp_path / "nowhere.yaml")
    os.mkfifo(tmp_path / "data/pipe.jsonl")
    assert names(archive) == []
    assert [path.name for path in unread_files(archive)] == ["gone.yaml", "pipe.jsonl"]


def test_a_name_that_is_not_utf8_can_be_printed(tmp_path: Path) -> None:
    archive = archive_with(tmp_path, {})
    (tmp_path / "data" / os.fsdecode(b"\xff.yaml")).write_text("a: [")
    [chunk] = read_chunks(archive)
    with pytest.raises(ArchiveErrors) as caught:
        chunk.records()
    assert str(caught.value).encode().startswith("data/\ufffd.yaml:".encode())


def test_a_file_beyond_the_limit_is_refused_and_others_are_read(tmp_path: Path) -> None:
    archive = archive_with(tmp_path, {"a.yaml": "", "b.yaml": "id: event/b"})
    with (tmp_path / "data/a.yaml").open("wb") as file:
        file.truncate(MAX_FILE + 1)
    large, small = read_chunks(archive)
    with pytest.raises(ArchiveErrors) as caught:
        large.records()
    assert "larger than 64 MB" in str(caught.value)
    assert "JSON Lines" in str(caught.value)
    assert [record.data for record in small.records()] == [{"id": "event/b"}]
    assert large.digest != small.digest


def test_a_file_that_vanishes_is_an_error_of_its_chunk(tmp_path: Path) -> None:
    archive = archive_with(tmp_path, {"a.yaml": "id: event/a", "b.jsonl": "{}", "c.yaml": ""})
    chunks = read_chunks(archive)
    next(chunks)
    (tmp_path / "data/b.jsonl").unlink()
    (tmp_path / "data/c.yaml").unlink()
    for chunk in chunks:
        with pytest.raises(ArchiveErrors) as caught:
            chunk.records()
        assert "cannot read it" in str(caught.value)


def test_the_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    content = b"id: event/a\r\n"
    [chunk] = read_chunks(archive_with(tmp_path, {"a.yaml": content}))
    assert chunk.digest == hashlib.sha256(content).hexdigest()


def test_many_aliases_to_nothing_are_all_refused_at_once(tmp_path: Path) -> None:
    """Comparing each with every anchor, for a suggestion, would take minutes."""
    anchors = "".join(f"- &anchor{number} x\n" for number in range(5000))
    aliases = "".join(f"- *bnchor{number}\n" for number in range(5000))
    [chunk] = read_chunks(archive_with(tmp_path, {"a.yaml": anchors + aliases}))
    with pytest.raises(ArchiveErrors) as caught:
        chunk.records()
    assert len(caught.value.errors) + caught.value.omitted == 5000
