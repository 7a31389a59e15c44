"""What can be seen of a text, by the categories of Unicode."""

from __future__ import annotations

import sys
import unicodedata

from lod_archive.vocab.texts import is_visible

SEEN = "LMNPS"
"""Letters, marks, numbers, punctuation, symbols."""
UNSEEN = ("Zs", "Zl", "Zp", "Cc")


def test_what_unicode_calls_a_letter_or_the_like_is_seen_and_white_space_and_controls_are_not() -> (
    None
):
    for character in map(chr, range(0xE0000)):
        category = unicodedata.category(character)
        if category[0] in SEEN:
            assert is_visible(character), hex(ord(character))
        if category in UNSEEN:
            assert not is_visible(character), hex(ord(character))


def test_format_characters_are_not_seen_but_for_those_that_scripts_write_signs_with() -> None:
    formats = (
        each for each in map(chr, range(sys.maxunicode)) if unicodedata.category(each) == "Cf"
    )
    names = {unicodedata.name(each, "").partition(" ")[0] for each in formats if is_visible(each)}
    assert names == {"ARABIC", "SYRIAC", "KAITHI", "EGYPTIAN", "SHORTHAND", "MUSICAL"}
    assert not is_visible("\u00ad\u061c\u200b\u200d\u202e\u2060\ufeff\U000e0020")
