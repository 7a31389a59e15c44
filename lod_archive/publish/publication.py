"""A publication: a folder that ``lod-archive build`` has written, and its ``manifest.json``.

The manifest is written last. It names every file with its size and checksum, and says what the
files were made from, so that a reader can tell a publication from any other folder, a whole one
from a damaged one, and whether the records have changed since.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import stat
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from lod_archive.errors import Location, PublicationError
from lod_archive.publish.canonical import CanonicalHash
from lod_archive.version import __version__
from lod_archive.vocab.iris import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

STORE: Final = "store"
"""The folder of the on-disk store."""
SEARCH: Final = "search.sqlite"
"""The index of the search."""
MATCHING: Final = "matching.sqlite"
"""The index of names, for matching them with those of others."""
FORMAT: Final = "lod_archive publication 1"
"""The first entry of a manifest. The number changes when an older tool could misread it."""


@dataclass(frozen=True, slots=True)
class FileFact:
    """The size in bytes of a published file, and its SHA-256 in hexadecimal."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What a manifest says beside the list of files.

    :param base: the base IRI of the archive.
    :param dataset: the hash of the published dataset, see :mod:`.canonical`.
    :param counts: how many records, triples … were published, by a name for people.
    :param inputs: a digest of everything the publication was made from: two builds of the same
        inputs by the same version give the same files.
    :param parts: where in ``archive.nq`` the graphs of each batch of records lie, so that the
        next build can copy those that have not changed; as JSON.
    """

    base: str
    dataset: CanonicalHash
    counts: Mapping[str, int]
    inputs: str
    parts: Sequence[Mapping[str, Any]] = ()
    version: str = __version__


@dataclass(frozen=True, slots=True)
class Publication:
    """A publication on disk."""

    root: Path
    facts: Facts
    files: Mapping[str, FileFact]

    @classmethod
    def open(cls, folder: str | Path) -> Publication:
        """The publication in this folder. Reads its manifest, none of the other files.

        :raises PublicationError: if the folder is missing or holds no publication.
        """
        root = Path(folder)
        path = root / MANIFEST
        try:
            text = path.read_text("utf-8")
        except (FileNotFoundError, NotADirectoryError):
            raise PublicationError(f"{root} is not a publication", hint=_BUILD) from None
        except (OSError, UnicodeDecodeError) as error:
            raise _unreadable(path, str(error)) from None
        return cls(root, *_parsed(text, path))

    def is_intact(self, path: str) -> bool:
        """Whether this file is there and is as it was written. Reads it."""
        return path in self.files and _fact(f"{self.root}/{path}") == self.files[path]

    def damaged(self) -> Iterator[str]:
        """The paths of the files that are missing or are not as they were written. Reads all."""
        for path, fact in zip(self.files, _file_facts(self.root, self.files), strict=True):
            if fact != self.files[path]:
                yield path

    def foreign(self) -> Iterator[str]:
        """The paths of the files in the folder that no build wrote. Reads none."""
        for path in _paths(self.root):
            if path != MANIFEST and path not in self.files:
                yield path


def write_manifest(root: Path, facts: Facts) -> Publication:
    """Finish a publication: write its manifest over all the files that are there."""
    paths = sorted(path for path in _paths(root) if path != MANIFEST)
    files = {}
    for path, fact in zip(paths, _file_facts(root, paths), strict=True):
        if isinstance(fact, Exception):
            raise fact
        files[path] = fact
    described = {"format": FORMAT, **asdict(facts)}
    head = json.dumps(described, ensure_ascii=False, indent=2).removesuffix("\n}")
    entries = ",\n".join(
        f"    {json.dumps(path, ensure_ascii=False)}: {json.dumps(asdict(fact))}"
        for path, fact in files.items()
    )
    text = f'{head},\n  "files": {{\n{entries}\n  }}\n}}\n'
    (root / MANIFEST).write_text(text, "utf-8", newline="\n")
    return Publication(root, facts, files)


def _parsed(text: str, path: Path) -> tuple[Facts, dict[str, FileFact]]:
    try:
        content: dict[str, Any] = json.loads(text)
        if content["format"] != FORMAT:
            raise _unreadable(path, f"its format is {content['format']!r}, not {FORMAT!r}")
        files = {name: FileFact(**fact) for name, fact in content["files"].items()}
        facts = Facts(
            base=content["base"],
            dataset=CanonicalHash(**content["dataset"]),
            counts=content["counts"],
            inputs=content["inputs"],
            parts=tuple(content["parts"]),
            version=content["version"],
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _unreadable(path, f"{type(error).__name__}: {error}") from None
    return facts, files


def _unreadable(path: Path, cause: str) -> PublicationError:
    return PublicationError(
        f"not the manifest of a publication: {cause}", at=Location(str(path)), hint=_BUILD
    )


def _paths(root: Path) -> Iterator[str]:
    """The relative paths of all files below a folder, with slashes; links count as files.

    The store is left out: it is an index over the dumps, which its database may rearrange.
    """
    for folder, names, files in os.walk(root):
        here = Path(folder)
        if here == root and STORE in names:
            names.remove(STORE)
        links = [name for name in names if (here / name).is_symlink()]
        above = "" if here == root else f"{here.relative_to(root).as_posix()}/"
        yield from (above + name for name in (*files, *links))


def _file_facts(root: Path, paths: Iterable[str]) -> list[FileFact | Exception]:
    """The facts of many files, or why there are none, in their order.

    Large ones are read side by side; threads would only wait for one another over thousands of
    small ones.
    """
    with ThreadPoolExecutor(2) as pool:
        facts = [
            pool.submit(_fact, path) if _is_large(path) else _fact(path)
            for path in (f"{root}/{path}" for path in paths)
        ]
        return [fact.result() if isinstance(fact, Future) else fact for fact in facts]


def _is_large(path: str) -> bool:
    try:
        return os.stat(path).st_size >= _LARGE  # noqa: PTH116 takes half as long
    except (OSError, ValueError):
        return False


def _fact(path: str) -> FileFact | Exception:
    try:
        status = os.stat(path)  # noqa: PTH116 takes half as long
        if not stat.S_ISREG(status.st_mode):
            return OSError(errno.EINVAL, "not a regular file", path)
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 takes half as long
            if status.st_size < _LARGE:
                content = hashlib.sha256(file.read())
            else:
                content = hashlib.file_digest(file, "sha256")
            return FileFact(file.tell(), content.hexdigest())
    except (OSError, ValueError) as error:  # a path with a zero byte is a ValueError
        return error


_LARGE: Final = 1 << 18
"""From how many bytes on a thread is worth its while for a file."""
_BUILD: Final = "build one with: lod-archive build --out FOLDER"
