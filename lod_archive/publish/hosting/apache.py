"""Rules for Apache, whose mod_negotiation compares qualities itself.

https://httpd.apache.org/docs/2.4/content-negotiation.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

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

_SURE: Final = DOCUMENT_FORMATS[0].extension
_DOC: Final = iris.DOCUMENTS.rstrip("/")


def apache(base: str) -> str:
    """What stands in a virtual host of Apache."""
    described = "|".join(path.rstrip("/") for path in (iris.PROPERTIES, iris.CLAIM_PREDICATES))
    textual = " ".join(f".{each.extension}" for each in NEGOTIATED if "json" not in each.media_type)
    return f"""\
# To be included in a virtual host of Apache, with the folder of the publication defined before:
#     Define LOD_ARCHIVE /srv/archive/dist
#     Include /srv/archive/dist/hosting/apache.conf
# Modules: alias dir headers mime negotiation rewrite (a2enmod headers rewrite)
DocumentRoot "${{LOD_ARCHIVE}}"
ErrorDocument 404 /404.html
AllowEncodedSlashes Off
{_headers()}
<Directory "${{LOD_ARCHIVE}}">
    Require all granted
    AllowOverride None
    Options +FollowSymLinks -Indexes
    DirectoryIndex index.html
    DirectorySlash Off
{_types()}
    AddCharset utf-8 {textual} .css .js .txt
    FileETag MTime Size
    <LimitExcept GET HEAD OPTIONS>
        Require all denied
    </LimitExcept>
</Directory>
<Directory "${{LOD_ARCHIVE}}/{_DOC}">
    Options +MultiViews
    MultiviewsMatch NegotiatedOnly
    {_link(base)}
</Directory>
<Files "{iris.OPENSEARCH}">
    ForceType {OPENSEARCH.media_type}
</Files>
<Directory "${{LOD_ARCHIVE}}/{iris.CITATIONS.rstrip("/")}">
{_types_of(CITATIONS)}
</Directory>
<DirectoryMatch "^${{LOD_ARCHIVE}}/(?:store|hosting)(?:/|$)">
    Require all denied
</DirectoryMatch>
RewriteEngine On
RewriteCond %{{REQUEST_METHOD}} !^(?:GET|HEAD|OPTIONS)$
RewriteRule ^ - [R=405,L]
RewriteRule ^/(?:store|hosting)(?:/|$) - [R=404,L]
RewriteRule ^/(?:{described})/ /{iris.DOCUMENTS}{iris.ONTOLOGY} [R=303,L]
RewriteRule ^/(?:{iris.BUILD}|\\.well-known/void)$ /{iris.DOCUMENTS}{iris.DATASET} [R=303,L]
RewriteCond "${{LOD_ARCHIVE}}%{{REQUEST_URI}}.html" -f
RewriteRule ^/(?!{iris.DOCUMENTS})(.+)$ /$1.html [L]
RewriteCond "${{LOD_ARCHIVE}}/{_DOC}%{{REQUEST_URI}}.{_SURE}" -f
RewriteRule ^/(?!{iris.DOCUMENTS})(.+)$ /{iris.DOCUMENTS}$1 [R=303,L]
RewriteCond "${{LOD_ARCHIVE}}%{{REQUEST_URI}}" !-f
RewriteCond "${{LOD_ARCHIVE}}/{_DOC}%{{REQUEST_URI}}" -f
RewriteRule ^/(?!{iris.DOCUMENTS})(.+\\.(?:{EXTENSIONS}))$ /{iris.DOCUMENTS}$1 [R=303,L]
"""


def _types() -> str:
    lines = [
        f'    AddType "{written_in.media_type};qs={1 - place / 20:.2f}" .{written_in.extension}'
        for place, written_in in enumerate(NEGOTIATED)
    ]
    lines += [f"    AddType {each.media_type} .{each.extension}" for each in OTHERS]
    return "\n".join([*lines, _types_of(FILES)])


def _types_of(files: Mapping[str, str]) -> str:
    return "\n".join(f"    AddType {each} .{extension}" for extension, each in files.items())


def _headers() -> str:
    return "\n".join(f'Header always set {name} "{value}"' for name, value in SECURITY)


def _link(base: str) -> str:
    """The links of a document, as a pattern of its address can tell them."""
    thing = "%{LOD_ARCHIVE_THING}e"
    links = [f'<{base}{thing}>; rel=\\"cite-as\\"', f'<{base}dataset>; rel=\\"collection\\"']
    links += [
        f'</{iris.DOCUMENTS}{thing}.{each.extension}>; rel=\\"alternate\\"; '
        f'type=\\"{each.media_type}\\"'
        for each in NEGOTIATED
    ]
    return (
        f'SetEnvIf Request_URI "^/{_DOC}/([!-~]+?)(?:\\.(?:{EXTENSIONS}))?$" LOD_ARCHIVE_THING=$1\n'
        f'    Header set Link "{", ".join(links)}" env=LOD_ARCHIVE_THING'
    )
