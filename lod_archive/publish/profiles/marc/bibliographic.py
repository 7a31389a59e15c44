"""Bibliographic records: essays, media, works, serials, collections.

https://www.loc.gov/marc/bibliographic/
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lod_archive.publish.profiles.marc import codes
from lod_archive.publish.profiles.marc.control import (
    add_agency,
    add_classification,
    add_control_numbers,
    add_dates,
    add_identifiers,
)
from lod_archive.publish.profiles.marc.fields import DATES_OF_STATEMENTS, NAMELESS, Draft
from lod_archive.publish.profiles.marc.names import (
    ORGANIZATION,
    PERSON,
    TITLE,
    kind_of,
    names,
    preferred,
    statements,
)
from lod_archive.vocab.namespaces import ARC, CRM, DCTERMS, FOAF, PROV, RDF, SCHEMA, SKOS

if TYPE_CHECKING:
    import pyoxigraph as ox
    from pymarc import Record

    from lod_archive.publish.profiles.losses import Losses
    from lod_archive.publish.profiles.view import View

_RESPONSIBLE: Final = (
    (SCHEMA.author, "aut", "author"),
    (SCHEMA.creator, "cre", "creator"),
    (SCHEMA.composer, "cmp", "composer"),
    (SCHEMA.lyricist, "lyr", "lyricist"),
    (SCHEMA.contributor, "ctb", "contributor"),
    (SCHEMA.publisher, "pbl", "publisher"),
    (SCHEMA.funder, "fnd", "funder"),
)
"""https://www.loc.gov/marc/relators/; the first two can be the main entry."""
_MAIN: Final = ("aut", "cre")
_LINKS: Final = (
    (SCHEMA.translationOfWork, "765", None),
    (SCHEMA.isBasedOn, "787", "Based on:"),
    (SCHEMA.exampleOfWork, "787", "Example of:"),
    (DCTERMS.replaces, "780", None),
)
"""Linking entries: the field, and what $i says where the tag does not."""
_ARTICLES: Final = {
    "eng": ("the", "a", "an"),
    "ger": ("der", "das", "ein", "eine"),
    "fre": ("le", "la", "les", "un", "une"),
    "spa": ("el", "la", "los", "las", "un", "una"),
    "ita": ("il", "lo", "la", "gli", "le", "un", "uno", "una"),
}
"""https://www.loc.gov/marc/bibliographic/bdapndxf.html, the commonest."""
_FIRST_WORD: Final = re.compile(r"""(["'\[(*]*)([^\s"'\[\]()-]+)(\s+["'\[(]*)(?=.)""")
_INITIALS: Final = re.compile(r"\b(\w\.) (?=\w\.)")
_CONTENT: Final = {
    "a": ("text", "txt"),
    "g": ("two-dimensional moving image", "tdi"),
    "k": ("still image", "sti"),
    "j": ("performed music", "prm"),
}
_UNSPECIFIED: Final = ("unspecified", "zzz")
_OF_CLASS: Final = {
    SCHEMA.Article: "a",
    SCHEMA.ScholarlyArticle: "a",
    SCHEMA.Periodical: "a",
    SCHEMA.VideoObject: "g",
    SCHEMA.ImageObject: "k",
    SCHEMA.AudioObject: "i",
}
_OF_FORMAT: Final = {"video": "g", "image": "k", "text": "a"}
_MIXED: Final = "p"


NOT_IN_BIBLIOGRAPHIC: Final = frozenset(
    {
        *(SCHEMA.givenName, SCHEMA.familyName, SKOS.altLabel, SKOS.hiddenLabel, SKOS.definition),
        *(SKOS.scopeNote, SKOS.note, SKOS.editorialNote, SKOS.broader, SKOS.related),
        *(SCHEMA.birthDate, SCHEMA.deathDate, SCHEMA.foundingDate, SCHEMA.dissolutionDate),
        *(SCHEMA.birthPlace, SCHEMA.deathPlace, SCHEMA.workLocation, SCHEMA.hasOccupation),
        *(SCHEMA.worksFor, SCHEMA.memberOf, SCHEMA.affiliation, SCHEMA.alumniOf),
        *(SCHEMA.location, SCHEMA.containedInPlace, SCHEMA.geo, SCHEMA.encodingFormat),
        *(CRM.P2_has_type, CRM.P11_had_participant, CRM.P14_carried_out_by),
    }
)
"""What authority records alone have a field for, and media types, of which the leader is made."""


def bibliographic(view: View, iri: str, losses: Losses) -> Record:
    """The bibliographic record of something; raises nothing if it has a name."""
    draft = Draft(view, iri, losses)
    language = _languages(draft)
    content, level = _content(view, iri), _level(view, iri)
    _control(draft, content, level, language)
    _names_and_titles(draft, language)
    _publication(draft)
    _description(draft, content)
    _subjects(draft)
    _linking(draft)
    for url in sorted(view.iris(iri, SCHEMA.url) + view.iris(iri, FOAF.homepage)):
        draft.add("856", "40", ("u", url))
    draft.add("856", "42", ("3", "Linked data"), ("u", iri))
    _count_losses(draft)
    return draft.record(f"00000n{content}{level} a22000003u 4500")


def _content(view: View, iri: str) -> str:
    """Leader/06, as far as the archive says; mixed materials where it does not."""
    for each in sorted(view.iris(iri, RDF.type)):
        if each in _OF_CLASS:
            is_music = each == SCHEMA.AudioObject and view.iris(iri, SCHEMA.composer)
            return "j" if is_music else _OF_CLASS[each]
    for media in sorted(each.value for each in view.literals(iri, SCHEMA.encodingFormat)):
        if media.partition("/")[0] in _OF_FORMAT:
            return _OF_FORMAT[media.partition("/")[0]]
    if view.is_a(iri, SCHEMA.CreativeWork) and view.literals(iri, SCHEMA.inLanguage):
        return "a"
    return _MIXED


def _level(view: View, iri: str) -> str:
    """Leader/07: a serial, a collection, a part of either, or a monograph."""
    if view.is_a(iri, SCHEMA.Periodical):
        return "s"
    if view.is_a(iri, SCHEMA.Collection):
        return "c"
    hosts = view.iris(iri, DCTERMS.isPartOf)
    if any(SCHEMA.Periodical in view.iris(host, RDF.type) for host in hosts):
        return "b"
    return "a" if hosts else "m"


def _languages(draft: Draft) -> list[str]:
    """The MARC codes of its languages."""
    found = []
    for tag in sorted(each.value for each in draft.view.literals(draft.about, SCHEMA.inLanguage)):
        code = codes.language_code(tag)
        if code is None:
            draft.losses.add("languages that the MARC code list lacks", draft.about)
        else:
            found.append(code)
    return list(dict.fromkeys(found))


def _control(draft: Draft, content: str, level: str, languages: list[str]) -> None:
    view, iri = draft.view, draft.about
    dates = _dates(view, iri)
    coded = codes.date_of_008(dates[0] if dates else None)
    if level == "s":
        coded = f"u{codes.years(dates[0])[0] or 'uuuu' if dates else 'uuuu'}uuuu"
    language = languages[0] if languages else codes.UNDETERMINED
    add_control_numbers(draft)
    draft.control("008", f"000000{coded}xx {'|' * 17}{language}|d")
    draft.losses.add("the day on which the record was made (008/00-05: the archive has none)", iri)
    add_identifiers(draft, is_authority=False)
    add_agency(draft)
    originals = sorted(
        {
            code
            for original in view.iris(iri, SCHEMA.translationOfWork)
            for each in view.literals(original, SCHEMA.inLanguage)
            if (code := codes.language_code(each.value))
        }
    )
    if originals and languages:
        pairs = [("a", each) for each in languages] + [("h", each) for each in originals]
        draft.add("041", "1 ", *pairs)
    elif len(languages) > 1:
        draft.add("041", "  ", *(("a", each) for each in languages))
    for date in dates:
        add_dates(draft, date, "k", "l")
    add_classification(draft)


def _dates(view: View, iri: str) -> list[str]:
    properties = (DCTERMS.issued, SCHEMA.dateCreated, DCTERMS.date, SCHEMA.temporalCoverage)
    for each in properties[:3]:
        if found := sorted(date.value for date in view.literals(iri, each)):
            return found
    return []


def _names_and_titles(draft: Draft, languages: list[str]) -> None:
    view, iri = draft.view, draft.about
    main, others = _responsible(view, iri)
    if main:
        _entry(draft, "1", *main)
    for agent, roles in others:
        _entry(draft, "7", agent, roles)
    found = draft.names
    title, original = _transcribed(found, languages)
    said = _statement(draft, [*([main] if main else []), *others])
    is_traced = main is not None and draft.access(main[0]) is not None
    indicators = f"{1 if is_traced else 0}{_nonfiling(title)}"
    draft.add_pair(
        "245",
        indicators,
        _title(draft.text(title.value), said),
        f"{indicators[0]}0",
        _title(draft.text(original.value), "") if original else (),
    )
    used = {title, original}
    varying = [each for each in found if each not in used]
    for name in (SCHEMA.alternateName, ARC.officialName):
        varying += preferred(view.literals(iri, name))
    for text in dict.fromkeys(each.value for each in varying):
        if text != title.value:
            draft.add_text("246", "3 ", ("a", text))
    if varying:
        draft.losses.add("the language of a title that varies", iri)


def _responsible(
    view: View, iri: str
) -> tuple[tuple[str, list[tuple[str, str]]] | None, list[tuple[str, list[tuple[str, str]]]]]:
    """Who the main entry is for, and who else took part; each once, with all roles."""
    roles: dict[str, list[tuple[str, str]]] = {}
    for name, code, term in _RESPONSIBLE:
        for agent in sorted(view.iris(iri, name)):
            roles.setdefault(agent, []).append((code, term))
    agents = list(roles.items())
    for number, (agent, parts) in enumerate(agents):
        if parts[0][0] in _MAIN and kind_of(view, agent) in (PERSON, ORGANIZATION):
            return agents.pop(number), agents
    return None, agents


def _entry(draft: Draft, block: str, agent: str, roles: list[tuple[str, str]]) -> None:
    """A main or added entry; 880 beside it, if the agent has a name in another script."""
    found = draft.access(agent)
    if found is None:
        draft.losses.add(NAMELESS, draft.about)
        return
    terms, relators = [("e", term) for _, term in roles], [("4", code) for code, _ in roles]
    if found.heading.kind not in (PERSON, ORGANIZATION):
        draft.add("720", "  ", found.subfields[0], *terms, *relators)
        return
    other = found.alternate
    draft.add_pair(
        f"{block}{found.heading.kind}",
        f"{found.heading.first} ",
        (*found.subfields, *terms, *found.controls, *relators),
        f"{other.first if other else ' '} ",
        (*other.subfields, *terms, *relators) if other else (),
    )


def _transcribed(
    found: list[ox.Literal], languages: list[str]
) -> tuple[ox.Literal, ox.Literal | None]:
    """The title in the language of the text, in Latin script if there is one; and the original.

    A translated title is another title, no other writing of the same: it goes to field 246.
    """
    own = [each for each in found if codes.language_code(each.language or "") in languages]
    latin = next((each for each in own if codes.is_latin(each.value)), None)
    other = next((each for each in own if not codes.is_latin(each.value)), None)
    if latin is None:
        return (other or found[0]), None
    if other and codes.language_code(latin.language or "") == codes.language_code(
        other.language or ""
    ):
        return latin, other
    return latin, None


def _title(title: str, said: str) -> list[tuple[str, str]]:
    """Field 245 with the punctuation that its last subfield ends with."""
    if not said:
        return [("a", _ended(title))]
    return [("a", f"{title} /"), ("c", _ended(said))]


def _ended(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _statement(draft: Draft, agents: list[tuple[str, list[tuple[str, str]]]]) -> str:
    """Who is responsible, by their names as they are written."""
    said = []
    for agent, roles in agents:
        found = draft.access(agent)
        if found and roles[0][0] not in ("pbl", "fnd"):
            said.append(_INITIALS.sub(r"\1", found.name))
    return ", ".join(said)


def _nonfiling(title: ox.Literal) -> int:
    """How many characters filing passes over: the article and what stands around it."""
    found = _FIRST_WORD.match(" ".join(title.value.split()))
    language = codes.language_code(title.language or "") or ""
    if found and found[2].lower() in _ARTICLES.get(language, ()) and found.end() <= 9:
        return found.end()
    return 0


def _publication(draft: Draft) -> None:
    view, iri = draft.view, draft.about
    names_ = [names(view, each) for each in sorted(view.iris(iri, SCHEMA.publisher))]
    publishers = [("b", found[0].value) for found in names_ if found]
    issued = sorted(each.value for each in view.literals(iri, DCTERMS.issued))
    made = sorted(each.value for each in view.literals(iri, SCHEMA.dateCreated))
    draft.add("264", " 1", *publishers, *(("c", date) for date in issued))
    draft.add("264", " 0", *(("c", date) for date in made))


def _description(draft: Draft, content: str) -> None:
    view, iri = draft.view, draft.about
    term, code = _CONTENT.get(content, _UNSPECIFIED)
    draft.add("336", "  ", ("a", term), ("b", code), ("2", "rdacontent"))
    is_online = bool(view.iris(iri, SCHEMA.url))
    media = ("computer", "c") if is_online else ("unspecified", "z")
    carrier = ("online resource", "cr") if is_online else ("unspecified", "zu")
    draft.add("337", "  ", ("a", media[0]), ("b", media[1]), ("2", "rdamedia"))
    draft.add("338", "  ", ("a", carrier[0]), ("b", carrier[1]), ("2", "rdacarrier"))
    for text in preferred(view.literals(iri, SCHEMA.description)):
        draft.add_text("520", "  ", ("a", text.value))
    for each in sorted(text.value for text in view.literals(iri, DCTERMS.bibliographicCitation)):
        draft.add_text("524", "  ", ("a", each))


def _subjects(draft: Draft) -> None:
    view, iri = draft.view, draft.about
    about = {*view.iris(iri, SCHEMA.about), *view.iris(iri, CRM.P62_depicts)}
    for subject in sorted(about):
        draft.add_heading("6", subject, second="4")
    for genre in sorted(view.iris(iri, SCHEMA.genre)):
        found = draft.access(genre)
        if found is None:
            draft.losses.add(NAMELESS, iri)
            continue
        draft.add("655", " 4", ("a", found.name), *found.controls)


def _linking(draft: Draft) -> None:
    view, iri = draft.view, draft.about
    hosts = sorted(view.iris(iri, DCTERMS.isPartOf))
    places = sorted(each.value for each in view.literals(iri, SCHEMA.position))
    pages = sorted(each.value for each in view.literals(iri, SCHEMA.pagination))
    where = ", ".join([*places[:1], *(f"p. {each}" for each in pages[:1])])
    for host in hosts:
        _link(draft, "773", host, None, where or None)
    for found, lost in ((places, SCHEMA.position), (pages, SCHEMA.pagination)):
        for _ in found[1 if hosts else 0 :]:
            draft.losses.add(lost, iri)
    for name, tag, said in _LINKS:
        for other in sorted(view.iris(iri, name)):
            _link(draft, tag, other, said, None)


def _link(draft: Draft, tag: str, other: str, said: str | None, place: str | None) -> None:
    """A linking entry: the title, the ISSN, and the number of its record."""
    found = draft.access(other)
    if found is None:
        draft.losses.add(NAMELESS, draft.about)
        return
    issn = min((each.value for each in draft.view.literals(other, SCHEMA.issn)), default=None)
    number = draft.number_of(other)
    second = "8" if said else " "
    title = ("t" if found.heading.kind == TITLE else "a", found.name)
    indicators = f"0{'0' if tag == '780' else second}"
    draft.add(tag, indicators, ("i", said), title, ("g", place), ("x", issn), ("w", number))


def _count_losses(draft: Draft) -> None:
    view = draft.view
    if any(view.iris(each, PROV.wasDerivedFrom) for each in statements(view, draft.about)):
        draft.losses.add(
            "the sources of single statements (bibliographic records have no field 670)",
            draft.about,
        )
    for statement in statements(view, draft.about):
        if view.values(statement, draft.dated):
            draft.losses.add(DATES_OF_STATEMENTS, draft.about)
    for each in draft.view.literals(draft.about, SCHEMA.temporalCoverage):
        if each.value:
            draft.losses.add("what time a text is about", draft.about)
