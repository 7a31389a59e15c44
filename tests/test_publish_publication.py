"""A publication says what it holds, and shows when that is no longer so."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from lod_archive.errors import PublicationError
from lod_archive.publish import CanonicalHash, Facts, Publication, write_manifest

if TYPE_CHECKING:
    from pathlib import Path

FACTS = Facts(
    base="https://example.org/",
    dataset=CanonicalHash("ab" * 32, 22),
    counts={"records": 3, "Triple »x«": 20},
    inputs="cd" * 32,
    parts=({"source": "data/a.yaml", "start": 0},),
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "doc").mkdir()
    (tmp_path / "doc" / "стачка.ttl").write_text("…", "utf-8")
    (tmp_path / "index.html").write_text("<p>")
    write_manifest(tmp_path, FACTS)
    return tmp_path


def test_what_was_written_is_read_back(root: Path) -> None:
    publication = Publication.open(root)
    assert publication.facts == FACTS
    assert sorted(publication.files) == ["doc/стачка.ttl", "index.html"]
    assert publication.files["index.html"].size == 3
    assert not [*publication.damaged(), *publication.foreign()]


def test_the_manifest_is_the_same_whatever_the_order_of_the_folder(root: Path) -> None:
    first = (root / "manifest.json").read_bytes()
    (root / "index.html").unlink()
    (root / "index.html").write_text("<p>")
    write_manifest(root, FACTS)
    assert (root / "manifest.json").read_bytes() == first


def test_a_changed_or_missing_file_is_damaged(root: Path) -> None:
    (root / "index.html").write_text("<q>")
    (root / "doc" / "стачка.ttl").unlink()
    assert sorted(Publication.open(root).damaged()) == ["doc/стачка.ttl", "index.html"]


def test_an_added_file_is_foreign(root: Path) -> None:
    (root / "CNAME").write_text("example.org")
    (root / "doc" / "link").symlink_to(root / "index.html")
    assert sorted(Publication.open(root).foreign()) == ["CNAME", "doc/link"]


def test_another_folder_is_not_a_publication(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "absent"):
        with pytest.raises(PublicationError, match="is not a publication") as caught:
            Publication.open(folder)
        assert caught.value.hint is not None
        assert "lod-archive build" in caught.value.hint


@pytest.mark.parametrize(
    "change",
    [{"format": "something else"}, {"files": {"x": {"bytes": 1}}}, {"files": []}, {"dataset": 3}],
)
def test_a_manifest_of_another_kind_is_an_error(change: dict[str, object], root: Path) -> None:
    path = root / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **change}))
    with pytest.raises(PublicationError, match="not the manifest of a publication") as caught:
        Publication.open(root)
    assert caught.value.at is not None


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"null", b"\xff", b"{"])
def test_a_manifest_that_is_none_is_an_error(content: bytes, root: Path) -> None:
    (root / "manifest.json").write_bytes(content)
    with pytest.raises(PublicationError, match="not the manifest of a publication"):
        Publication.open(root)
