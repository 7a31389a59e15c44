"""Where in its source a claim stands, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lod_archive.publish.pages.words import WORDS
from lod_archive.vocab.pagination import pages_in_words

if TYPE_CHECKING:
    from lod_archive.publish.pages.index import Claim


def passage_in_words(claim: Claim, language: str) -> str:
    """Its pages, and its characters in the text of the source; nothing if neither is known.

    >>> from lod_archive.publish.pages.index import Claim
    >>> passage_in_words(Claim(pages="12", start="239", end="372"), "en")
    'p. 12 · characters 239–372'
    """
    said = [pages_in_words(claim.pages, language)] if claim.pages else []
    if claim.start:
        said.append(f"{WORDS[language]['passage']} {claim.start}–{claim.end}")
    return " · ".join(said)
