"""Small graphs and shapes with queries, as Turtle, for tests that compare engines.

https://www.w3.org/TR/shacl/#sparql-constraints

Cases ``value-of-ask`` (so an ASK is asked of node shapes only), ``value-in-select-validators`` (so
none has a variable of that name) and ``each-solution-a-result`` (so tests must take results that
are alike for one).
"""

from __future__ import annotations

from hypothesis import strategies as st

from tests.shacl_literals import TAGGED, TEXTS
from tests.shacl_strategies import PREFIXES, Chooser, Palette, graph, path, target

DECLARED = """
ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://a.example/"^^xsd:anyURI ] .
ex:Longest a sh:ConstraintComponent ; sh:parameter [ sh:path ex:longest ] ;
    sh:validator [ a sh:SPARQLAskValidator ; sh:prefixes ex: ; sh:ask
        "ASK { FILTER(isBlank($value) || STRLEN(STR($value)) <= $longest) }" ] .
ex:Other a sh:ConstraintComponent ; sh:parameter [ sh:path ex:other ] ;
    sh:nodeValidator [ a sh:SPARQLSelectValidator ; sh:prefixes ex: ; sh:select
        "SELECT $this WHERE { $this ex:q ?v . FILTER(?v = $other) }" ] .
"""
ON_NODES = (
    "SELECT $this ?value WHERE { $this ex:p ?value . FILTER(!isIRI(?value)) }",
    "SELECT $this WHERE { $this ex:p ?v . FILTER(NOT EXISTS { $this ex:q ?v }) }",
    "SELECT $this ?value WHERE { { $this ex:p ?value } UNION { $this ex:q ?value } }",
    "SELECT $this ?value WHERE { $this ex:p/ex:q ?value . FILTER(?value != $this) }",
    "SELECT $this WHERE { $this ex:p ?v } GROUP BY $this HAVING (COUNT(?v) > 1)",
    "SELECT $this WHERE { $this ex:p ?v . OPTIONAL { ?v ex:q ?w } FILTER(!BOUND(?w)) }",
    "SELECT $this ?path ?value WHERE { $this ?path ?value . FILTER(isBlank(?value)) }",
    "SELECT $this WHERE { $this ex:p ?v . BIND(LANG(?v) AS ?tag) FILTER(?tag = 'en') }",
    "SELECT $this (?v AS ?value) WHERE { ?v ex:p|^ex:q $this . }",
    "SELECT $this WHERE { FILTER(NOT EXISTS { $this a ex:C }) }",
)
ON_VALUES = (
    "SELECT $this ?value WHERE { $this $PATH ?value . FILTER(isBlank(?value)) }",
    "SELECT $this ?value WHERE { $this $PATH ?value . FILTER(LANG(?value) != '') }",
    "SELECT $this ?value WHERE { $this $PATH ?value , ?other . FILTER(?value != ?other) }",
)


@st.composite
def queried(draw: st.DrawFn) -> tuple[str, str]:
    """A data graph and a shapes graph with queries, of literals that no store would rewrite."""
    choose = Chooser(draw)
    # Case ``queries-about-empty-texts``
    texts = (each for each in TEXTS + TAGGED if not each.startswith('""'))
    literals = (*texts, "1", "2", "true", '"a"^^ex:type')
    palette = Palette(literals, (), ("1", "2"))
    described = [
        queried_shape(choose, palette, f"ex:S{number}") for number in range(choose.number(1, 2))
    ]
    return graph(choose, palette), PREFIXES + DECLARED + "\n".join(described)


def queried_shape(choose: Chooser, palette: Palette, name: str) -> str:
    targets = choose.some(1, 2, lambda: target(choose, palette))
    query = f'sh:sparql [ sh:prefixes ex: ; sh:select "{choose.one(ON_NODES)}" ]'
    longest, other = f"ex:longest {choose.number(0, 3)}", f"ex:other {choose.one(palette.terms)}"
    own = choose.one((query, query, longest, other))
    kind = choose.number(0, 3)
    if kind == 0:
        query = f'sh:sparql [ sh:prefixes ex: ; sh:select "{choose.one(ON_VALUES)}" ]'
        part = f"sh:path {path(choose, 1)} ; {query}"
    elif kind == 1:
        part = f"sh:path {path(choose, 1)} ; sh:node [ a sh:NodeShape ; {own} ]"
    else:
        part = own if kind == 2 else f"sh:not [ a sh:NodeShape ; {own} ]"
    return f"{name} {' ; '.join((*targets, part))} ."
