"""Where an archive's parts lie, and what ``archive.toml`` may say."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from lod_archive.archive import BUILT_IN, ArchiveFolder, Settings, parse_settings, read_settings
from lod_archive.errors import ArchiveErrors, Location, SettingsError

if TYPE_CHECKING:
    from pathlib import Path

LEAST = 'base = "https://example.org/"\ntitle = "Letters"\n'


def test_the_least_settings() -> None:
    assert parse_settings(LEAST) == Settings(base="https://example.org/", title={"en": "Letters"})


def test_all_settings() -> None:
    settings = parse_settings(
        """
        base = "http://localhost:8000/a/"
        title = {ru = "Письма", ru-Latn-alalc97 = "Pisʹma"}
        description = "Письма"
        language = "ru"
        license = "https://example.com/licence#1"
        publisher = "group/us"
        creator = "person/me"
        contact = "me@example.org"
        homepage = "https://example.com"
        keywords = ["a", "b"]
        empty_classes = []
        exports = ["dc"]
        """
    )
    assert settings.title["ru-Latn-alalc97"] == "Pisʹma"
    assert settings.description == {"ru": "Письма"}
    assert settings.keywords == ("a", "b")
    assert settings.exports == ("dc",)


MISTAKES = [
    ("base = 5", 1, "“base” must be text, not 5"),
    ('base = " "', 1, "“base” must be text, not ' '"),
    ('base = "example.org/"', 1, "'example.org/' cannot be a base IRI"),
    ('base = "https://example.org"', 1, "'https://example.org' cannot be a base IRI"),
    ('base = "https:///"', 1, "'https:///' cannot be a base IRI"),
    ('base = "https://e.org/a b/"', 1, "'https://e.org/a b/' cannot be a base IRI"),
    ('base = "https://e.org/a#/"', 1, "'https://e.org/a#/' cannot be a base IRI"),
    ('base = "https://e.org/?q=/"', 1, "'https://e.org/?q=/' cannot be a base IRI"),
    ('base = "urn:x:/"', 1, "'urn:x:/' cannot be a base IRI"),
    ('exports = ["dcc"]', 3, "there is no profile “dcc”"),
    ("exports = true", 3, "“exports” must be a list of texts"),
    ("title = 5", 2, "“title” must be text, by language"),
    ('title = ""', 2, "“title” must be text, by language"),
    ("title = {}", 2, "“title” must be text, by language"),
    ("title = {en = 5}", 2, "“title” must be text, not 5"),
    ('title = {en_US = "x"}', 2, "'en_US' is not a language tag"),
    ("description = []", 3, "“description” must be text, by language"),
    ("language = 5", 3, "“language” must be text, not 5"),
    ('language = "english!"', 3, "'english!' is not a language tag"),
    ('license = "CC0"', 3, "'CC0' is not a web address"),
    ('homepage = "https://e.org/a b"', 3, "'https://e.org/a b' is not a web address"),
    ('keywords = "a"', 3, "“keywords” must be a list of texts"),
    ("empty_classes = [1]", 3, "“empty_classes” must be a list of texts"),
    ('marc_organization = "The museum"', 3, "'The museum' is no MARC code of an organization"),
    ('titel = "x"', 3, "unknown setting “titel”"),
    ("[zzzzzz]", 3, "unknown setting “zzzzzz”"),
]


@pytest.mark.parametrize(("line", "number", "message"), MISTAKES, ids=[row[0] for row in MISTAKES])
def test_a_mistake_has_its_line_and_a_remedy(line: str, number: int, message: str) -> None:
    key = line.partition(" ")[0]
    lines = [line if known.startswith(key + " ") else known for known in LEAST.splitlines()]
    text = "\n".join(lines if line in lines else [*lines, line])
    with pytest.raises(SettingsError) as raised:
        parse_settings(text)
    assert raised.value.message == message
    assert raised.value.at == Location("archive.toml", number)
    assert raised.value.hint


def test_misspelt_settings_are_recognised() -> None:
    with pytest.raises(SettingsError, match="did you mean “license”"):
        parse_settings(LEAST + 'licence = "https://example.com/"')


@pytest.mark.parametrize("key", ["base", "title"])
def test_base_and_title_are_needed(key: str) -> None:
    text = "\n".join(line for line in LEAST.splitlines() if not line.startswith(key))
    with pytest.raises(SettingsError, match=f"^archive.toml: “{key}” is missing\n  Hint: {key} = "):
        parse_settings(text)


def test_all_mistakes_are_told_together() -> None:
    with pytest.raises(ArchiveErrors) as raised:
        parse_settings('base = "x"\nlanguage = 5\nzzzzzz = 1\ntitle = "a title in no language"')
    assert [error.message for error in raised.value.errors] == [
        "'x' cannot be a base IRI",
        "“language” must be text, not 5",
        "unknown setting “zzzzzz”",
    ]


def test_settings_that_are_not_toml_have_a_place() -> None:
    with pytest.raises(SettingsError, match=r"^archive.toml:1:8: not TOML: Invalid value"):
        parse_settings("base = x")


def test_a_folder_without_settings_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"no archive.toml in .*\n  Hint: .*lod-archive new"):
        ArchiveFolder.open(tmp_path)


def test_settings_that_are_not_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "archive.toml"
    path.write_bytes(b"title = '\xff'")
    with pytest.raises(SettingsError, match=r"^archive.toml: cannot read it: "):
        read_settings(path)


def test_settings_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "archive.toml"
    path.write_text("\ufeff" + LEAST, encoding="utf-8")
    assert read_settings(path) == parse_settings(LEAST)


def test_own_files_come_after_those_built_in(tmp_path: Path) -> None:
    (tmp_path / "archive.toml").write_text(LEAST, encoding="utf-8")
    (tmp_path / "ontology").mkdir()
    (tmp_path / "ontology" / "a.jsonld").touch()
    (tmp_path / "ontology" / "a.ttl").touch()
    archive = ArchiveFolder.open(tmp_path)
    assert archive.contexts[-1] == tmp_path / "ontology" / "a.jsonld"
    assert archive.ontologies[-1] == tmp_path / "ontology" / "a.ttl"
    assert archive.shapes == tuple(sorted((BUILT_IN / "shapes").glob("*.ttl")))
    assert (archive.data, archive.queries) == (tmp_path / "data", tmp_path / "queries")


def test_the_repository_itself_has_no_own_files() -> None:
    """Its ``ontology/`` is the built-in one, seen through a symbolic link."""
    archive = ArchiveFolder.open(".")
    assert len(archive.contexts) == len({path.resolve() for path in archive.contexts})


def test_own_shapes_join_the_built_in_but_copies_of_these_are_not_read_twice(
    tmp_path: Path,
) -> None:
    (tmp_path / "archive.toml").write_text('base = "https://example.org/"\ntitle = "T"\n', "utf-8")
    shutil.copytree(BUILT_IN / "shapes", tmp_path / "shapes")
    (tmp_path / "shapes" / "event.ttl").write_text("", "utf-8")
    (tmp_path / "shapes" / "letter.ttl").write_text("", "utf-8")
    shapes = ArchiveFolder.open(tmp_path).shapes
    own = [path.name for path in shapes if path.is_relative_to(tmp_path)]
    assert own == ["event.ttl", "letter.ttl"]
    assert BUILT_IN / "shapes" / "event.ttl" in shapes
