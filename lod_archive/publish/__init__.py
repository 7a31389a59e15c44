"""Validated graphs → bytes: documents, dumps and their description, in a folder that is whole.

Functions take a :class:`~lod_archive.shacl.ValidatedGraph` only, so that nothing unchecked can be
published. Same input, same bytes: no clock, no randomness, nothing unsorted.

A publication is made like this::

    with publish_aside("dist") as folder:
        Documents(folder, base).write_all(…)                 # doc/
        dumps = write_dumps(valid, folder)                   # dumps/
        write_description(valid, folder, settings, dumps)    # doc/dataset.*, void.ttl
        write_manifest(folder, Facts(…))                     # manifest.json, the last

:mod:`.edition` does so. It is not imported here, for it needs all of the above, and shapes; the
processes that write pages need neither.
"""

from lod_archive.publish.aside import open_publication, publish_aside
from lod_archive.publish.canonical import CanonicalHash, canonical_hash
from lod_archive.publish.catalogue import Build, describe, write_description
from lod_archive.publish.documents import Document, Documents
from lod_archive.publish.dumps import DumpFile, Dumps, write_dumps
from lod_archive.publish.publication import STORE, Facts, Publication, write_manifest
from lod_archive.publish.statistics import Statistics

__all__ = [
    "STORE",
    "Build",
    "CanonicalHash",
    "Document",
    "Documents",
    "DumpFile",
    "Dumps",
    "Facts",
    "Publication",
    "Statistics",
    "canonical_hash",
    "describe",
    "open_publication",
    "publish_aside",
    "write_description",
    "write_dumps",
    "write_manifest",
]
