"""Records in YAML files, below ``data/``: new ones, for nothing is overwritten."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Final

import yaml

from lod_archive.errors import PublicationError

if TYPE_CHECKING:
    from collections.abc import Iterable

_UNFINISHED: Final = ".unfinished"
_CLAIMS: Final = "claims"
_DUMPER: Final = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class Files:
    """A file for each collection, in a folder; one of claims, in ``data/claims/``, as it must be.

    They get their names when the context is left without an error; else nothing is there.

    :param into: the folder, below ``data/`` of the archive.
    :raises PublicationError: if a file is there already, or cannot be written.
    """

    def __init__(self, data: Path, into: Path) -> None:
        self._data = data
        self._into = into
        self._open: dict[Path, IO[str]] = {}

    def __enter__(self) -> Files:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for path, file in self._open.items():
            file.close()
            unfinished = _unfinished(path)
            if kind is None:
                unfinished.replace(path)
            else:
                unfinished.unlink(missing_ok=True)

    @property
    def paths(self) -> list[Path]:
        """The files."""
        return sorted(self._open)

    def write(self, records: Iterable[dict[str, Any]]) -> None:
        """Add records to the files of their collections."""
        for record in records:
            text = yaml.dump(
                [record], Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=120
            )
            path = self._path(record)
            try:
                self._file(path).write(f"{text}\n")
            except OSError as error:
                raise PublicationError(f"cannot write {path}: {error.strerror}") from None

    def _path(self, record: dict[str, Any]) -> Path:
        if record["type"] == "Claim":
            folder = self._into.relative_to(self._data).as_posix().replace("/", "-")
            return self._data / _CLAIMS / f"{folder}.yaml"
        collection = str(record["id"]).partition("/")[0]
        return self._into / f"{collection}.yaml"

    def _file(self, path: Path) -> IO[str]:
        if path not in self._open:
            if path.exists():
                hint = "give another folder: --into data/…"
                raise PublicationError(f"{path} is there already", hint=hint)
            path.parent.mkdir(parents=True, exist_ok=True)
            self._open[path] = _unfinished(path).open("w", encoding="utf-8", newline="\n")
        return self._open[path]


def _unfinished(path: Path) -> Path:
    return path.with_name(path.name + _UNFINISHED)
