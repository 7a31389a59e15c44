"""How RDF terms are shown to people: short, on one line, and safe to print in a terminal."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from lod_archive.vocab.namespaces import PREFIXES, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SHOWN: Final = 200
"""How many characters of a literal are shown."""

_LOCAL: Final = re.compile(r"\w(?:[\w.-]*[\w-])?")
_UNSAFE: Final = re.compile(r'[\\"\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]')
_ESCAPES: Final = {"\n": r"\n", "\r": r"\r", "\t": r"\t", '"': r"\"", "\\": r"\\"}


def short(iri: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """The IRI with a prefix where one fits, else in angle brackets.

    >>> short("https://schema.org/name"), short("http://example.org/x")
    ('schema:name', '<http://example.org/x>')
    """
    fitting = [
        (len(namespace), f"{prefix}:{iri[len(namespace) :]}")
        for prefix, namespace in prefixes.items()
        if namespace and iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace))
    ]
    return max(fitting)[1] if fitting else f"<{iri}>"


def expanded(name: str, prefixes: Mapping[str, str] = PREFIXES, base: str = "") -> str:
    """The IRI that is meant by a name with a prefix, in angle brackets, or in full.

    :param base: what stands before a name that has no colon.

    >>> expanded("schema:name"), expanded("<http://a.example/x>"), expanded("urn:x:y")
    ('https://schema.org/name', 'http://a.example/x', 'urn:x:y')
    """
    name = name.strip().removeprefix("<").removesuffix(">")
    prefix, colon, local = name.partition(":")
    if not colon:
        return base + name
    return prefixes[prefix] + local if prefix in prefixes and local[:2] != "//" else name


def shown(term: object, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """A term much as Turtle writes it; a long literal is cut, and says how long it was.

    Control characters and those that turn the direction of text are escaped: what is in the
    data must not be able to rewrite what stands on the screen.

    >>> shown(ox.Literal("1.00", datatype=ox.NamedNode(XSD.decimal)))
    '"1.00"^^xsd:decimal'
    >>> shown(ox.Literal("long " * 1000, language="en"))[-30:]
    ' long …"@en (5,000 characters)'
    """
    if isinstance(term, ox.NamedNode):
        return short(term.value, prefixes)
    if not isinstance(term, ox.Literal):
        return str(term)
    value = term.value
    text = f'"{value}"' if len(value) <= SHOWN else f'"{value[:SHOWN]}…"'
    text = f'"{_UNSAFE.sub(_escape, text[1:-1])}"'
    if term.language:
        text += f"@{term.language}"
    elif term.datatype.value != XSD.string:
        text += f"^^{short(term.datatype.value, prefixes)}"
    return text if len(value) <= SHOWN else f"{text} ({len(value):,} characters)"


def plain(text: str) -> str:
    r"""The text on one line, without characters that a terminal or a log would obey.

    >>> plain("two\nlines, \x1b[31mred")
    'two lines, \\u001B[31mred'
    """
    return _UNSAFE.sub(lambda found: _escape(found, '\\"'), " ".join(text.split()))


def closest(iri: str, known: Iterable[str], prefixes: Mapping[str, str] = PREFIXES) -> str | None:
    """A hint naming the known IRIs whose last part is closest to this one's, or None.

    >>> closest("https://schema.org/Evnt", ["https://schema.org/Event", "https://schema.org/Place"])
    'did you mean schema:Event?'
    >>> closest("http://schema.org/Event", ["https://schema.org/Event"])
    'did you mean schema:Event?'
    """
    by_name: dict[str, list[str]] = {}
    for other in sorted(set(known) - {iri}):
        by_name.setdefault(_last_part(other).lower(), []).append(other)
    names = difflib.get_close_matches(_last_part(iri).lower(), by_name, n=2, cutoff=0.75)
    matches = [short(match, prefixes) for name in names for match in by_name[name]]
    return f"did you mean {' or '.join(matches[:3])}?" if matches else None


def counted(number: int, noun: str) -> str:
    """The number with its noun, in the plural where needed.

    >>> counted(1, "warning"), counted(1200, "node")
    ('1 warning', '1,200 nodes')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _last_part(iri: str) -> str:
    return re.split(r"[#/:]", iri.rstrip("#/:"))[-1]


def _escape(found: re.Match[str], kept: str = "") -> str:
    character = found[0]
    if character in kept:
        return character
    return _ESCAPES.get(character, f"\\u{ord(character):04X}")
