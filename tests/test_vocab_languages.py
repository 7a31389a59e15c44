"""Language tags by the grammar of RFC 5646."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod_archive.vocab import languages


@pytest.mark.parametrize(
    "tag",
    [
        *("en", "no", "ru-Latn-alalc97", "zh-Hant-TW", "es-419", "de-1996", "sl-rozaj-biske"),
        *("en-x-private", "x-own", "de-DE-u-co-phonebk", "EN-gb", "zh-cmn-Hans-CN", "und"),
    ],
)
def test_tags(tag: str) -> None:
    assert languages.is_well_formed(tag)


@pytest.mark.parametrize(
    "tag",
    [
        *("", "e", "en_US", "english!", "en-", "-en", "en--US", "ru Latn", "en\n", "русский"),
        *("en-x", "abcdefghi", "en-u", "@none"),
    ],
)
def test_other_texts_are_no_tags(tag: str) -> None:
    assert not languages.is_well_formed(tag)


@given(st.from_regex(r"[A-Za-z]{1,4}(-[A-Za-z0-9]{1,8}){0,4}", fullmatch=True))
def test_well_formed_tags_can_be_published(tag: str) -> None:
    if languages.is_well_formed(tag):
        assert ox.Literal("x", language=tag).language is not None
        assert languages.is_well_formed(languages.cased(tag))


@given(st.from_regex(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}", fullmatch=True))
def test_case_has_no_meaning(tag: str) -> None:
    assert languages.cased(tag.upper()) == languages.cased(tag.lower())
    assert languages.cased(tag).lower() == tag.lower()


@pytest.mark.parametrize(
    "cased", ["ru-Latn-alalc97", "zh-Hant-TW", "en-GB", "es-419", "de-DE-u-co-phonebk", "en-x-us"]
)
def test_the_case_that_is_published(cased: str) -> None:
    """`RFC 5646 §2.1.1 <https://www.rfc-editor.org/rfc/rfc5646#section-2.1.1>`_."""
    assert languages.cased(cased.lower()) == cased
