"""Answers of services, kept on disk: what was asked once is not asked again, and work goes on."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from lod_archive.errors import Location, PublicationError


class KeptAnswers:
    """A folder with a file for each answer.

    >>> answers = KeptAnswers(getfixture("tmp_path") / "kept")
    >>> answers.get("https://example.org/", "queries=…"), answers.keep("https://example.org/",
    ...     "queries=…", b"{}"), answers.get("https://example.org/", "queries=…")
    (None, None, b'{}')
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, url: str, question: str) -> bytes | None:
        """The answer to a question, if it was kept."""
        try:
            return self._path(url, question).read_bytes()
        except OSError:
            return None

    def keep(self, url: str, question: str, answer: bytes) -> None:
        """Keep the answer to a question; whole, or not at all.

        :raises PublicationError: if it cannot be written.
        """
        path = self._path(url, question)
        part = path.with_suffix(f".{os.getpid()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(answer)
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise PublicationError(
                f"cannot keep an answer: {error.strerror or error}", at=Location(str(path))
            ) from None

    def _path(self, url: str, question: str) -> Path:
        name = hashlib.sha256(f"{url}\n{question}".encode()).hexdigest()
        return self._folder / f"{name}.json"
