"""What an engine may get wrong, with questions that have one right answer whatever the data.

How an engine came to have its line here: the queries of this package were compared with their
right answers on Virtuoso 7.2.5. Constants are often put together (``SUBSTR("ab", 1, 1)``) or
tagged, because engines evaluate plain ones while they read the query, and rightly.

What no such question shows: to Virtuoso 9223372036854775807 and what is greater are no numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from lod_archive.shacl.constraints.query_text import Token, tokens

_QUOTES: Final = ("'", '"')


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a query, for looking at.

    :param shape: the query with ``I`` for each IRI, ``S`` for each string and ``V`` for each
        variable.
    :param typed: the literals with a datatype that are not only compared by their values.
    """

    shape: str
    strings: tuple[str, ...]
    iris: frozenset[str]
    words: frozenset[str]
    typed: frozenset[str]

    @classmethod
    def of(cls, query: str) -> Text:
        """The text of a query.

        >>> Text.of('SELECT ?x WHERE { ?x <p:>* "a" }').shape
        'SELECT V WHERE { V I* S }'
        """
        every = tokens(query)
        kept = [token.text for token in every if token.kind == "kept"]
        signs = {"variable": "V", "space": " "}
        return cls(
            "".join(
                ("I" if token.text.startswith("<") else "S")
                if token.kind == "kept" and not token.text.startswith("@")
                else signs.get(token.kind, token.text)
                for token in every
            ),
            tuple(text for text in kept if text[0] in _QUOTES),
            frozenset(text[1:-1] for text in kept if text.startswith("<")),
            frozenset(token.value for token in every if token.kind == "word"),
            frozenset(_typed([token for token in every if token.kind != "space"])),
        )

    def has(self, pattern: str) -> bool:
        """Whether a regular expression matches somewhere in the shape."""
        return re.search(pattern, self.shape) is not None


def _typed(solid: list[Token]) -> Iterator[str]:
    before = ""
    for text, one, two, datatype in zip(solid, solid[1:], solid[2:], solid[3:], strict=False):
        if (
            text.text[0] in _QUOTES
            and one.text == two.text == "^"
            and before not in ("<", ">", "=")
        ):
            yield f"{text.text}^^{datatype.text}"
        before = text.text


@dataclass(frozen=True, slots=True)
class Ability:
    """Something that an engine may get wrong.

    :param name: what it is, to people.
    :param is_needed: whether a query relies on it.
    :param true: conditions that hold for a resource of the data, called ``?n``; ``?x`` is one
        that the data does not have. ``?p`` becomes a property of the first.
    :param false: those that do not hold.
    :param found: patterns that bind ``?n`` to the resource, and to nothing else.
    :param lost: those that bind it to nothing.
    """

    name: str
    is_needed: Callable[[Text], bool]
    true: tuple[str, ...] = ()
    false: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


_XSD: Final = "<http://www.w3.org/2001/XMLSchema#{}>"
_DATE, _TIME, _INTEGER, _STRING, _BOOLEAN = map(
    _XSD.format, ("date", "dateTime", "integer", "string", "boolean")
)
_ZONES: Final = f'"2002-10-10T00:00:00"^^{_TIME} > "2002-10-09T12:00:00-05:00"^^{_TIME}'
_LANG_STRING: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
_AFTER_STEP: Final = r"(?<=[I)])"
_BEFORE_STEP: Final = r"(?= ?[/|)VIS^(])"
_BYTEWISE: Final = re.compile(
    r"(?:[^\\.\[(]|\\[\\.*+?(){}\[\]|^$/-]|\[(?!\^)(?:[^\]\\]|\\.)*\]|\((?!\?))*"
)
"""Regular expressions of which every part matches ASCII alone, so that bytes are characters."""
_NUMBERS: Final = re.compile(
    r"isNumeric\(V\) && V [<>]=? (?:S\^\^I|[\d.e+-]+)|STRLEN\(STR\(V\)\) [<>]=? \d+"
    r"|COUNT\(DISTINCT V\) >= \d+"
)
"""Comparisons of numbers alone."""
_NESTED: Final = re.compile(r"[*+}][^()]*\)[*+{]")


def _has_word(*words: str) -> Callable[[Text], bool]:
    return lambda text: not text.words.isdisjoint(words)


def _matches(pattern: str) -> Callable[[Text], bool]:
    return lambda text: text.has(pattern)


def _has_wide_expression(text: Text) -> bool:
    """Whether there is a regular expression, or there may be, in which bytes matter."""
    if "REGEX" not in text.words:
        return False
    return text.has(r"REGEX\([^S]*V\s*[,)]|, ?S, ?S") or not all(
        string.isascii() and _BYTEWISE.fullmatch(string[1:-1].replace("\\\\", "\\"))
        for string in text.strings
    )


def _compares_anything(text: Text) -> bool:
    """Whether what is compared may be anything, not only what surely is a number."""
    return re.search(r"[<>]", _NUMBERS.sub("", text.shape)) is not None


ABILITIES: Final = (
    Ability(
        "LATERAL",
        _has_word("LATERAL"),
        found=("VALUES ?n { <n> } LATERAL { SELECT ?n WHERE { ?n ?p ?o } LIMIT 1 }",),
        lost=("VALUES ?n { ?x } LATERAL { SELECT ?n WHERE { ?n ?p ?o } LIMIT 1 }",),
    ),
    Ability(
        "EXISTS",
        _has_word("EXISTS"),
        true=(
            "EXISTS { ?n ?p ?o }",
            "EXISTS { ?n ?p ?o FILTER(EXISTS { ?n ?p ?o }) }",
            "!EXISTS { ?n ?p ?o FILTER(!EXISTS { ?n ?p ?o }) }",
            "isLiteral(?n) || EXISTS { ?n ?p ?o }",
            "IF(EXISTS { ?n ?p ?o }, 1, 0) + IF(!EXISTS { ?n ?p ?o }, 1, 0) = 1",
        ),
        false=("!EXISTS { ?n ?p ?o }", "EXISTS { ?n ?p ?o FILTER(!EXISTS { ?n ?p ?o }) }"),
        found=("?n ?p ?o . VALUES ?n { <n> } FILTER(EXISTS { ?n ?p ?o })",),
        lost=(
            "VALUES ?n { ?x } FILTER(EXISTS { ?n ?p ?o })",
            "?n ?p ?o . VALUES ?n { <n> } FILTER(!EXISTS { ?n ?p ?o })",
        ),
    ),
    Ability(
        "VALUES in a UNION",
        _matches(r"UNION[^;]*VALUES|VALUES[^;]*UNION"),
        true=(),
        found=(
            "{ VALUES ?n { <n> } } UNION { ?n ?p ?x } FILTER(EXISTS { ?n ?p ?o })",
            "{ VALUES ?n { <n> } } UNION { VALUES ?n { 1 } } FILTER(isIRI(?n))",
        ),
    ),
    Ability(
        "counting within EXISTS",
        _matches(r"EXISTS \{ SELECT"),
        true=(
            "EXISTS { SELECT ?n WHERE { ?n ?p ?o } GROUP BY ?n HAVING (COUNT(DISTINCT ?o) >= 1) }",
        ),
        false=(
            "EXISTS { SELECT ?n WHERE { ?n ?p ?o } GROUP BY ?n "
            "HAVING (COUNT(DISTINCT ?o) >= 1000000) }",
            "!EXISTS { SELECT ?n WHERE { ?n ?p ?o } GROUP BY ?n HAVING (COUNT(DISTINCT ?o) >= 1) }",
        ),
    ),
    Ability(
        "literals as focus nodes",
        _matches(r"VALUES V \{[^}]*[S\d]"),
        lost=(
            'VALUES ?n { "a" "b"@en 1.5 true "x"^^' + _INTEGER + " } FILTER(isIRI(?n))",
            'VALUES ?n { "a" } FILTER(!sameTerm(?n, "a"))',
        ),
    ),
    Ability(
        "sameTerm with strings",
        _matches(r"sameTerm\([^()]*S(?![@^])"),
        true=(
            'sameTerm("a", "a")',
            'sameTerm(SUBSTR("ab", 1, 1), "a")',
            '!sameTerm("a", "a"@en)',
            "!sameTerm(1, 1.0)",
        ),
        found=('VALUES ?n { <n> } BIND(SUBSTR("ab", 1, 1) AS ?v) FILTER(sameTerm(?v, "a"))',),
        false=('sameTerm(?n, "a")',),
    ),
    Ability(
        "comparing numbers",
        _has_word("ISNUMERIC"),
        true=("isNumeric(1) && 1 < 2.5", "isNumeric(2.5e0) && 2.5e0 >= 2"),
        false=(
            "COALESCE(isNumeric(?n) && ?n < 2, false)",
            'COALESCE(isNumeric(SUBSTR("ab", 1, 1)) && SUBSTR("ab", 1, 1) < 2, false)',
            f'COALESCE(isNumeric("2020-01-01"^^{_DATE}) && "2020-01-01"^^{_DATE} < 2, false)',
        ),
    ),
    Ability(
        "comparing what has no order",
        _compares_anything,
        true=(
            "COALESCE(1 < 2, false)",
            "COALESCE(?n < 2, true)",
            'COALESCE("a" < 2, true)',
            f'COALESCE("2020-01-01"^^{_DATE} < 2, true)',
            f"COALESCE({_ZONES}, true)",
        ),
        false=(
            "COALESCE(?n < 2, false)",
            "COALESCE(2 < ?n, false)",
            'COALESCE("a" < 2, false)',
            f'COALESCE("2020-01-01"^^{_DATE} < 2, false)',
            f"COALESCE({_ZONES}, false)",
        ),
    ),
    Ability(
        "regular expressions",
        _has_word("REGEX"),
        true=(
            'REGEX("12", "^([0-9]+)$")',
            '!REGEX("1x", "^([0-9]+)$")',
            'REGEX(STR(?n), "^[a-z]+:")',
            '!REGEX("a\\n", "^a$")',
            'REGEX("a.b", "a\\\\.b")',
            '!REGEX("axb", "a\\\\.b")',
        ),
    ),
    Ability(
        "regular expressions with more than ASCII",
        _has_wide_expression,
        true=(
            'REGEX(STR("ä"@en), "^.$")',
            'REGEX(STR("Ä"@en), "^ä$", "i")',
            'REGEX(STR("ö"@en), "^[ä-ü]$")',
            'REGEX(STR("ä"@en), "^\\\\p{L}$")',
        ),
        false=('REGEX(STR("Ä"@en), "^[^a]{2}$")', 'REGEX(STR("Ä"@en), "^ä$")'),
    ),
    Ability(
        "regular expressions that repeat repetitions",
        lambda text: "REGEX" in text.words and any(map(_NESTED.search, text.strings)),
        false=(f'REGEX("{"a" * 40}!", "^(a+)+$")',),
    ),
    Ability(
        "the length of strings",
        _has_word("STRLEN"),
        true=(
            'STRLEN(STR("abc"@en)) = 3',
            'STRLEN(STR("äö"@en)) = 2',
            'STRLEN(STR("äö𝔘")) = 3',
        ),
    ),
    Ability(
        "rdf:langString",
        lambda text: _LANG_STRING in text.iris,
        true=(f'DATATYPE("a"@en) = <{_LANG_STRING}>',),
    ),
    Ability(
        "datatypes",
        _has_word("DATATYPE"),
        true=(
            f'DATATYPE(SUBSTR("ab", 1, 1)) = {_STRING}',
            f"DATATYPE(1) = {_INTEGER}",
            f'DATATYPE("2020-01-01"^^{_DATE}) = {_DATE}',
            f"!COALESCE(DATATYPE(?n) = {_STRING}, false)",
        ),
        false=(f'COALESCE(DATATYPE("a"@en) = {_STRING}, false)',),
    ),
    Ability(
        "languages",
        _has_word("LANG", "LANGMATCHES"),
        true=(
            'LANGMATCHES(LANG("a"@en-GB), "en")',
            '!LANGMATCHES(LANG("a"@en), "en-GB")',
            '!LANGMATCHES(LANG(SUBSTR("ab", 1, 1)), "en")',
            'LANG(SUBSTR("ab", 1, 1)) = ""',
            '!COALESCE(LANGMATCHES(LANG(?n), "en"), false)',
            'LCASE(LANG("a"@en-GB)) = LCASE(LANG("b"@EN-gb))',
        ),
    ),
    Ability(
        "the language range *",
        lambda text: '"*"' in text.strings,
        true=('LANGMATCHES(LANG("a"@en), "*")', '!LANGMATCHES(LANG("a"), "*")'),
    ),
    Ability(
        "kinds of nodes",
        _matches(r"is(Blank|IRI|Literal)\("),
        true=("isIRI(?n)", "!isBlank(?n)", "!isLiteral(?n)", 'isLiteral("a")', "isLiteral(1)"),
    ),
    Ability(
        "IN",
        _matches(r"\bIN \("),
        true=("?n IN (<n>, ?x)", "?n NOT IN (?x)", '!("a" IN (<n>, ?x))'),
        false=("?n IN (?x)", "?n NOT IN (?x, <n>)"),
    ),
    Ability(
        "inverse paths",
        _matches(r"(?<!\^)\^(?!\^)"),
        found=("?o ^?p ?n . FILTER(?n = <n>)",),
        true=("EXISTS { ?o ^?p ?n }",),
    ),
    Ability(
        "sequences in paths",
        _matches(rf"{_AFTER_STEP}/(?=[I(^])"),
        found=("VALUES ?n { <n> } ?n ?p /^?p <n> .",),
        true=("EXISTS { ?n ?p /^?p ?n }", "EXISTS { ?n ?p /^?p ?m FILTER(?m = ?n) }"),
        false=("!EXISTS { ?n ?p /^?p <n> }",),
    ),
    Ability(
        "alternatives in paths",
        _matches(rf"{_AFTER_STEP}\|(?=[I(^])"),
        true=("EXISTS { ?n (?p |?x) ?o }", "EXISTS { ?n (?x|?p ) ?o }"),
        false=("EXISTS { ?n (?x|?x) ?o }", "!EXISTS { ?n (?x|?p ) ?o }"),
        found=("VALUES ?n { <n> } ?n (?x|?p ) ?o .",),
    ),
    Ability(
        "paths of any length",
        _matches(rf"{_AFTER_STEP}[*+]{_BEFORE_STEP}"),
        found=(
            "VALUES ?n { <n> } ?n (?p |^?p )+ <n> .",
            "VALUES ?n { <n> } ?n ?x* ?m . FILTER(?m = ?n)",
            "VALUES ?n { <n> } ?n ?p /(^?p )* <n> .",
            "VALUES ?n { <n> } ?n ?p /?x* ?o .",
        ),
        true=(
            "EXISTS { ?n ?p /?x* ?o }",
            "EXISTS { ?n ?x* <n> }",
            "EXISTS { ?n ?p /^?p /?x* <n> }",
        ),
        false=("EXISTS { ?n ?x+ ?o }", "!EXISTS { ?n ?x* ?m }"),
    ),
    Ability(
        "optional steps in paths",
        _matches(rf"{_AFTER_STEP}\?{_BEFORE_STEP}"),
        found=("VALUES ?n { <n> } ?n ?x? ?m . FILTER(?m = ?n)",),
        true=("EXISTS { ?n ?x? <n> }", "EXISTS { ?n ?p ? ?m FILTER(?m = ?n) }"),
    ),
)
"""What is tested; a query that relies on anything else must be SPARQL at its plainest."""

TESTED: Final = frozenset(
    (
        *("SELECT", "DISTINCT", "WHERE", "FILTER", "EXISTS", "VALUES", "UNION", "OPTIONAL", "BIND"),
        *("AS", "NOT", "IN", "GROUP", "BY", "HAVING", "COUNT", "COALESCE", "IF", "BOUND", "STR"),
        *("LANG", "LANGMATCHES", "LCASE", "DATATYPE", "REGEX", "STRLEN", "SAMETERM", "ISIRI"),
        *("ISBLANK", "ISLITERAL", "ISNUMERIC", "TRUE", "FALSE", "LATERAL", "A"),
    )
)
"""The words of queries that are tested, or too plain to be."""
