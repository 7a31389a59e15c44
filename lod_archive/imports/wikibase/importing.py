"""From a file of entities to files of records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from lod_archive.errors import PublicationError, did_you_mean
from lod_archive.graph.context import Context
from lod_archive.imports.wikibase.claims import Claims
from lod_archive.imports.wikibase.entities import as_written_by_wikibase, read_entities
from lod_archive.imports.wikibase.meanings import Item, Meanings
from lod_archive.imports.wikibase.naming import Names
from lod_archive.imports.wikibase.records import guessed_class, record_of, texts_of
from lod_archive.imports.wikibase.statements import Statements
from lod_archive.imports.wikibase.values import Values
from lod_archive.imports.wikibase.writing import Files
from lod_archive.publish.profiles.losses import Loss, Losses
from lod_archive.publish.profiles.wikibase.datatypes import EXTERNAL_ID
from lod_archive.publish.profiles.wikibase.properties import Property
from lod_archive.publish.profiles.wikibase.references import ID
from lod_archive.sources import read_chunks

if TYPE_CHECKING:
    from lod_archive.archive import ArchiveFolder
    from lod_archive.imports.wikibase.entities import Json

Progress: TypeAlias = Callable[[str, int], None]
INTO: Final = "data/wikibase"
_CLAIM: Final = Property(ID, EXTERNAL_ID).id
_EVERY: Final = 100


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import.

    :param records: how many records were written, claims and sources among them.
    :param files: the files that were made.
    :param losses: what could not be expressed.
    """

    records: int
    files: tuple[Path, ...]
    losses: tuple[Loss, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the first reading finds."""

    meanings: Meanings
    items: dict[str, Item]
    claims: frozenset[str]
    base: str | None


def import_entities(
    archive: ArchiveFolder,
    file: str | Path,
    *,
    into: str = INTO,
    kind: str | None = None,
    name: str | None = None,
    progress: Progress = lambda step, done: None,
) -> Imported:
    """Write the items of a file as records of an archive, with the sources of their statements.

    Items are linked with each other by the ids of their records; what leads to an item that is
    not in the file is lost. An archive that has a record of the same id keeps it.

    :param into: the folder for the new files, below ``data/``; claims go to ``data/claims/``.
    :param kind: the class of items that do not say what they are.
    :param name: what errors call the file.
    :raises SourceError: with the place, if the file cannot be read.
    :raises PublicationError: if a file is there already; then nothing is written.
    """
    path, folder = Path(file), _folder(archive, into)
    context = Context.load(archive)
    _check_class(context, kind)
    called = name or str(file)
    losses = Losses()
    known = _first_reading(archive, context, path, called, kind, losses, progress)
    names = Names(_ids(archive))
    records = {
        number: names.of_item(number, item, item.classes[0]) for number, item in known.items.items()
    }
    meanings = known.meanings
    values = Values(context, records, known.claims, known.base, meanings.languages, meanings.units)
    claims = Claims(context, meanings, values, names, losses)
    statements = Statements(context, meanings, values, claims, losses)
    done = written = 0
    seen: set[str] = set()
    with Files(archive.data, folder) as files:
        for line, entity in read_entities(path, called):
            item = known.items.get(entity["id"])
            if item is None or entity["type"] != "item":
                continue
            if entity["id"] in seen:
                losses.add("items that the file has again", records[entity["id"]])
                continue
            seen.add(entity["id"])
            done += 1
            if names.is_known(records[entity["id"]]):
                losses.add("items whose records the archive has already", records[entity["id"]])
                continue
            with as_written_by_wikibase(entity, called, line):
                texts = texts_of(entity, meanings)
                language = archive.settings.language
                made = record_of(entity, item, records, statements, texts, language)
                files.write(made)
            written += len(made)
            if done % _EVERY == 0:
                progress("writing records", done)
    return Imported(written, tuple(files.paths), tuple(losses))


def _first_reading(
    archive: ArchiveFolder,
    context: Context,
    path: Path,
    called: str,
    kind: str | None,
    losses: Losses,
    progress: Progress,
) -> _Known:
    meanings = Meanings(archive, context)
    for line, entity in read_entities(path, called):
        if entity["type"] == "property":
            with as_written_by_wikibase(entity, called, line):
                meanings.describe(entity)
    items: dict[str, Item] = {}
    claims: set[str] = set()
    base = None
    for done, (line, entity) in enumerate(read_entities(path, called)):
        if entity["type"] != "item":
            continue
        with as_written_by_wikibase(entity, called, line):
            item = meanings.item(entity)
            claims.update(_claims(entity))
        guessed = guessed_class(entity, meanings) or kind
        if not item.classes and guessed:
            item.classes.append(guessed)
        if not item.classes:
            losses.add("items whose class is not known: say --type", entity["id"])
            continue
        if not item.names:
            losses.add("items without a label", entity["id"])
            continue
        items[entity["id"]] = item
        base = base or meanings.base(entity)
        if done % _EVERY == 0:
            progress("reading entities", done)
    return _Known(meanings, items, frozenset(claims), base)


def _claims(entity: Json) -> set[str]:
    """The ids of the claims that an item's statements rest on."""
    return {
        str(snak["datavalue"]["value"])
        for claims in entity["claims"].values()
        for claim in claims
        for reference in claim.get("references", ())
        for snak in reference["snaks"].get(_CLAIM, ())
    }


def _ids(archive: ArchiveFolder) -> set[str]:
    """The ids of the records that the archive has."""
    return {
        str(record.data["id"])
        for chunk in read_chunks(archive)
        for record in chunk.records()
        if "id" in record.data
    }


def _folder(archive: ArchiveFolder, into: str) -> Path:
    folder = (archive.root / into).resolve()
    if not folder.is_relative_to(archive.data) or folder == archive.data:
        hint = f"give a folder there, such as {INTO}"
        raise PublicationError(f"{into} is not below data/ of the archive", hint=hint)
    return folder


def _check_class(context: Context, kind: str | None) -> None:
    if kind is None:
        return
    classes = [key for key, term in context.terms.items() if term.is_class]
    if kind not in classes:
        hint = did_you_mean(kind, classes) or f"there are {', '.join(classes)}"
        raise PublicationError(f"there is no class “{kind}”", hint=hint)
