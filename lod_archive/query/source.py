"""What can be asked: a publication, a store, or files of RDF."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final, TypeAlias, cast

import pyoxigraph as ox

from lod_archive.errors import Location, QueryError
from lod_archive.query.prologue import Prologue
from lod_archive.store import EmbeddedStore, TripleStore
from lod_archive.store.embedded import is_store
from lod_archive.vocab import iris
from lod_archive.vocab.formats import RDF_FORMATS, Format, format_of
from lod_archive.vocab.namespaces import DCTERMS, FOAF

Locate: TypeAlias = Callable[[Collection[str]], Mapping[str, Location]]
_STORE: Final = "store"
"""The folder of the store in a publication."""


@dataclass(frozen=True, slots=True)
class Source:
    """A store, and the base and prefixes that its data is read with.

    :param locate: says where nodes of records are written, by IRI, as far as it knows them; None
        where the records are not at hand.
    """

    store: TripleStore
    prologue: Prologue = field(default_factory=Prologue)
    locate: Locate | None = None


def open_source(*paths: str | Path) -> Source:
    """What lies at these paths, ready to be asked; nothing is written.

    One folder: a publication (``dist/``) or the store in it. Or any number of RDF files, which
    are read into memory together; ``.gz`` is unpacked on the way. The archive's base IRI is
    taken from the data.

    :raises QueryError: if a path is neither, or a file is not what its name says.
    :raises PublicationError: if the store cannot be read.
    """
    folders = [Path(path) for path in paths if Path(path).is_dir()]
    if folders and len(paths) > 1:
        raise QueryError(
            f"{folders[0]} is a folder, and stands among other paths",
            hint="give one folder, or RDF files only",
        )
    store = _open_folder(folders[0]) if folders else _read_files(map(Path, paths))
    return Source(store, Prologue(find_base(store)))


def find_base(store: TripleStore) -> str | None:
    """The base IRI of the archive that the data comes from, or None for other data.

    Every document of a publication says which dataset it is part of.
    """
    rows = store.query(
        "SELECT ?dataset WHERE { ?document a foaf:Document ; dcterms:isPartOf ?dataset } LIMIT 1",
        prefixes={"foaf": FOAF, "dcterms": DCTERMS},
    )
    if isinstance(rows, ox.QuerySolutions):
        for row in rows:
            if row["dataset"].value.endswith("/" + iris.DATASET):
                return str(row["dataset"].value.removesuffix(iris.DATASET))
    return None


def _open_folder(folder: Path) -> EmbeddedStore:
    for candidate in (folder, folder / _STORE):
        if is_store(candidate):
            return EmbeddedStore.open(candidate)
    raise QueryError(
        f"nothing to ask in {folder}: no publication, no store",
        hint="build the archive first (lod-archive build), or name RDF files",
    )


def _read_files(paths: Iterable[Path]) -> EmbeddedStore:
    store = EmbeddedStore.in_memory()
    for path in paths:
        _load(store, path)
    return store


def _load(store: EmbeddedStore, path: Path) -> None:
    if not path.exists():
        raise QueryError(
            f"there is no {path}", hint="name a publication, a store, or files of RDF that exist"
        )
    form = _format_of(path)
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            store.oxigraph.bulk_load(
                cast("IO[bytes]", file),
                ox.RdfFormat.from_media_type(form.media_type),
                base_iri=path.resolve().as_uri(),
            )
    except SyntaxError as error:
        at = Location(str(path), error.lineno, error.offset)
        raise QueryError(f"not {form.name}: {error.msg}", at=at) from None
    except (OSError, EOFError) as error:
        cause = getattr(error, "strerror", None) or error
        raise QueryError(f"cannot read {path}: {cause}") from None


def _format_of(path: Path) -> Format:
    suffixes = [suffix for suffix in path.suffixes if suffix != ".gz"]
    form = format_of(suffixes[-1]) if suffixes else None
    if form is None:
        known = ", ".join("." + known.extension for known in RDF_FORMATS)
        raise QueryError(
            f"cannot tell the RDF format of {path} by its name",
            hint=f"names end in {known}, each also with .gz",
        )
    return form
