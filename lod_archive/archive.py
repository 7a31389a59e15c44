"""An archive is a folder: ``archive.toml``, ``data/`` and, where it has them, its own
``ontology/``, ``shapes/`` and ``queries/``.

:class:`ArchiveFolder` knows where things are and what the settings say; it reads no records.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final, Self

from lod_archive.errors import (
    ArchiveErrors,
    Location,
    SettingsError,
    did_you_mean,
    unreadable,
)
from lod_archive.vocab import languages

SETTINGS_FILE: Final = "archive.toml"
CLAIMS: Final = "data/claims/"
"""Where claims live: they are read before everything that rests on them."""
LINKS: Final = "data/links/"
"""Where decisions on links to other datasets live."""
OUTLINES: Final = "node_modules/world-atlas/land-50m.json"
"""Where npm puts the outlines of land for the map."""
BUILT_IN: Final = Path(__file__).parent
"""The package's own folder, which holds the built-in ``ontology/`` and ``shapes/``."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What ``archive.toml`` says. Texts for people are given by language tag."""

    base: str
    """The IRI under which the archive's relative ids are minted; ends in ``/``."""
    title: Mapping[str, str]
    """What the archive is called."""
    description: Mapping[str, str] = field(default_factory=dict)
    """What it holds, in a sentence or two, for catalogues."""
    language: str = "en"
    """The language of texts that a record writes without a language tag."""
    license: str = "https://creativecommons.org/publicdomain/zero/1.0/"
    """The IRI of the licence of the data."""
    publisher: str | None = None
    """The id or IRI of the record of whoever publishes the archive."""
    creator: str | None = None
    """The id or IRI of the record of whoever made the data."""
    contact: str | None = None
    """An e-mail address or a page for questions about the data."""
    homepage: str | None = None
    """The address of a page about the archive; its base unless said otherwise."""
    marc_organization: str | None = None
    """The MARC code of the organization that keeps the records, for library systems."""
    keywords: tuple[str, ...] = ()
    """What the archive is about, for catalogues."""
    empty_classes: tuple[str, ...] = ()
    """Classes that shapes target although the archive has, on purpose, no instance of them."""
    exports: tuple[str, ...] | None = None
    """The profiles that each publication is exported by; all of them unless said otherwise."""


@dataclass(frozen=True, slots=True)
class ArchiveFolder:
    """Where an archive's parts lie, and its settings.

    :param root: the folder that holds ``archive.toml``; absolute.
    """

    root: Path
    settings: Settings

    @classmethod
    def open(cls, path: str | Path = ".") -> Self:
        """The archive in this folder.

        :raises SettingsError: if there is no ``archive.toml``, or it is not right.
        """
        root = Path(path).resolve()
        return cls(root, read_settings(root / SETTINGS_FILE))

    @property
    def outlines(self) -> Path | None:
        """The outlines of land, if ``npm install world-atlas`` was run in the archive."""
        path = self.root / OUTLINES
        return path if path.is_file() else None

    @property
    def data(self) -> Path:
        """The folder of the records."""
        return self.root / "data"

    @property
    def queries(self) -> Path:
        """The folder of the archive's named queries; it may not exist."""
        return self.root / "queries"

    @property
    def sources(self) -> tuple[Path, ...]:
        """The folders that are read to make a publication; all but ``data/`` may not exist."""
        names = ("data", "ontology", "shapes", "queries")
        return tuple((self.root / name).resolve() for name in names)

    @property
    def contexts(self) -> tuple[Path, ...]:
        """The JSON-LD contexts that give keys their meaning: built in, then the archive's own."""
        built_in, own = self._files("ontology", "*.jsonld")
        return (*built_in, *own)

    @property
    def ontologies(self) -> tuple[Path, ...]:
        """The ontologies in Turtle: built in, then the archive's own, without mere copies."""
        return _without_copies(*self._files("ontology", "*.ttl"))

    @property
    def tables(self) -> tuple[Path, ...]:
        """What properties are elsewhere: built in, then the archive's own, without mere copies."""
        return _without_copies(*self._files("ontology", "*.yaml"))

    @property
    def shapes(self) -> tuple[Path, ...]:
        """The SHACL shapes in Turtle: built in, then the archive's own, without mere copies."""
        return _without_copies(*self._files("shapes", "*.ttl"))

    def _files(self, folder: str, pattern: str) -> tuple[list[Path], list[Path]]:
        """The built-in files of a folder, and the archive's own."""
        built_in, own = BUILT_IN / folder, self.root / folder
        is_own = own.is_dir() and own.resolve() != built_in.resolve()
        return sorted(built_in.glob(pattern)), sorted(own.glob(pattern)) if is_own else []


def _without_copies(built_in: list[Path], own: list[Path]) -> tuple[Path, ...]:
    """All files but those of the archive that are copies of a built-in one.

    An archive that was begun as a copy of this repository has such copies; read twice, the blank
    nodes in them would be others, and a shape would have two paths.
    """
    by_name = {path.name: path for path in built_in}
    fresh = (
        path
        for path in own
        if path.name not in by_name or path.read_bytes() != by_name[path.name].read_bytes()
    )
    return (*built_in, *fresh)


def profile_names() -> list[str]:
    """The names of the profiles that there are: those of their folders."""
    folder = BUILT_IN / "publish" / "profiles"
    return sorted(path.parent.name for path in folder.glob("*/construct.rq"))


def read_settings(path: Path) -> Settings:
    """The settings in an ``archive.toml``.

    :raises SettingsError: if the file is missing, is not TOML, lacks ``base`` or ``title``, or
        has a key or a value that is not known; with its line.
    :raises ArchiveErrors: if it has several such mistakes.
    """
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise SettingsError(
            f"no {SETTINGS_FILE} in {path.parent}",
            hint="give the folder of an archive, or start one with: lod-archive new FOLDER",
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(unreadable(error), at=Location(SETTINGS_FILE)) from None
    return parse_settings(text)


def parse_settings(text: str) -> Settings:
    r"""The settings in the text of an ``archive.toml``.

    :raises SettingsError: as :func:`read_settings` does.

    >>> parse_settings('base = "https://example.org/"\ntitle = "Letters"').title
    {'en': 'Letters'}
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(error) from None
    return _Reader(text, table).settings()


def _not_toml(error: tomllib.TOMLDecodeError) -> SettingsError:
    message = str(error)
    found = re.search(r"\s*\(at line (\d+), column (\d+)\)", message)
    if found is None:
        return SettingsError(f"not TOML: {message}", at=Location(SETTINGS_FILE))
    at = Location(SETTINGS_FILE, int(found[1]), int(found[2]))
    return SettingsError(f"not TOML: {message[: found.start()]}", at=at, spec="https://toml.io/")


class _Reader:
    """Turns the tables of ``archive.toml`` into :class:`Settings`, and collects what is wrong."""

    def __init__(self, text: str, table: dict[str, Any]) -> None:
        self.text = text
        self.table = table
        self.errors: list[SettingsError] = []

    def settings(self) -> Settings:
        """The settings.

        :raises ArchiveErrors: with all mistakes; a single one is raised as it is.
        """
        values = {
            entry.name: self.value(entry.name)
            for entry in fields(Settings)
            if entry.name in self.table
        }
        self.check_names()
        if len(self.errors) == 1:
            raise self.errors[0]
        if self.errors:
            raise ArchiveErrors(self.errors)
        return Settings(**values)

    def value(self, key: str) -> Any:
        if key in ("title", "description"):
            return self.texts(key)
        if key == "exports":
            return self.profiles(key)
        if key in ("keywords", "empty_classes"):
            return self.strings(key)
        value = self.string(key)
        if value is None:
            return None
        if key == "base" and not _BASE.fullmatch(value):
            self.error(key, f"{value!r} cannot be a base IRI", _EXAMPLES[key])
        elif key in ("license", "homepage") and not _WEB_ADDRESS.fullmatch(value):
            self.error(key, f"{value!r} is not a web address", _EXAMPLES[key])
        elif key == "marc_organization" and not _MARC_CODE.fullmatch(value):
            self.error(key, f"{value!r} is no MARC code of an organization", _EXAMPLES[key])
        elif key == "language":
            self.check_language(key, value)
        return value

    def check_names(self) -> None:
        known = [entry.name for entry in fields(Settings)]
        for key in self.table:
            if key not in known:
                hint = did_you_mean(key, known) or "known settings: " + ", ".join(known)
                self.error(key, f"unknown setting “{key}”", hint)
        for key in ("base", "title"):
            if key not in self.table:
                self.error(key, f"“{key}” is missing", _EXAMPLES[key])

    def string(self, key: str) -> str | None:
        value = self.table[key]
        if isinstance(value, str) and value.strip():
            return value
        hint = _EXAMPLES.get(key, f'{key} = "…"')
        self.error(key, f"“{key}” must be text, not {value!r}", hint)
        return None

    def strings(self, key: str) -> tuple[str, ...]:
        value = self.table[key]
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.error(key, f"“{key}” must be a list of texts", f'{key} = ["…", "…"]')
        return ()

    def profiles(self, key: str) -> tuple[str, ...]:
        names, known = self.strings(key), profile_names()
        for name in names:
            if name not in known:
                hint = did_you_mean(name, known) or "known profiles: " + ", ".join(known)
                self.error(key, f"there is no profile “{name}”", hint)
        return names

    def texts(self, key: str) -> dict[str, str]:
        value = self.table[key]
        if isinstance(value, str) and value.strip():
            return {self.table.get("language", "en"): value}
        if not isinstance(value, dict) or not value:
            self.error(key, f"“{key}” must be text, by language", f'{key} = {{en = "…"}}')
            return {}
        for tag, text in value.items():
            self.check_language(key, tag)
            if not isinstance(text, str) or not text.strip():
                self.error(key, f"“{key}” must be text, not {text!r}", f'{key} = {{{tag} = "…"}}')
        return dict(value)

    def check_language(self, key: str, tag: str) -> None:
        if not languages.is_well_formed(tag):
            hint = "write en, ru, uk, or ru-Latn-alalc97 for a transliteration"
            self.error(key, f"{tag!r} is not a language tag", hint)

    def error(self, key: str, message: str, hint: str) -> None:
        pattern = re.compile(rf"\s*\[*[\"']?{re.escape(key)}\b")
        lines = enumerate(self.text.splitlines(), 1)
        line = next((number for number, line in lines if pattern.match(line)), None)
        self.errors.append(SettingsError(message, at=Location(SETTINGS_FILE, line), hint=hint))


_BASE: Final = re.compile(r"https?://[^\s/<>\"{}|\\^`#?]+(?:/[^\s<>\"{}|\\^`#?]*)?/")
_WEB_ADDRESS: Final = re.compile(r"https?://[^\s/<>\"{}|\\^`]+(?:/[^\s<>\"{}|\\^`]*)?")
_MARC_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9/:-]{0,15}")
"""https://www.loc.gov/marc/organizations/: as codes of ISIL, at most 16 letters, digits, marks."""
_EXAMPLES: Final = {
    "base": 'base = "https://example.org/archive/" (http or https, ending in a slash)',
    "title": 'title = {en = "…", ru = "…"}',
    "language": 'language = "en"',
    "license": 'license = "https://creativecommons.org/publicdomain/zero/1.0/"',
    "marc_organization": (
        'marc_organization = "…": the code by which MARC knows you, letters, digits and hyphens; '
        "see https://www.loc.gov/marc/organizations/"
    ),
    "homepage": 'homepage = "https://example.org/"',
}
