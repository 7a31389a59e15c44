"""Named queries: ``queries/*.rq``, SPARQL with a few lines of ``#`` comments on top.

::

    # title: Who took part in an event
    # title ru: Кто участвовал в событии
    # description: Those who carried it out and those who were there.
    #   A line that is indented goes on with the one above.
    # param event: iri = event/stakhanovite-conference-1935: the event asked about
    # param after: date: the first day; it has no default, hence it must be given
    # result: one row for each participant
    SELECT ?event ?participant WHERE { … }

A parameter is a variable of the query, given a value from outside as a term, never as text. A
SELECT must project it. In any other SPARQL tool, without a value, the same text asks about
everything, as long as a triple pattern and not only a FILTER uses the variable.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from lod_archive.errors import Location, QueryError, did_you_mean
from lod_archive.query.front_matter import Entry, read_entries, read_text
from lod_archive.query.prologue import Prologue
from lod_archive.store import Term
from lod_archive.vocab import languages
from lod_archive.vocab.namespaces import XSD

_KEYS: Final = ("title", "description", "param", "result")
_PARAMETER: Final = re.compile(r"(\w+)(?:\s*=\s*(.*?))?\s*:\s+(.+)")
_PARAMETER_EXAMPLE: Final = "# param event: iri = event/strike: the event asked about"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a named query takes.

    :param kind: iri, string, date, integer or language.
    :param default: what it is when not given, as a person writes it; None: it must be given.
    """

    name: str
    kind: str
    default: str | None
    description: str

    def read(self, text: str, prologue: Prologue) -> Term:
        """The value that a person wrote, as a term.

        :raises QueryError: if it is not of this kind.

        >>> Parameter("day", "date", None, "").read("1935-08-31", Prologue()).value
        '1935-08-31'
        """
        term = _KINDS[self.kind](text.strip(), prologue)
        if term is None:
            raise QueryError(
                f"“{text}” cannot be the parameter “{self.name}”", hint=_WANTED[self.kind]
            )
        return term


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query with a name, a purpose and parameters.

    :param titles: its title in other languages, by their tags.
    :param sparql: the whole file, so that the places of its errors are the file's.
    """

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    sparql: str
    path: Path
    result: str | None = None
    titles: Mapping[str, str] = field(default_factory=dict)

    def bind(self, values: Mapping[str, str], prologue: Prologue) -> dict[str, Term]:
        """The value of every parameter as a term: the one given, else the default.

        Ids resolve against the base of the prologue, prefixed names against its prefixes.

        :raises QueryError: if one is unknown, missing or of another kind.
        """
        names = [parameter.name for parameter in self.parameters]
        for name in values:
            if name not in names:
                raise QueryError(
                    f"the query “{self.name}” has no parameter “{name}”",
                    hint=did_you_mean(name, names) or self._usage(),
                )
        bound: dict[str, Term] = {}
        for parameter in self.parameters:
            text = values.get(parameter.name, parameter.default)
            if text is None:
                raise QueryError(
                    f"the query “{self.name}” needs the parameter “{parameter.name}”",
                    hint=self._usage(),
                )
            bound[parameter.name] = parameter.read(text, prologue)
        return bound

    def _usage(self) -> str:
        listed = (f"{each.name} ({each.kind}): {each.description}" for each in self.parameters)
        return "it takes " + ("; ".join(listed) or "none")


def load_queries(folder: Path) -> tuple[NamedQuery, ...]:
    """The named queries of a folder, by name; none if there is no such folder.

    :raises QueryError: if the front matter of one cannot be read; with its line.
    """
    return tuple(read_query(path) for path in sorted(folder.glob("*.rq")))


def find_query(queries: Sequence[NamedQuery], name: str) -> NamedQuery:
    """The query of that name.

    :raises QueryError: if there is none; with the nearest names.
    """
    for query in queries:
        if query.name == name:
            return query
    names = [query.name for query in queries]
    raise QueryError(
        f"there is no query “{name}”",
        hint=did_you_mean(name, names) or f"there are: {', '.join(names) or 'none'}",
    )


def read_query(path: Path) -> NamedQuery:
    """The query in a file.

    :raises QueryError: if it cannot be read, or its front matter says what it cannot.
    """
    text = read_text(path)
    entries = read_entries(path, text, _KEYS)
    titles = {entry.name: entry.text for entry in entries if entry.key == "title"}
    said = {entry.key: entry.text for entry in entries if entry.key not in ("param", "title")}
    return NamedQuery(
        name=path.stem,
        title=titles[None],
        description=said.get("description", ""),
        parameters=tuple(_parameter(path, entry) for entry in entries if entry.key == "param"),
        sparql=text,
        path=path,
        result=said.get("result"),
        titles={language: title for language, title in titles.items() if language},
    )


def _parameter(path: Path, entry: Entry) -> Parameter:
    found = _PARAMETER.fullmatch(entry.text)
    if found is None or entry.name is None:
        raise QueryError(
            "a parameter is not declared as it should be",
            at=Location(str(path), entry.line),
            hint=f"write, for example: {_PARAMETER_EXAMPLE}",
        )
    if found[1] not in _KINDS:
        raise QueryError(
            f"“{found[1]}” is no type of parameter",
            at=Location(str(path), entry.line),
            hint=f"choose one of {', '.join(_KINDS)}",
        )
    return Parameter(entry.name, found[1], found[2], found[3])


def _iri(text: str, prologue: Prologue) -> Term | None:
    iri = prologue.expand(text)
    return ox.NamedNode(iri) if iri else None


def _string(text: str, prologue: Prologue) -> Term | None:
    return ox.Literal(text)


def _date(text: str, prologue: Prologue) -> Term | None:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        try:
            date.fromisoformat(text)
        except ValueError:
            return None
        return ox.Literal(text, datatype=ox.NamedNode(XSD.date))
    return None


def _integer(text: str, prologue: Prologue) -> Term | None:
    return ox.Literal(int(text)) if re.fullmatch(r"[+-]?[0-9]+", text) else None


def _language(text: str, prologue: Prologue) -> Term | None:
    return ox.Literal(text.lower()) if text == "*" or languages.is_well_formed(text) else None


_KINDS: Final[Mapping[str, Callable[[str, Prologue], Term | None]]] = {
    "iri": _iri,
    "string": _string,
    "date": _date,
    "integer": _integer,
    "language": _language,
}
_WANTED: Final = {
    "iri": "give an id such as event/strike, a prefixed name or an absolute IRI",
    "string": "give any text",
    "date": "give a day of the calendar such as 1935-08-31",
    "integer": "give a whole number",
    "language": "give a language tag such as ru or ru-Latn-alalc97, or * for any",
}
