"""From a store to the files that consumers take: view, check, write, record by record.

No more than a batch of records is in memory at a time.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Final, TypeAlias, cast
from urllib.parse import quote

import pyoxigraph as ox

from lod_archive import shacl
from lod_archive.errors import (
    ArchiveError,
    ArchiveErrors,
    Location,
    NonConformance,
    PublicationError,
)
from lod_archive.publish import serialization
from lod_archive.publish.profiles.linked import LinkedNodes, construct, select
from lod_archive.publish.profiles.losses import Loss, Losses, left_out, merged
from lod_archive.publish.profiles.view import View
from lod_archive.vocab import iris
from lod_archive.vocab.namespaces import DCTERMS, FOAF, RDF, RDFS

if TYPE_CHECKING:
    from lod_archive.publish.profiles.output import Output, RecordWriter
    from lod_archive.publish.profiles.profile import Profile
    from lod_archive.query import Source

Progress: TypeAlias = Callable[[str, int], None]
Note: TypeAlias = "Callable[[ArchiveError, ox.NamedNode | ox.BlankNode | ox.Literal], None]"
_HELD: Final = 1 << 20
"""How many bytes of a graph are held in memory."""
_UNIX: Final = 3
"""The system whose permissions the files in a ZIP archive have."""
_BATCH: Final = 1000
"""How many records are viewed at once."""
_MOST: Final = 100
"""How many errors are told at most."""
_CLASSES_OF: Final = """
SELECT DISTINCT ?class
WHERE { ?document foaf:primaryTopic ?record . ?record rdf:type/rdfs:subClassOf* ?class }
"""
_CLASSES: Final = "SELECT DISTINCT ?class WHERE { ?class rdfs:subClassOf* ?wanted }"
_RECORDS: Final = "SELECT ?record WHERE { ?record a ?class . ?document foaf:primaryTopic ?record }"
_FILE: Final = "SELECT ?file WHERE { ?document foaf:primaryTopic ?record ; dcterms:source ?file }"
_PREFIXES: Final = {"foaf": FOAF, "dcterms": DCTERMS, "rdf": RDF, "rdfs": RDFS}


@dataclass(frozen=True, slots=True)
class Exported:
    """What came of an export.

    :param records: how many were written.
    :param losses: what the form has no place for.
    """

    records: int
    losses: tuple[Loss, ...]


def export(
    profile: Profile,
    source: Source,
    output: Output,
    file: IO[bytes],
    progress: Progress = lambda step, done: None,
) -> Exported:
    """Write all records that a profile is for into a file, in one of the profile's forms.

    :param source: a publication's store, or the graphs of an archive.
    :param progress: called with the step and how many records are done.
    :raises ArchiveErrors: with the place of every record that breaks what the consumer requires,
        or that the form cannot hold. What was written until then is not to be used.
    """
    return export_forms(profile, source, [(output, file)], progress)


def export_forms(
    profile: Profile,
    source: Source,
    files: Sequence[tuple[Output, IO[bytes]]],
    progress: Progress = lambda step, done: None,
) -> Exported:
    """Write all records into files, in several of the profile's forms, as :func:`export` does.

    They are viewed and checked once. What any of the forms loses is told, and how many records
    are in the one that has the most.
    """
    export = Export(profile, source)
    losses = export.write(records_of(profile, source), files, progress)
    base = source.prologue.base or ""
    lost = [replace(loss, example=loss.example.removeprefix(base)) for loss in losses]
    return Exported(export.written, (*left_out(profile, source), *lost))


def export_records(
    profile: Profile, source: Source, output: Output, records: Sequence[str], file: IO[bytes]
) -> int:
    """Write some records, as :func:`export` does all; gives how many there were.

    A record of a class that the profile is not for is left out.
    """
    export = Export(profile, source)
    export.write(records_of(profile, source, records), [(output, file)])
    return export.written


def written_records(
    profile: Profile, source: Source, output: Output, records: Sequence[str]
) -> dict[str, bytes]:
    """The bytes of each record by itself, by IRI, in a form of RDF or of records side by side.

    What the form has no place for, or its consumer would refuse, is not among them.
    """
    found = view(profile, source, records)
    refused = {iris.entity_of(result.focus_node.value) for result in _violations(profile, found)}
    written: dict[str, bytes] = {}
    writer = output.writer(source)
    for record in records:
        if record in refused or record not in found.nodes:
            continue
        if writer is None:
            quads = [ox.Quad(*triple) for triple in found.reachable(record)]
            prefixes = profile.prefixes
            written[record] = serialization.to_bytes(quads, output.format, prefixes=prefixes)
            continue
        with suppress(PublicationError):
            content = writer.record(found, record, Losses())
            if content is not None:
                written[record] = content
    return written


def _violations(profile: Profile, view: View) -> Sequence[shacl.Result]:
    """What the consumer would refuse."""
    looked_at = profile.looked_at
    triples = [one for one in view.triples if one.predicate.value in looked_at]
    return shacl.validate(triples, profile.requirements, strict=False).violations


def records_of(profile: Profile, source: Source, among: Sequence[str] | None = None) -> list[str]:
    """The IRIs of the records that a profile is for, in order.

    :param among: look at these alone.
    """
    wanted = f"VALUES ?wanted {{ {_listed(profile.classes)} }}"
    classes = [*profile.classes, *_column(source, f"{_CLASSES} {wanted}", "class")]
    values = f"VALUES ?class {{ {_listed(dict.fromkeys(classes))} }}"
    if among is not None:
        values = f"VALUES (?record ?class) {{ {_pairs(among, classes)} }}"
    return sorted(set(_column(source, f"{_RECORDS} {values}", "record")))


def _column(source: Source, query: str, name: str) -> list[str]:
    """The values that a query finds for a variable."""
    return [row[name].value for row in select(source, query, _PREFIXES)]


def profiles_of(source: Source, record: str, known: Iterable[Profile]) -> list[Profile]:
    """Those of the profiles that are for a record; none if there is no such record."""
    classes = {*_column(source, f"{_CLASSES_OF} VALUES ?record {{ <{record}> }}", "class")}
    return [profile for profile in known if classes.intersection(profile.classes)]


class Export:
    """An export under way: what it has written and found wrong."""

    def __init__(self, profile: Profile, source: Source) -> None:
        self.written = 0
        self._profile = profile
        self._source = source
        self._linked = LinkedNodes(profile, source)
        self._errors: list[ArchiveError] = []
        self._omitted = 0

    def write(
        self,
        records: Sequence[str],
        files: Sequence[tuple[Output, IO[bytes]]],
        progress: Progress = lambda step, done: None,
    ) -> Losses:
        """Write the records in each of the forms; gives what is left out.

        :raises ArchiveErrors: if anything was found wrong.
        """
        profile = self._profile
        forms = [_form(output, file, self._source) for output, file in files]
        done = 0
        with ExitStack() as opened:
            for form in forms:
                opened.enter_context(form)
            for each in self._checked(self._views(records)):
                for form in forms:
                    form.add(each, self._note)
                done += len(each.records)
                progress(f"writing {profile.name}", done)
            for form in forms:
                form.finish(profile)
        self.written = max(form.written for form in forms)
        self._raise_any()
        return merged(form.losses for form in forms)

    def _views(self, records: Sequence[str]) -> Iterator[View]:
        """What the profile says of the records, batch by batch."""
        for start in range(0, len(records), _BATCH):
            batch = records[start : start + _BATCH]
            yield view(self._profile, self._source, batch, self._linked)

    def _checked(self, views: Iterable[View]) -> Iterator[View]:
        """The views as they are; what breaks the consumer's shapes is noted."""
        for each in views:
            for result in _violations(self._profile, each):
                self._note(NonConformance(result.message(), hint=result.hint), result.focus_node)
            for record in each.records:
                if record not in each.nodes:
                    self._note(PublicationError("the view has nothing"), ox.NamedNode(record))
            yield each

    def _note(self, error: ArchiveError, node: ox.NamedNode | ox.BlankNode | ox.Literal) -> None:
        if len(self._errors) >= _MOST:
            self._omitted += 1
            return
        record = iris.entity_of(node.value)
        about = record.removeprefix(self._source.prologue.base or "")
        message = f"{about}, as {self._profile.name}: {error.message}"
        place = _place(self._source, record)
        self._errors.append(type(error)(message, at=place, hint=error.hint))

    def _raise_any(self) -> None:
        if self._errors:
            raise ArchiveErrors(self._errors, omitted=self._omitted)


class _Records:
    """A form in which records stand one after the other."""

    def __init__(self, output: Output, writer: RecordWriter, file: IO[bytes]) -> None:
        self.written = 0
        self.losses = Losses()
        self._output = output
        self._writer = writer
        self._file = file

    def __enter__(self) -> None:
        self._file.write(self._output.head)

    def add(self, view: View, note: Note) -> None:
        for record in view.records:
            try:
                content = self._writer.record(view, record, self.losses)
            except PublicationError as error:
                note(error, ox.NamedNode(record))
                continue
            if content is not None:
                self._put(record, content)
                self.written += 1

    def _put(self, record: str, content: bytes) -> None:
        self._file.write(self._output.between if self.written else b"")
        self._file.write(content)

    def finish(self, profile: Profile) -> None:
        is_first = not self.written
        for content in self._writer.last():
            self._file.write(b"" if is_first else self._output.between)
            self._file.write(content)
            is_first = False
        self._file.write(self._output.tail)

    def __exit__(self, *_: object) -> None:
        """Nothing is held."""


class _Zipped(_Records):
    """Each record in a file of its own in a ZIP archive; their days are ZIP's first."""

    def __init__(self, output: Output, writer: RecordWriter, file: IO[bytes], base: str) -> None:
        super().__init__(output, writer, file)
        self._archive = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
        self._base = base

    def __enter__(self) -> None:
        """Nothing stands before the files."""

    def _put(self, record: str, content: bytes) -> None:
        name = quote(record.removeprefix(self._base), safe="")
        entry = zipfile.ZipInfo(f"{name}{self._output.suffix}")
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.create_system, entry.external_attr = _UNIX, 0o644 << 16
        self._archive.writestr(entry, self._output.head + content + self._output.tail)

    def finish(self, profile: Profile) -> None:
        """Nothing stands behind the files but their list, which leaving writes."""

    def __exit__(self, *_: object) -> None:
        self._archive.close()


class _Graph:
    """RDF, which is serialised at the end, for the serialiser wants all triples at once."""

    def __init__(self, output: Output, file: IO[bytes]) -> None:
        self.written = 0
        self.losses = Losses()
        self._output = output
        self._file = file
        self._lines = SpooledTemporaryFile(_HELD)  # noqa: SIM115 it is closed on leaving

    def __enter__(self) -> None:
        """Nothing is written before the end."""

    def add(self, view: View, note: Note) -> None:
        self._lines.write(b"".join(f"{triple} .\n".encode() for triple in view.triples))
        self.written += len(view.records)

    def finish(self, profile: Profile) -> None:
        self._lines.seek(0)
        lines = cast("IO[bytes]", self._lines)
        quads = ox.parse(lines, format=ox.RdfFormat.N_TRIPLES, lenient=True)
        serialization.write(quads, self._file, self._output.format, prefixes=profile.prefixes)

    def __exit__(self, *_: object) -> None:
        self._lines.close()


def _form(output: Output, file: IO[bytes], source: Source) -> _Records | _Graph:
    writer = output.writer(source)
    if writer is None:
        return _Graph(output, file)
    if output.is_zipped:
        return _Zipped(output, writer, file, source.prologue.base or "")
    return _Records(output, writer, file)


def view(
    profile: Profile, source: Source, records: Sequence[str], linked: LinkedNodes | None = None
) -> View:
    """What a profile says of some records.

    :param linked: what is known of what they lead to.
    """
    base = source.prologue.base
    found = construct(source, profile.of_records(_listed(records)))
    triples = list(_typed(found, profile.datatypes) if profile.datatypes else found)
    linked = linked or LinkedNodes(profile, source)
    return View(records, triples, linked.of(triples), base)


def _typed(triples: Iterable[ox.Triple], datatypes: Mapping[str, str]) -> Iterator[ox.Triple]:
    """The triples with the datatypes that the store does not keep."""
    for triple in triples:
        datatype = datatypes.get(triple.predicate.value)
        if datatype is not None and isinstance(triple.object, ox.Literal):
            literal = ox.Literal(triple.object.value, datatype=ox.NamedNode(datatype))
            triple = ox.Triple(triple.subject, triple.predicate, literal)  # noqa: PLW2901
        yield triple


def _place(source: Source, record: str) -> Location | None:
    """The file that the record was written in."""
    files = _column(source, f"{_FILE} VALUES ?record {{ {ox.NamedNode(record)} }}", "file")
    return Location(files[0]) if files else None


def _listed(iris_: Iterable[str]) -> str:
    return " ".join(f"<{iri}>" for iri in iris_)


def _pairs(records: Sequence[str], classes: Sequence[str]) -> str:
    return " ".join(f"(<{record}> <{each}>)" for record in records for each in classes)
