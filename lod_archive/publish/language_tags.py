"""Language tags in the case people expect, put back into bytes that pyoxigraph wrote.

`RDF 1.1 §3.3 <https://www.w3.org/TR/rdf11-concepts/#section-Graph-Literal>`_ makes ``ru-Latn``
and ``ru-latn`` the same literal, with the lower-case tag as its value, and pyoxigraph writes
that one. `RFC 5646 §2.1.1 <https://www.rfc-editor.org/rfc/rfc5646#section-2.1.1>`_ recommends
another case for readers, and so do Europeana, Wikidata and every style guide.

Only tags change, never text that looks like one: in each format a tag stands where text cannot.

===========================  =============================================================
N-Triples, N-Quads, Turtle,  after the closing quote of a literal; whole literals are matched,
TriG                         so an escaped quote, or an opening one, is never taken for it
JSON-LD                      ``"@language":"…"``; inside a string both quotes would be escaped
RDF/XML                      ``xml:lang="…"``; inside text pyoxigraph writes ``&quot;``
===========================  =============================================================
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from lod_archive.publish.blocks import repair_lines
from lod_archive.vocab import formats, languages

if TYPE_CHECKING:
    from lod_archive.vocab.formats import Format

_TAG: Final = rb"[A-Za-z]+(?:-[A-Za-z0-9]+)+"
"""A tag of several parts; one of a single part is lower-case anyhow."""

QUOTED: Final = rb'"(?:[^"\\]++|\\.)*+"'
"""A literal's quotes and text, in the one-line form that pyoxigraph writes."""

_QUOTED_TAG: Final = re.compile(rb"(" + QUOTED + rb")(?:@(" + _TAG + rb"))?")
_SUSPECT: Final = re.compile(rb'"@[A-Za-z]+-')
_JSON_TAG: Final = re.compile(rb'("@language":")(' + _TAG + rb')"')
_XML_TAG: Final = re.compile(rb'( xml:lang=")(' + _TAG + rb')"')


def restore(block: bytes, written_in: Format) -> bytes:
    r"""The same bytes with each language tag in its recommended case.

    A block may be a part of a longer output, if it begins and ends between two literals.

    >>> restore(rb'<a:s> <a:p> "says \"@ru-latn"@ru-latn .', formats.N_TRIPLES)
    b'<a:s> <a:p> "says \\"@ru-latn"@ru-Latn .'
    """
    if written_in is formats.JSON_LD:
        return _JSON_TAG.sub(_cased_attribute, block)
    if written_in is formats.RDF_XML:
        return _XML_TAG.sub(_cased_attribute, block)
    return repair_lines(block, _SUSPECT, _restored)


def _restored(line: bytes) -> bytes:
    return _QUOTED_TAG.sub(_cased_suffix, line)


def _cased_attribute(match: re.Match[bytes]) -> bytes:
    return match[1] + _cased(match[2]) + b'"'


def _cased_suffix(match: re.Match[bytes]) -> bytes:
    return match[0] if match[2] is None else match[1] + b"@" + _cased(match[2])


@lru_cache(maxsize=1024)
def _cased(tag: bytes) -> bytes:
    return languages.cased(tag.decode("ascii")).encode("ascii")
