"""Turtle and TriG as a reader wants them: sorted prefixes, and IRIs that can be copied.

pyoxigraph shortens every IRI against the base as far as
`RFC 3986 §4.2 <https://www.rfc-editor.org/rfc/rfc3986#section-4.2>`_ allows, so that
``https://viaf.org/viaf/1`` becomes ``<//viaf.org/viaf/1>``, even in ``@prefix``. That is correct,
and unreadable. Here only what lies below the base is relative, and the prologue is ours. Nor is
an IRI relative that has a colon in it, such as ``<x#a:b>``: rdflib 7.6 takes it for absolute.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from lod_archive.publish.blocks import repair_lines
from lod_archive.publish.language_tags import QUOTED

if TYPE_CHECKING:
    from collections.abc import Mapping

_PROLOGUE: Final = re.compile(rb"(?:@(?:base|prefix) [^\n]*\n)*")
_RELATIVE: Final = rb"<(?:(?P<authority>//)|(?P<path>/)|(?P<colon>[^:/?#>\s]*[/?#][^:>\s]*:))"
_SUSPECT: Final = re.compile(_RELATIVE)
_UNCLEAR: Final = re.compile(QUOTED + b"|" + _RELATIVE)
_PREFIX_USED: Final = re.compile(rb"(?:^|[\s^])([A-Za-z][\w.-]*):", re.MULTILINE)


def without_prologue(text: bytes) -> bytes:
    r"""Turtle without the ``@base`` and ``@prefix`` lines at its beginning.

    >>> without_prologue(b"@prefix a: <b:> .\na:s a a:C .\n")
    b'a:s a a:C .\n'
    """
    return text[_PROLOGUE.match(text).end() :]  # type: ignore[union-attr]  # it matches b"" too


def prologue(prefixes: Mapping[str, str], base: str | None) -> bytes:
    """The ``@base`` and ``@prefix`` lines, sorted by prefix.

    >>> print(prologue({"b": "https://b.example/", "a": "https://a.example/"}, None).decode())
    @prefix a: <https://a.example/> .
    @prefix b: <https://b.example/> .
    """
    lines = [f"@base <{base}> .\n"] if base else []
    lines += [f"@prefix {prefix}: <{prefixes[prefix]}> .\n" for prefix in sorted(prefixes)]
    return "".join(lines).encode()


def with_absolute_iris(text: bytes, base: str) -> bytes:
    """Turtle in which relative IRIs are below the base, and without a colon.

    >>> with_absolute_iris(b'<x> a <//d.org/E> , </y> , <z#a:b> ; <n> "</z>" .', "https://a.b/c/")
    b'<x> a <https://d.org/E> , <https://a.b/y> , <https://a.b/c/z#a:b> ; <n> "</z>" .'
    """
    scheme, authority, *_ = urlsplit(base)
    beginnings = {
        "authority": f"<{scheme}:".encode(),
        "path": f"<{scheme}://{authority}".encode(),
        "colon": f"<{base}".encode(),
    }

    def absolute(match: re.Match[bytes]) -> bytes:
        if match.lastgroup is None:
            return match[0]
        return beginnings[match.lastgroup] + match[0][1:]

    return repair_lines(text, _SUSPECT, lambda line: _UNCLEAR.sub(absolute, line))


def prefixes_in(body: bytes, prefixes: Mapping[str, str]) -> dict[str, str]:
    """Those of the prefixes that a Turtle text without prologue uses (or seems to, in a literal).

    >>> prefixes_in(b'<x> a schema:Event ; schema:url <http://p:1/> .', {"schema": "…", "p": "…"})
    {'schema': '…'}
    """
    used = {name.decode() for name in _PREFIX_USED.findall(body)}
    return {prefix: iri for prefix, iri in prefixes.items() if prefix in used}
