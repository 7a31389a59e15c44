"""Authority records: people, bodies, places, events, topics.

https://www.loc.gov/marc/authority/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lod_archive.publish.profiles.marc import codes
from lod_archive.publish.profiles.marc.control import (
    add_agency,
    add_control_numbers,
    add_dates,
    add_identifiers,
)
from lod_archive.publish.profiles.marc.fields import DATES_OF_STATEMENTS, NAMELESS, Draft
from lod_archive.publish.profiles.marc.names import (
    EVENT,
    ORGANIZATION,
    PERSON,
    PLACE,
    Heading,
    heading,
    kind_of,
    names,
    preferred,
    statements,
)
from lod_archive.vocab import iris
from lod_archive.vocab.namespaces import ARC, CRM, DCTERMS, FOAF, PROV, SCHEMA, SKOS, WIKIBASE

if TYPE_CHECKING:
    import pyoxigraph as ox
    from pymarc import Record

    from lod_archive.publish.profiles.losses import Losses
    from lod_archive.publish.profiles.view import View

_LEADER: Final = "00000nz  a2200000o  4500"
_DATES: Final = (
    (SCHEMA.birthDate, "f", ""),
    (SCHEMA.deathDate, "g", ""),
    (SCHEMA.foundingDate, "q", ""),
    (SCHEMA.dissolutionDate, "r", ""),
    (DCTERMS.date, "s", "t"),
    (SCHEMA.temporalCoverage, "s", "t"),
)
"""The subfields of field 046 for the dates: for the first, and the last if it is a span."""
_VARIANTS: Final = (
    SCHEMA.name,
    SKOS.prefLabel,
    ARC.officialName,
    SCHEMA.alternateName,
    SKOS.altLabel,
    SKOS.hiddenLabel,
)
_RELATIONS: Final = (
    (SKOS.broader, "g", None),
    (SCHEMA.containedInPlace, "g", None),
    (SKOS.related, None, None),
    (DCTERMS.replaces, "a", None),
    (SCHEMA.worksFor, "r", "Works for:"),
    (SCHEMA.affiliation, "r", "Affiliated with:"),
    (SCHEMA.memberOf, "r", "Member of:"),
    (SCHEMA.alumniOf, "r", "Educated at:"),
    (CRM.P14_carried_out_by, "r", "Carried out by:"),
    (CRM.P11_had_participant, "r", "Participant:"),
    (SCHEMA.location, "r", "Place:"),
)
"""What leads to other authorities: $w/0 of https://www.loc.gov/marc/authority/adtracing.html, and
$i where $w is r; $4 is then the IRI of the property."""
_NOTES: Final = (
    (SKOS.definition, "680", "i"),
    (SKOS.scopeNote, "680", "i"),
    (SKOS.note, "680", "i"),
    (SKOS.editorialNote, "667", "a"),
)
NOT_IN_AUTHORITIES: Final = frozenset(
    {
        *(DCTERMS.issued, SCHEMA.dateCreated, DCTERMS.bibliographicCitation, SCHEMA.position),
        *(SCHEMA.about, CRM.P62_depicts, SCHEMA.genre, SCHEMA.inLanguage, SCHEMA.encodingFormat),
        *(SCHEMA.author, SCHEMA.creator, SCHEMA.composer, SCHEMA.lyricist, SCHEMA.contributor),
        *(SCHEMA.publisher, SCHEMA.funder, SCHEMA.pagination),
        *(SCHEMA.isBasedOn, SCHEMA.translationOfWork, SCHEMA.exampleOfWork),
    }
)
"""What bibliographic records alone have a field for."""
_STANCES: Final = {
    ARC[each]: each
    for each in ("interpretive", "attributed", "reported", "hedged", "alleged", "distanced")
}
"""How a source says what it says, if it does not simply say so."""
_AUTHORISED: Final = frozenset({PERSON, ORGANIZATION, PLACE, EVENT})


def authority(view: View, iri: str, losses: Losses) -> Record:
    """The authority record of something that has a name."""
    draft = Draft(view, iri, losses)
    found = heading(view, iri, draft.names[0])
    add_control_numbers(draft)
    add_identifiers(draft, is_authority=True)
    _coordinates(draft)
    add_agency(draft)
    _dates(draft)
    draft.add(f"1{found.kind}", f"{found.first} ", *found.subfields)
    _attributes(draft)
    traced = _variants(draft, found)
    traced = _relations(draft) or traced
    _sources(draft)
    _notes(draft, found.kind)
    draft.add("856", "42", ("3", "Linked data"), ("u", iri))
    draft.control("008", _coded(found.kind, has_tracings=traced))
    losses.add("the day on which the record was made (008/00-05: the archive has none)", iri)
    return draft.record(_LEADER)


def _coded(kind: str, *, has_tracings: bool) -> str:
    """Field 008, https://www.loc.gov/marc/authority/ad008.html.

    >>> len(_coded("00", has_tracings=True))
    40
    """
    is_name = kind in _AUTHORISED
    return "".join(
        (
            "000000",  # 00-05 date entered on file: the archive has none
            "|||",  # 06-08 geographic subdivision, romanization, language of catalog
            "az|nn",  # 09-13 established heading; other rules; no attempt to code; no series
            "a" if is_name else "b",  # 14 appropriate as main or added entry
            "abn",  # 15-17 appropriate as subject, not as series; no subdivision
            " " * 10,  # 18-27 undefined
            "|" if kind in (ORGANIZATION, PLACE) else " ",  # 28 government agency
            "b" if has_tracings else "n",  # 29 tracings not necessarily consistent
            " a",  # 30 undefined; 31 can be used
            "a" if kind == PERSON else "n",  # 32 differentiated personal name
            "c",  # 33 provisional
            " " * 4,  # 34-37 undefined
            " d",  # 38 not modified; 39 other source
        )
    )


def _coordinates(draft: Draft) -> None:
    """Field 034: a point, as decimal degrees."""
    for geo in sorted(draft.view.iris(draft.about, SCHEMA.geo)):
        east = draft.view.text(geo, SCHEMA.longitude)
        north = draft.view.text(geo, SCHEMA.latitude)
        if east and north:
            sides = [_degrees(east, "EW")] * 2 + [_degrees(north, "NS")] * 2
            draft.add("034", "  ", *zip("defg", sides, strict=True))


def _degrees(number: str, sides: str) -> str:
    """Decimal degrees with the hemisphere, as subfields $d to $g want them.

    >>> _degrees("38.5", "EW"), _degrees("-8.25", "NS")
    ('E038.5', 'S008.25')
    """
    whole, point, rest = number.lstrip("+-").partition(".")
    return f"{sides[number.startswith('-')]}{whole:0>3}{point}{rest}"


def _dates(draft: Draft) -> None:
    for name, first, last in _DATES:
        for date in sorted(each.value for each in draft.view.literals(draft.about, name)):
            add_dates(draft, date, first, last or first)


def _attributes(draft: Draft) -> None:
    """Fields 368 to 374: kinds, places, groups, occupations, with the years that are known."""
    view, iri = draft.view, draft.about
    periods = _periods(draft)
    for tag, code, name in (
        ("368", "a", CRM.P2_has_type),
        ("370", "a", SCHEMA.birthPlace),
        ("370", "b", SCHEMA.deathPlace),
        ("370", "f", SCHEMA.workLocation),
        ("373", "a", SCHEMA.worksFor),
        ("373", "a", SCHEMA.affiliation),
        ("373", "a", SCHEMA.memberOf),
        ("373", "a", SCHEMA.alumniOf),
        ("374", "a", SCHEMA.hasOccupation),
    ):
        for value in sorted(view.iris(iri, name)):
            found = draft.access(value)
            if found is None:
                draft.losses.add(NAMELESS, iri)
                continue
            label = found.subfields[0]._replace(code=code)
            for start, end in periods.get(value, [("", "")]):
                years = (("s", start), ("t", end))
                draft.add(tag, "  ", label, *years, *found.controls)


def _periods(draft: Draft) -> dict[str, list[tuple[str, str]]]:
    """When a statement about a thing held, by the thing."""
    view = draft.view
    found: dict[str, list[tuple[str, str]]] = {}
    held = view.base + iris.STATEMENT_PREDICATES
    for statement in statements(view, draft.about):
        dates = sorted(each.value for each in view.literals(statement, draft.dated))
        if dates and view.is_a(statement, WIKIBASE.BestRank):
            node = view.node(statement) or {}
            things = [v.value for k, vs in node.items() if k.startswith(held) for v in vs]
            if not things:
                draft.losses.add(DATES_OF_STATEMENTS, draft.about)
            for thing in things:
                spans = found.setdefault(thing, [])
                spans += [each for each in map(_span, dates) if each not in spans]
    return found


def _span(date: str) -> tuple[str, str]:
    """Subfields $s and $t: dates as they are coded if plain, else as EDTF."""
    first, last = codes.ends(date)
    if first == last and date.startswith(("[", "{")):
        return first, ""
    return codes.coded_date(first), codes.coded_date(last)


def _variants(draft: Draft, chosen: Heading) -> bool:
    """Fields 4XX; says whether there are any.

    Names in other scripts stand in these fields themselves, not in 880, by model B of
    https://www.loc.gov/marc/authority/ecadmulti.html, as the files of names of the national
    libraries have it.
    """
    view, iri = draft.view, draft.about
    made: dict[Heading, str | None] = {}
    languages = set()
    for name in _VARIANTS:
        for text in preferred(view.literals(iri, name)):
            found = heading(view, iri, text)
            if found != chosen and found not in made:
                made[found] = "nnna" if name == SKOS.hiddenLabel else None
                languages.add(text.language)
    for found, tracing in made.items():
        draft.add(f"4{found.kind}", f"{found.first} ", ("w", tracing), *found.subfields)
    if languages:
        draft.losses.add("the languages of variants of a name", iri)
    if not all(codes.is_latin(found.subfields[0][1]) for found in made):
        draft.add("667", "  ", ("a", "Non-Latin script references not evaluated."))
    return bool(made)


def _relations(draft: Draft) -> bool:
    """Fields 5XX; says whether there are any."""
    view, iri = draft.view, draft.about
    relations = list(_RELATIONS)
    is_body = kind_of(view, iri) == ORGANIZATION
    relations.append((DCTERMS.isPartOf, "t" if is_body else "g", None))
    some = False
    for name, tracing, said in relations:
        for other in sorted(view.iris(iri, name)):
            before = tuple((c, v) for c, v in (("w", tracing), ("i", said)) if v)
            after = (("4", name),) if said else ()
            draft.add_heading("5", other, before=before, after=after)
            some = True
    return some


def _sources(draft: Draft) -> None:
    """Fields 670: what is cited, and what it says in which way."""
    view, iri = draft.view, draft.about
    made = statements(view, iri)
    claims = {claim for each in made for claim in view.iris(each, PROV.wasDerivedFrom)}
    for claim in sorted(claims):
        for source in sorted(view.iris(claim, DCTERMS.source)):
            cited = view.text(source, DCTERMS.bibliographicCitation) or _name(view, source)
            if cited is None:
                draft.losses.add("sources without a name", iri)
                continue
            page = min(view.iris(source, SCHEMA.url), default=None)
            draft.add("670", "  ", ("a", cited), ("b", _found(draft, claim)), ("u", page))
    seen = {text.value for each in made for text in view.literals(each, ARC.evidence)}
    for evidence in sorted(seen):
        draft.add("670", "  ", ("a", evidence))


def _name(view: View, iri: str) -> str | None:
    found = names(view, iri)
    return found[0].value if found else None


def _found(draft: Draft, claim: str) -> str | None:
    """Subfield $b: what was found; where its pages are known, these first, it in parentheses.

    https://www.loc.gov/marc/authority/ad670.html
    """
    said = _said(draft, claim)
    pages = draft.view.text(claim, SCHEMA.pagination)
    if pages is None:
        return said
    return f"p. {pages} ({said})" if said else f"p. {pages}"


def _said(draft: Draft, claim: str) -> str | None:
    """What a source says; in which way, if it does not simply say so."""
    texts = preferred(draft.view.literals(claim, ARC.paraphrase))
    if not texts:
        return None
    if len(texts) > 1:
        draft.losses.add("what sources say, in other languages than the first", draft.about)
    ways = [_STANCES[each] for each in draft.view.iris(claim, ARC.stance) if each in _STANCES]
    return f"[{', '.join(sorted(ways))}] {texts[0].value}" if ways else texts[0].value


def _notes(draft: Draft, kind: str) -> None:
    view, iri = draft.view, draft.about
    biographical = kind in (PERSON, ORGANIZATION)
    tag, code = ("678", "a") if biographical else ("680", "i")
    first = {PERSON: "0", ORGANIZATION: "1"}.get(kind, " ")
    for text in preferred(view.literals(iri, SCHEMA.description)):
        draft.add(tag, f"{first} ", (code, text.value))
    for name, note, subfield in _NOTES:
        for each in preferred(view.literals(iri, name)):
            draft.add(note, "  ", (subfield, each.value))
    for url in sorted(view.iris(iri, SCHEMA.url) + view.iris(iri, FOAF.homepage)):
        draft.add("856", "42", ("u", url))
    _count_other_names(draft)


def _count_other_names(draft: Draft) -> None:
    parts: list[ox.Literal] = [
        each
        for name in (SCHEMA.givenName, SCHEMA.familyName)
        for each in draft.view.literals(draft.about, name)
    ]
    if parts:
        draft.losses.add("which part of a name is which, beyond the comma", draft.about)
