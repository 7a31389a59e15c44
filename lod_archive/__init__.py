"""Turn a folder of archive records into a complete Linked Open Data publication.

>>> import lod_archive
>>> archive = lod_archive.Archive.open("tests/archives/strike")
>>> archive.settings.title["en"]
'The strike'

Public names are resolved when they are first used, so importing the package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from lod_archive.version import __version__

if TYPE_CHECKING:
    from lod_archive.errors import (
        ArchiveError,
        ArchiveErrors,
        Location,
        NonConformance,
        QueryError,
    )
    from lod_archive.pipeline import Archive, Built
    from lod_archive.publish import Publication
    from lod_archive.scaffold import new_archive
    from lod_archive.shacl import Report, validate

__all__ = [
    "Archive",
    "ArchiveError",
    "ArchiveErrors",
    "Built",
    "Location",
    "NonConformance",
    "Publication",
    "QueryError",
    "Report",
    "__version__",
    "new_archive",
    "validate",
]

_HOME: Final = {
    "Archive": "pipeline",
    "ArchiveError": "errors",
    "ArchiveErrors": "errors",
    "Built": "pipeline",
    "Location": "errors",
    "NonConformance": "errors",
    "Publication": "publish",
    "QueryError": "errors",
    "Report": "shacl",
    "new_archive": "scaffold",
    "validate": "shacl",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
