"""Where triples live and are queried: one small protocol, and the store inside this process."""

from lod_archive.store.embedded import Answer, EmbeddedStore, Term, TripleStore

__all__ = ["Answer", "EmbeddedStore", "Term", "TripleStore"]
