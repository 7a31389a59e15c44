"""The namespaces that the tool knows."""

from __future__ import annotations

import copy
import pickle

import pyoxigraph as ox
import pytest

from lod_archive.archive import ArchiveFolder
from lod_archive.graph import Context
from lod_archive.vocab import namespaces
from lod_archive.vocab.namespaces import PREFIXES, SKOS, Namespace


@pytest.mark.parametrize(("prefix", "namespace"), PREFIXES.items())
def test_namespaces_are_iris_to_which_a_name_can_be_added(prefix: str, namespace: str) -> None:
    assert prefix == prefix.lower()
    assert namespace.endswith(("/", "#"))
    assert ox.NamedNode(namespace).value == namespace


def test_no_namespace_has_two_prefixes() -> None:
    constants = {value for value in vars(namespaces).values() if isinstance(value, Namespace)}
    assert set(PREFIXES.values()) <= constants
    assert len(set(PREFIXES.values())) == len(PREFIXES)


def test_names_are_attributes_or_items() -> None:
    assert SKOS.prefLabel == SKOS["prefLabel"] == "http://www.w3.org/2004/02/skos/core#prefLabel"


def test_namespaces_can_be_copied_and_pickled() -> None:
    """Names with two underscores are Python's, not terms."""
    assert pickle.loads(pickle.dumps(SKOS)) == copy.deepcopy(SKOS) == SKOS
    with pytest.raises(AttributeError):
        SKOS.__nothing__  # noqa: B018


def test_the_context_has_the_same_prefixes() -> None:
    """Two tables would drift apart: whoever is in both means the same."""
    prefixes = Context.load(ArchiveFolder.open("tests/archives/strike")).prefixes
    common = PREFIXES.keys() & prefixes.keys()
    assert len(common) > 15
    assert {key: prefixes[key] for key in common} == {key: str(PREFIXES[key]) for key in common}
