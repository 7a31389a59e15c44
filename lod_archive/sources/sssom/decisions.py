"""All the decisions of an archive: the rows of its mapping sets, one for each pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lod_archive.archive import LINKS
from lod_archive.errors import ArchiveErrors, SourceError
from lod_archive.sources.file_problems import FileProblems, Unreadable
from lod_archive.sources.files import files_of_data, is_mapping_set
from lod_archive.sources.notations import read_whole
from lod_archive.sources.sssom.match import Match, Verdict
from lod_archive.sources.sssom.row_reading import match_of
from lod_archive.sources.sssom.table import SPEC, read_table, write_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from lod_archive.archive import ArchiveFolder


def decision_files(archive: ArchiveFolder) -> list[tuple[Path, str]]:
    """The mapping sets below ``data/links/``, each with its name relative to the archive.

    :raises SourceError: if there is no folder ``data/``.
    """
    return sorted(
        (path, name)
        for path, name in files_of_data(archive)
        if is_mapping_set(name) and path.is_file()
    )


def read_decisions(archive: ArchiveFolder) -> tuple[Match, ...]:
    """What people have decided on the links of an archive, file by file in order of rows.

    :raises ArchiveErrors: with every mistake in the files; also if nobody is named who decided, or
        two rows are about the same pair.
    """
    base = archive.settings.base
    errors: list[SourceError] = []
    omitted = 0
    found: list[Match] = []
    for path, name in decision_files(archive):
        problems = FileProblems(name)
        found.extend(_decided(read_matches(path, base, problems), problems))
        errors += problems.errors
        omitted += problems.omitted
    errors += _contradictions(found)
    if errors:
        raise ArchiveErrors(errors, omitted=omitted)
    return tuple(found)


def accepted_sets(archive: ArchiveFolder) -> dict[str, str]:
    """The mapping sets with nothing but the rows that people accepted, as they are published.

    :returns: the text of each, by its name below ``data/links/``.
    :raises ArchiveErrors: as :func:`read_decisions` does.
    """
    places = {
        (match.at.file, match.at.line)
        for match in read_decisions(archive)
        if match.verdict is Verdict.ACCEPTED and match.at is not None
    }
    found = {}
    for path, name in decision_files(archive):
        table = read_table(read_whole(path, FileProblems(name)), FileProblems(name))
        rows = [row for row in table.rows if (name, row.line) in places]
        if rows:
            found[name.removeprefix(LINKS)] = write_table(table.head, table.columns, rows)
    return found


def read_matches(path: Path, base: str, problems: FileProblems) -> Iterator[Match]:
    """The rows of a file; what is wrong with it is noted, and the other rows are given."""
    try:
        table = read_table(read_whole(path, problems), problems)
    except Unreadable:
        return
    for row in table.rows:
        match = match_of(row, table.prefixes, base, problems)
        if match is not None:
            yield match


def _decided(matches: Iterable[Match], problems: FileProblems) -> Iterator[Match]:
    for match in matches:
        if match.verdict is not Verdict.OPEN:
            yield match
        elif match.at:
            problems.add(
                "nobody has decided this: the row has no author",
                match.at.line,
                hint="name who did in author_id or author_label, or use lod-archive link review",
                spec=SPEC,
            )


def _contradictions(matches: Iterable[Match]) -> Iterator[SourceError]:
    """A pair has one row; a second one repeats the first or contradicts it."""
    first: dict[tuple[str, str], Match] = {}
    for match in matches:
        earlier = first.setdefault(match.pair, match)
        if earlier is match:
            continue
        is_same = (earlier.verdict, earlier.predicate) == (match.verdict, match.predicate)
        what = "is repeated" if is_same else f"was {_said(earlier)} and is {_said(match)}"
        yield SourceError(
            f"the pair of the row at {earlier.at} {what} here",
            at=match.at,
            hint="delete one of the two rows",
        )


def _said(match: Match) -> str:
    return f"{match.verdict.value} ({match.predicate.rpartition('/')[2].rpartition('#')[2]})"
