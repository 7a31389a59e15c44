"""The address of a SPARQL endpoint: what is requested, what is sent along, what may be shown."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import Final, Self
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urljoin, urlsplit

from lod_archive.errors import EndpointError, Location

_SCHEMES: Final = ("http", "https")
_DATASET: Final = ("default-graph-uri", "named-graph-uri")
"""https://www.w3.org/TR/sparql11-protocol/#query-operation"""
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Address:
    """Where queries are sent. It shows neither name and password nor the rest of its parameters.

    >>> address = Address.parse("https://me:secret@example.org/sparql?default-graph-uri=urn:g")
    >>> address.url, address.dataset
    ('https://example.org/sparql', (('default-graph-uri', 'urn:g'),))
    >>> print(address)
    https://example.org/sparql
    """

    url: str = field(repr=False)
    dataset: tuple[tuple[str, str], ...] = ()
    authorization: str | None = field(default=None, repr=False)

    @classmethod
    def parse(cls, url: str) -> Self:
        """The parts of a URL.

        The graphs it names with ``default-graph-uri=`` and ``named-graph-uri=`` belong into the
        body of a request; its other parameters are kept as they are.

        :raises EndpointError: if it is not a URL of a web server, or brings a query of its own.
        """
        parts = _split(url)
        given = parse_qsl(parts.query, keep_blank_values=True)
        if any(name == "query" for name, _ in given):
            raise EndpointError(
                "the address of the endpoint has a query of its own",
                at=Location(shown(url)),
                hint="give the address without query=…",
            )
        kept = [(name, value) for name, value in given if name not in _DATASET]
        query = parts.query if len(kept) == len(given) else urlencode(kept)
        bare = parts._replace(netloc=_host(parts), query=query, fragment="")
        dataset = tuple((name, value) for name, value in given if name in _DATASET)
        return cls(bare.geturl(), dataset, _basic(parts))

    def redirect(self, url: str, location: str) -> str:
        """Where a redirection of one of this endpoint's URLs leads.

        :raises EndpointError: if that is not on the web, or leaves encryption behind.
        """
        parts = _split(location, said_by=str(self), base=url)
        target = parts.geturl()
        if urlsplit(url).scheme == "https" and parts.scheme == "http":
            raise EndpointError(
                f"the endpoint redirects to an address without encryption, {shown(target)}",
                at=Location(str(self)),
                hint="if you trust that, give this address instead",
            )
        return parts._replace(netloc=_host(parts), fragment="").geturl()

    def authorization_at(self, url: str) -> str | None:
        """The credentials, if the URL is of the server that they were given for."""
        mine, other = urlsplit(self.url), urlsplit(url)
        is_same = (mine.scheme, mine.netloc) == (other.scheme, other.netloc)
        return self.authorization if is_same else None

    def __str__(self) -> str:
        return shown(self.url)


def shown(url: str) -> str:
    r"""A URL fit for messages: no credentials, no parameters, no control characters.

    >>> shown("http://me:secret@example.org:8890/sparql?key=secret")
    'http://example.org:8890/sparql?…'
    >>> shown("http://exa\x1bmple.org/")
    'http://exa\\x1bmple.org/'
    """
    before, mark, _ = url.partition("#")[0].partition("?")
    scheme, slashes, rest = before.partition("//")
    authority, slash, path = rest.partition("/")
    bare = scheme + slashes + authority.rpartition("@")[2] + slash + path + (mark and "?…")
    return escaped(bare)


def escaped(text: str) -> str:
    r"""A stranger's text on one line of bounded length, with nothing that moves the cursor.

    >>> escaped("red: \x1b[31m\nnext line")
    'red: \\x1b[31m\\nnext line'
    """
    cut = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in cut)


def _split(url: str, *, said_by: str | None = None, base: str = "") -> SplitResult:
    where = said_by or shown(url)
    hint = "an endpoint's address looks like https://example.org/sparql"
    try:
        parts = urlsplit(urljoin(base, url))
        is_address = bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        raise EndpointError(
            f"not an address: {escaped(str(error))}", at=Location(where), hint=hint
        ) from None
    if parts.scheme not in _SCHEMES or not is_address:
        said = f"the endpoint redirects to {shown(url)}, which is" if said_by else "this is"
        raise EndpointError(
            f"{said} not an address on the web (http or https)", at=Location(where), hint=hint
        )
    return parts


def _host(parts: SplitResult) -> str:
    return parts.netloc.rpartition("@")[2]


def _basic(parts: SplitResult) -> str | None:
    """https://www.rfc-editor.org/rfc/rfc7617#section-2"""
    if parts.username is None:
        return None
    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return "Basic " + base64.b64encode(pair.encode()).decode("ascii")
