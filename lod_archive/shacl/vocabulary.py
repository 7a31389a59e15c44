"""The terms of the SHACL namespace, and what each constraint parameter takes.

Read from the vocabulary itself, https://www.w3.org/ns/shacl.ttl; a test compares the two. The
rules for parameters are those of the "syntax rules" of each constraint component:
https://www.w3.org/TR/shacl/#syntax-rules
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from lod_archive.vocab.namespaces import SH

Takes = Literal[
    "anything", "boolean", "integer", "IRI", "list", "literal", "node kind", "shape", "string"
]
"""What the value of a parameter must be."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a constraint component.

    :param single: whether a shape may have at most one value for it.
    :param members: what each member must be, where the value is a list.
    :param on_paths_only: whether it has no meaning on a node shape.
    """

    name: str
    component: str
    takes: Takes
    single: bool = False
    members: Takes = "anything"
    on_paths_only: bool = False

    @property
    def iri(self) -> str:
        """The predicate that gives the parameter."""
        return SH[self.name]


PARAMETERS: Final = (
    Parameter("class", "Class", "IRI"),
    Parameter("datatype", "Datatype", "IRI", single=True),
    Parameter("nodeKind", "NodeKind", "node kind", single=True),
    Parameter("minCount", "MinCount", "integer", single=True, on_paths_only=True),
    Parameter("maxCount", "MaxCount", "integer", single=True, on_paths_only=True),
    Parameter("minExclusive", "MinExclusive", "literal", single=True),
    Parameter("minInclusive", "MinInclusive", "literal", single=True),
    Parameter("maxExclusive", "MaxExclusive", "literal", single=True),
    Parameter("maxInclusive", "MaxInclusive", "literal", single=True),
    Parameter("minLength", "MinLength", "integer", single=True),
    Parameter("maxLength", "MaxLength", "integer", single=True),
    Parameter("pattern", "Pattern", "string"),
    Parameter("flags", "Pattern", "string", single=True),
    Parameter("languageIn", "LanguageIn", "list", single=True, members="string"),
    Parameter("uniqueLang", "UniqueLang", "boolean", single=True, on_paths_only=True),
    Parameter("equals", "Equals", "IRI"),
    Parameter("disjoint", "Disjoint", "IRI"),
    Parameter("lessThan", "LessThan", "IRI", on_paths_only=True),
    Parameter("lessThanOrEquals", "LessThanOrEquals", "IRI", on_paths_only=True),
    Parameter("not", "Not", "shape"),
    Parameter("and", "And", "list", members="shape"),
    Parameter("or", "Or", "list", members="shape"),
    Parameter("xone", "Xone", "list", members="shape"),
    Parameter("node", "Node", "shape"),
    Parameter("property", "Property", "shape"),
    Parameter("qualifiedValueShape", "QualifiedMinCount", "shape"),
    Parameter("qualifiedValueShapesDisjoint", "QualifiedMinCount", "boolean", single=True),
    Parameter("qualifiedMinCount", "QualifiedMinCount", "integer", single=True),
    Parameter("qualifiedMaxCount", "QualifiedMaxCount", "integer", single=True),
    Parameter("closed", "Closed", "boolean", single=True),
    Parameter("ignoredProperties", "Closed", "list", single=True, members="IRI"),
    Parameter("hasValue", "HasValue", "anything"),
    Parameter("in", "In", "list", single=True),
)
"""The parameters of the constraint components of SHACL Core, in the specification's order."""

REFINEMENTS: Final = frozenset({"flags", "ignoredProperties", "qualifiedValueShapesDisjoint"})
"""Parameters that only refine another one: alone they check nothing."""

OTHER_RULES: Final = (
    Parameter("deactivated", "", "boolean", single=True),
    Parameter("severity", "", "IRI", single=True),
    Parameter("message", "", "string"),
    Parameter("targetClass", "", "IRI"),
    Parameter("targetSubjectsOf", "", "IRI"),
    Parameter("targetObjectsOf", "", "IRI"),
    Parameter("sparql", "", "shape"),
)
"""Properties of shapes that are no constraint parameters, but follow the same kind of rules."""

NODE_KINDS: Final = (
    *("BlankNode", "IRI", "Literal"),
    *("BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral"),
)

_CORE: Final = """
    NodeShape PropertyShape Shape NodeKind Severity Info Violation Warning PropertyGroup
    AbstractResult ValidationReport ValidationResult Parameterizable Parameter
    ConstraintComponent parameter optional labelTemplate
    path alternativePath inversePath oneOrMorePath zeroOrMorePath zeroOrOnePath
    targetClass targetNode targetObjectsOf targetSubjectsOf
    deactivated message severity name description defaultValue group order
    conforms detail focusNode result resultMessage resultPath resultSeverity
    shapesGraphWellFormed sourceConstraint sourceConstraintComponent sourceShape value
    entailment shapesGraph suggestedShapesGraph
"""
_SPARQL: Final = """
    SPARQLConstraintComponent SPARQLAskExecutable SPARQLAskValidator SPARQLConstraint
    SPARQLConstructExecutable SPARQLExecutable SPARQLSelectExecutable SPARQLSelectValidator
    SPARQLUpdateExecutable Validator ResultAnnotation PrefixDeclaration
    annotationProperty annotationValue annotationVarName ask construct declare namespace prefix
    prefixes nodeValidator propertyValidator resultAnnotation select sparql update validator
"""
_ADVANCED: Final = """
    ExpressionConstraintComponent ExpressionConstraintComponent-expression
    Function Rule SPARQLFunction SPARQLRule SPARQLTarget SPARQLTargetType Target TargetType
    TripleRule condition expression filterShape intersection nodes object predicate returnType
    rule subject this union
"""
_JAVASCRIPT: Final = """
    JSConstraint JSConstraint-js JSConstraintComponent JSExecutable JSFunction JSLibrary JSRule
    JSTarget JSTargetType JSValidator js jsFunctionName jsLibrary jsLibraryURL
"""


def _terms(names: str) -> frozenset[str]:
    return frozenset(SH[name] for name in names.split())


CORE_TERMS: Final = (
    _terms(_CORE)
    | {SH[kind] for kind in NODE_KINDS}
    | {parameter.iri for parameter in PARAMETERS}
    | {SH[f"{parameter.component}ConstraintComponent"] for parameter in PARAMETERS}
    | {SH[f"{p.component}ConstraintComponent-{p.name}"] for p in PARAMETERS}
    | {
        SH[f"QualifiedMaxCountConstraintComponent-{name}"]
        for name in ("qualifiedValueShape", "qualifiedValueShapesDisjoint")
    }
)
"""SHACL Core: https://www.w3.org/TR/shacl/#core-components"""

SPARQL_TERMS: Final = _terms(_SPARQL) | {SH["SPARQLConstraintComponent-sparql"]}
"""SHACL-SPARQL: https://www.w3.org/TR/shacl/#sparql-constraints"""

ADVANCED_TERMS: Final = _terms(_ADVANCED) | {SH.target}
"""SHACL Advanced Features, a working group note: https://www.w3.org/TR/shacl-af/"""

JAVASCRIPT_TERMS: Final = _terms(_JAVASCRIPT)
"""SHACL JavaScript Extensions, a working group note: https://www.w3.org/TR/shacl-js/"""

ALL_TERMS: Final = CORE_TERMS | SPARQL_TERMS | ADVANCED_TERMS | JAVASCRIPT_TERMS
