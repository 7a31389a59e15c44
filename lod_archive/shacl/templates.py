"""Messages with the values of variables in them.

https://www.w3.org/TR/shacl/#sparql-constraints-select-result-mapping
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lod_archive.shacl.index import Term

_PLACE: Final = re.compile(r"\{[?$](\w+)\}")


def filled(message: ox.Literal, bindings: Mapping[str, Term]) -> ox.Literal:
    """The message with each ``{?name}`` or ``{$name}`` replaced by the value of that variable.

    >>> filled(ox.Literal("not in {?lang}", language="en"), {"lang": ox.Literal("de")})
    <Literal value=not in de language=en>
    """

    def value(found: re.Match[str]) -> str:
        term = bindings.get(found[1])
        if term is None:
            return found[0]
        return term.value if not isinstance(term, ox.BlankNode) else str(term)

    text = _PLACE.sub(value, message.value)
    if message.language:
        return ox.Literal(text, language=message.language)
    return ox.Literal(text)
