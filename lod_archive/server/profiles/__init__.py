"""Records in the form of one kind of consumer: negotiation by profile.

https://www.w3.org/TR/dx-prof-conneg/, by headers and by the query of an address.
"""

from lod_archive.server.profiles.answering import Profiles

__all__ = ["Profiles"]
