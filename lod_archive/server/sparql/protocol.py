"""What a request asks of the endpoint: https://www.w3.org/TR/sparql11-protocol/#query-operation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs

from lod_archive.server.sentences import Sentence
from lod_archive.store.terms import is_iri

FORM: Final = "application/x-www-form-urlencoded"
DIRECT: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
_MOST: Final = 2000
"""How many parameters a request may have."""
_NOT_UTF8: Final = Sentence("The request is not in UTF-8.", "Запрос не в кодировке UTF-8.")
_TOO_MANY: Final = Sentence(
    "The request has too many parameters.", "В запросе слишком много параметров."
)
_NO_UPDATE: Final = Sentence(
    "Nothing can be changed here: what is published is made from records.",
    "Изменить здесь ничего нельзя: всё публикуемое строится из записей.",
)
_UNKNOWN_TYPE: Final = Sentence(
    f"A query comes as {FORM} or {DIRECT}, in UTF-8.",
    f"Запрос присылают как {FORM} или {DIRECT}, в UTF-8.",
)
_SEVERAL: Final = Sentence(
    "There are several queries; one can be answered at a time.",
    "Запросов несколько; ответить можно на один.",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with its dataset.

    :param form: the extension of the format that is wanted, whatever ``Accept`` says.
    """

    sparql: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    form: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A request that is not answered, and why."""

    status: int
    said: Sentence


@dataclass(frozen=True, slots=True)
class Described:
    """Nothing is asked: the service describes itself, to people by its page.

    :param edit: a query that shall stand there.
    """

    edit: str | None = None


def read_request(
    method: str, query_string: bytes, content_type: str, body: bytes
) -> Asked | Described | Refused:
    """What a GET or POST asks.

    Graphs may be named in the address even where the query comes in the body.

    >>> read_request("GET", b"query=ASK%20%7B%7D&default-graph-uri=urn:g", "", b"")
    Asked(sparql='ASK {}', default_graphs=('urn:g',), named_graphs=(), form=None)
    >>> read_request("POST", b"", "application/sparql-update", b"CLEAR ALL").status
    403
    """
    media_type, _, parameters = content_type.partition(";")
    media_type = media_type.strip().lower()
    try:
        given = _parameters(query_string)
        if method == "POST" and media_type == FORM:
            given = _joined(given, _parameters(body))
        direct = body.decode("utf-8") if method == "POST" and media_type == DIRECT else None
    except UnicodeDecodeError:
        return Refused(400, _NOT_UTF8)
    except ValueError:
        return Refused(400, _TOO_MANY)
    if "update" in given or media_type == UPDATE:
        return Refused(403, _NO_UPDATE)
    if method == "POST" and (media_type not in (FORM, DIRECT) or not _is_utf8(parameters)):
        return Refused(415, _UNKNOWN_TYPE)
    if method == "GET" and given.keys() <= {"edit", "lang"}:
        return Described(*given.get("edit", ())[:1])
    return _asked(given, direct)


def _asked(given: dict[str, list[str]], direct: str | None) -> Asked | Refused:
    queries = [*given.get("query", ()), *([] if direct is None else [direct])]
    if not queries:
        return Refused(400, Sentence("There is no query.", "Запроса нет."))
    if len(queries) > 1:
        return Refused(400, _SEVERAL)
    default, named = (tuple(given.get(f"{kind}-graph-uri", ())) for kind in ("default", "named"))
    for iri in (*default, *named):
        if not is_iri(iri):
            said = f"“{iri}” is not the IRI of a graph.", f"«{iri}» — не IRI графа."
            return Refused(400, Sentence(*said))
    forms = given.get("format", [])
    return Asked(queries[0], default, named, forms[0] if forms else None)


def _parameters(encoded: bytes) -> dict[str, list[str]]:
    text = encoded.decode("utf-8")
    return parse_qs(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST)


def _joined(one: dict[str, list[str]], other: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: [*one.get(name, ()), *other.get(name, ())] for name in {**one, **other}}


def _is_utf8(parameters: str) -> bool:
    """Whether the parameters of a content type name this encoding, or none.

    >>> _is_utf8(' charset="UTF-8"'), _is_utf8(""), _is_utf8("charset=utf-16")
    (True, True, False)
    """
    pairs = (parameter.lower().partition("=") for parameter in parameters.split(";"))
    said = [value.strip().strip('"') for name, _, value in pairs if name.strip() == "charset"]
    return all(value in ("utf-8", "us-ascii") for value in said)
