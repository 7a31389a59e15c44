"""Where borrowed, independent test data lies, and what happens where it does not.

The suites stand beside the checkout, in ``../shared/suites`` (their origins and licences in its
``SOURCES.md``). Where that folder is absent, a test that needs it is skipped and says so; under
continuous integration (environment variable ``CI``) it fails, so that nothing passes unchecked.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SUITES = Path(__file__).resolve().parents[3] / "shared" / "suites"


def suite_path(name: str) -> Path:
    """The folder or file of a suite; skips the test (or fails it under CI) if it is absent."""
    path = SUITES / name
    if not path.exists():
        if "CI" in os.environ:
            pytest.fail(_absent(path))
        pytest.skip(_absent(path))
    return path


def suite_json(relative: str) -> Any | None:
    """The content of a JSON file of a suite while tests are collected, or None if it is absent.

    :raises FileNotFoundError: if it is absent under CI.
    """
    path = SUITES / relative
    if path.exists():
        return json.loads(path.read_text(encoding="utf-8"))
    if "CI" in os.environ:
        raise FileNotFoundError(_absent(path))
    return None


def suite_params(
    relative: str, cases: Callable[[Any], Iterable[pytest.ParameterSet]], *, width: int = 1
) -> list[pytest.ParameterSet]:
    """Test parameters made of a JSON file, or one skipped parameter that says what is absent.

    ``width`` is the number of values that a parameter has.
    """
    content = suite_json(relative)
    if content is not None:
        return list(cases(content))
    skip = pytest.mark.skip(reason=_absent(SUITES / relative))
    return [pytest.param(*[None] * width, marks=skip, id="suite absent")]


def _absent(path: Path) -> str:
    return f"did not run: {path} is absent, see {SUITES.name}/SOURCES.md beside the checkout"
