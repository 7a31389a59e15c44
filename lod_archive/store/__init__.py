"""Where triples live and are queried: one small protocol, the store inside this process, and any
SPARQL endpoint.
"""

from lod_archive.store.embedded import Answer, EmbeddedStore, Term, TripleStore
from lod_archive.store.remote import RemoteStore
from lod_archive.store.remote_answers import Solutions
from lod_archive.store.remote_patience import Patience

__all__ = [
    "Answer",
    "EmbeddedStore",
    "Patience",
    "RemoteStore",
    "Solutions",
    "Term",
    "TripleStore",
]
