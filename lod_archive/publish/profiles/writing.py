"""From a view to what each form has of its records: checked, then written record by record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lod_archive import shacl
from lod_archive.errors import ArchiveError, NonConformance, PublicationError
from lod_archive.publish.profiles.left_out import untold
from lod_archive.publish.profiles.losses import Losses
from lod_archive.publish.profiles.questions import as_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lod_archive.publish.profiles.output import RecordWriter
    from lod_archive.publish.profiles.profile import Profile
    from lod_archive.publish.profiles.view import View


@dataclass(frozen=True, slots=True)
class Content:
    """What a form has of some records.

    :param records: how many there are.
    :param parts: the IRI of each and what is written of it. Without an IRI: what follows all
        records; in RDF, N-Triples of all.
    """

    records: int
    parts: list[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Written:
    """What was written of a view.

    :param records: how many were looked at.
    :param contents: what each form has.
    :param losses: what each form has no place for.
    :param errors: what was found wrong, with the IRI of the node that it is about.
    """

    records: int
    contents: list[Content]
    losses: list[Losses]
    errors: list[tuple[ArchiveError, str]]


def write_view(profile: Profile, writers: Sequence[RecordWriter | None], view: View) -> Written:
    """What each of the profile's forms has of the records of a view.

    :param writers: of these forms.
    """
    errors, losses_of = list(mistakes(profile, view)), [Losses() for _ in writers]
    for property_, record in untold(view, profile.otherwise) if profile.takes_partly else ():
        for losses in losses_of:
            losses.add(property_, record)
    contents = []
    for writer, losses in zip(writers, losses_of, strict=True):
        if writer is None:
            contents.append(Content(len(view.records), [("", as_lines(view.triples))]))
        else:
            parts = list(_write_records(writer, view, losses, errors))
            contents.append(Content(len(parts), parts))
    return Written(len(view.records), contents, losses_of, list(_once(errors)))


def _once(errors: Iterable[tuple[ArchiveError, str]]) -> Iterator[tuple[ArchiveError, str]]:
    """Each error once, for several forms may find the same."""
    known = set()
    for error, node in errors:
        if (error.message, node) not in known:
            known.add((error.message, node))
            yield error, node


def write_last(writers: Sequence[RecordWriter | None]) -> Written:
    """What follows all records in each form."""
    lasts = (writer.last() if writer else () for writer in writers)
    contents = [Content(0, [("", part) for part in last]) for last in lasts]
    return Written(0, contents, [Losses() for _ in writers], [])


def _write_records(
    writer: RecordWriter, view: View, losses: Losses, errors: list[tuple[ArchiveError, str]]
) -> Iterator[tuple[str, bytes]]:
    for record in view.records:
        try:
            made = writer.record(view, record, losses)
        except PublicationError as error:
            errors.append((error, record))
            continue
        if made is not None:
            yield record, made


def mistakes(profile: Profile, view: View) -> Iterator[tuple[ArchiveError, str]]:
    """What breaks the consumer's shapes, and records of which the view says nothing."""
    for result in _violations(profile, view):
        error = NonConformance(result.message(), hint=result.hint)
        yield error, result.focus_node.value
    for record in view.records:
        if record not in view.nodes:
            yield PublicationError("the view has nothing"), record


def _violations(profile: Profile, view: View) -> Sequence[shacl.Result]:
    """What the consumer would refuse."""
    looked_at = profile.looked_at
    triples = [one for one in view.triples if one.predicate.value in looked_at]
    return shacl.validate(triples, profile.requirements, strict=False).violations
