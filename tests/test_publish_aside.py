"""Whatever happens to a build, the folder holds the whole old publication or the whole new one."""

from __future__ import annotations

import errno
import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from lod_archive.errors import PublicationError
from lod_archive.publish import aside, open_publication, publish_aside
from lod_archive.publish.exchange import exchange
from lod_archive.publish.publication import write_manifest
from tests.killed_builds import FACTS, build, held

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A folder with a publication in it, whose files say “old”."""
    place = tmp_path / "dist"
    build(place, "old")
    return place


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_publication_replaces_the_last_one(target: Path) -> None:
    build(target, "new")
    assert held(target) == "new"
    assert names(target.parent) == ["dist"], "nothing is left beside it"


@pytest.mark.parametrize("name", ["dist", "a/b/dist", "with space [1]*"])
def test_a_first_publication_needs_no_folder(name: str, tmp_path: Path) -> None:
    build(tmp_path / name, "new")
    assert held(tmp_path / name) == "new"


def test_an_empty_folder_becomes_a_publication(tmp_path: Path) -> None:
    (tmp_path / "dist").mkdir()
    build(tmp_path / "dist", "new")
    assert held(tmp_path / "dist") == "new"


def test_a_link_is_followed(target: Path, tmp_path: Path) -> None:
    link = tmp_path / "site"
    link.symlink_to(target)
    build(link, "new")
    assert link.is_symlink()
    assert held(target) == "new"


@pytest.mark.skipif(sys.platform != "linux", reason="folders change places on Linux alone")
@pytest.mark.parametrize("method", ["exchange", "rename"])
def test_a_build_killed_at_any_moment_leaves_a_whole_publication(
    method: str, tmp_path: Path
) -> None:
    """Before each system call of a build in turn; and the next build repairs what is left."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.killed_builds", tmp_path / "place", method],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    moments = [json.loads(line) for line in ran.stdout.splitlines()]
    assert len(moments) > 30
    assert [after for _, after, _, _ in moments] == sorted(
        (after for _, after, _, _ in moments), reverse=True
    ), "old, old … new, new"
    assert {after for _, after, _, _ in moments} == {"old", "new"}
    assert {(following, *left) for *_, following, left in moments} == {("next", "dist")}
    at_once = [held for held, *_ in moments]
    assert at_once.count("absent") == (1 if method == "rename" else 0)
    assert set(at_once) - {"absent"} == {"old", "new"}


def stopped_build(target: Path, error: BaseException) -> None:
    with publish_aside(target) as folder:
        (folder / "index.html").write_text("new")
        raise error


@pytest.mark.parametrize("error", [KeyboardInterrupt(), RuntimeError("a bug"), SystemExit(1)])
def test_a_build_that_stops_changes_nothing(target: Path, error: BaseException) -> None:
    with pytest.raises(type(error)):
        stopped_build(target, error)
    assert held(target) == "old"
    assert names(target.parent) == ["dist"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_changes_nothing_and_says_what_is_free(target: Path, number: int) -> None:
    with pytest.raises(PublicationError, match=r"the disk is full: [\d,.]+ MB are free") as caught:
        stopped_build(target, OSError(number, os.strerror(number)))
    assert caught.value.hint
    assert held(target) == "old"
    assert names(target.parent) == ["dist"]


@pytest.mark.parametrize("limit", [0, 1, 100, 5000])
def test_a_write_that_fails_half_way_changes_nothing(target: Path, limit: int) -> None:
    """The system's limit on the size of a file stands for the end of the disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        with pytest.raises(PublicationError, match="the disk is full"):
            build(target, "new" * 5000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert held(target) == "old"
    assert names(target.parent) == ["dist"]


def test_a_place_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PublicationError, match="cannot write"):
        build(tmp_path / "file" / "dist", "new")


def test_a_build_without_a_manifest_is_not_published(target: Path) -> None:
    with (
        pytest.raises(PublicationError, match="is not a publication"),
        publish_aside(target) as folder,
    ):
        (folder / "index.html").write_text("new")
    assert held(target) == "old"


def test_a_second_build_at_the_same_time_is_told_so(target: Path) -> None:
    with publish_aside(target) as folder:
        with pytest.raises(PublicationError, match="another build"):
            build(target, "second")
        (folder / "index.html").write_text("new")
        write_manifest(folder, FACTS)
    build(target, "third")
    assert held(target) == "third"


def test_the_partial_folder_of_a_running_build_is_left_alone(target: Path) -> None:
    with publish_aside(target) as folder:
        with pytest.raises(PublicationError):
            build(target, "second")
        assert open_publication(target).root == target
        assert folder.is_dir()
        write_manifest(folder, FACTS)


def test_builds_of_different_folders_do_not_disturb_each_other(target: Path) -> None:
    other = target.with_name("dist.x")
    with publish_aside(target) as folder:
        build(other, "other")
        assert folder.is_dir()
        write_manifest(folder, FACTS)
    assert held(other) == "other"


@pytest.mark.parametrize("name", ["thesis.txt", "a/b/thesis.txt", ".hidden"])
def test_a_folder_that_no_build_wrote_is_never_replaced(name: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / name).parent.mkdir(parents=True)
    (home / name).write_text("years of work")
    with pytest.raises(PublicationError, match="is not a publication") as caught:
        build(home, "new")
    assert caught.value.hint
    assert (home / name).read_text() == "years of work"
    assert names(tmp_path) == ["home"]


@pytest.mark.parametrize("name", ["CNAME", ".git/config", "doc/notes.txt"])
def test_a_publication_with_a_file_of_someone_else_is_not_replaced(name: str, target: Path) -> None:
    (target / name).parent.mkdir(exist_ok=True)
    (target / name).write_text("mine")
    with pytest.raises(PublicationError, match=f"no build wrote: {name}"):
        build(target, "new")
    assert (target / name).read_text() == "mine"


def test_what_a_file_manager_leaves_behind_does_not_matter(target: Path) -> None:
    (target / "doc" / ".DS_Store").write_text("")
    build(target, "new")
    assert held(target) == "new"


def test_a_file_is_no_folder_to_publish_into(tmp_path: Path) -> None:
    (tmp_path / "dist").write_text("a file")
    with pytest.raises(PublicationError, match="is not a folder"):
        build(tmp_path / "dist", "new")


def test_an_interrupted_exchange_is_put_right_when_the_publication_is_opened(target: Path) -> None:
    target.rename(target.with_name(".dist.old"))
    assert open_publication(target).facts == FACTS
    assert held(target) == "old"


def test_recovery_waits_for_a_running_build(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aside, "exchange", lambda *_: False)
    with publish_aside(target) as folder:
        target.rename(target.with_name(".dist.old"))
        aside.recover(target)
        assert not target.exists()
        target.with_name(".dist.old").rename(target)
        write_manifest(folder, FACTS)


def test_folders_change_places(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        (folder / folder.name).write_text("")
    if exchange(one, other):
        assert (names(one), names(other)) == (["other"], ["one"])
    else:
        assert (names(one), names(other)) == (["one"], ["other"])


def test_an_exchange_with_nothing_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    if not exchange(tmp_path / "one", tmp_path / "one"):
        pytest.skip("folders cannot change places here")
    with pytest.raises(FileNotFoundError):
        exchange(tmp_path / "one", tmp_path / "absent")
