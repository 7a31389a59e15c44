"""Entities of a Wikibase, turned into records with their sources.

The file is read three times: for what properties mean; for what items are called, as statements
lead to entities that come later; then record by record.
"""

from lod_archive.imports.wikibase.importing import Imported, import_entities

__all__ = ["Imported", "import_entities"]
