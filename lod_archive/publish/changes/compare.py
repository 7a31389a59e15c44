"""Two publications compared: as RDF Patch for programs, and as sentences for people.

What is compared is the union of all graphs, triple by triple, as ``dumps/archive.nt`` has it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, TypeAlias

import pyoxigraph as ox

from lod_archive.errors import Location, PublicationError
from lod_archive.publish.pages.index import NAMES
from lod_archive.publish.publication import Publication
from lod_archive.vocab import formats, iris
from lod_archive.vocab.namespaces import FOAF, RDF

_UNION: Final = iris.DUMPS + formats.N_TRIPLES.extension
_NAMES: Final = tuple(f"<{iri}>".encode() for iri in NAMES)
_Values: TypeAlias = "defaultdict[str, list[str]]"
"""Property → values, as N-Triples has them."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is in one publication and not in the other.

    :param base: the base IRI of both.
    :param removed: lines of N-Triples that only the old one has, sorted.
    :param added: those that only the new one has, sorted.
    :param names: what to call the things in them, by IRI.
    """

    base: str
    removed: Sequence[bytes]
    added: Sequence[bytes]
    names: Mapping[str, str]

    def write_patch(self, file: IO[bytes]) -> None:
        """Write an RDF Patch that makes the new triples of the old ones.

        https://afs.github.io/rdf-delta/rdf-patch.html
        """
        file.write(b"TX .\n")
        for mark, lines in ((b"D ", self.removed), (b"A ", self.added)):
            file.writelines(mark + line for line in lines)
        file.write(b"TC .\n")

    def sentences(self) -> Iterator[str]:
        """What has changed, thing by thing, in words."""
        removed, added = _by_thing(self.removed, self.base), _by_thing(self.added, self.base)
        for thing in sorted(removed.keys() | added.keys()):
            before: Mapping[str, Sequence[str]] = removed.get(thing, {})
            after: Mapping[str, Sequence[str]] = added.get(thing, {})
            name = f"{self._name(thing)} ({thing.removeprefix(self.base)})"
            if _IS_THERE in after and _IS_THERE not in before:
                yield f"New: {name}."
            elif _IS_THERE in before and _IS_THERE not in after:
                yield f"Removed: {name}."
            else:
                yield f"Changed: {name}."
                yield from self._changes(before, after)

    def _changes(
        self, before: Mapping[str, Sequence[str]], after: Mapping[str, Sequence[str]]
    ) -> Iterator[str]:
        for key in sorted(before.keys() | after.keys()):
            what = _SOURCED if key == _STATEMENTS else self._name(key)
            old, new = self._list(before.get(key, ())), self._list(after.get(key, ()))
            if old and new:
                yield f"  {what}: was {old}; is {new}."
            else:
                yield f"  {what}: {new} is new." if new else f"  {what}: {old} is gone."

    def _list(self, values: Iterable[str]) -> str:
        return ", ".join(dict.fromkeys(self._shown(value) for value in values))

    def _shown(self, value: str) -> str:
        if value.startswith("<"):
            return self._name(value[1:-1])
        literal = _literal(value)
        return f"“{literal.value}”" + (f" ({literal.language})" if literal.language else "")

    def _name(self, iri: str) -> str:
        return self.names.get(iri) or iri.removeprefix(self.base)


def compare(old: str | Path, new: str | Path) -> Comparison:
    """What has changed from one publication to another.

    Takes about as much memory as the old one's N-Triples are large.

    :raises PublicationError: if either is no publication, or they are of two archives.
    """
    before, after = (Publication.open(folder) for folder in (old, new))
    if before.facts.base != after.facts.base:
        raise PublicationError(
            f"{before.root} is of {before.facts.base}, and {after.root} of {after.facts.base}",
            hint="compare two publications of the same archive",
        )
    left = dict.fromkeys(_lines(before))
    added = [line for line in _lines(after) if left.pop(line, line) is line]
    wanted = {term for line in (*left, *added) for term in _iris(line, before.facts.base)}
    names: dict[str, str] = {}
    for publication in (before, after):
        names |= _names(_lines(publication), wanted)
    return Comparison(before.facts.base, sorted(left), sorted(added), names)


def _lines(publication: Publication) -> Iterator[bytes]:
    path = publication.root / _UNION
    try:
        with path.open("rb") as file:
            yield from file
    except OSError as error:
        raise PublicationError(
            f"cannot read it: {error.strerror}",
            at=Location(str(path)),
            hint="make the publication anew: lod-archive build",
        ) from None


def _parts(line: bytes) -> tuple[str, str, str]:
    subject, predicate, value = line.decode().split(" ", 2)
    return subject[1:-1], predicate[1:-1], value.rstrip().removesuffix(".").rstrip()


def _literal(value: str) -> ox.Literal:
    literal = next(iter(ox.parse(f"<x:x> <x:x> {value} .", ox.RdfFormat.N_TRIPLES))).object
    assert isinstance(literal, ox.Literal)  # noqa: S101 it is no IRI
    return literal


def _iris(line: bytes, base: str) -> Iterator[str]:
    subject, predicate, value = _parts(line)
    yield iris.entity_of(subject)
    yield predicate
    if value.startswith("<"):
        yield value[1:-1]


def _names(lines: Iterable[bytes], wanted: set[str]) -> dict[str, str]:
    """The names of things; English ones if they have any."""
    names: dict[str, str] = {}
    for line in lines:
        subject, predicate, _ = line.split(b" ", 2)
        if predicate in _NAMES and subject[1:-1].decode() in wanted:
            iri, _, value = _parts(line)
            if iri not in names or value.endswith("@en"):
                names[iri] = _literal(value).value
    return names


def _by_thing(lines: Iterable[bytes], base: str) -> dict[str, _Values]:
    """The values of each thing by property; those of its statements under a name of their own."""
    things: dict[str, _Values] = {}
    documents = base + iris.DOCUMENTS
    statements = base + iris.STATEMENT_PREDICATES
    for line in lines:
        subject, predicate, value = _parts(line)
        if subject.startswith(documents):
            if predicate == FOAF.primaryTopic:
                things.setdefault(value[1:-1], defaultdict(list))[_IS_THERE].append(value)
            continue
        thing = things.setdefault(iris.entity_of(subject), defaultdict(list))
        if "#" not in subject:
            if predicate == RDF.type:
                thing[_KIND].append(value)
            elif not predicate.startswith(base + iris.CLAIM_PREDICATES):
                thing[predicate].append(value)
        elif predicate.startswith(statements):
            thing[_STATEMENTS].append(value)
    return {thing: values for thing, values in things.items() if values}


_IS_THERE: Final = "document"
_KIND: Final = "kind"
_STATEMENTS: Final = "statements"
_SOURCED: Final = "among its sourced statements"
