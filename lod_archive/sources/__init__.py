r"""Record files → data exactly as written, with a place for every error, in bounded memory.

Nothing here knows RDF. A reader's way through: ``files`` (which files, in which order) →
``chunks`` (bytes in batches) → ``reading`` (bytes → records). YAML and JSON become the same
``events``, from which ``document`` builds data and ``place_tree`` where each part of it stands;
``json_documents`` is the fast way past them for JSON without faults.

>>> from pathlib import Path
>>> from tempfile import TemporaryDirectory
>>> from lod_archive.archive import ArchiveFolder, Settings
>>> with TemporaryDirectory() as folder:
...     data = Path(folder, "data")
...     data.mkdir()
...     _ = (data / "x.yaml").write_text("id: event/x\ndate: 1935-08-31")
...     archive = ArchiveFolder(Path(folder), Settings("https://example.org/", {"en": "X"}))
...     for chunk in read_chunks(archive):
...         for record in chunk.records():
...             print(record.locate(["date"]), record.data["date"])
data/x.yaml:2:7 1935-08-31
"""

from lod_archive.sources.chunks import Chunk, read_chunks
from lod_archive.sources.content import Json, Number
from lod_archive.sources.files import unread_files
from lod_archive.sources.notations import extension_hint
from lod_archive.sources.records import Record, SourceFile
from lod_archive.sources.rescan import find_records

__all__ = [
    "Chunk",
    "Json",
    "Number",
    "Record",
    "SourceFile",
    "extension_hint",
    "find_records",
    "read_chunks",
    "unread_files",
]
