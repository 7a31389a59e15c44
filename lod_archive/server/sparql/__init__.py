"""The SPARQL 1.1 Protocol over a publication: https://www.w3.org/TR/sparql11-protocol/."""

from lod_archive.server.sparql.endpoint import Endpoint

__all__ = ["Endpoint"]
