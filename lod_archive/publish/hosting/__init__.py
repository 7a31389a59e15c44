"""Rules by which nginx and Apache serve a publication as Linked Data, without any program of ours.

An entity's IRI leads to its document by 303, the document is negotiated among the formats that it
has, each format has a URL of its own: what ``lod-archive serve`` does, as far as a server's
configuration can tell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lod_archive.publish.hosting.apache import apache
from lod_archive.publish.hosting.headers import SECURITY
from lod_archive.publish.hosting.nginx import nginx_http, nginx_server

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["FOLDER", "SECURITY", "write_hosting"]

FOLDER: Final = "hosting"
"""Where the rules lie in a publication."""


def write_hosting(publication: Path, base: str) -> None:
    """Write the rules into the folder of a publication.

    They hold for a host that has the publication at its root; the files say how to use them.

    :param base: the IRI of the archive, which the links name.
    """
    folder = publication / FOLDER
    folder.mkdir(exist_ok=True)
    files = {
        "nginx-http.conf": nginx_http(),
        "nginx-server.conf": nginx_server(base),
        "apache.conf": apache(base),
    }
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8", newline="\n")
    (publication / ".nojekyll").write_bytes(b"")
