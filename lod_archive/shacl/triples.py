"""Data or shapes in whatever form they come, as triples that can be read again and again.

The triples are those of all graphs together, with literals as written: a parser keeps them,
while a store rewrites some (``"01"^^xsd:integer`` becomes ``1``). So validate the files from
which a store was loaded, rather than the store.
"""

from __future__ import annotations

import gzip
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, Protocol, TypeAlias, TypeVar, cast, runtime_checkable

import pyoxigraph as ox

from lod_archive.errors import ArchiveError, Location, SourceError
from lod_archive.vocab.formats import RDF_FORMATS

if TYPE_CHECKING:
    import rdflib


@runtime_checkable
class HasNQuads(Protocol):
    """Anything that lies in an N-Quads file, such as :class:`lod_archive.graph.Dataset`."""

    @property
    def nquads(self) -> Path:
        """The file."""


File: TypeAlias = str | os.PathLike[str]
Statements: TypeAlias = Iterable[ox.Quad | ox.Triple] | ox.Store | ox.Dataset
Data: TypeAlias = "File | Iterable[File] | HasNQuads | Statements | rdflib.Graph"
"""A file or several, a dataset of ours, an rdflib graph or dataset, a pyoxigraph store or
dataset, or quads or triples."""

_T = TypeVar("_T")
_ANONYMOUS: Final = re.compile(r"[a-f][0-9a-f]{23,31}")
"""The label that pyoxigraph gives to a blank node that has none: a random number of 128 bits, in
as many digits as it takes, that begins with a letter."""
_MADE_HERE: Final = re.compile(r"_*(?:anonymous\d|f\d+-)")


@dataclass(frozen=True, slots=True)
class Triples:
    """The triples of some data, read anew at each iteration.

    :param files: the files they come from, if any, for messages.
    """

    sources: tuple[Iterable[ox.Triple], ...]
    files: tuple[RdfFile, ...] = ()

    def __iter__(self) -> Iterator[ox.Triple]:
        for source in self.sources:
            yield from source

    def __add__(self, other: Triples) -> Triples:
        return Triples(self.sources + other.sources, self.files + other.files)


def triples_of(data: Data, *, blame: type[ArchiveError] = SourceError) -> Triples:
    """The triples of the data; files are opened only when they are iterated.

    :param blame: the error to raise, then or now, if something is not RDF.
    """
    if isinstance(data, str | os.PathLike):
        return _of_files([data], blame)
    if isinstance(data, HasNQuads):
        return _of_files([data.nquads], blame)
    if isinstance(data, ox.Store | ox.Dataset):
        return Triples((_Statements(data, blame),))
    # Nobody can hold an rdflib graph before rdflib is imported, which costs 0.1 s.
    if (rdflib := sys.modules.get("rdflib")) and isinstance(data, rdflib.Graph):
        return Triples((_RdflibGraph(data, blame),))
    items = tuple(data)
    files = [item for item in items if isinstance(item, str | os.PathLike)]
    if files:
        return _of_files(files, blame)
    return Triples((_Statements(items, blame),))


def _of_files(paths: list[File], blame: type[ArchiveError]) -> Triples:
    files = tuple(
        RdfFile(os.fspath(path), blame, scope=f"f{number}-" if number else "")
        for number, path in enumerate(paths)
    )
    return Triples(files, files)


@dataclass(frozen=True, slots=True)
class RdfFile:
    """A file in any RDF format, told by its extension; ``.gz`` after it is understood.

    Blank nodes without a label are numbered as they appear, so that reading twice gives the
    same nodes; :attr:`scope` keeps those of several files apart.
    """

    path: str
    blame: type[ArchiveError] = SourceError
    scope: str = ""

    def read(self) -> bytes:
        """What is in the file.

        :raises ArchiveError: (as :attr:`blame`) if it cannot be read.
        """
        try:
            content = Path(self.path).read_bytes()
            return gzip.decompress(content) if self.path.endswith(".gz") else content
        except (OSError, EOFError) as error:
            raise self._cannot_read(error) from None

    def __iter__(self) -> Iterator[ox.Triple]:
        return self._renamed(self.quads(), self.labels())

    def labels(self) -> Labels:
        """What the blank nodes of the file are called."""
        return Labels(self.scope)

    @property
    def iri(self) -> str:
        """The IRI of the file, against which relative IRIs in it are resolved."""
        return Path(self.path).resolve().as_uri()

    def quads(self) -> Iterator[ox.Quad]:
        """What the file says, blank nodes and triples within triples as they are."""
        with self.blamed(), self._open() as file:
            yield from ox.parse(file, format=self.format, base_iri=self.iri)

    def lines(self, size: int) -> Iterator[bytes]:
        """Whole lines of the file, about so many bytes at a time."""
        begun = b""
        with self._open() as file:
            while block := file.read(size):
                lines, newline, begun = (begun + block).rpartition(b"\n")
                if newline:
                    yield lines + newline
        if begun:
            yield begun

    def triples_of_lines(self, lines: bytes, labels: Labels) -> Iterator[ox.Triple]:
        """What some lines of the file say, if its format has a statement a line.

        :param labels: those for the whole file.
        """
        return self._renamed(ox.parse(lines, format=self.format), labels)

    def _renamed(self, quads: Iterable[ox.Quad], labels: Labels) -> Iterator[ox.Triple]:
        return (labels.rename(_checked(quad.triple, self.blame)) for quad in quads)

    @contextmanager
    def blamed(self) -> Iterator[None]:
        """Where errors of reading and parsing become errors with the file's name and line.

        :raises ArchiveError: (as :attr:`blame`) instead.
        """
        try:
            yield
        except (OSError, EOFError) as error:
            raise self._cannot_read(error) from None
        except SyntaxError as error:
            raise self._not_rdf(error) from None

    def _open(self) -> IO[bytes]:
        if self.path.endswith(".gz"):
            return cast("IO[bytes]", gzip.open(self.path, "rb"))
        return Path(self.path).open("rb")

    @property
    def format(self) -> ox.RdfFormat:
        """The format, as the extension tells.

        :raises ArchiveError: (as :attr:`blame`) if no format has it.
        """
        extension = Path(self.path.removesuffix(".gz")).suffix.removeprefix(".")
        known = ox.RdfFormat.from_extension(extension)
        if known is None:
            extensions = ", ".join(f".{known.extension}" for known in RDF_FORMATS)
            raise self.blame(
                f"no RDF format has the file extension “{extension}”",
                at=Location(self.path),
                hint=f"use one of {extensions}, each with or without .gz",
            )
        return known

    def _cannot_read(self, error: Exception) -> ArchiveError:
        reason = getattr(error, "strerror", None) or str(error)
        return self.blame(f"cannot read it: {reason}", at=Location(self.path))

    def _not_rdf(self, error: SyntaxError) -> ArchiveError:
        message = re.sub(r"^Parser error at line \d+ (?:\w+ )*\w+: ", "", error.msg)
        at = Location(self.path, error.lineno, error.offset)
        return self.blame(f"not {self.format.name}: {message}", at=at)


class Labels:
    """Labels for blank nodes that are the same whenever the same file is read.

    A label as written is kept, unless it could be mistaken for one that is made here.
    """

    def __init__(self, scope: str) -> None:
        self._scope = scope
        self._nodes: dict[ox.BlankNode, ox.BlankNode] = {}
        self._anonymous = 0

    def rename(self, triple: ox.Triple) -> ox.Triple:
        """The triple with these labels."""
        subject, term = triple.subject, triple.object
        has_blank = isinstance(subject, ox.BlankNode) or isinstance(term, ox.BlankNode)
        if not has_blank:
            return triple
        return ox.Triple(self._renamed(subject), triple.predicate, self._renamed(term))

    def _renamed(self, term: _T) -> _T | ox.BlankNode:
        if not isinstance(term, ox.BlankNode):
            return term
        known = self._nodes.get(term)
        if known is None:
            label = term.value
            if _ANONYMOUS.fullmatch(label):
                self._anonymous += 1
                label = f"anonymous{self._anonymous}"
            elif _MADE_HERE.match(label):
                label = f"_{label}"
            known = self._nodes[term] = ox.BlankNode(self._scope + label)
        return known


@dataclass(frozen=True, slots=True)
class _Statements:
    statements: Iterable[ox.Quad | ox.Triple] | ox.Store | ox.Dataset
    blame: type[ArchiveError]

    def __iter__(self) -> Iterator[ox.Triple]:
        for statement in self.statements:
            triple = statement.triple if isinstance(statement, ox.Quad) else statement
            yield _checked(triple, self.blame)


@dataclass(frozen=True, slots=True)
class _RdflibGraph:
    graph: rdflib.Graph
    blame: type[ArchiveError]

    def __iter__(self) -> Iterator[ox.Triple]:
        # rdflib is there already, or there would be no graph; the bridge needs it at import.
        from lod_archive.shacl.rdflib_bridge import from_rdflib  # noqa: PLC0415

        try:
            yield from from_rdflib(self.graph)
        except ValueError as error:
            raise self.blame(f"the rdflib graph is not RDF 1.1: {error}") from None


def _checked(triple: ox.Triple, blame: type[ArchiveError]) -> ox.Triple:
    if isinstance(triple.object, ox.Triple):
        raise blame(
            f"a triple within a triple cannot be checked: {triple.object}",
            hint="SHACL is defined for RDF 1.1; give the inner triple an IRI (reification)",
            spec="https://www.w3.org/TR/shacl/#terminology",
        )
    return triple
