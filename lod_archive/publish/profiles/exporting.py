"""From a store to the files that consumers take: view, check, write, record by record.

No more than some batches of records are in memory at a time.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from typing import IO, TYPE_CHECKING, Final, TypeAlias

from lod_archive.errors import ArchiveError, ArchiveErrors, PublicationError
from lod_archive.publish.profiles.forms import form_file
from lod_archive.publish.profiles.judging import writers_of
from lod_archive.publish.profiles.left_out import left_out
from lod_archive.publish.profiles.losses import Loss, Losses, merged
from lod_archive.publish.profiles.questions import view
from lod_archive.publish.profiles.records import places_of, records_of
from lod_archive.publish.profiles.sharing import Alone, Shared
from lod_archive.publish.profiles.writing import mistakes
from lod_archive.vocab import iris

if TYPE_CHECKING:
    from lod_archive.errors import Location
    from lod_archive.publish.profiles.forms import Place
    from lod_archive.publish.profiles.output import Output
    from lod_archive.publish.profiles.profile import Profile
    from lod_archive.query import Prologue, Source

_LOG: Final = logging.getLogger(__name__)
Progress: TypeAlias = Callable[[str, int], None]
_BATCH: Final = 1000
"""How many records are viewed at once."""
_WORTH_IT: Final = 2000
"""From how many records on processes are worth their start."""
_MOST: Final = 100
"""How many errors are told at most."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What came of an export.

    :param records: how many were written.
    :param losses: what the form has no place for.
    :param places: where each record stands in each form that has them side by side: by extension
        and IRI, the first byte and the length.
    """

    records: int
    losses: tuple[Loss, ...]
    places: Mapping[str, Mapping[str, Place]] = field(default_factory=dict)


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
    with Shared() as processes:
        return export_forms(profile, source, [(output, file)], progress, processes)


def export_forms(
    profile: Profile,
    source: Source,
    files: Sequence[tuple[Output, IO[bytes]]],
    progress: Progress = lambda step, done: None,
    processes: Shared | None = None,
) -> Exported:
    """Write all records into files, in several of the profile's forms, as :func:`export` does.

    They are viewed and checked once. What any of the forms loses is told, and how many records
    are in the one that has the most.

    :param processes: who writes them, if there are many.
    """
    records = records_of(profile, source)
    is_shared = processes is not None and len(records) >= _WORTH_IT
    export = Export(profile, source, processes if processes and is_shared else Alone())
    losses = export.write(records, files, progress)
    lost = (_as_told(loss, source.prologue) for loss in losses)
    return Exported(export.written, (*left_out(profile, source), *lost), export.places)


def _as_told(loss: Loss, prologue: Prologue) -> Loss:
    """The loss with an id for an example; if it is of a property, with that in short."""
    what = loss.what
    if iris.has_known_scheme(what):
        what = f"{prologue.shorten(what)} (of some records, or to some things)"
    return replace(loss, what=what, example=loss.example.removeprefix(prologue.base or ""))


def export_records(
    profile: Profile, source: Source, output: Output, records: Sequence[str], file: IO[bytes]
) -> int:
    """Write some records, as :func:`export` does all; gives how many there were.

    A record of a class that the profile is not for is left out.
    """
    export = Export(profile, source, Alone())
    export.write(records_of(profile, source, records), [(output, file)])
    return export.written


def written_records(
    profile: Profile, source: Source, output: Output, records: Sequence[str]
) -> dict[str, bytes]:
    """The bytes of each record by itself, by IRI, in a form of records side by side.

    What the form has no place for, or its consumer would refuse, is not among them; why it would
    be refused is logged.
    """
    found = view(profile, source, records)
    refused: dict[str, ArchiveError] = {}
    for error, node in mistakes(profile, found):
        refused.setdefault(iris.entity_of(node), error)
    written: dict[str, bytes] = {}
    (writer,) = writers_of(profile, [output], source)
    assert writer is not None  # noqa: S101 records of other forms do not stand side by side
    for record in records:
        if record not in refused:
            try:
                content = writer.record(found, record, Losses())
            except PublicationError as error:
                refused[record] = error
                continue
            if content is not None:
                written[record] = content
    base = source.prologue.base or ""
    for record, reason in refused.items():
        record_id = record.removeprefix(base)
        _LOG.warning("%s cannot be written as %s: %s", record_id, profile.name, reason.message)
    return written


class Export:
    """An export under way: what it has written and found wrong."""

    def __init__(self, profile: Profile, source: Source, writer: Alone | Shared) -> None:
        self.written = 0
        self.places: dict[str, Mapping[str, Place]] = {}
        self._profile = profile
        self._source = source
        self._writer = writer
        self._errors: list[tuple[ArchiveError, str]] = []
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
        profile, source = self._profile, self._source
        outputs = [output for output, _ in files]
        forms = [form_file(output, file, source.prologue.base or "") for output, file in files]
        batches = [records[start : start + _BATCH] for start in range(0, len(records), _BATCH)]
        done = 0
        with ExitStack() as opened:
            for form in forms:
                opened.enter_context(form)
            written = self._writer.written(profile, source, outputs, batches)
            opened.enter_context(closing(written))
            for made in written:
                for form, content, losses in zip(forms, made.contents, made.losses, strict=True):
                    form.add(content)
                    form.losses.add_all(losses)
                for error, node in made.errors:
                    self._note(error, node)
                done += made.records
                progress(f"writing {profile.name}", done)
            for form in forms:
                form.finish(profile)
        self.written = max(form.written for form in forms)
        for output, form in zip(outputs, forms, strict=True):
            self.places[output.extension] = form.places
        self._raise_any()
        return merged(form.losses for form in forms)

    def _note(self, error: ArchiveError, node: str) -> None:
        if len(self._errors) >= _MOST:
            self._omitted += 1
            return
        self._errors.append((error, node))

    def _raise_any(self) -> None:
        if self._errors:
            places = places_of(self._source, {node for _, node in self._errors})
            told = [self._told(error, node, places.get(node)) for error, node in self._errors]
            raise ArchiveErrors(told, omitted=self._omitted)

    def _told(self, error: ArchiveError, node: str, at: Location | None) -> ArchiveError:
        about = iris.entity_of(node).removeprefix(self._source.prologue.base or "")
        message = f"{about}, as {self._profile.name}: {error.message}"
        return type(error)(message, at=at, hint=error.hint)
