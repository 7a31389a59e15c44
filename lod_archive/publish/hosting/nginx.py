"""Rules for nginx: https://nginx.org/en/docs/http/ngx_http_map_module.html.

nginx knows no negotiation. A map finds each format's ``q`` in ``Accept``; another one looks for the
first that is liked best, going down from 1 by tenths. Two qualities that differ by less are equal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from lod_archive.publish.hosting.headers import (
    CITATIONS,
    EXTENSIONS,
    FILES,
    NEGOTIATED,
    OTHERS,
    SECURITY,
)
from lod_archive.vocab import iris
from lod_archive.vocab.formats import DOCUMENT_FORMATS, OPENSEARCH

if TYPE_CHECKING:
    from lod_archive.vocab.formats import Format

_SURE: Final = DOCUMENT_FORMATS[0].extension
"""The extension of a format in which there is every document."""
_DESCRIBED: Final = (iris.PROPERTIES, iris.CLAIM_PREDICATES)
"""Below which IRIs lie that the ontology's document describes."""


def nginx_http() -> str:
    """What stands in nginx's ``http`` block: which format a request prefers."""
    lines = [
        "# To be included in the http block of nginx: include …/hosting/nginx-http.conf;",
        *(line for written_in in NEGOTIATED for line in _quality_map(written_in)),
        f'map "{_joined()}" $lod_archive_format {{',
        '    default "";',
        *_choices(),
        "}",
        "map $uri $lod_archive_thing {",
        '    default "";',
        f'    "~^/{iris.DOCUMENTS}(?<thing>[^\\x00-\\x20]+?)(?:\\.(?:{EXTENSIONS}))?$" $thing;',
        "}",
    ]
    return "\n".join(lines) + "\n"


def nginx_server(base: str) -> str:
    """What stands in a ``server`` block of nginx."""
    described = "".join(
        f"location ^~ /{path} {{ return 303 /{iris.DOCUMENTS}{iris.ONTOLOGY}; }}\n"
        for path in _DESCRIBED
    )
    return f"""\
# To be included in a server block of nginx, after the folder of the publication:
#     root /srv/archive/dist;
#     include /srv/archive/dist/hosting/nginx-server.conf;
types {{
{_types()}
}}
default_type application/octet-stream;
charset utf-8;
charset_types text/html text/css text/javascript text/plain {_textual()};
index index.html;
absolute_redirect off;
error_page 404 /404.html;
{_headers()}

location ^~ /store/ {{ return 404; }}
location ^~ /hosting/ {{ return 404; }}
{described}location = /{iris.BUILD} {{ return 303 /{iris.DOCUMENTS}{iris.DATASET}; }}
location = /.well-known/void {{ return 303 /{iris.DOCUMENTS}{iris.DATASET}; }}
location /{iris.DOCUMENTS} {{
    {_link(base)}
    {_headers(4)}
    try_files $uri @negotiated;
}}
location @negotiated {{
    add_header Vary Accept always;
    {_link(base)}
    {_headers(4)}
    if (!-f $document_root$uri.{_SURE}) {{ return 404; }}
    if ($lod_archive_format = "") {{ return 406; }}
    try_files $uri.$lod_archive_format $uri.{_SURE} =404;
}}
location ^~ /{iris.CITATIONS} {{
    types {{ {_citation_types()} }}
    try_files $uri =404;
}}
location = /{iris.OPENSEARCH} {{ types {{ }} default_type {OPENSEARCH.media_type}; }}
location / {{ try_files $uri $uri.html $uri/index.html @thing; }}
location = / {{ try_files /index.html =404; }}
location @thing {{
    {_headers(4)}
    if (!-f $document_root/{iris.DOCUMENTS.rstrip("/")}$uri.{_SURE}) {{ return 404; }}
    return 303 /{iris.DOCUMENTS.rstrip("/")}$uri;
}}
{_suffixes()}"""


def _citation_types() -> str:
    return " ".join(f"{media_type} {extension};" for extension, media_type in CITATIONS.items())


def _suffixes() -> str:
    """A thing with the suffix of a format leads to its document in that format."""
    documents = iris.DOCUMENTS.rstrip("/")
    return (
        f'location ~ "^/(?!{documents}/|ru/|list/|view/|dumps/)(?<suffixed>[^\\x00-\\x20]+'
        f'\\.(?:{EXTENSIONS}))$" {{\n'
        f"    {_headers(4)}\n"
        f"    try_files $uri @suffixed;\n"
        "}\n"
        "location @suffixed {\n"
        f"    {_headers(4)}\n"
        f"    if (!-f $document_root/{documents}$uri) {{ return 404; }}\n"
        f"    return 303 /{documents}$uri;\n"
        "}\n"
    )


def _types() -> str:
    pairs = [(each.media_type, each.extension) for each in (*NEGOTIATED, *OTHERS)]
    pairs += [(media_type, extension) for extension, media_type in FILES.items()]
    return "\n".join(f"    {media_type} {extension};" for media_type, extension in pairs)


def _textual() -> str:
    return " ".join(each.media_type for each in DOCUMENT_FORMATS if "json" not in each.media_type)


def _headers(indent: int = 0) -> str:
    lines = (f'add_header {name} "{value}" always;' for name, value in SECURITY)
    return ("\n" + " " * indent).join(lines)


def _link(base: str) -> str:
    """The links of a document, as the variables of nginx can tell them."""
    links = [
        f'<{base}$lod_archive_thing>; rel=\\"cite-as\\"',
        f'<{base}dataset>; rel=\\"collection\\"',
    ]
    links += [
        f'</{iris.DOCUMENTS}$lod_archive_thing.{each.extension}>; rel=\\"alternate\\"; '
        f'type=\\"{each.media_type}\\"'
        for each in NEGOTIATED
    ]
    return f'add_header Link "{", ".join(links)}";'


def _quality_map(written_in: Format) -> Iterator[str]:
    """The map of one format: how much a client likes it, from what it says most precisely."""
    name = written_in.extension
    yield f"map $http_accept $lod_archive_q_{name} {{"
    yield '    "" 1;'
    yield "    default 0;"
    kind = written_in.media_type.partition("/")[0]
    for place, said in enumerate((written_in.media_type, f"{kind}/*", "*/*")):
        pattern = re.sub(r"([+*.])", r"\\\1", said)
        begin, captured = rf"(?:^|,)\s*{pattern}\s*", f"q_{name}_{place}"
        quality = rf"(?:;[^,]*)?;\s*q=(?<{captured}>[01](?:\.[0-9]{{0,3}})?)\s*(?:[,;]|$)"
        yield f'    "~*{begin}{quality}" ${captured};'
        yield f'    "~*{begin}(?:$|,|;(?![^,]*q=))" 1;'
    yield "}"


def _joined() -> str:
    return ",".join(f"{f.extension}=$lod_archive_q_{f.extension}" for f in NEGOTIATED) + ","


def _choices() -> Iterator[str]:
    """The formats in the order in which they are looked for: by quality, then by our liking."""
    tenths = (rf"0\.{tenth}[0-9]*" for tenth in range(9, 0, -1))
    for quality in (r"1(?:\.0*)?", *tenths, r"0\.0[0-9]*[1-9][0-9]*"):
        for written_in in NEGOTIATED:
            name = written_in.extension
            yield f'    "~(?:^|,){name}={quality}," {name};'
