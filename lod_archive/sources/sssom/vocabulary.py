"""What a mapping set is written with: kinds of links, justifications, columns, prefixes."""

from __future__ import annotations

from typing import Final

from lod_archive.vocab.namespaces import OWL, RDF, RDFS, SCHEMA, SEMAPV, SKOS, SSSOM

PREDICATES: Final = {
    "skos:exactMatch": SKOS.exactMatch,
    "skos:closeMatch": SKOS.closeMatch,
    "skos:broadMatch": SKOS.broadMatch,
    "skos:narrowMatch": SKOS.narrowMatch,
    "skos:relatedMatch": SKOS.relatedMatch,
    "owl:sameAs": OWL.sameAs,
    "schema:sameAs": SCHEMA.sameAs,
}
"""What can be said of an entity and something elsewhere."""

JUSTIFICATIONS: Final = (
    "BackgroundKnowledgeBasedMatching",
    "CompositeMatching",
    "InstanceBasedMatching",
    "LexicalMatching",
    "LexicalSimilarityThresholdMatching",
    "LogicalReasoning",
    "ManualMappingCuration",
    "MappingChaining",
    "MappingInversion",
    "MappingReview",
    "SemanticSimilarityThresholdMatching",
    "StructuralMatching",
    "UnspecifiedMatching",
)
"""How pairs are found: the terms of SEMAPV that SSSOM admits."""

COLUMNS: Final = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "object_category",
    "mapping_justification",
    "author_id",
    "author_label",
    "reviewer_id",
    "reviewer_label",
    "reviewer_agreement",
    "mapping_date",
    "review_date",
    "confidence",
    "similarity_score",
    "similarity_measure",
    "comment",
    "other",
)
"""The columns that are written, in their order."""

ARCHIVE: Final = "archive"
"""The prefix of the archive's own entities."""
BUILT_IN: Final = {
    "owl": OWL,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "semapv": SEMAPV,
    "skos": SKOS,
    "sssom": SSSOM,
}
"""Prefixes that a mapping set need not declare; all but that of schema.org are SSSOM's own."""
NO_TERM: Final = SSSOM.NoTermFound
"""What stands in the place of something that was looked for and not found."""
ORCID: Final = "https://orcid.org/"
"""The namespace of people's identifiers."""
KNOWN: Final = {**BUILT_IN, "orcid": ORCID}
"""Prefixes that are understood in any mapping set, unless it declares them itself."""
