"""Asking the reconciliation service of a small archive, and the schemas that judge its answers."""

from __future__ import annotations

import asyncio
import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode

import jsonschema
from referencing import Registry, Resource

from lod_archive.publish import open_publication
from lod_archive.query.governor import Limits
from lod_archive.server.questions import answering
from tests.suites import suite_path
from tests.web import Answer, asked

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator, Mapping, Sequence

    from lod_archive.server.current import Mounted
    from lod_archive.server.responses import Application

T = TypeVar("T")
PIT = Path(__file__).parent / "archives" / "pit"
CASES = Path(__file__).parent / "cases" / "reconcile"
SUITE = "reconciliation-0.2"
FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
HOST = {"Host": "127.0.0.1:8000"}


def validator(name: str) -> jsonschema.Draft7Validator:
    """What judges by a schema of the specification; schemas that it refers to lie beside it."""
    folder = suite_path(SUITE) / "schemas"
    schemas = {path.name: json.loads(path.read_text("utf-8")) for path in folder.glob("*.json")}
    schemas["http://swagger.io/v2/schema.json"] = schemas["openapi.json"]
    for schema in schemas.values():
        schema["$schema"] = "http://json-schema.org/draft-07/schema#"
    base = "https://reconciliation-api.github.io/specs/"
    resources = [(name, Resource.from_contents(schema)) for name, schema in schemas.items()]
    registry: Registry[Any] = Registry().with_resources(resources)
    registry = registry.with_resources(
        [
            (f"{base}{version}/schemas/{name}", resource)
            for version in ("0.2", "draft")
            for name, resource in resources
        ]
    )
    return jsonschema.Draft7Validator(
        schemas[f"{name}.json"], registry=registry, format_checker=jsonschema.FormatChecker()
    )


def is_valid(name: str, value: object) -> bool:
    """Whether a schema accepts a value."""
    return bool(validator(name).is_valid(value))


class Pit:
    """The service of the small archive, asked one request after the other.

    :ivar root: the folder of its publication.
    :ivar application: what answers, to be asked within the loop; see :meth:`run`.
    """

    def __init__(self, root: Path, runner: asyncio.Runner, mounted: Mounted) -> None:
        self.root = root
        self._runner = runner
        self.application = mounted.applications["reconcile"]

    def ask(self, path: str = "", **request: Any) -> Answer:
        """The answer to a request; see :func:`sent`."""
        return self._runner.run(sent(self.application, path, **request))

    def replay(self, request: bytes) -> Answer:
        """What is answered to a request as it went over the wire."""
        head, _, body = request.partition(b"\n\n")
        first, *lines = head.decode().splitlines()
        method, target, _ = first.split(" ")
        path, _, query = target.partition("?")
        headers = dict(line.split(": ", 1) for line in lines)
        return self._runner.run(
            asked(self.application, path, method=method, query=query, headers=headers, body=body)
        )

    def together(self, requests: Sequence[Mapping[str, Any]]) -> list[Answer]:
        """The answers to requests that are made at the same time."""

        async def all_of_them() -> list[Answer]:
            return await asyncio.gather(*(sent(self.application, **each) for each in requests))

        return self.run(all_of_them())

    def run(self, asking: Coroutine[Any, Any, T]) -> T:
        """What comes of asking, in the loop of the service."""
        return self._runner.run(asking)


@contextmanager
def serving_pit(root: Path) -> Iterator[Pit]:
    """The service of a publication, in a loop that is closed at the end."""
    with asyncio.Runner() as runner:

        async def opened() -> Mounted:
            return answering(open_publication(root), Limits())

        mounted = runner.run(opened())
        try:
            yield Pit(root, runner, mounted)
        finally:
            runner.run(closed(mounted))


async def closed(mounted: Mounted) -> None:
    """Let go of what was mounted."""
    await mounted.close()


async def sent(
    application: Application,
    path: str = "",
    *,
    headers: Mapping[str, str] | None = None,
    method: str = "GET",
    body: bytes = b"",
    **parameters: object,
) -> Answer:
    """The answer to a request with these parameters; what is not text is sent as JSON."""
    pairs = {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in parameters.items()
    }
    encoded = urlencode(pairs)
    if method == "POST":
        body, encoded = body or encoded.encode(), ""
        headers = {**FORM, "Content-Length": str(len(body)), **(headers or {})}
    return await asked(
        application,
        f"/reconcile/{path}" if path else "/reconcile",
        method=method,
        query=encoded,
        headers={**HOST, **(headers or {})},
        body=body,
    )


def parsed(answer: Answer) -> Any:
    """The JSON of an answer that is one."""
    assert answer.status == 200, answer.text
    return json.loads(answer.body)
