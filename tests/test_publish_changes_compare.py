"""Two publications of a small archive compared."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from lod_archive.cli import main
from lod_archive.errors import PublicationError
from lod_archive.pipeline import Archive
from lod_archive.publish.changes.compare import compare
from tests.reference import ROOT

STRIKE = ROOT / "tests" / "archives" / "strike"


def published(folder: Path, *edits: tuple[str, str], extra: str = "") -> Path:
    archive = folder / "archive"
    shutil.copytree(STRIKE, archive)
    for path in (archive / "data").rglob("*.yaml"):
        text = path.read_text("utf-8")
        for old, new in edits:
            text = text.replace(old, new)
        path.write_text(text, "utf-8")
    if extra:
        (archive / "data" / "extra.yaml").write_text(extra, "utf-8")
    return Archive.open(archive).build().publication.root


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("old"))


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(
        tmp_path_factory.mktemp("new"),
        ("{en: The strike, ru: Забастовка", "{en: The great strike, ru: Забастовка"),
        ("value: 102.50", "value: 99"),
        ("amount: 102.50", "amount: 99"),
        extra='{id: event/march, type: Event, name: {en: "A \\"march\\""}}',
    )


def union(folder: Path) -> set[bytes]:
    return {*(folder / "dumps" / "archive.nt").read_bytes().splitlines(keepends=True)}


def test_the_patch_makes_the_new_triples_of_the_old_ones(old: Path, new: Path) -> None:
    written = io.BytesIO()
    compare(old, new).write_patch(written)
    head, *rows, tail = written.getvalue().splitlines(keepends=True)
    assert (head, tail) == (b"TX .\n", b"TC .\n")
    triples = union(old)
    for row in rows:
        (triples.remove if row.startswith(b"D ") else triples.add)(row[2:])
    assert triples == union(new)
    assert [row[:1] for row in rows] == sorted((row[:1] for row in rows), reverse=True)
    for row in rows:
        assert len(list(ox.parse(row[2:], ox.RdfFormat.N_TRIPLES))) == 1


def test_sentences_tell_what_is_new_and_what_is_said_otherwise(old: Path, new: Path) -> None:
    said = list(compare(old, new).sentences())
    assert 'New: A "march" (event/march).' in said
    assert "Changed: The great strike (event/strike)." in said
    assert "  name: was “The strike” (en); is “The great strike” (en)." in said


def test_sentences_tell_what_is_gone(old: Path, new: Path) -> None:
    said = list(compare(new, old).sentences())
    assert 'Removed: A "march" (event/march).' in said


def test_a_publication_and_itself_are_the_same(old: Path) -> None:
    compared = compare(old, old)
    assert (compared.removed, compared.added) == ([], [])
    result = CliRunner().invoke(main, ["diff", str(old), str(old)])
    assert (result.exit_code, result.output) == (0, "Nothing has changed.\n")


def test_the_command_writes_sentences_or_a_patch(old: Path, new: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["diff", str(old), str(new)])
    assert result.exit_code == 0
    assert 'New: A "march"' in result.output
    patch = tmp_path / "new.rdfp"
    result = CliRunner().invoke(main, ["diff", str(old), str(new), "--patch", "-o", str(patch)])
    assert result.exit_code == 0
    assert patch.read_bytes().startswith(b"TX .\nD ")


def test_what_is_no_publication_or_another_archives_is_told(
    old: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with pytest.raises(PublicationError, match="is not a publication"):
        compare(old, tmp_path_factory.mktemp("empty"))
    folder = tmp_path_factory.mktemp("other")
    shutil.copytree(STRIKE, folder / "archive")
    settings = folder / "archive" / "archive.toml"
    text = settings.read_text("utf-8").replace("example.org", "other.example")
    settings.write_text(text, "utf-8")
    other = Archive.open(folder / "archive").build().publication.root
    with pytest.raises(PublicationError, match=r"is of https://example\.org/strike/"):
        compare(old, other)
