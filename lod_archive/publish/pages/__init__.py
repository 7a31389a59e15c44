"""HTML pages of a publication: made from its quads, complete without JavaScript."""

from lod_archive.publish.pages.index import Index
from lod_archive.publish.pages.site import Pages
from lod_archive.publish.pages.views import Whole

__all__ = ["Index", "Pages", "Whole"]
