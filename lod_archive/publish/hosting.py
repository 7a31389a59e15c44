"""Rules by which nginx and Apache serve a publication as Linked Data, without any program of ours.

An entity's IRI leads to its document by 303, the document is negotiated among the formats that it
has, each format has a URL of its own. What the rules promise is what ``lod-archive serve`` does,
as far as a server's configuration can tell: nginx compares the ``q`` of media types to one decimal.

https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lod_archive.vocab import iris
from lod_archive.vocab.formats import DOCUMENT_FORMATS, DUMP_FORMATS, HTML

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lod_archive.vocab.formats import Format

FOLDER: Final = "hosting"
"""Where the rules lie in a publication."""

_NEGOTIATED: Final = (HTML, *DOCUMENT_FORMATS)
"""From the most to the least liked, where a client likes several equally."""
_TERMS: Final = (iris.PROPERTIES, iris.CLAIM_PREDICATES)
"""Below which IRIs lie that the ontology's document describes."""


def write_hosting(publication: Path) -> None:
    """Write the rules into the folder of a publication.

    They hold for a host of its own that has the publication at its root; the files say how to use
    them, and what to change where that is not so.
    """
    folder = publication / FOLDER
    folder.mkdir(exist_ok=True)
    files = {
        "nginx-http.conf": nginx_http(),
        "nginx-server.conf": nginx_server(),
        "apache.conf": apache(),
    }
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8", newline="\n")


def nginx_http() -> str:
    """What stands in nginx's ``http`` block: which format a request prefers.

    A map finds each format's ``q`` in ``Accept``; another one looks for the first that is liked
    best, going down from 1 by tenths.
    """
    lines = [
        "# To be included in the http block of nginx: include …/hosting/nginx-http.conf;",
        *(line for written_in in _NEGOTIATED for line in _quality_map(written_in)),
        f'map "{_joined()}" $lod_archive_format {{',
        '    default "";',
        *_choices(),
        "}",
        "types_hash_max_size 4096;",
    ]
    return "\n".join(lines) + "\n"


def nginx_server() -> str:
    """What stands in a ``server`` block of nginx."""
    types = "\n".join(f"        {f.media_type} {f.extension};" for f in _types())
    terms = "\n".join(
        f"location ^~ /{path} {{ return 303 /{iris.DOCUMENTS}{iris.ONTOLOGY}; }}" for path in _TERMS
    )
    return f"""\
# To be included in a server block of nginx, after the folder of the publication:
#     root /srv/archive/dist;
#     include /srv/archive/dist/{FOLDER}/nginx-server.conf;
types {{
{types}
        text/css css;
        text/javascript js;
        application/json json;
        image/svg+xml svg;
        application/gzip gz;
}}
charset utf-8;
charset_types text/html text/css text/javascript {" ".join(f.media_type for f in _NEGOTIATED[1:])};
index index.html;
absolute_redirect off;
etag on;
add_header Access-Control-Allow-Origin * always;
add_header Access-Control-Expose-Headers "Link, ETag, Location" always;
add_header X-Content-Type-Options nosniff always;
add_header Referrer-Policy no-referrer-when-downgrade always;

location ^~ /store/ {{ return 404; }}
{terms}
location = /{iris.BUILD} {{ return 303 /{iris.DOCUMENTS}{iris.DATASET}; }}
location = / {{ try_files /index.html =404; }}
location /{iris.DOCUMENTS} {{ try_files $uri @negotiated; }}
location @negotiated {{
    add_header Vary Accept always;
    add_header Access-Control-Allow-Origin * always;
    add_header X-Content-Type-Options nosniff always;
    if (!-f $document_root$uri.{DOCUMENT_FORMATS[0].extension}) {{ return 404; }}
    if ($lod_archive_format = "") {{ return 406; }}
    try_files $uri.$lod_archive_format $uri.{DOCUMENT_FORMATS[0].extension} =404;
}}
location / {{ try_files $uri @thing; }}
location @thing {{
    if (!-f $document_root/{iris.DOCUMENTS.rstrip("/")}$uri.{DOCUMENT_FORMATS[0].extension}) {{ return 404; }}
    add_header Access-Control-Allow-Origin * always;
    return 303 /{iris.DOCUMENTS.rstrip("/")}$uri;
}}
"""


def apache() -> str:
    """What stands in a virtual host of Apache: mod_negotiation compares qualities itself."""
    root = DOCUMENT_FORMATS[0].extension
    types = "\n".join(
        f'    AddType "{written_in.media_type};qs={1 - place / 20:.2f}" .{written_in.extension}'
        for place, written_in in enumerate(_NEGOTIATED)
    )
    others = "\n".join(
        f"    AddType {written_in.media_type} .{written_in.extension}"
        for written_in in DUMP_FORMATS
        if written_in not in _NEGOTIATED
    )
    terms = "|".join(path.rstrip("/") for path in _TERMS)
    return f"""\
# To be included in a virtual host of Apache, with the folder of the publication defined before:
#     Define LOD_ARCHIVE /srv/archive/dist
#     Include /srv/archive/dist/{FOLDER}/apache.conf
# Modules: alias dir headers mime negotiation rewrite
DocumentRoot "${{LOD_ARCHIVE}}"
<Directory "${{LOD_ARCHIVE}}">
    Require all granted
    AllowOverride None
    Options +FollowSymLinks -Indexes
    DirectoryIndex index.html
    DirectorySlash Off
{types}
{others}
    AddType application/json .json
    AddType image/svg+xml .svg
    AddType text/css .css
    AddType text/javascript .js
    AddCharset utf-8 .html .ttl .jsonld .nt .rdf
    FileETag MTime Size
    Header always set Access-Control-Allow-Origin *
    Header always set Access-Control-Expose-Headers "Link, ETag, Location"
    Header always set X-Content-Type-Options nosniff
    Header always set Referrer-Policy no-referrer-when-downgrade
</Directory>
<Directory "${{LOD_ARCHIVE}}/{iris.DOCUMENTS.rstrip("/")}">
    Options +MultiViews
    MultiviewsMatch NegotiatedOnly
</Directory>
<Directory "${{LOD_ARCHIVE}}/store">
    Require all denied
</Directory>
RewriteEngine On
RewriteRule ^/({terms})/ /{iris.DOCUMENTS}{iris.ONTOLOGY} [R=303,L]
RewriteRule ^/{iris.BUILD}$ /{iris.DOCUMENTS}{iris.DATASET} [R=303,L]
RewriteCond "${{LOD_ARCHIVE}}/{iris.DOCUMENTS.rstrip("/")}%{{REQUEST_URI}}.{root}" -f
RewriteRule ^/(?!{iris.DOCUMENTS})(.+)$ /{iris.DOCUMENTS}$1 [R=303,L]
"""


def _types() -> Iterator[Format]:
    yield from _NEGOTIATED
    yield from (written_in for written_in in DUMP_FORMATS if written_in not in _NEGOTIATED)


def _quality_map(written_in: Format) -> Iterator[str]:
    """The map of one format: how much a client likes it, from what it says most precisely."""
    name = written_in.extension
    yield f"map $http_accept $lod_archive_q_{name} {{"
    yield '    "" 1;'
    yield "    default 0;"
    kind = written_in.media_type.partition("/")[0]
    for place, said in enumerate((written_in.media_type, f"{kind}/*", "*/*")):
        pattern = said.replace("+", r"\+").replace("*", r"\*").replace(".", r"\.")
        begin, captured = rf"(?:^|,)\s*{pattern}\s*", f"q_{name}_{place}"
        quality = rf"(?:;[^,]*)?;\s*q=(?<{captured}>[01](?:\.[0-9]{{0,3}})?)\s*(?:[,;]|$)"
        yield f'    "~*{begin}{quality}" ${captured};'
        yield f'    "~*{begin}(?:[,;]|$)" 1;'
    yield "}"


def _joined() -> str:
    return ",".join(f"{f.extension}=$lod_archive_q_{f.extension}" for f in _NEGOTIATED) + ","


def _choices() -> Iterator[str]:
    """The formats in the order in which they are looked for: by quality, then by our liking."""
    tenths = (rf"0\.{tenth}[0-9]*" for tenth in range(9, 0, -1))
    for quality in (r"1(?:\.0*)?", *tenths, r"0\.0[0-9]*[1-9][0-9]*"):
        for written_in in _NEGOTIATED:
            name = written_in.extension
            yield f'    "~(?:^|,){name}={quality}," {name};'
