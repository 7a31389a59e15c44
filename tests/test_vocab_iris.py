"""Which ids and IRIs there are, and how one is made from another."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod_archive.vocab import iris


@pytest.mark.parametrize(
    "text", ["event/x", "event/record-shift-1935-08-31", "a/b/c", "a1/b_c", "a/b.c", "0/1"]
)
def test_record_ids(text: str) -> None:
    assert iris.is_record_id(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "event", "/x", "event/", "event/x/", "event//x", "Event/x", "event/é", "event/a b"),
        *("event/..", "../x", "event/.x", "event/-x", "event/x-", "event/a--b", "e/x\n", "e/x#y"),
    ],
)
def test_other_texts_are_no_record_ids(text: str) -> None:
    assert not iris.is_record_id(text)


@given(st.from_regex(r"[a-z0-9._-]{1,9}(/[a-z0-9._-]{1,9}){1,2}", fullmatch=True))
def test_record_ids_make_valid_iris_that_stay_below_the_base(text: str) -> None:
    if iris.is_record_id(text):
        base = "https://example.org/a/"
        assert ox.NamedNode(base + text).value == base + text
        assert not {"", ".", ".."}.intersection(text.split("/"))


@pytest.mark.parametrize(
    "text", ["https://e.org", "HTTP://e.org/", "urn:x", "mailto:a@b", "geo:48,37", "doi:10.1/x"]
)
def test_iris_of_schemes_in_use(text: str) -> None:
    assert iris.has_known_scheme(text)


@pytest.mark.parametrize(
    "text", ["", "https", "https:", "https://", "https:///x", "https:/e.org", "htps://e.org", "a:b"]
)
def test_other_texts_have_no_known_scheme(text: str) -> None:
    assert not iris.has_known_scheme(text)


@given(st.text())
def test_a_slug_is_stable(text: str) -> None:
    slug = iris.slug(text)
    assert iris.slug(slug) == slug
    assert not set(slug) - set("abcdefghijklmnopqrstuvwxyz0123456789._-/")


@pytest.mark.parametrize(
    ("text", "slug"),
    [("Événement/Été 1935", "evenement/ete-1935"), ("/a//b/", "a/b"), ("событие", "")],
)
def test_slugs(text: str, slug: str) -> None:
    assert iris.slug(text) == slug


def test_documents_and_entities() -> None:
    base = "https://example.org/"
    assert iris.document_iri(base, base + "a/b") == base + "doc/a/b"
    assert iris.document_path("a/b", "ttl") == "doc/a/b.ttl"
    assert iris.entity_of("a/b#c") == iris.entity_of("a/b") == "a/b"


def test_the_publications_own_paths_are_reserved() -> None:
    own = [
        iris.DOCUMENTS,
        iris.CITATIONS,
        iris.CLAIM_PREDICATES,
        iris.PROPERTIES,
        iris.DATASET,
        iris.BUILD,
    ]
    assert {path.partition("/")[0] for path in own} <= set(iris.RESERVED)
