"""Entities of a Wikibase, turned into records with their sources.

The file is read twice: first for what items are called and what properties mean, as statements lead
to entities that come later, then record by record.
"""

from lod_archive.imports.wikibase.importing import Imported, import_entities

__all__ = ["Imported", "import_entities"]
