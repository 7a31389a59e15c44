"""A folder that stays the same one, whatever takes its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lod_archive.server.folder import Folder

if TYPE_CHECKING:
    from pathlib import Path


def test_nothing_is_read_of_what_has_taken_the_name(tmp_path: Path) -> None:
    """Who still reads a folder that was let go of must not get half of one and half of another."""
    path = tmp_path / "dist"
    path.mkdir()
    (path / "file").write_text("old")
    with Folder(path) as folder:
        path.rename(tmp_path / "old")
        path.mkdir()
        (path / "file").write_text("new")
        assert folder.read("file") == b"old"
        assert not folder.is_in_place()
    with pytest.raises(FileNotFoundError):
        folder.read("file")
    assert not folder.is_in_place()
