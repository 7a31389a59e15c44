"""pySHACL as an engine: the only module that knows it.

What pySHACL does to the process while it runs is undone here: it switches rdflib's
``NORMALIZE_LITERALS`` (and always back *on*) and its table of datatypes, and adds to its logger a
handler that writes to stderr. Other threads would still notice: do not run it in several.
"""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, cast

import pyoxigraph as ox

from lod_archive.errors import ShapesError
from lod_archive.shacl.engine import Checked
from lod_archive.shacl.lint import bare
from lod_archive.shacl.report_graph import read_report
from lod_archive.shacl.vocabulary import (
    ADVANCED_TERMS,
    CORE_TERMS,
    OTHER_RULES,
    PARAMETERS,
    SPARQL_TERMS,
)
from lod_archive.vocab.namespaces import SH

if TYPE_CHECKING:
    from collections.abc import Iterator

    import rdflib

    from lod_archive.shacl.data_graph import DataGraph
    from lod_archive.shacl.engine import Progress
    from lod_archive.shacl.shapes import Shapes
    from lod_archive.shacl.targets import Census

_logger = logging.getLogger(__name__)

_GRAPH: Final = re.compile(r"(?<![\w:?$-])GRAPH\b\s*[^\s{]*", re.IGNORECASE)

_STUMBLES: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What pySHACL and rdflib raise, instead of an error of their own, at odd queries in shapes."""


@dataclass(frozen=True, slots=True)
class PyShacl:
    """Validation by pySHACL, over an rdflib graph in memory: complete, and slow on large data.

    By default it does what SHACL 1.0 says and no more: triples are checked as they are, none
    is inferred, so that a report is about what the author wrote.

    Whether a literal is well-formed it asks rdflib, which does not know every datatype: a wrong
    ``xsd:gYear``, ``gYearMonth``, ``gMonthDay``, ``language`` or ``anyURI`` passes.

    :param advanced: also evaluate the rules, functions, targets and expressions of
        https://www.w3.org/TR/shacl-af/, over a copy of the data.
    :param inference: first add what follows from the data by RDFS or OWL 2 RL, to a copy.
    """

    advanced: bool = False
    inference: Literal["none", "rdfs", "owlrl", "both"] = "none"
    name: str = field(default="pyshacl", init=False)

    @property
    def terms(self) -> frozenset[str]:
        """SHACL Core and SHACL-SPARQL; with ``advanced``, SHACL-AF."""
        core = CORE_TERMS | SPARQL_TERMS
        return core | ADVANCED_TERMS if self.advanced else core

    def check(
        self, graph: DataGraph, shapes: Shapes, census: Census, progress: Progress
    ) -> Checked:
        """Everything that pySHACL finds. The caller's graphs are copied, never changed.

        :raises ShapesError: if pySHACL refuses the shapes, or a regular expression or a SPARQL
            query in them is wrong.
        """
        _refuse_graph_clauses(shapes)
        progress("checking with pySHACL", 0)
        # rdflib and pySHACL cost 0.2 to 0.5 s: only who validates shall pay for them.
        from lod_archive.shacl.rdflib_bridge import ill_typed_literals, to_rdflib  # noqa: PLC0415

        with ill_typed_literals():
            data = to_rdflib(graph.triples())
            report = self._run(data, to_rdflib(_as_pyshacl_wants(shapes)))
            return Checked(iter(read_report(report).results))

    def _run(self, data: rdflib.Graph, shapes: rdflib.Graph) -> rdflib.Graph:
        import pyshacl  # noqa: PLC0415
        from pyparsing import ParseBaseException  # noqa: PLC0415
        from pyshacl.errors import ReportableRuntimeError  # noqa: PLC0415

        try:
            with _global_state_kept():
                _, report, _ = pyshacl.validate(
                    data,
                    shacl_graph=shapes,
                    advanced=self.advanced,
                    inference=self.inference,
                    allow_infos=False,
                    allow_warnings=False,
                )
        except ReportableRuntimeError as error:
            raise _refused(error) from None
        except re.error as error:
            raise ShapesError(
                f"pySHACL cannot use the regular expression {error.pattern!r}: {error.msg}",
                hint="write [A-Z] or the letters themselves instead of \\p{…}, \\i and \\c",
                spec="https://www.w3.org/TR/shacl/#PatternConstraintComponent",
            ) from None
        except ParseBaseException as error:
            raise ShapesError(
                f"a SPARQL query in the shapes is wrong: {error}",
                spec="https://www.w3.org/TR/shacl/#sparql-constraints",
            ) from None
        except _STUMBLES as error:
            raise ShapesError(
                f"pySHACL cannot evaluate the shapes: {type(error).__name__}: {error}",
                hint="look at the queries first: sh:select takes a SELECT, sh:ask an ASK",
                spec="https://www.w3.org/TR/shacl/#sparql-constraints",
            ) from error
        # pySHACL hands a failure back in the place of the report.
        if isinstance(report, ReportableRuntimeError):
            raise _refused(report)
        return cast("rdflib.Graph", report)


def _refuse_graph_clauses(shapes: Shapes) -> None:
    """Stop queries that ask a graph by name, for which rdflib needs a dataset."""
    for node in shapes.index.subjects():
        for query in (v for p in (SH.select, SH.ask) for v in shapes.index.all(node, p)):
            found = _GRAPH.search(bare(query.value))
            if found:
                raise ShapesError(
                    f"a SPARQL query in the shapes asks {found[0]}, and pySHACL has one graph, "
                    "not a dataset",
                    at=shapes.locate(node, SH.select),
                    hint="leave GRAPH out: the data is the union of all graphs",
                    spec="https://www.w3.org/TR/shacl/#sparql-constraints",
                )


def _as_pyshacl_wants(shapes: Shapes) -> Iterator[ox.Triple]:
    """The shapes, changed where pySHACL would read them in another way than SHACL.

    A parameter is true if it is the term ``true``, which ``"1"^^xsd:boolean`` is not; and a query
    may use the prefixes of what its ``sh:prefixes`` imports.
    """
    for triple in shapes.triples:
        value = triple.object
        is_one = isinstance(value, ox.Literal) and value.value == "1"
        if not (is_one and triple.predicate.value in _BOOLEANS):
            yield triple
    for query in shapes.index.subjects():
        for holder in shapes.index.resources(query, SH.prefixes):
            for declaration in shapes.declarations(query):
                yield ox.Triple(holder, ox.NamedNode(SH.declare), declaration)


def _refused(error: Exception) -> ShapesError:
    message, _, link = str(error).partition("\nFor reference, see ")
    if message.startswith(_TOO_DEEP):
        return ShapesError(
            "shapes stand too deep within one another for any engine here",
            hint="give inner ones targets of their own, or write a chain of properties as a path",
        )
    return ShapesError(f"pySHACL refuses the shapes: {message}", spec=link or None)


_TOO_DEEP: Final = "Validation path too deep"
"""How pySHACL begins, and then lists them all."""


@contextmanager
def _global_state_kept() -> Iterator[None]:
    """Leave rdflib and the logger as they were; what pySHACL logs goes to our logger.

    pySHACL and, for inference, owlrl also exchange rdflib's table of datatypes, and put back a
    larger one than they found: after it, other literals than before count as ill-formed.
    """
    import rdflib  # noqa: PLC0415
    from rdflib.term import _toPythonMapping  # noqa: PLC0415

    logger = logging.getLogger("pyshacl-validate")
    handlers, level, normalize = logger.handlers[:], logger.level, rdflib.NORMALIZE_LITERALS
    datatypes = dict(_toPythonMapping)

    def passed_on(record: logging.LogRecord) -> bool:
        if _logger.isEnabledFor(record.levelno):
            _logger.log(record.levelno, "%s", record.getMessage())
        return False

    logger.addFilter(passed_on)
    try:
        yield
    finally:
        logger.removeFilter(passed_on)
        logger.handlers[:] = handlers
        logger.setLevel(level)
        rdflib.NORMALIZE_LITERALS = normalize
        _toPythonMapping.clear()
        _toPythonMapping.update(datatypes)


_BOOLEANS: Final = frozenset(
    rule.iri for rule in (*PARAMETERS, *OTHER_RULES) if rule.takes == "boolean"
)
