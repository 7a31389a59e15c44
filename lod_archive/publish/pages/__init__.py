"""HTML pages of a publication: made from its quads, complete without JavaScript."""

from lod_archive.publish.pages.index import Index
from lod_archive.publish.pages.site import Pages

__all__ = ["Index", "Pages"]
