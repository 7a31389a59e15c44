"""Where data may lie: files, folders, publications, stores, archives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lod_archive.errors import ArchiveError, ShapesError, SourceError
from lod_archive.shacl.rdf_files import rdf_files

if TYPE_CHECKING:
    from pathlib import Path


def touched(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", "utf-8")
    return folder


def names(folder: Path) -> list[str]:
    return [file.removeprefix(f"{folder}/") for file in rdf_files([folder])]


def test_folder_gives_the_files_of_rdf_below_it(tmp_path: Path) -> None:
    touched(tmp_path, "b.ttl", "a/c.nt.gz", "a/d.jsonld", "notes.txt", "e.gz", "f.csv")
    assert names(tmp_path) == ["a/c.nt.gz", "a/d.jsonld", "b.ttl"]


def test_publication_gives_the_dump_that_holds_everything_once(tmp_path: Path) -> None:
    touched(tmp_path, "manifest.json", "dumps/archive.nq", "dumps/archive.ttl", "doc/x.ttl")
    assert names(tmp_path) == ["dumps/archive.nq"]


def test_file_is_taken_whatever_its_name(tmp_path: Path) -> None:
    odd = touched(tmp_path, "odd.name") / "odd.name"
    assert rdf_files([odd, odd]) == [str(odd), str(odd)]


@pytest.mark.parametrize("blame", [SourceError, ShapesError])
def test_folder_without_rdf_is_refused(tmp_path: Path, blame: type[ArchiveError]) -> None:
    with pytest.raises(blame, match="no file of RDF") as caught:
        rdf_files([touched(tmp_path, "notes.txt")], blame=blame)
    assert ".ttl" in str(caught.value.hint)
