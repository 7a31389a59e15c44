"""What several test modules share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lod_archive.pipeline import Archive
from tests.servers import lying_endpoint, oxigraph_endpoint, virtuoso_endpoint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lod_archive.query import Source

__all__ = ["lying_endpoint", "oxigraph_endpoint", "reference_archive", "virtuoso_endpoint"]

ROOT = Path(__file__).resolve().parents[1]
os.environ["SOURCE_DATE_EPOCH"] = "1764331200"  # so that two builds can be compared


@pytest.fixture(scope="session")
def reference_archive() -> Iterator[Source]:
    """The graphs of the reference archive, assembled once, ready to be asked."""
    with Archive.open(ROOT).source() as source:
        yield source


@pytest.fixture(scope="session")
def reference_publication(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reference archive, published once, to be read and left as it is."""
    folder: Path = tmp_path_factory.mktemp("reference") / "dist"
    return Archive.open(ROOT).build(folder).publication.root


@pytest.fixture(scope="session")
def strike_publication(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small archive of most tests, published once, to be read and left as it is."""
    folder: Path = tmp_path_factory.mktemp("strike") / "dist"
    return Archive.open(ROOT / "tests/archives/strike").build(folder).publication.root
