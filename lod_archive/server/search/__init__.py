"""Search and faceted browsing on the web; see :func:`search_app`."""

from lod_archive.server.search.app import search_app
from lod_archive.server.search.views import Asker

__all__ = ["Asker", "search_app"]
