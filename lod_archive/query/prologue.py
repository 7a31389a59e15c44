"""Base and prefixes: what a query may use undeclared, and how an answer's IRIs are shortened.

`SPARQL 1.1, §4.1.1 <https://www.w3.org/TR/sparql11-query/#prefNames>`_
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from lod_archive.store.terms import is_iri
from lod_archive.vocab import iris
from lod_archive.vocab.namespaces import PREFIXES

_LOCAL: Final = re.compile(r"[\w-]+(?:\.[\w-]+)*")
"""Local names that need no escape in any syntax."""


@dataclass(frozen=True)
class Prologue:
    """The base IRI of an archive, where known, and prefixes of its own.

    >>> Prologue("https://example.org/").prefixes["ps"]
    'https://example.org/prop/statement/'
    """

    base: str | None = None
    own_prefixes: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def prefixes(self) -> Mapping[str, str]:
        """Every prefix that a query may use undeclared: the well-known, then the archive's.

        With a base, ``p:``, ``ps:`` and ``pq:`` are Wikibase's three property namespaces in it,
        and the empty prefix is the base itself.
        """
        prefixes = {prefix: str(namespace) for prefix, namespace in PREFIXES.items()}
        if self.base:
            prefixes |= {
                "": self.base,
                "p": self.base + iris.CLAIM_PREDICATES,
                "ps": self.base + iris.STATEMENT_PREDICATES,
                "pq": self.base + iris.QUALIFIER_PREDICATES,
            }
        return prefixes | dict(self.own_prefixes)

    @cached_property
    def _longest_first(self) -> list[tuple[str, str]]:
        return sorted(self.prefixes.items(), key=lambda item: (-len(item[1]), item[0]))

    def expand(self, text: str) -> str | None:
        """The IRI that a person means: a prefixed name, an IRI, or an id relative to the base.

        None if it is none of these.

        >>> prologue = Prologue("https://example.org/")
        >>> prologue.expand("event/strike"), prologue.expand("skos:Concept")
        ('https://example.org/event/strike', 'http://www.w3.org/2004/02/skos/core#Concept')
        >>> prologue.expand("two words")
        """
        prefix, colon, local = text.partition(":")
        if colon and not local.startswith("//") and prefix in self.prefixes:
            text = self.prefixes[prefix] + local
        elif self.base and not colon:
            text = self.base + text
        return text if iris.has_known_scheme(text) and is_iri(text) else None

    def shorten(self, iri: str) -> str:
        """The IRI as short as a person can read it: relative to the base, or with a prefix.

        >>> prologue = Prologue("https://example.org/")
        >>> prologue.shorten("https://example.org/event/strike#date-essay-c01")
        'event/strike#date-essay-c01'
        >>> prologue.shorten("https://schema.org/Event"), prologue.shorten("urn:isbn:1")
        ('schema:Event', 'urn:isbn:1')
        """
        for prefix, namespace in self._longest_first:
            local = iri.removeprefix(namespace)
            if local == iri or not local:
                continue
            if namespace == self.base:
                return local
            if _LOCAL.fullmatch(local):
                return f"{prefix}:{local}"
        return iri
