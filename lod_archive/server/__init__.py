"""A publication over HTTP: the bytes of its files, found by IRI and negotiated; and protocols.

The only part of lod_archive that knows HTTP, beside the client of SPARQL endpoints.
"""

from lod_archive.server.application import application
from lod_archive.server.current import Mounted

__all__ = ["Mounted", "application"]
