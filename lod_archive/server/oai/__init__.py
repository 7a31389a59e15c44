"""OAI-PMH 2.0 at ``/oai``: what library systems harvest.

https://www.openarchives.org/OAI/openarchivesprotocol.html
"""

from lod_archive.server.oai.app import Oai

__all__ = ["Oai"]
