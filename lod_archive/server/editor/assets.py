"""The files that the page needs: our own, and those of the editor, which npm brings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.server import problems
from lod_archive.server.responses import METHODS, Response, response
from lod_archive.server.visitors import Visitor
from lod_archive.vocab import iris
from lod_archive.vocab.formats import N_TRIPLES
from lod_archive.vocab.namespaces import VOID

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lod_archive.publish import Publication
    from lod_archive.server.responses import Receive, Scope, Send

FOLDER: Final = "editor"
"""The first segment of their addresses."""
YASGUI: Final = Path("@zazuko/yasgui/build")
"""Where the editor lies among the packages of npm."""
_YASGUI_FILES: Final = ("yasgui.min.js", "yasgui.min.css")
_OWN: Final = Path(__file__).parent / "static"
_TERMS: Final = "terms.json"
_TYPES: Final = {".css": "text/css", ".js": "text/javascript", ".json": "application/json"}


class Assets:
    """Answers for the files below ``/editor/``.

    :param packages: the folder of npm's packages; None if there is none.
    :param prefixes: what queries may use undeclared.
    """

    def __init__(
        self, publication: Publication, prefixes: Mapping[str, str], packages: Path | None
    ) -> None:
        self._files = {path.name: path.read_bytes() for path in sorted(_OWN.iterdir())}
        if packages is not None:
            for name in _YASGUI_FILES:
                file = packages / YASGUI / name
                if file.is_file():
                    self._files[name] = file.read_bytes()
        terms = read_terms(publication) | {"prefixes": dict(prefixes)}
        self._files[_TERMS] = json.dumps(terms, ensure_ascii=False).encode()

    @property
    def has_editor(self) -> bool:
        """Whether the editor is installed."""
        return all(name in self._files for name in _YASGUI_FILES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        has_body = scope["method"] != "HEAD"
        await self._answer(scope).send(send, has_body=has_body)

    def _answer(self, scope: Scope) -> Response:
        path, visitor = scope["path"], Visitor.of(scope)
        name = path.rpartition("/")[2]
        if scope["method"] not in METHODS:
            return problems.method_not_allowed(visitor)
        if name not in self._files or path != f"/{FOLDER}/{name}":
            return problems.not_found(visitor)
        headers = [
            ("content-type", f"{_TYPES[Path(name).suffix]}; charset=utf-8"),
            ("cache-control", "public, max-age=300"),
        ]
        return response(200, headers, self._files[name])


def has_editor(packages: Path | None) -> bool:
    """Whether the editor is among the packages of npm.

    >>> has_editor(None)
    False
    """
    return packages is not None and all(
        (packages / YASGUI / name).is_file() for name in _YASGUI_FILES
    )


def read_terms(publication: Publication) -> dict[str, object]:
    """The classes and properties that a publication uses: its VoID partitions."""
    path = publication.root / iris.document_path(iris.DATASET, N_TRIPLES.extension)
    found: dict[str, set[str]] = {VOID["class"]: set(), VOID.property: set()}
    for quad in ox.parse(path=path, format=ox.RdfFormat.N_TRIPLES) if path.is_file() else ():
        if quad.predicate.value in found and isinstance(quad.object, ox.NamedNode):
            found[quad.predicate.value].add(quad.object.value)
    return {
        "classes": sorted(found[VOID["class"]]),
        "properties": sorted(found[VOID.property]),
    }
