"""The reference archive answers its competency questions: queries/*.rq against expected rows.

``tests/cases/queries/<name>/expected.csv`` is the answer, ``params.json`` beside it the parameters
where they are not the defaults. After a change of the records, write the answers anew and read
the difference: ``python -m tests.test_query_named_queries``.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from lod_archive.pipeline import Archive
from lod_archive.query import NamedQuery, Rows, Source, Triples, load_queries, run_named

ROOT = Path(__file__).parent.parent
CASES = Path(__file__).parent / "cases" / "queries"
QUERIES = {query.name: query for query in load_queries(ROOT / "queries")}
NEVER_EMPTY = QUERIES.keys() - {"unsupported-statements"}


@pytest.fixture(scope="module")
def reference() -> Iterator[Source]:
    """The reference archive, built in memory."""
    with Archive.open(ROOT).source() as source:
        yield source


def answer(source: Source, query: NamedQuery) -> str:
    """The answer as CSV, or as N-Triples where it is triples."""
    params = CASES / query.name / "params.json"
    result = run_named(source, query, json.loads(params.read_text()) if params.exists() else {})
    out = io.BytesIO()
    result.write("nt" if isinstance(result, Triples) else "csv", out)
    return out.getvalue().decode().replace("\r\n", "\n")


@pytest.mark.parametrize("name", QUERIES)
def test_reference_archive_gives_the_expected_answer(reference: Source, name: str) -> None:
    expected = (CASES / name / "expected.csv").read_text("utf-8")
    assert answer(reference, QUERIES[name]).splitlines() == expected.splitlines()


@pytest.mark.parametrize("name", sorted(NEVER_EMPTY))
def test_no_question_goes_unanswered(reference: Source, name: str) -> None:
    result = run_named(reference, QUERIES[name], {})
    assert isinstance(result, Rows | Triples)
    assert len(result) > 0


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_query_says_what_it_is_for(query: NamedQuery) -> None:
    assert query.title
    assert query.description.endswith(".")
    assert all(parameter.default for parameter in query.parameters)


def test_every_expected_answer_has_its_query() -> None:
    assert {folder.name for folder in CASES.iterdir()} == set(QUERIES)


def main() -> None:
    """Write the answers anew."""
    with Archive.open(ROOT).source() as source:
        for query in QUERIES.values():
            folder = CASES / query.name
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "expected.csv").write_text(answer(source, query), "utf-8")


if __name__ == "__main__":
    main()
