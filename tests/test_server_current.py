"""A new build takes the place of the one that is served, and nobody notices but by what it says."""

from __future__ import annotations

import asyncio
import logging
import shutil
from pathlib import Path

import pytest

from lod_archive.errors import PublicationError
from lod_archive.pipeline import Archive
from lod_archive.publish import Publication
from lod_archive.server.current import Current, Mounted

STRIKE = Path(__file__).parent / "archives" / "strike"
NEW = "id: event/new\ntype: Event\nname: {en: New}\ndescription: {en: New.}\n"


def alone(_: Publication) -> Mounted:
    return Mounted()


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    shutil.copytree(STRIKE, tmp_path / "archive")
    archive = Archive.open(tmp_path / "archive")
    archive.build()
    return archive


def change(archive: Archive) -> None:
    (archive.data / "new.yaml").write_text(NEW, "utf-8")
    archive.build()


def dataset(current: Current) -> str:
    with current.version() as version:
        return version.publication.facts.dataset.sha256


async def settle(current: Current) -> None:
    """Let what was started in the background end."""
    await asyncio.gather(*current._tasks)


def test_a_new_publication_is_found_within_a_second(archive: Archive) -> None:
    async def served() -> None:
        now = [0.0]
        current = Current(archive.root / "dist", "", alone, lambda: now[0])
        first = dataset(current)
        change(archive)
        assert dataset(current) == first
        now[0] += 1.0
        dataset(current)
        await settle(current)
        assert dataset(current) != first
        await current.close()

    asyncio.run(served())


def test_the_old_one_is_let_go_when_its_last_request_is_answered(archive: Archive) -> None:
    async def served() -> None:
        closed: list[str] = []
        mounted = []

        def mount(publication: Publication) -> Mounted:
            async def close() -> None:
                closed.append(publication.facts.dataset.sha256)

            mounted.append(publication.facts.dataset.sha256)
            return Mounted(close=close)

        current = Current(archive.root / "dist", "", mount)
        with current.version() as version:
            change(archive)
            await current.renew()
            assert len(mounted) == 2
            assert closed == []
            assert version.documents is not None
        await settle(current)
        assert closed == mounted[:1]
        await current.close()
        assert closed == mounted

    asyncio.run(served())


def test_a_broken_publication_does_not_take_the_place_of_a_good_one(
    archive: Archive, caplog: pytest.LogCaptureFixture
) -> None:
    async def served() -> None:
        current = Current(archive.root / "dist", "", alone)
        first = dataset(current)
        (archive.root / "dist/manifest.json").write_text("{}", "utf-8")
        with caplog.at_level(logging.WARNING):
            await current.renew()
        assert "cannot be used" in caplog.text
        assert dataset(current) == first
        await current.close()

    asyncio.run(served())


def test_nothing_is_served_that_was_opened_while_another_took_its_place(archive: Archive) -> None:
    async def served() -> None:
        closed: list[str] = []
        mounted: list[str] = []

        def mount(publication: Publication) -> Mounted:
            async def close() -> None:
                closed.append(publication.facts.dataset.sha256)

            mounted.append(publication.facts.dataset.sha256)
            if len(mounted) == 2:
                (archive.data / "newer.yaml").write_text(NEW.replace("new", "newer"), "utf-8")
                archive.build()
            return Mounted(close=close)

        current = Current(archive.root / "dist", "", mount)
        change(archive)
        await current.renew()
        await settle(current)
        assert dataset(current) == mounted[2] != mounted[1]
        assert sorted(closed) == sorted(mounted[:2])
        await current.close()

    asyncio.run(served())


def test_without_a_publication_nothing_is_served(tmp_path: Path) -> None:
    with pytest.raises(PublicationError, match="not a publication"):
        Current(tmp_path, "", alone)
