"""The examples of the Reconciliation API 0.2: the schemas judge them, and our readers agree.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from lod_archive.pipeline import Archive
from lod_archive.server.reconcile.extensions import read_extension
from lod_archive.server.reconcile.queries import read_queries
from lod_archive.server.reconcile.refusals import RequestRefused
from tests.reconciling import PIT, SUITE, is_valid, parsed, serving_pit
from tests.suites import SUITES, suite_path

JUDGED = (
    "data-extension-property-proposal",
    "data-extension-query",
    "data-extension-response",
    "manifest",
    "reconciliation-query-batch",
    "reconciliation-result-batch",
    "suggest-entities-response",
    "suggest-properties-response",
    "suggest-types-response",
)
"""The schemas, each of which has a folder of examples."""
PARTS: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "data-extension-metadata": lambda part: {"extend": part},
    "preview-metadata": lambda part: {"preview": part},
    "suggest-metadata": lambda part: {"suggest": {"entity": part}},
    "security-scheme": lambda part: {"authentication": part},
}
"""Examples of parts of a manifest."""
CANDIDATE = "reconciliation-candidate"
"""Examples of a candidate, as there are several in each result."""
FLYOUT = "flyout-response"
"""Examples of what no schema judges."""
PAGE = "preview-response"
"""An example of a page, which is in no format that could be judged."""
AT_ODDS = "http_basic_auth"
"""An example in the words of OpenAPI 3, where the schema is that of Swagger 2."""
MANIFEST = {
    "versions": ["0.2"],
    "name": "Archive",
    "identifierSpace": "https://example.org/",
    "schemaSpace": "https://example.org/context.jsonld",
}
READERS = {"reconciliation-query-batch": read_queries, "data-extension-query": read_extension}


def examples(*folders: str) -> list[pytest.ParameterSet]:
    root = SUITES / SUITE / "examples"
    paths = [path for folder in folders for path in sorted((root / folder).glob("*/*.json"))]
    found = [pytest.param(path, id=str(path.relative_to(root).with_suffix(""))) for path in paths]
    return found or [pytest.param(None, id="suite absent")]


def read(path: Any) -> tuple[str, Any]:
    """The text of an example, and what it says."""
    suite_path(SUITE)
    text = path.read_text("utf-8")
    return text, json.loads(text)


@pytest.mark.parametrize("path", examples(*JUDGED))
def test_schema_accepts_what_is_valid_and_nothing_else(path: Any) -> None:
    _, value = read(path)
    assert is_valid(path.parents[1].name, value) == (path.parent.name == "valid")


@pytest.mark.parametrize("path", examples(*PARTS))
def test_schema_accepts_the_parts_of_a_manifest(path: Any) -> None:
    _, part = read(path)
    whole = {**MANIFEST, **PARTS[path.parents[1].name](part)}
    assert is_valid("manifest", whole) == (path.stem != AT_ODDS)


@pytest.mark.parametrize("path", examples(CANDIDATE))
def test_schema_accepts_a_candidate(path: Any) -> None:
    _, value = read(path)
    assert is_valid("reconciliation-result-batch", {"q0": {"result": [value]}})
    assert not is_valid("reconciliation-result-batch", {"q0": {"result": [{**value, "id": 1}]}})


@pytest.mark.parametrize("path", examples(FLYOUT))
def test_flyouts_have_what_the_example_has(path: Any, tmp_path: Path) -> None:
    _, value = read(path)
    Archive.open(PIT).build(tmp_path / "dist")
    with serving_pit(tmp_path / "dist") as pit:
        said = parsed(pit.ask("flyout/entity", id="person/petrov"))
    assert {key: type(each) for key, each in said.items()} == {
        key: type(each) for key, each in value.items()
    }


def test_every_folder_of_examples_is_used() -> None:
    folders = {path.name for path in (suite_path(SUITE) / "examples").iterdir()}
    assert folders == {*JUDGED, *PARTS, CANDIDATE, FLYOUT, PAGE}


@pytest.mark.parametrize("path", examples(*READERS))
def test_requests_are_read_as_the_schema_has_them(path: Any) -> None:
    text, value = read(path)
    reader = READERS[path.parents[1].name]
    if path.parent.name == "valid":
        asked: Any = reader(text)
        assert len(asked if isinstance(asked, dict) else asked.ids) == len(value.get("ids", value))
    else:
        with pytest.raises(RequestRefused):
            reader(text)
