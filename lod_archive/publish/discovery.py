"""Files by which robots and browsers find what there is: sitemap, robots.txt, OpenSearch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape, quoteattr

from lod_archive.vocab import iris
from lod_archive.vocab.formats import HTML, OPENSEARCH
from lod_archive.vocab.languages import PAGE_LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path

    from lod_archive.archive import Settings

SITEMAP: Final = "sitemap.xml"
ROBOTS: Final = "robots.txt"
_MOST_URLS: Final = 50_000
_MOST_BYTES: Final = 50 * 1024 * 1024
"""What one sitemap may hold: https://www.sitemaps.org/protocol.html#index"""
_SITEMAPS: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_HEAD: Final = f'<?xml version="1.0" encoding="UTF-8"?>\n<{{0}} xmlns="{_SITEMAPS}">\n'
_TAIL: Final = "</{0}>\n"
_COMPUTED: Final = ("sparql", "browse")
"""What is computed for each visitor anew, without end."""
_UNFOUND: Final = ("404", *iris.ASKED)
"""Pages that say nothing of the archive."""
_SAFE: Final = "%/:=&?~#+!$,;'@()*[]"


def write_discovery(
    folder: Path, settings: Settings, modified: Mapping[str, str] | None = None
) -> None:
    """Write the files, once the pages are there, which they list.

    :param modified: record → when it was last changed, in the W3C's profile of ISO 8601.
    """
    write_sitemap(folder, settings.base, modified or {})
    (folder / ROBOTS).write_text(robots(settings.base), "utf-8", newline="\n")
    (folder / iris.OPENSEARCH).write_text(opensearch(settings), "utf-8", newline="\n")


def write_sitemap(
    folder: Path, base: str, modified: Mapping[str, str], most: int = _MOST_URLS
) -> None:
    """Write ``sitemap.xml``: the addresses of all pages, or of the sitemaps that have them.

    Sitemaps lie at the top, for each may list only what is below its own folder.
    https://www.sitemaps.org/protocol.html#location

    :param most: how many addresses one file may have.
    """
    files = list(_urlsets(_entries(folder, base, modified), most))
    if len(files) == 1:
        (folder / SITEMAP).write_text(files[0], "utf-8", newline="\n")
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(files) + 1)]
    for name, text in zip(names, files, strict=True):
        (folder / name).write_text(text, "utf-8", newline="\n")
    listed = "".join(f"<sitemap><loc>{_loc(base + name)}</loc></sitemap>\n" for name in names)
    root = "sitemapindex"
    text = _HEAD.format(root) + listed + _TAIL.format(root)
    (folder / SITEMAP).write_text(text, "utf-8", newline="\n")


def _urlsets(entries: Iterator[str], most: int) -> Iterator[str]:
    """The entries in as many files as they need; one at least."""
    head, tail = _HEAD.format("urlset"), _TAIL.format("urlset")
    room = _MOST_BYTES - len(head) - len(tail)
    lines: list[str] = []
    size = 0
    for entry in entries:  # all of ASCII, so that characters are bytes
        if len(lines) == most or size + len(entry) > room:
            yield head + "".join(lines) + tail
            lines, size = [], 0
        lines.append(entry)
        size += len(entry)
    yield head + "".join(lines) + tail


def _entries(folder: Path, base: str, modified: Mapping[str, str]) -> Iterator[str]:
    extension = f".{HTML.extension}"
    pages = {file.relative_to(folder).as_posix() for file in folder.rglob(f"*{extension}")}
    for page in sorted(pages):
        path = page.removesuffix(extension)
        for language in PAGE_LANGUAGES:
            if (own := iris.page_folder(language)) and path.startswith(own):
                path = path.removeprefix(own)
        if path in _UNFOUND:
            continue
        changed = modified.get(path.removeprefix(iris.DOCUMENTS))
        lastmod = f"<lastmod>{escape(changed)}</lastmod>" if changed else ""
        yield f"<url><loc>{_loc(base + page)}</loc>{lastmod}</url>\n"


def _loc(iri: str) -> str:
    """An address as a sitemap has it: a URI, its ampersands and quotation marks escaped.

    https://www.sitemaps.org/protocol.html#escaping

    >>> _loc("https://example.org/стачка?a=1&b='2'")
    'https://example.org/%D1%81%D1%82%D0%B0%D1%87%D0%BA%D0%B0?a=1&amp;b=&apos;2&apos;'
    """
    return escape(quote(iri, safe=_SAFE), {"'": "&apos;", '"': "&quot;"})


def robots(base: str) -> str:
    """What robots may read: https://www.rfc-editor.org/rfc/rfc9309

    Robots look for it at the top of the host alone; where the archive is not there, its lines are
    for the file that is.

    >>> print(robots("https://example.org/pit/"))
    User-agent: *
    Disallow: /sparql
    Disallow: /browse
    Disallow: /pit/sparql
    Disallow: /pit/browse
    <BLANKLINE>
    Sitemap: https://example.org/pit/sitemap.xml
    <BLANKLINE>
    """
    tops = dict.fromkeys(("/", quote(urlsplit(base).path, safe=_SAFE)))
    lines = [f"Disallow: {top}{each}" for top in tops for each in _COMPUTED]
    sitemap = quote(base + SITEMAP, safe=_SAFE)
    return "\n".join(["User-agent: *", *lines, "", f"Sitemap: {sitemap}", ""])


def opensearch(settings: Settings) -> str:
    """The description of the search, which browsers offer to add to theirs.

    https://github.com/dewitt/opensearch/blob/master/opensearch-1-1-draft-6.md
    """
    title = settings.title.get("en") or next(iter(settings.title.values()))
    description = settings.description.get("en") or next(iter(settings.description.values()), title)
    base = quote(settings.base, safe=_SAFE)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">',
        f"<ShortName>{_cut(title, 16)}</ShortName>",
        f"<LongName>{_cut(title, 48)}</LongName>",
        f"<Description>{_cut(description, 1024)}</Description>",
        f'<Url type="text/html" template={quoteattr(base + "search?q={searchTerms}")}/>',
        f'<Url type="{OPENSEARCH.media_type}" rel="self"'
        f" template={quoteattr(base + iris.OPENSEARCH)}/>",
        f'<Image type="image/svg+xml">{escape(base)}static/icon.svg</Image>',
        *(f"<Language>{language}</Language>" for language in PAGE_LANGUAGES),
        "<InputEncoding>UTF-8</InputEncoding>",
        "<OutputEncoding>UTF-8</OutputEncoding>",
        "</OpenSearchDescription>",
    ]
    return "\n".join(lines) + "\n"


def _cut(text: str, most: int) -> str:
    """The text, if it is too long up to a word and with an ellipsis.

    >>> _cut("Year of the Stakhanovite", 16), _cut("Coal & iron", 16), _cut("Доклад" * 9, 10)
    ('Year of the…', 'Coal &amp; iron', 'ДокладДок…')
    """
    text = " ".join("".join(c for c in text if c.isprintable() or c.isspace()).split())
    if len(text) > most:
        shorter = text[:most].rpartition(" ")[0] or text[: most - 1]
        text = f"{shorter}…"
    return escape(text)
