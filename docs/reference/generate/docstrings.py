"""Docstrings of the public API, as Markdown.

They are written in reStructuredText, of which only what lod_archive uses is understood here:
literals, roles, links, field lists, doctests and indented blocks.
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
import textwrap
from collections.abc import Iterator
from typing import Any, Final

_LINK: Final = re.compile(r"`([^`<]+?)\s*<(https?:[^>]+)>`_")
_ROLE: Final = re.compile(r":\w+:`[~.]*([^`]+)`")
_LONGEST: Final = 80
_FIELD: Final = re.compile(r"^:(param|raises) ([\w.]+): ", re.MULTILINE)


def summary(thing: object) -> str:
    """The first paragraph of a docstring, on one line."""
    return markdown((inspect.getdoc(thing) or "").split("\n\n")[0]).replace("\n", " ")


def markdown(text: str) -> str:
    """A docstring in Markdown.

    >>> markdown("See :class:`~a.B` and ``x``, `SHACL <https://a.example/>`_.")
    'See `B` and `x`, [SHACL](https://a.example/).'
    """
    text = inspect.cleandoc(text)
    blocks = re.split(r"\n\n(?=\S)", text)
    return "\n\n".join(shown for block in blocks if (shown := _block(block)))


def _block(block: str) -> str:
    if block.startswith(">>>"):
        return "" if "getfixture" in block else f"```pycon\n{block}\n```"
    if _FIELD.match(block):
        return "\n".join(_fields(block))
    return _inline(block)


def _fields(block: str) -> Iterator[str]:
    """``:param x: …`` and ``:raises X: …`` as list items."""
    pieces = _FIELD.split(block)[1:]
    for kind, name, text in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True):
        said = _inline(re.sub(r"\s+", " ", text).strip())
        yield f"- raises `{name}` {said}" if kind == "raises" else f"- `{name}`: {said}"


def _inline(text: str) -> str:
    text = _LINK.sub(r"[\1](\2)", text)
    text = _ROLE.sub(lambda role: f"`{role[1].rpartition('.')[2]}`", text)
    return text.replace("``", "`")


def described(name: str, thing: Any, level: int = 2) -> str:
    """A section on a public name: signature, docstring and, for a class, its public members."""
    heading = "#" * level
    parts = [f"{heading} {name}"]
    if inspect.isclass(thing):
        parts += [markdown(_own_doc(thing)), _attributes(thing), *_members(thing, level + 1)]
    elif callable(thing):
        signature = f"```python\n{name}{_signature(thing)}\n```"
        parts += [signature, markdown(inspect.getdoc(thing) or "")]
    else:
        parts += [f"`{thing!r}`"]
    return "\n\n".join(part for part in parts if part)


def _own_doc(thing: type) -> str:
    """The docstring, but not the signature that dataclasses put where there is none."""
    doc = inspect.getdoc(thing) or ""
    return "" if doc.startswith(f"{thing.__name__}(") else doc


def _attributes(owner: type) -> str:
    """The fields of a dataclass, with their types."""
    if not dataclasses.is_dataclass(owner):
        return ""
    fields = "\n".join(f"{each.name}: {each.type}" for each in dataclasses.fields(owner))
    return f"```python\n{fields}\n```"


def _members(owner: type, level: int) -> Iterator[str]:
    for name, member in _public(owner):
        heading = f"{'#' * level} {owner.__name__}.{name}"
        if isinstance(member, property):
            yield f"{heading}\n\n{markdown(inspect.getdoc(member) or '')}"
        else:
            function = getattr(member, "__func__", member)
            signature = f"```python\n{name}{_signature(function)}\n```"
            yield f"{heading}\n\n{signature}\n\n{markdown(inspect.getdoc(function) or '')}"


def _public(owner: type) -> Iterator[tuple[str, Any]]:
    """Public methods and properties, those of our own base classes too."""
    seen: set[str] = set()
    for base in owner.__mro__:
        if base.__module__.startswith("lod_archive"):
            for name, member in vars(base).items():
                is_ours = isinstance(member, property | classmethod) or inspect.isfunction(member)
                if is_ours and not name.startswith("_") and name not in seen:
                    seen.add(name)
                    yield name, member


def _signature(function: Any) -> str:
    """The signature as it is written, without self; over several lines where it is long."""
    source = textwrap.dedent(inspect.getsource(inspect.unwrap(function)))
    node = ast.parse(source).body[0]
    assert isinstance(node, ast.FunctionDef)  # noqa: S101
    arguments = [each for each in _arguments(node.args) if each not in {"self", "cls"}]
    returned = ast.unparse(node.returns) if node.returns else "None"
    line = f"({', '.join(arguments)}) -> {returned}"
    if len(line) < _LONGEST:
        return line
    return "(\n" + "".join(f"    {each},\n" for each in arguments) + f") -> {returned}"


def _arguments(given: ast.arguments) -> Iterator[str]:
    first: list[ast.expr | None] = [None] * (len(given.args) - len(given.defaults))
    yield from map(_argument, given.args, [*first, *given.defaults])
    if given.kwonlyargs:
        yield "*"
        yield from map(_argument, given.kwonlyargs, given.kw_defaults)


def _argument(given: ast.arg, default: ast.expr | None) -> str:
    kind = f": {ast.unparse(given.annotation)}" if given.annotation else ""
    return given.arg + kind + (f" = {ast.unparse(default)}" if default else "").replace("'", '"')


def public_api() -> str:
    """A section for each name of ``lod_archive.__all__``."""
    import lod_archive  # noqa: PLC0415 only here is the whole library needed

    names = (name for name in lod_archive.__all__ if not name.startswith("_"))
    return "\n\n".join(described(name, getattr(lod_archive, name)) for name in names)


def answers() -> str:
    """A section for each kind of answer that queries give."""
    from lod_archive.query import Ask, Rows, Triples  # noqa: PLC0415 as above

    return "\n\n".join(described(each.__name__, each, level=3) for each in (Rows, Ask, Triples))
