"""Sitemap, robots.txt and OpenSearch description: by the rules of their protocols."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import pytest
from lxml import etree

from lod_archive.publish.discovery import opensearch, robots, write_discovery, write_sitemap
from tests.publications import BASE, SETTINGS

PAGES = ("index", "404", "search", "ru/index", "ru/404", "doc/event/a-b", "ru/doc/event/a-b")
SITEMAPS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
OPENSEARCH = {"o": "http://a9.com/-/spec/opensearch/1.1/"}


def site(folder: Path, *pages: str) -> Path:
    """A folder with pages of no content."""
    for page in pages:
        file = folder / f"{page}.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    return folder


def addresses(file: Path, root: str = "urlset") -> list[str]:
    """The addresses in a sitemap or index, which keeps the rules of the protocol."""
    content = file.read_bytes()
    assert content.startswith(b'<?xml version="1.0" encoding="UTF-8"?>')
    assert len(content) <= 50 * 1024 * 1024
    tree = etree.fromstring(content)
    assert tree.tag == f"{{{SITEMAPS['s']}}}{root}"
    found = [element.text or "" for element in tree.iterfind(".//s:loc", SITEMAPS)]
    assert len(found) == len(set(found)) == len(tree) <= 50_000
    assert all(each.isascii() and len(each) < 2048 for each in found)
    return found


def test_the_sitemap_lists_each_page_that_says_something(tmp_path: Path) -> None:
    write_sitemap(site(tmp_path, *PAGES), BASE, {})
    assert addresses(tmp_path / "sitemap.xml") == [
        f"{BASE}{page}.html" for page in ("doc/event/a-b", "index", "ru/doc/event/a-b", "ru/index")
    ]


def test_the_sitemap_says_when_a_record_was_changed(tmp_path: Path) -> None:
    when = "2026-11-28T10:00:00+03:00"
    write_sitemap(site(tmp_path, *PAGES), BASE, {"event/a-b": when})
    tree = etree.parse(tmp_path / "sitemap.xml")
    changed = {
        url.findtext("s:loc", None, SITEMAPS): url.findtext("s:lastmod", None, SITEMAPS)
        for url in tree.iterfind("s:url", SITEMAPS)
    }
    assert changed == {
        f"{BASE}doc/event/a-b.html": when,
        f"{BASE}ru/doc/event/a-b.html": when,
        f"{BASE}index.html": None,
        f"{BASE}ru/index.html": None,
    }


def test_addresses_are_escaped_uris(tmp_path: Path) -> None:
    base = "https://архив.example/a'b&c/стачка/"
    write_sitemap(site(tmp_path, "index"), base, {})
    (found,) = addresses(tmp_path / "sitemap.xml")
    assert urlsplit(found).path == "/a'b&c/%D1%81%D1%82%D0%B0%D1%87%D0%BA%D0%B0/index.html"
    text = (tmp_path / "sitemap.xml").read_text("utf-8")
    assert "a&apos;b&amp;c" in text


def test_more_pages_than_a_sitemap_holds_make_an_index(tmp_path: Path) -> None:
    pages = [f"doc/event/e{number}" for number in range(7)]
    write_sitemap(site(tmp_path, *pages), BASE, {}, most=3)
    parts = addresses(tmp_path / "sitemap.xml", "sitemapindex")
    assert parts == [f"{BASE}sitemap-{number}.xml" for number in (1, 2, 3)]
    listed = [addresses(tmp_path / part.removeprefix(BASE)) for part in parts]
    assert [len(each) for each in listed] == [3, 3, 1]
    assert [each for part in listed for each in part] == [f"{BASE}{page}.html" for page in pages]


def test_an_archive_without_pages_has_an_empty_sitemap(tmp_path: Path) -> None:
    write_sitemap(tmp_path, BASE, {})
    assert addresses(tmp_path / "sitemap.xml") == []


@pytest.mark.parametrize("base", [BASE, "https://example.org/pit/"])
def test_robots_read_all_but_what_is_computed_and_find_the_sitemap(base: str) -> None:
    parser = RobotFileParser()
    parser.parse(robots(base).splitlines())
    assert parser.site_maps() == [f"{base}sitemap.xml"]
    for path in ("", "doc/event/strike.html", "search?q=coal", "cite/essay/a.bib"):
        assert parser.can_fetch("AnyBot", base + path)
    for path in ("sparql", "sparql?query=ASK%20%7B%7D", "browse", "browse?topic=coal"):
        assert not parser.can_fetch("AnyBot", base + path)


def test_browsers_are_told_how_to_search() -> None:
    tree = etree.fromstring(opensearch(SETTINGS).encode())
    assert tree.tag == f"{{{OPENSEARCH['o']}}}OpenSearchDescription"
    assert tree.findtext("o:ShortName", None, OPENSEARCH) == "The strike"
    assert tree.findtext("o:Description", None, OPENSEARCH) == "A strike of 1912."
    urls = tree.iterfind("o:Url", OPENSEARCH)
    templates = {each.get("type"): each.get("template") for each in urls}
    assert templates == {
        "text/html": f"{BASE}search?q={{searchTerms}}",
        "application/opensearchdescription+xml": f"{BASE}opensearch.xml",
    }
    assert tree.findtext("o:InputEncoding", None, OPENSEARCH) == "UTF-8"


def test_the_description_keeps_its_limits_and_is_xml_whatever_the_title() -> None:
    odd = replace(SETTINGS, title={"ru": "Уголь & <сталь>\x07 " * 9}, description={})
    tree = etree.fromstring(opensearch(odd).encode())
    for name, most in (("ShortName", 16), ("LongName", 48), ("Description", 1024)):
        text = tree.findtext(f"o:{name}", None, OPENSEARCH)
        assert text
        assert len(text) <= most
        assert text.startswith("Уголь & ")


def test_the_same_pages_make_the_same_files(tmp_path: Path) -> None:
    one, two = site(tmp_path / "one", *PAGES), site(tmp_path / "two", *reversed(PAGES))
    for folder in (one, two):
        write_discovery(folder, SETTINGS)
    for name in ("sitemap.xml", "robots.txt", "opensearch.xml"):
        assert (one / name).read_bytes() == (two / name).read_bytes()
