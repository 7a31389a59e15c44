"""What can be a term of a triple."""

from __future__ import annotations

import pyoxigraph as ox


def is_iri(text: str | None) -> bool:
    """Whether this is an absolute IRI by RFC 3987's grammar.

    >>> is_iri("https://e.org/é"), is_iri("https://e.org/a b"), is_iri("https://e.org/100%")
    (True, False, False)
    """
    try:
        ox.NamedNode(text or "")
    except ValueError:
        return False
    return True
