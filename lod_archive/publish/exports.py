"""The exports of a publication: every profile in all its forms, and what each of them loses.

``exports/<profile>.<extension>``, and ``exports/<profile>.losses.csv``. Each profile is viewed and
checked once; two of them at a time, for the store works without Python's lock, and if records are
many, a process beside each writes them.

``exports/places.tsv`` says where each record stands in those of them that are harvested, so that a
server need not make it again.

A profile of the dataset itself, such as DCAT, shows the description of the dataset, which lists
the exports: it is written after the description, which gives the sizes of all others.
"""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TYPE_CHECKING, Final

from lod_archive.errors import ArchiveErrors
from lod_archive.publish.places import PlaceInExport, write_places
from lod_archive.publish.profiles import Shared, as_csv, export_forms, profiles
from lod_archive.vocab import iris

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from lod_archive.errors import ArchiveError
    from lod_archive.publish.profiles import Profile
    from lod_archive.query import Source
    from lod_archive.vocab.formats import Format

LOSSES: Final = "losses.csv"
HARVESTED: Final = ("dc", "marc", "edm", "bibframe")
"""The profiles that OAI-PMH offers; which records they have is kept in the log of changes."""
_THREADS: Final = 2


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file of the exports.

    :param path: relative to the publication.
    :param size: in bytes; None if it is not written yet.
    :param sha256: None if it is not written yet.
    """

    path: str
    profile: Profile
    format: Format
    size: int | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """The profiles that an archive is published by.

    :param of_records: those that show records.
    :param of_dataset: those that show the description of the dataset.
    """

    of_records: tuple[Profile, ...]
    of_dataset: tuple[Profile, ...]

    @property
    def to_come(self) -> list[ExportFile]:
        """What will be written once the dataset is described."""
        return [
            ExportFile(export_path(profile, output.extension), profile, output.format)
            for profile in self.of_dataset
            for output in profile.outputs
        ]


def chosen_profiles(names: Sequence[str] | None) -> Chosen:
    """The profiles of these names; None: all of them.

    >>> [profile.name for profile in chosen_profiles(["dc"]).of_records]
    ['dc']
    """
    wanted = [each for name, each in profiles().items() if names is None or name in names]
    of_dataset = tuple(each for each in wanted if each.of_dataset)
    return Chosen(tuple(each for each in wanted if each not in of_dataset), of_dataset)


def export_path(profile: Profile, extension: str) -> str:
    """The path of an export in a publication.

    >>> export_path(profiles()["dc"], "xml")
    'exports/dc.xml'
    """
    return f"{iris.EXPORTS}{profile.name}.{extension}"


def write_exports(
    chosen: Sequence[Profile], source: Source, publication: Path, *, is_named: bool
) -> list[ExportFile]:
    """Write the exports by these profiles; gives them in their order, without those of losses.

    :param is_named: whether the archive asks for these by name: then what a consumer would refuse
        is an error. Else a profile that some record does not fit is left out; see
        :func:`unexported`.
    :raises ArchiveErrors: with the place of every record that breaks what a consumer requires.
    """
    if not chosen:
        return []
    (publication / iris.EXPORTS).mkdir(exist_ok=True)
    files: list[ExportFile] = []
    places: list[PlaceInExport] = []
    errors: list[ArchiveError] = []
    omitted = 0
    with _lanes() as (pool, free):
        works = [pool.submit(_write, profile, source, publication, free) for profile in chosen]
        for work in works:
            try:
                written, found = work.result()
                files += written
                places += found
            except ArchiveErrors as mistakes:
                errors += mistakes.errors
                omitted += mistakes.omitted
    if errors and is_named:
        raise ArchiveErrors(errors, omitted=omitted)
    if places:
        write_places(places, publication)
    return files


@contextmanager
def _lanes() -> Iterator[tuple[ThreadPoolExecutor, SimpleQueue[Shared]]]:
    """Threads, and as many processes that write for them; neither goes on after a failure."""
    lanes = [Shared(1) for _ in range(_THREADS)]
    free = SimpleQueue[Shared]()
    for lane in lanes:
        free.put(lane)
    pool = ThreadPoolExecutor(_THREADS)
    try:
        yield pool, free
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    finally:
        for lane in lanes:
            lane.end()
        pool.shutdown()


def unexported(names: Sequence[str] | None, files: Collection[str]) -> Iterator[str]:
    """What to tell the archivist of the profiles that some record does not fit.

    :param names: the archive's setting.
    :param files: the paths of the publication.
    """
    for profile in (*(chosen := chosen_profiles(names)).of_records, *chosen.of_dataset):
        if export_path(profile, LOSSES) not in files:
            harvested = " (OAI-PMH shows it as deleted)" if profile.name in HARVESTED else ""
            yield (
                f"there is no export by the profile {profile.name} ({profile.title}), which some "
                f"record does not fit{harvested}: lod-archive export {profile.name} says which"
            )


def _write(
    profile: Profile, source: Source, publication: Path, free: SimpleQueue[Shared]
) -> tuple[list[ExportFile], list[PlaceInExport]]:
    """Write the exports by a profile; gives them, and where each record stands in them."""
    written = [
        ExportFile(export_path(profile, output.extension), profile, output.format)
        for output in profile.outputs
    ]
    paths = [publication / each.path for each in written]
    process = free.get()
    try:
        with ExitStack() as opened:
            files = [opened.enter_context(path.open("wb")) for path in paths]
            forms = list(zip(profile.outputs, files, strict=True))
            done = export_forms(profile, source, forms, processes=process)
    except ArchiveErrors:
        for path in paths:
            path.unlink()
        raise
    finally:
        free.put(process)
    (publication / export_path(profile, LOSSES)).write_bytes(as_csv(done.losses))
    base = source.prologue.base or ""
    places = [
        PlaceInExport(export_path(profile, extension), iri.removeprefix(base), *place)
        for extension, records in done.places.items()
        for iri, place in records.items()
    ]
    return [_measured(each, publication) for each in written], places


def _measured(file: ExportFile, publication: Path) -> ExportFile:
    path = publication / file.path
    with path.open("rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    return ExportFile(file.path, file.profile, file.format, path.stat().st_size, sha256)


def digest_of_profiles() -> str:
    """A SHA-256 of everything that lies in the folders of profiles, but their crosswalks."""
    digest = hashlib.sha256()
    for profile in profiles().values():
        for path in sorted(profile.folder.rglob("*.*")):
            if path.is_file() and path.suffix not in (".md", ".pyc"):
                name = path.relative_to(profile.folder).as_posix()
                digest.update(f"{profile.name}/{name} {path.stat().st_size}\n".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()
