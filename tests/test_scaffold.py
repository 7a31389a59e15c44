"""A new archive works from its first minute, as its README says."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from lod_archive.errors import PublicationError, SettingsError
from lod_archive.pipeline import Archive
from lod_archive.scaffold import new_archive
from tests.test_cli import run


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new") / "my archive"
    new_archive(folder)
    return folder


def test_new_archive_conforms_without_a_warning(archive: Path) -> None:
    report = Archive.open(archive).validate()
    assert [result.message() for result in report.results] == []


def test_commands_of_its_readme_work(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(archive)
    lines = (archive / "README.md").read_text("utf-8").splitlines()
    commands = [line.strip() for line in lines if line.startswith("    lod-archive ")]
    assert len(commands) >= 2
    for command in commands:
        result = run(*shlex.split(command, comments=True)[1:])
        assert result.exit_code == 0, f"{command}: {result.stderr}"


def test_disputed_date_has_both_values_and_one_fact(archive: Path) -> None:
    given = "SELECT ?date { ?event p:date/ps:date ?date } ORDER BY ?date"
    plain = "SELECT ?date { ?event a schema:Event ; dcterms:date ?date }"
    answers = [run("query", archive, asked, "--format", "csv").stdout for asked in (given, plain)]
    assert [answer.split() for answer in answers] == [
        ["date", "1898-05", "1900~"],
        ["date", "1898-05"],
    ]


def test_base_and_title_are_put_in(tmp_path: Path) -> None:
    title = 'The "old" pit \\ шахта'
    new_archive(tmp_path / "x", base="https://example.org/pit/", title=title)
    settings = Archive.open(tmp_path / "x").settings
    assert (settings.base, settings.title) == ("https://example.org/pit/", {"en": title})


@pytest.mark.parametrize("base", ["example.org", "https://example.org/pit", "https://a b/"])
def test_base_that_is_no_iri_makes_nothing(tmp_path: Path, base: str) -> None:
    with pytest.raises(SettingsError):
        new_archive(tmp_path / "x", base=base)
    assert not (tmp_path / "x").exists()


def test_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("mine", "utf-8")
    with pytest.raises(PublicationError, match="is not empty"):
        new_archive(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


def test_empty_folder_is_taken(tmp_path: Path) -> None:
    assert tmp_path / ".gitignore" in new_archive(tmp_path)


def test_publication_is_not_committed(archive: Path) -> None:
    assert "dist/" in (archive / ".gitignore").read_text("utf-8").splitlines()
