"""Where the service is, as the client sees it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lod_archive.server.responses import Scope

SERVICE: Final = "reconcile"
"""The first segment of all its paths."""
_HOST: Final = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")


def root_of(scope: Scope, prefix: str, base: str) -> str:
    """The address of the archive's first page, without the slash at its end.

    :param prefix: what stands before every path.
    :param base: the archive's base IRI, in place of a host that is not said.

    >>> scope = {"scheme": "http", "headers": [(b"host", b"localhost:8000")]}
    >>> root_of(scope, "/archive", "https://example.org/")
    'http://localhost:8000/archive'
    >>> root_of({"scheme": "http", "headers": [(b"host", b'"><script>')]}, "", "https://e.org/")
    'https://e.org'
    """
    host = header(scope, b"host")
    if _HOST.fullmatch(host):
        return f"{scope.get('scheme', 'http')}://{host}{prefix}"
    return base.rstrip("/")


def header(scope: Scope, name: bytes) -> str:
    """The value of a header; empty if it is not there, the first if there are several."""
    values = (value.decode("latin-1") for key, value in scope["headers"] if key == name)
    return next(values, "")
