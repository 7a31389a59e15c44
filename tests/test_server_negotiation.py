"""Which representation a request gets, whoever serves it."""

from __future__ import annotations

import pytest

from lod_archive.server.negotiation import preferred
from lod_archive.server.site import VARIANT_FORMATS

OFFERS = tuple(written_in.media_type for written_in in VARIANT_FORMATS)
FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
CASES: dict[str, tuple[str | None, str | None]] = {
    "no header": (None, "html"),
    "an empty header": ("", "html"),
    "anything": ("*/*", "html"),
    "a browser": (FIREFOX, "html"),
    "one type": ("text/turtle", "ttl"),
    "a type in capitals": ("Text/Turtle", "ttl"),
    "a kind of type": ("application/*", "jsonld"),
    "the better of two": ("text/turtle;q=0.3, application/rdf+xml;q=0.9", "rdf"),
    "ours of two equals": ("application/n-triples, text/turtle", "ttl"),
    "three decimals": ("text/turtle;q=0.899, application/n-triples;q=0.901", "nt"),
    "a type before its kind": ("text/*, text/html;q=0.1, text/turtle;q=0.2", "ttl"),
    "a type that is refused": ("*/*, text/html;q=0", "ttl"),
    "a kind that is refused": ("text/*;q=0, */*;q=0.1", "jsonld"),
    "zero with decimals": ("text/html;q=0.000, */*;q=0.5", "ttl"),
    "spaces": (" text/turtle ; q=0.5 ,application/n-triples;q=0.4 ", "ttl"),
    "a profile": (
        'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"',
        "jsonld",
    ),
    "a comma within quotation marks": ('text/turtle;a="x,text/html";q=0.5', "ttl"),
    "an unknown type first": ("application/x-unknown, text/turtle;q=0.1", "ttl"),
    "nothing that there is": ("image/png", None),
    "everything refused": ("*/*;q=0", None),
}
MALFORMED: dict[str, tuple[str | None, str | None]] = {
    "no type at all": ("nonsense", "html"),
    "a q beyond 1": ("text/turtle;q=5, application/n-triples;q=0.1", "nt"),
    "a q of too many digits": ("text/turtle;q=0.12345, application/n-triples;q=0.1", "nt"),
    "a q that is no number": ("text/turtle;q=best, application/n-triples", "nt"),
    "half a range": ("*/turtle, application/n-triples", "nt"),
    "empty elements": (",,, ,text/turtle,,", "ttl"),
    "an open quotation mark": ('text/turtle;a="x, application/n-triples', "nt"),
    "control characters": ("text/turtle\x00, application/n-triples", "nt"),
}


@pytest.mark.parametrize(
    ("accept", "expected"), (CASES | MALFORMED).values(), ids=CASES | MALFORMED
)
def test_a_request_gets_what_it_likes_best(accept: str | None, expected: str | None) -> None:
    chosen = preferred(accept, OFFERS)
    assert chosen == next((f.media_type for f in VARIANT_FORMATS if f.extension == expected), None)
